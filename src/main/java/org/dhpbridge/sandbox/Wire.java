package org.dhpbridge.sandbox;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.WorkerUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriUtils;
import org.xnio.IoUtils;
import org.xnio.Options;

/** HTTP as bytes: reads a request as a whole; writes an answer at once, late, in pieces or never. */
final class Wire {

    private static final int PIECES = 20;

    /** RFC 9110, IMF-fixdate. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Wire() {}

    static Request read(HttpServerExchange exchange) throws IOException {
        exchange.startBlocking();
        HttpHeaders headers = new HttpHeaders();
        exchange.getRequestHeaders()
                .forEach(values -> headers.addAll(values.getHeaderName().toString(), values));
        String query = exchange.getQueryString();
        return new Request(
                exchange.getRequestMethod().toString(),
                decoded(utf8(exchange.getRequestPath())),
                query.isEmpty() ? null : utf8(query),
                headers,
                exchange.getInputStream().readAllBytes(),
                "http://" + exchange.getHostAndPort());
    }

    /** The server hands on a URL byte by byte; people's clients send what was typed as UTF-8, encoded or not. */
    private static String utf8(String bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FhirException(400, "value", "The URL is not UTF-8: send it as UTF-8 or percent-encoded.");
        }
    }

    private static String decoded(String path) {
        try {
            return UriUtils.decode(path, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new FhirException(
                    400, "value", "The path is not URL-encoded: a % must be followed by two hex digits.");
        }
    }

    static void write(HttpServerExchange exchange, Response response) throws IOException {
        write(exchange, response, 0);
    }

    /** @param millis how long the body takes; 0 sends it at once */
    static void write(HttpServerExchange exchange, Response response, long millis) throws IOException {
        byte[] body = response.body();
        exchange.setStatusCode(response.status());
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        exchange.getResponseHeaders().put(Headers.DATE, HTTP_DATE.format(Instant.now()));
        if (body.length > 0) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, response.contentType());
        }
        exchange.setResponseContentLength(body.length);
        if (millis == 0 || body.length == 0) {
            exchange.getOutputStream().write(body);
            exchange.endExchange();
        } else {
            trickle(exchange, body, 0, millis / PIECES);
        }
    }

    private static void trickle(HttpServerExchange exchange, byte[] body, int from, long pause) throws IOException {
        int until = Math.min(body.length, from + 1 + body.length / PIECES);
        OutputStream out = exchange.getOutputStream();
        out.write(body, from, until - from);
        out.flush();
        if (until == body.length) {
            exchange.endExchange();
        } else {
            later(exchange, pause, next -> trickle(next, body, until, pause));
        }
    }

    /** Goes on with the request after some time; no thread waits meanwhile. */
    static void later(HttpServerExchange exchange, long millis, HttpHandler next) {
        Runnable goOn = () -> exchange.dispatch(next);
        exchange.dispatch(
                SameThreadExecutor.INSTANCE,
                () -> WorkerUtils.executeAfter(exchange.getIoThread(), goOn, millis, TimeUnit.MILLISECONDS));
    }

    /** Closes the connection with a TCP reset (RST), whatever was sent before. */
    static void reset(HttpServerExchange exchange) throws IOException {
        exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
        IoUtils.safeClose(exchange.getConnection());
    }
}
