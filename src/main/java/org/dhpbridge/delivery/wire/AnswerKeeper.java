package org.dhpbridge.delivery.wire;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.ClientResponseContext;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Handler;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.wire.FhirAnswer.Body;
import org.dhpbridge.http.RetryAfter;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Gives the route the platform's answers as they came. Camel's FHIR component hands out HAPI's parsed resources, and those
 * have lost what HAPI does not model, so that an update made from one would remove it from the platform; nor do they carry
 * the headers. As an interceptor of HAPI's client this takes the answer, whatever its status, and leaves HAPI a
 * {@link Ticket} to read in its place; as the step after {@code to: fhir:…} it gives the answer out for the ticket.
 */
@Interceptor
class AnswerKeeper {

    private final Map<Long, FhirAnswer> kept = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final String base;
    private final Clock clock;
    private final PlatformClock platformClock;

    /** @param base the FHIR base without a slash at its end */
    AnswerKeeper(String base, Clock clock, PlatformClock platformClock) {
        this.platformClock = platformClock;
        this.base = base;
        this.clock = clock;
    }

    /**
     * Asks for FHIR JSON and nothing else, never from a cache (RFC 9111, 5.2.1.4), and takes off the slash that HAPI puts
     * after the base of a transaction.
     */
    @Hook(Pointcut.CLIENT_REQUEST)
    public void tidy(IHttpRequest request) {
        request.removeHeaders("Accept");
        request.addHeader("Accept", "application/fhir+json");
        request.removeHeaders("Cache-Control");
        request.addHeader("Cache-Control", "no-cache");
        if (request.getUri().equals(base + "/")) {
            request.setUri(base);
        }
    }

    @Hook(Pointcut.CLIENT_RESPONSE)
    public void keep(ClientResponseContext call) {
        IHttpResponse response = call.getHttpResponse();
        Headers headers = new Headers(response.getAllHeaders());
        platformClock.hear(headers.first("Date"));
        long number = numbers.incrementAndGet();
        kept.put(number, read(response, headers));
        call.setHttpResponse(new Ticket(response, number));
    }

    /**
     * @param ticket what HAPI made of the ticket
     * @return the answer; null when none came
     */
    @Handler
    public FhirAnswer take(@org.apache.camel.Body Object ticket) {
        if (ticket instanceof String text) {
            return kept.remove(Ticket.number(text));
        }
        IBaseResource resource = ticket instanceof MethodOutcome outcome
                ? outcome.getResource()
                : ticket instanceof IBaseResource read ? read : null;
        return resource == null ? null : kept.remove(resource.getIdElement().getIdPartAsLong());
    }

    private FhirAnswer read(IHttpResponse response, Headers headers) {
        byte[] body = {};
        Body kind = Body.NONE;
        try (InputStream in = response.readEntity()) {
            body = in == null ? body : in.readAllBytes();
        } catch (IOException | InternalErrorException brokenOff) {
            kind = Body.BROKEN;
        }
        ObjectNode json = null;
        if (kind != Body.BROKEN && !isBlank(body)) {
            json = Json.readObject(body);
            kind = Body.of(json);
        }
        return new FhirAnswer(
                response.getStatus(),
                headers.first("ETag"),
                headers.first("Location"),
                RetryAfter.parse(headers.first("Retry-After"), clock.instant()),
                json,
                kind);
    }

    private static boolean isBlank(byte[] body) {
        for (byte one : body) {
            if (one != ' ' && one != '\n' && one != '\r' && one != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Names in any case. */
    private record Headers(Map<String, List<String>> all) {

        String first(String name) {
            List<String> values = all.get(name);
            if (values == null) {
                for (Map.Entry<String, List<String>> header : all.entrySet()) {
                    if (name.equalsIgnoreCase(header.getKey())) {
                        values = header.getValue();
                    }
                }
            }
            return values == null || values.isEmpty() ? null : values.get(0);
        }
    }
}
