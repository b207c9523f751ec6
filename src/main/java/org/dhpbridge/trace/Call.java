package org.dhpbridge.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/** One call to the platform. */
public final class Call implements AutoCloseable {

    private static final int FIRST_ERROR = 400;

    private final Span span;
    private final Scope scope;

    Call(Span span) {
        this.span = span;
        scope = span.makeCurrent();
    }

    /** @param status of the HTTP answer */
    public void answered(int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= FIRST_ERROR) {
            span.setStatus(StatusCode.ERROR);
        }
    }

    /** There was no answer. */
    public void failed() {
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
