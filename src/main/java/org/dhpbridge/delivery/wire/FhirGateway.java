package org.dhpbridge.delivery.wire;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.http.conn.ConnectTimeoutException;
import org.dhpbridge.delivery.AccessFailure;
import org.dhpbridge.delivery.DeliveryFailure;
import org.dhpbridge.delivery.PlaceFailure;
import org.dhpbridge.delivery.UnclearFailure;
import org.dhpbridge.kernel.CauseChain;
import org.dhpbridge.oauth.AccessTokens;
import org.dhpbridge.oauth.TokenFailure;
import org.dhpbridge.trace.Call;
import org.dhpbridge.trace.Traces;

/**
 * The platform's FHIR server, one method an interaction, through the route in {@code routes/pipeline/fhir.yaml}. An answer
 * that is about the one request (by the table {@link Verdict}) is returned; everything else is thrown as the kind of failure
 * that it is. A 401 is answered once with a new token. Safe for many threads.
 */
public class FhirGateway {

    private static final String ROUTE = "direct:fhir";
    private static final String INTERACTION = "FhirInteraction";
    private static final String TARGET = "CamelFhir.stringId";

    private final ProducerTemplate camel;
    private final AccessTokens tokens;
    private final String base;
    private final Pace pace;
    private final Semaphore connections;
    private final Traces traces;
    private volatile Endpoint route;

    /**
     * @param base the FHIR base without a slash at its end; for the failures' sentences
     * @param connections how many calls are under way at once; others wait here, however long, and not for the client's connections
     */
    FhirGateway(ProducerTemplate camel, AccessTokens tokens, String base, Pace pace, int connections, Traces traces) {
        this.traces = traces;
        this.connections = new Semaphore(connections, true);
        this.camel = camel;
        this.tokens = tokens;
        this.base = base;
        this.pace = pace;
    }

    /** The FHIR base without a slash at its end. */
    public String base() {
        return base;
    }

    /** @param url relative to the base, as {@code Patient?identifier=…}, or a page's absolute link; encoded */
    public FhirAnswer search(String url) {
        return ask(Interaction.SEARCH, absolute(url));
    }

    /** @param reference as {@code Patient/7} */
    public FhirAnswer read(String reference) {
        return ask(Interaction.READ, base + "/" + reference);
    }

    /** Asks several questions at once. @param bundle a Bundle of type batch with GET entries alone */
    public FhirAnswer batch(String bundle) {
        return ask(Interaction.BATCH, bundle);
    }

    /**
     * @param resource as JSON
     * @param requirement looked at when nothing is waited for any more, right before it is sent; throws when it must not be
     */
    public FhirAnswer create(String resource, Runnable requirement) {
        return call(Interaction.CREATE, resource, Map.of(), requirement);
    }

    /**
     * @param resource as JSON
     * @param version the version that the update replaces; sent as {@code If-Match}
     * @param requirement as in {@link #create}
     */
    public FhirAnswer update(String resource, String reference, String version, Runnable requirement) {
        return call(Interaction.UPDATE, resource, Map.of(TARGET, reference + "/_history/" + version), requirement);
    }

    /**
     * @param bundle a Bundle of type transaction
     * @param requirement as in {@link #create}
     */
    public FhirAnswer transaction(String bundle, Runnable requirement) {
        return call(Interaction.TRANSACTION, bundle, Map.of(), requirement);
    }

    /** The CapabilityStatement. */
    public FhirAnswer capabilities() {
        return ask(Interaction.CAPABILITIES, base + "/metadata");
    }

    /**
     * Looks at the answer to an entry of a batch or transaction as at one of its own.
     *
     * @throws DeliveryFailure when it is about more than the one entry
     */
    public FhirAnswer ofEntry(Interaction asked, FhirAnswer answer) {
        return check(asked, answer);
    }

    /** HAPI reads a relative one with a pattern that it compiles each time. */
    private String absolute(String url) {
        boolean isAbsolute = url.startsWith("http://") || url.startsWith("https://");
        return isAbsolute ? url : base + "/" + url;
    }

    private FhirAnswer ask(Interaction asked, String question) {
        return call(asked, question, Map.of(), () -> {});
    }

    private FhirAnswer call(Interaction asked, String body, Map<String, Object> headers, Runnable requirement) {
        FhirAnswer answer = send(asked, body, headers, requirement);
        if (refusesToken(asked, answer)) {
            answer = send(asked, body, headers, requirement);
        }
        return check(asked, answer);
    }

    /** A batch only asks, so it is sent once more when one of its entries is answered so. */
    private static boolean refusesToken(Interaction asked, FhirAnswer answer) {
        return answer.status() == 401
                || asked == Interaction.BATCH && answer.entries().stream().anyMatch(entry -> entry.status() == 401);
    }

    /** A batch asks, as a GET does: when its connection breaks, as one does that lay idle, it is sent once more. */
    private FhirAnswer send(Interaction asked, String body, Map<String, Object> headers, Runnable requirement) {
        SendResult first = sendInTurn(asked, body, headers, requirement);
        boolean again = asked == Interaction.BATCH && first.answer() == null && connectionBroke(first.causes());
        SendResult last = again ? sendInTurn(asked, body, headers, requirement) : first;
        if (last.answer() == null) {
            throw noAnswer(asked.writes(), last.causes());
        }
        return last.answer();
    }

    /** @param causes why there is no answer */
    private record SendResult(FhirAnswer answer, List<Throwable> causes) {}

    private SendResult sendInTurn(Interaction asked, String body, Map<String, Object> headers, Runnable requirement) {
        token(); // now, so that nobody stands in line who has none; a call must not wait for one once it is on its way
        pace.await();
        try {
            connections.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaceFailure("Stopped while waiting for one of dhp.fhir.max-connections.", 0, null);
        }
        try {
            String token = token();
            requirement.run();
            SendResult result = sendNow(asked, body, headers);
            if (result.answer() != null && refusesToken(asked, result.answer())) {
                tokens.invalidate(token);
            }
            return result;
        } finally {
            connections.release();
        }
    }

    private SendResult sendNow(Interaction asked, String body, Map<String, Object> headers) {
        try (Call call = traces.call("fhir-" + asked.code())) {
            Exchange done = camel.send(route(), exchange -> {
                exchange.getMessage().setBody(body);
                exchange.getMessage().setHeader(INTERACTION, asked.code());
                headers.forEach(exchange.getMessage()::setHeader);
            });
            FhirAnswer answer = done.getException() == null ? done.getMessage().getBody(FhirAnswer.class) : null;
            if (answer != null) {
                call.answered(answer.status());
                return new SendResult(answer, List.of());
            }
            call.failed();
            Throwable failure = done.getException() == null
                    ? done.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)
                    : done.getException();
            return new SendResult(null, CauseChain.of(failure));
        }
    }

    private Endpoint route() {
        Endpoint known = route;
        if (known == null) {
            known = camel.getCamelContext().getEndpoint(ROUTE);
            route = known;
        }
        return known;
    }

    private static boolean connectionBroke(List<Throwable> causes) {
        return causes.stream().noneMatch(InterruptedIOException.class::isInstance)
                && causes.stream().noneMatch(FhirGateway::neverSent)
                && causes.stream().anyMatch(IOException.class::isInstance);
    }

    private String token() {
        try {
            return tokens.current();
        } catch (TokenFailure.Unavailable failure) {
            throw new PlaceFailure(failure.getMessage(), 0, failure.retryAfter());
        } catch (TokenFailure.Refused failure) {
            throw new AccessFailure(failure.getMessage());
        }
    }

    private FhirAnswer check(Interaction asked, FhirAnswer answer) {
        int status = answer.status();
        if (status == 429) {
            pace.tooFast();
        }
        Verdict verdict = Verdict.of(asked, status, answer.body());
        return switch (verdict) {
            case DONE, NOT_THERE, CONFLICT, REFUSED, BATCH_REFUSED -> answer;
            case TOKEN_REFUSED ->
                throw new AccessFailure(base + " refused a fresh access token (401); check that dhp.oauth.token-uri"
                        + " belongs to dhp.fhir.base-url.");
            case NOT_GRANTED ->
                throw new AccessFailure(
                        base + " does not let this client in (403): it is registered but has not been granted"
                                + " access, or not to this data. Ask the platform's operator.");
            case NOT_WELL -> {
                String sentence = base + " answered " + status + ".";
                boolean mayBeDone = asked.writes() && status != 429 && status != 503;
                throw mayBeDone
                        ? PlaceFailure.afterWrite(sentence, status, answer.retryAfter())
                        : new PlaceFailure(sentence, status, answer.retryAfter());
            }
            case REDIRECT ->
                throw new PlaceFailure(
                        base + " answered with a redirect (" + status
                                + "), which is not followed; check dhp.fhir.base-url.",
                        status,
                        null);
            case UNREADABLE -> throw new PlaceFailure(unreadable(answer), status, null);
            case UNREADABLE_WRITE -> throw new UnclearFailure(unreadable(answer));
        };
    }

    private String unreadable(FhirAnswer answer) {
        String answered = base + " answered " + answer.status();
        return switch (answer.body()) {
            case BROKEN -> answered + ", but the answer broke off, took too long, or was too large.";
            case ERROR -> answered + ", a success, with an OperationOutcome that tells of an error.";
            default ->
                answered
                        + " with something that is not FHIR JSON; is dhp.fhir.base-url right, or is a proxy in between?";
        };
    }

    private DeliveryFailure noAnswer(boolean write, List<Throwable> causes) {
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
}
