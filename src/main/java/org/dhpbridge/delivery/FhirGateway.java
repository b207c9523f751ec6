package org.dhpbridge.delivery;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.http.conn.ConnectTimeoutException;
import org.dhpbridge.delivery.FhirAnswer.Body;
import org.dhpbridge.oauth.AccessTokens;
import org.dhpbridge.oauth.TokenFailure;
import org.dhpbridge.trace.Call;
import org.dhpbridge.trace.Traces;

/**
 * The platform's FHIR server, one method an interaction, through the routes in {@code routes/pipeline/fhir.yaml}. An
 * answer that is about the one request (2xx, and 4xx such as 404, 412, 422) is returned; everything else is thrown as the
 * kind of failure that it is: {@link PlaceFailure}, {@link AccessFailure}, or {@link UnclearFailure} for a write whose
 * answer is not known. A 401 is answered once with a new token.
 */
class FhirGateway {

    private final ProducerTemplate camel;
    private final AccessTokens tokens;
    private final String base;
    private final Pace pace;
    private final Traces traces;

    /** @param base the FHIR base without a slash at its end; for the failures' sentences */
    FhirGateway(ProducerTemplate camel, AccessTokens tokens, String base, Pace pace, Traces traces) {
        this.traces = traces;
        this.camel = camel;
        this.tokens = tokens;
        this.base = base;
        this.pace = pace;
    }

    String base() {
        return base;
    }

    /** @param url relative to the base, as {@code Patient?identifier=…}, or a page's absolute link; encoded */
    FhirAnswer search(String url) {
        return call("fhir-search", false, url, Map.of());
    }

    FhirAnswer read(String type, String id) {
        return call("fhir-read", false, id, Map.of("CamelFhir.resourceClass", type));
    }

    FhirAnswer create(ObjectNode resource) {
        return call("fhir-create", true, Json.write(resource), Map.of());
    }

    /** @param version the version that the update replaces; sent as {@code If-Match} */
    FhirAnswer update(ObjectNode resource, String id, String version) {
        return call(
                "fhir-update",
                true,
                Json.write(resource),
                Map.of("CamelFhir.stringId", Json.text(resource, "resourceType") + "/" + id + "/_history/" + version));
    }

    FhirAnswer transaction(ObjectNode bundle) {
        return call("fhir-transaction", true, Json.write(bundle), Map.of());
    }

    FhirAnswer capabilities() {
        return call("fhir-capabilities", false, null, Map.of());
    }

    private FhirAnswer call(String route, boolean write, Object body, Map<String, Object> headers) {
        FhirAnswer answer = send(route, write, body, headers);
        if (answer.status() == 401) {
            answer = send(route, write, body, headers);
        }
        return check(answer, write);
    }

    private FhirAnswer send(String route, boolean write, Object body, Map<String, Object> headers) {
        haveToken();
        pace.await();
        try (Call call = traces.call(route)) {
            Exchange done = camel.send("direct:" + route, exchange -> {
                exchange.getMessage().setBody(body);
                exchange.getMessage().setHeaders(new HashMap<>(headers));
            });
            FhirAnswer answer = done.getException() == null ? done.getMessage().getBody(FhirAnswer.class) : null;
            if (answer != null) {
                call.answered(answer.status());
                return answer;
            }
            call.failed();
            Throwable failure = done.getException() == null
                    ? done.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)
                    : done.getException();
            throw noAnswer(write, causes(failure));
        }
    }

    private void haveToken() {
        try {
            tokens.current();
        } catch (TokenFailure.Unavailable failure) {
            throw new PlaceFailure(failure.getMessage(), 0, failure.retryAfter());
        } catch (TokenFailure.Refused failure) {
            throw new AccessFailure(failure.getMessage());
        }
    }

    private FhirAnswer check(FhirAnswer answer, boolean write) {
        int status = answer.status();
        if (status == 401) {
            throw new AccessFailure(base + " refused a fresh access token (401); check that dhp.oauth.token-uri"
                    + " belongs to dhp.fhir.base-url.");
        }
        if (status == 403) {
            throw new AccessFailure(
                    base + " does not let this client in (403): it is registered but has not been granted"
                            + " access, or not to this data. Ask the platform's operator.");
        }
        if (status == 429) {
            pace.tooFast();
        }
        if (status == 408 || status == 429 || status >= 500) {
            throw new PlaceFailure(base + " answered " + status + ".", status, answer.retryAfter());
        }
        if (status >= 300 && status < 400) {
            throw new PlaceFailure(
                    base + " answered with a redirect (" + status
                            + "), which is not followed; check dhp.fhir.base-url.",
                    status,
                    null);
        }
        boolean elsewhere = answer.body() == Body.FOREIGN && (answer.ok() || status == 404 || status == 405);
        if (elsewhere || answer.body() == Body.BROKEN) {
            String sentence = elsewhere
                    ? base + " answered " + status
                            + " with something that is not FHIR JSON; is dhp.fhir.base-url right,"
                            + " or is a proxy in between?"
                    : base + " answered " + status + ", but the answer broke off, took too long, or was too large.";
            throw write && answer.ok() ? new UnclearFailure(sentence) : new PlaceFailure(sentence, status, null);
        }
        return answer;
    }

    private DeliveryFailure noAnswer(boolean write, Set<Throwable> causes) {
        String name = causes.stream()
                .reduce((first, last) -> last)
                .orElseThrow()
                .getClass()
                .getSimpleName();
        if (causes.stream().anyMatch(FhirGateway::neverSent)) {
            boolean tls = causes.stream().anyMatch(SSLException.class::isInstance);
            return new PlaceFailure(
                    tls
                            ? "No trusted connection to " + base + " (" + name
                                    + "): its certificate, or that of a proxy in between, is not trusted here, or is for"
                                    + " another host. If it is right, name it in dhp.fhir.ssl-bundle."
                            : base + " cannot be reached (" + name + ").",
                    0,
                    null);
        }
        if (causes.stream().noneMatch(FhirGateway::afterSending)) {
            return new PlaceFailure("The call to " + base + " failed (" + name + ").", 0, null);
        }
        return write
                ? new UnclearFailure(
                        "The answer of " + base + " was lost (" + name + "); what it wrote will be looked up.")
                : new PlaceFailure("The answer of " + base + " was lost (" + name + ").", 0, null);
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException;
    }

    /** A broken connection, or an answer that HAPI cannot make sense of. */
    private static boolean afterSending(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof BaseServerResponseException
                || cause instanceof DataFormatException;
    }

    private static Set<Throwable> causes(Throwable failure) {
        Set<Throwable> causes = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null && causes.add(cause); ) {
            cause = cause.getCause();
        }
        return causes;
    }
}
