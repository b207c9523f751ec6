package org.dhpbridge.delivery.wire;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import java.util.List;
import java.util.Map;
import org.dhpbridge.oauth.AccessTokens;

/** Puts the access token on every request (RFC 6750), and gives it up when the platform answers 401. */
@Interceptor(order = -1)
class BearerToken {

    private static final String SCHEME = "Bearer ";

    private final AccessTokens tokens;

    BearerToken(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Hook(Pointcut.CLIENT_REQUEST)
    public void authorize(IHttpRequest request) {
        request.removeHeaders("Authorization");
        request.addHeader("Authorization", SCHEME + tokens.current());
    }

    @Hook(Pointcut.CLIENT_RESPONSE)
    public void giveUp(IHttpRequest request, IHttpResponse response) {
        if (response.getStatus() != 401) {
            return;
        }
        for (Map.Entry<String, List<String>> header : request.getAllHeaders().entrySet()) {
            if ("Authorization".equalsIgnoreCase(header.getKey())) {
                header.getValue().forEach(value -> tokens.invalidate(value.substring(SCHEME.length())));
            }
        }
    }
}
