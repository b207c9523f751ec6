package org.dhpbridge.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests, sends each to whom it is for, writes the answers. */
final class Front implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int LARGEST_BODY = 32 * 1024 * 1024;

    private final TokenEndpoint tokens;
    private final FhirEndpoint fhir;
    private final Statistics statistics;

    Front(TokenEndpoint tokens, FhirEndpoint fhir, Statistics statistics) {
        this.tokens = tokens;
        this.fhir = fhir;
        this.statistics = statistics;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = read(exchange);
            write(exchange, request.body().length > LARGEST_BODY ? tooLarge() : answer(request));
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        String authority =
                host == null ? "localhost:" + exchange.getLocalAddress().getPort() : host;
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readNBytes(LARGEST_BODY + 1),
                "http://" + authority);
    }

    private static Response tooLarge() {
        return Response.text(413, "A body may have " + LARGEST_BODY / 1024 / 1024 + " MB at most.\n");
    }

    private Response answer(Request request) {
        Response response;
        try {
            response = route(request);
        } catch (FhirException e) {
            response = Response.fhir(e.status(), Outcomes.of(e.issues()));
        } catch (RuntimeException e) {
            LOG.error("The sandbox failed on {} {}", request.method(), request.path(), e);
            response = Response.fhir(
                    500,
                    Outcomes.of(
                            List.of(Issue.error("exception", null, "The sandbox itself failed; its log says how."))));
        }
        statistics.answered(response.status());
        return response;
    }

    private Response route(Request request) {
        String path = request.path();
        if (path.equals(Sandbox.FHIR_PATH) || path.startsWith(Sandbox.FHIR_PATH + "/")) {
            return fhir.handle(request, Search.Mode.FAITHFUL);
        }
        return switch (path) {
            case Sandbox.TOKEN_PATH -> {
                statistics.request("token");
                yield tokens.handle(request);
            }
            case "/stats" -> Response.json(200, statistics.toJson(fhir.store().counts()));
            case "/" -> Response.text(200, WelcomePage.text(request.root()));
            default -> Response.text(404, "Nothing here; see " + request.root() + "/\n");
        };
    }

    private static void write(HttpExchange exchange, Response response) throws IOException {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        if (response.body().length == 0) {
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", response.contentType());
        exchange.sendResponseHeaders(response.status(), response.body().length);
        exchange.getResponseBody().write(response.body());
    }
}
