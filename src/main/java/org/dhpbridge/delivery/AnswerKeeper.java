package org.dhpbridge.delivery;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Handler;
import org.dhpbridge.delivery.FhirAnswer.Body;
import org.dhpbridge.http.RetryAfter;

/**
 * Gives the routes the platform's answers as they came. Camel's FHIR component hands out HAPI's parsed resources, and
 * those have lost what HAPI does not model, so that an update made from one would remove it from the platform; nor do
 * they carry the headers. As an interceptor of HAPI's client this keeps the answer, and as the step after {@code to:
 * fhir:…} it puts it into the exchange: Camel runs both in one thread.
 */
@Interceptor
class AnswerKeeper {

    private final ThreadLocal<FhirAnswer> kept = new ThreadLocal<>();
    private final String base;
    private final Clock clock;
    private final PlatformClock platformClock;

    /** @param base the FHIR base without a slash at its end */
    AnswerKeeper(String base, Clock clock, PlatformClock platformClock) {
        this.platformClock = platformClock;
        this.base = base;
        this.clock = clock;
    }

    /** Asks for FHIR JSON and nothing else, never from a cache (RFC 9111, 5.2.1.4), and takes off the slash that HAPI puts after the base of a transaction. */
    @Hook(Pointcut.CLIENT_REQUEST)
    public void tidy(IHttpRequest request) {
        kept.remove();
        request.removeHeaders("Accept");
        request.addHeader("Accept", "application/fhir+json");
        request.removeHeaders("Cache-Control");
        request.addHeader("Cache-Control", "no-cache");
        if (request.getUri().equals(base + "/")) {
            request.setUri(base);
        }
    }

    @Hook(Pointcut.CLIENT_RESPONSE)
    public void keep(IHttpResponse response) {
        platformClock.told(header(response, "Date"));
        kept.set(read(response));
    }

    /** The answer to the request that this thread made last; null when none came. */
    @Handler
    public FhirAnswer take() {
        FhirAnswer answer = kept.get();
        kept.remove();
        return answer;
    }

    private FhirAnswer read(IHttpResponse response) {
        String body = "";
        Body kind = Body.NONE;
        try {
            response.bufferEntity();
            try (InputStream in = response.readEntity()) {
                if (in != null) {
                    body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        } catch (IOException | InternalErrorException brokenOff) {
            kind = Body.BROKEN;
        }
        ObjectNode json = body.isBlank() ? null : Json.readObject(body);
        if (!body.isBlank()) {
            kind = json == null ? Body.FOREIGN : Body.JSON;
        }
        return new FhirAnswer(
                response.getStatus(),
                header(response, "ETag"),
                header(response, "Location"),
                RetryAfter.parse(header(response, "Retry-After"), clock.instant()),
                json,
                kind);
    }

    private static String header(IHttpResponse response, String name) {
        for (Map.Entry<String, List<String>> header : response.getAllHeaders().entrySet()) {
            if (name.equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty()) {
                return header.getValue().get(0);
            }
        }
        return null;
    }
}
