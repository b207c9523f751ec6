package org.dhpbridge.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** One attempt to bring a message to its end. Its log lines carry the trace, the message's number and its source. */
public final class Attempt implements AutoCloseable {

    private static final ContextKey<Attempt> CURRENT = ContextKey.named("attempt");
    private static final String TRACE_ID = "trace.id";
    private static final String MESSAGE = "dhp.message";
    private static final String SOURCE = "dhp.source";

    private final Span span;
    private final String source;
    private final long message;
    private final Supplier<Span> whole;
    private final Context context;
    private final Scope scope;
    private boolean handedOver;

    /** @param whole starts the span that lasts from the message's receipt */
    Attempt(Span span, String source, long message, Supplier<Span> whole) {
        this.span = describe(span, source, message);
        this.source = source;
        this.message = message;
        this.whole = whole;
        context = Context.root().with(span).with(CURRENT, this);
        scope = context.makeCurrent();
        nameInLogs();
    }

    private void nameInLogs() {
        MDC.put(TRACE_ID, span.getSpanContext().getTraceId());
        MDC.put(MESSAGE, Long.toString(message));
        MDC.put(SOURCE, source);
    }

    /** The one that this thread works on. */
    public static Optional<Attempt> current() {
        return Optional.ofNullable(Context.current().get(CURRENT));
    }

    /**
     * Lets the attempt of this thread last until the rest of it is done, by whichever thread, though this one goes on.
     *
     * @return to be called once, with what is left to do; without an attempt it just does that
     */
    public static Consumer<Runnable> handOver() {
        Optional<Attempt> attempt = current();
        attempt.ifPresent(current -> current.handedOver = true);
        return attempt.<Consumer<Runnable>>map(current -> current::end).orElse(Runnable::run);
    }

    private void end(Runnable rest) {
        Map<String, String> logsOfTheThread = MDC.getCopyOfContextMap();
        nameInLogs();
        try {
            context.wrap(rest).run();
        } finally {
            span.end();
            MDC.setContextMap(logsOfTheThread == null ? Map.of() : logsOfTheThread);
        }
    }

    /** @param code why it failed; null when it did not */
    public void result(String outcome, String code) {
        describe(span, outcome, code);
    }

    /** The message has ended. */
    public void end(String outcome, String code) {
        result(outcome, code);
        Span all = describe(whole.get(), source, message);
        describe(all, outcome, code);
        all.end();
    }

    private static Span describe(Span span, String source, long message) {
        return span.setAttribute(SOURCE, source).setAttribute(MESSAGE, message);
    }

    private static void describe(Span span, String outcome, String code) {
        span.setAttribute("dhp.outcome", outcome);
        if (code != null) {
            span.setAttribute("error.type", code).setStatus(StatusCode.ERROR);
        }
    }

    @Override
    public void close() {
        if (!handedOver) {
            span.end();
        }
        scope.close();
        MDC.remove(TRACE_ID);
        MDC.remove(MESSAGE);
        MDC.remove(SOURCE);
    }
}
