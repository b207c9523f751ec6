package org.dhpbridge.sandbox;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.http.HostNames;
import org.dhpbridge.http.RequestGuard;
import org.dhpbridge.http.RequestGuard.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests, sends each to whom it is for, writes the answers, with the faults that strike on the way. */
final class Front implements HttpHandler {

    static final int LARGEST_BODY = 32 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    private final TokenEndpoint tokens;
    private final SsoEndpoint sso;
    private final FhirEndpoint fhir;
    private final Statistics statistics;
    private final Faults faults;
    private final FaultsEndpoint faultsEndpoint;
    private final RequestGuard guard = new RequestGuard(new HostNames(List.of()), null);

    Front(TokenEndpoint tokens, SsoEndpoint sso, FhirEndpoint fhir, Statistics statistics, Faults faults) {
        this.tokens = tokens;
        this.sso = sso;
        this.fhir = fhir;
        this.statistics = statistics;
        this.faults = faults;
        this.faultsEndpoint = new FaultsEndpoint(faults);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws IOException {
        if (exchange.isInIoThread()) {
            exchange.dispatch(this);
            return;
        }
        Request request;
        try {
            request = Wire.read(exchange);
        } catch (RequestTooBigException e) {
            Wire.write(exchange, tooLarge());
            return;
        } catch (FhirException e) {
            Wire.write(exchange, refusal(e));
            return;
        }
        Optional<Refusal> refused = refused(request);
        if (refused.isPresent()) {
            Wire.write(exchange, refusal(refused.get()));
            return;
        }
        Strikes strikes = faultsMayStrike(request) ? faults.strike(request) : Strikes.NONE;
        if (strikes.millisBefore() > 0) {
            Wire.later(exchange, strikes.millisBefore(), later -> carryOut(later, request, strikes));
        } else {
            carryOut(exchange, request, strikes);
        }
    }

    /**
     * FHIR and SSO are for clients in browsers too, by one of the sandbox's own names: a token keeps pages of others out. What
     * else it has, a page could drive.
     */
    private Optional<Refusal> refused(Request request) {
        Function<String, List<String>> headers = request::headerValues;
        Optional<Refusal> byHost = guard.host(headers);
        if (byHost.isPresent() || faultsMayStrike(request)) {
            return byHost;
        }
        return guard.origin(request.header("Host").orElse(""), false, headers)
                .or(() -> guard.contentType(request.method(), headers));
    }

    private static Response refusal(Refusal refusal) {
        return Response.json(refusal.reason().status(), StrictJson.object().put("error", refusal.sentence()));
    }

    private static boolean faultsMayStrike(Request request) {
        return FaultField.under(request.path(), Sandbox.FHIR_PATH)
                || FaultField.under(request.path(), Sandbox.SSO_PATH);
    }

    private void carryOut(HttpServerExchange exchange, Request request, Strikes strikes) throws IOException {
        if (strikes.has(FaultKind.RESET)) {
            Wire.reset(exchange);
            return;
        }
        Response response = strikes.change(request, strikes.instead(request).orElseGet(() -> answer(request, strikes)));
        if (strikes.has(FaultKind.RESET_AFTER_WRITE)) {
            Wire.reset(exchange);
        } else if (strikes.has(FaultKind.ANSWER_LOST)) {
            Wire.later(exchange, strikes.millis(FaultKind.ANSWER_LOST), Wire::reset);
        } else {
            statistics.answered(response.status());
            Wire.write(exchange, response, strikes.millis(FaultKind.SLOW_BODY));
        }
    }

    private static Response tooLarge() {
        return Response.text(413, "A body may have " + LARGEST_BODY / 1024 / 1024 + " MB at most.\n");
    }

    private static Response refusal(FhirException e) {
        return Response.fhir(e.status(), Outcomes.of(e.issues()));
    }

    private Response answer(Request request, Strikes strikes) {
        try {
            if (strikes.has(FaultKind.TOKENS_REVOKED)) {
                tokens.revokeAll();
            }
            if (strikes.has(FaultKind.VERSION_CONFLICT)) {
                fhir.writeConcurrently(request);
            }
            return route(request, strikes);
        } catch (FhirException e) {
            return refusal(e);
        } catch (RuntimeException e) {
            LOG.error("The sandbox failed on {} {}", request.method(), request.path(), e);
            return Response.fhir(
                    500,
                    Outcomes.of(
                            List.of(Issue.error("exception", null, "The sandbox itself failed; its log says how."))));
        }
    }

    private Response route(Request request, Strikes strikes) {
        String path = request.path();
        if (FaultField.under(path, Sandbox.FHIR_PATH)) {
            return fhir.handle(request, strikes.mode());
        }
        if (FaultField.under(path, FaultsEndpoint.PATH)) {
            return faultsEndpoint.handle(request);
        }
        if (path.matches(Strikes.REDIRECTS_PATH + "/\\d{1,9}")) {
            return Strikes.redirect(request, Long.parseLong(path.substring(path.lastIndexOf('/') + 1)) + 1);
        }
        if (FaultField.under(path, Sandbox.SSO_PATH) && !path.equals(Sandbox.TOKEN_PATH)) {
            statistics.request("sso");
            return sso.handle(request, strikes);
        }
        return switch (path) {
            case Sandbox.TOKEN_PATH -> {
                statistics.request("token");
                yield tokens.handle(request, strikes);
            }
            case "/stats" -> Response.json(200, statistics.toJson(fhir.store().counts()));
            case "/" -> Response.text(200, WelcomePage.text(request.root()));
            default -> Response.text(404, "Nothing here; see " + request.root() + "/\n");
        };
    }
}
