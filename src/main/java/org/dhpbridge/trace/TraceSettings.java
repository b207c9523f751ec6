package org.dhpbridge.trace;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Traces from a source to the platform.
 *
 * @param endpoint where spans go, an OTLP/HTTP address as {@code http://collector:4318/v1/traces}; without it none are made
 * @param headers headers for that address, as {@code Authorization}
 * @param traceparent whether requests to the platform carry the header {@code traceparent} (W3C Trace Context), so that its
 *     operator can find them by the trace id of a message
 */
@ConfigurationProperties("dhp.tracing")
record TraceSettings(
        URI endpoint, @DefaultValue Map<String, String> headers, @DefaultValue("true") boolean traceparent) {}
