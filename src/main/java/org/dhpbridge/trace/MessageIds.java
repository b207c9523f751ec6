package org.dhpbridge.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.dhpbridge.kernel.Digests;

/**
 * The ids of a message's trace and of its first span follow from the message, so that no attempt, bridge or restart needs
 * to be told them. All other ids are drawn.
 */
final class MessageIds implements IdGenerator {

    private static final int TRACE_ID = 32;
    private static final int SPAN_ID = 16;

    private final IdGenerator drawn = IdGenerator.random();
    private final ThreadLocal<SpanContext> preset = new ThreadLocal<>();

    /** The first span of a message's trace, which lasts from its receipt to its end. */
    static SpanContext of(String source, long message, Instant received, TraceFlags flags) {
        String hash =
                Digests.sha256Hex(source + '\n' + message + '\n' + ChronoUnit.MICROS.between(Instant.EPOCH, received));
        return SpanContext.createFromRemoteParent(
                hash.substring(0, TRACE_ID),
                hash.substring(TRACE_ID, TRACE_ID + SPAN_ID),
                flags,
                TraceState.getDefault());
    }

    /** Starts a span that has just these ids. */
    <T> T giving(SpanContext ids, Supplier<T> start) {
        preset.set(ids);
        try {
            return start.get();
        } finally {
            preset.remove();
        }
    }

    @Override
    public String generateTraceId() {
        SpanContext ids = preset.get();
        return ids == null ? drawn.generateTraceId() : ids.getTraceId();
    }

    @Override
    public String generateSpanId() {
        SpanContext ids = preset.get();
        return ids == null ? drawn.generateSpanId() : ids.getSpanId();
    }
}
