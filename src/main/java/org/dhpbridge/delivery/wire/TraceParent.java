package org.dhpbridge.delivery.wire;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import org.dhpbridge.trace.Traces;

/** Names the message's trace on every request (W3C Trace Context). */
@Interceptor
class TraceParent {

    private final Traces traces;

    TraceParent(Traces traces) {
        this.traces = traces;
    }

    @Hook(Pointcut.CLIENT_REQUEST)
    public void name(IHttpRequest request) {
        traces.headers(request::addHeader);
    }
}
