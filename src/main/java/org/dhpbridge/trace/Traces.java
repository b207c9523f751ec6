package org.dhpbridge.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Instant;
import java.util.function.BiConsumer;

/** Begins the traces of messages and of calls to the platform. Safe for many threads. */
public final class Traces implements AutoCloseable {

    private static final String SCOPE = "org.dhpbridge";

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final MessageIds ids;
    private final boolean header;

    /**
     * @param provider makes the spans, with {@code ids}; null for none
     * @param header whether requests carry {@code traceparent}
     */
    Traces(SdkTracerProvider provider, MessageIds ids, boolean header) {
        this.provider = provider;
        this.ids = ids;
        this.header = header;
        tracer = provider == null ? TracerProvider.noop().get(SCOPE) : provider.get(SCOPE);
    }

    /** No spans, but the header for what is called within an {@link Attempt}. */
    public static Traces withoutSpans() {
        return new Traces(null, new MessageIds(), true);
    }

    /**
     * The id of a message's trace: 32 hexadecimal digits.
     *
     * @param message the ledger's number
     */
    public static String idOf(String source, long message, Instant received) {
        return MessageIds.of(source, message, received, TraceFlags.getDefault()).getTraceId();
    }

    /** A claimed message is worked on, in this thread, until the attempt is closed. */
    public Attempt attempt(String source, long message, Instant received) {
        SpanContext first = MessageIds.of(
                source, message, received, provider == null ? TraceFlags.getDefault() : TraceFlags.getSampled());
        Context trace = Context.root().with(Span.wrap(first));
        Span span = tracer.spanBuilder("attempt").setParent(trace).startSpan();
        return new Attempt(
                span,
                source,
                message,
                () -> ids.giving(first, () -> tracer.spanBuilder("message")
                        .setNoParent()
                        .setSpanKind(SpanKind.CONSUMER)
                        .setStartTimestamp(received)
                        .startSpan()));
    }

    /** A call to the platform, by this thread, until it is closed. */
    public Call call(String name) {
        return new Call(tracer.spanBuilder(name).setSpanKind(SpanKind.CLIENT).startSpan());
    }

    /** Hands over the headers of a request that is made now: {@code traceparent} within a trace, else none. */
    public void headers(BiConsumer<String, String> request) {
        if (header) {
            W3CTraceContextPropagator.getInstance()
                    .inject(Context.current(), request, (to, name, value) -> to.accept(name, value));
        }
    }

    /** Sends what was not sent yet. */
    @Override
    public void close() {
        if (provider != null) {
            provider.close();
        }
    }
}
