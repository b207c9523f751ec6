package org.dhpbridge.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Stands between the bridge and the sandbox, writes down what passes, and breaks it where a test says so. */
public final class FaultProxy implements AutoCloseable {

    /** A request as it arrived on the wire. */
    public record Seen(String method, String target, Map<String, List<String>> headers, String body) {

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public String toString() {
            return method + " " + target;
        }

        /** A batch of GETs only asks. */
        public boolean isWrite() {
            boolean asks = body.contains("\"type\":\"batch\"") && !body.matches("(?s).*\"method\":\"(?!GET).*");
            return target.startsWith("/fhir") && !method.equals("GET") && !asks;
        }
    }

    /** What to do instead of passing a request on. */
    public interface Fault {
        void on(HttpExchange exchange, Seen seen, FaultProxy proxy) throws IOException;
    }

    private record Rule(Predicate<Seen> when, AtomicInteger left, Fault fault) {}

    private final URI target;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    public FaultProxy(URI target) {
        this.target = target;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What passed since the last {@link #forget()}. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    public List<Seen> writes() {
        return seen.stream().filter(Seen::isWrite).toList();
    }

    /** Forgets what passed and all faults. */
    public void forget() {
        seen.clear();
        rules.clear();
    }

    /** The next {@code times} requests that fit meet the fault. */
    public void fault(int times, Predicate<Seen> when, Fault fault) {
        rules.add(new Rule(when, new AtomicInteger(times), fault));
    }

    public static Predicate<Seen> fhir(String method, String pathPrefix) {
        return seen -> seen.method().equals(method) && seen.target().startsWith("/fhir" + pathPrefix);
    }

    public static Fault answer(int status, Map<String, String> headers, String body) {
        return (exchange, seen, proxy) -> {
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** The connection ends without an answer; the request never gets through. */
    public static Fault dropped() {
        return (exchange, seen, proxy) -> {};
    }

    /** The sandbox does its work, and the answer is lost. */
    public static Fault answerLost() {
        return (exchange, seen, proxy) -> proxy.pass(seen);
    }

    /** The sandbox's answer reaches the bridge changed. */
    public static Fault changed(UnaryOperator<String> body) {
        return (exchange, seen, proxy) -> proxy.reply(exchange, proxy.pass(seen), body);
    }

    /** The sandbox's answer reaches the bridge packed, as Apache's deflate does it: with another ETag. */
    public static Fault packed() {
        return (exchange, seen, proxy) -> {
            HttpResponse<String> answer = proxy.pass(seen);
            proxy.head(exchange, answer);
            answer.headers().firstValue("ETag").ifPresent(tag -> exchange.getResponseHeaders()
                    .set("ETag", tag.replaceAll("\"$", "-gzip\"")));
            body(exchange, answer, proxy.here(answer.body()));
        };
    }

    /** Something happens at the platform before the request gets there. */
    public static Fault after(Runnable meanwhile) {
        return (exchange, seen, proxy) -> {
            meanwhile.run();
            proxy.reply(exchange, proxy.pass(seen), UnaryOperator.identity());
        };
    }

    /** Something happens at the platform after it answered, and before the answer gets to the bridge. */
    public static Fault before(Runnable meanwhile) {
        return (exchange, seen, proxy) -> {
            HttpResponse<String> answer = proxy.pass(seen);
            meanwhile.run();
            proxy.reply(exchange, answer, UnaryOperator.identity());
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Seen now = new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            seen.add(now);
            for (Rule rule : rules) {
                if (rule.when().test(now) && rule.left().getAndDecrement() > 0) {
                    rule.fault().on(exchange, now, this);
                    return;
                }
            }
            reply(exchange, pass(now), UnaryOperator.identity());
        }
    }

    private HttpResponse<String> pass(Seen request) throws IOException {
        HttpRequest.Builder onward = HttpRequest.newBuilder(
                        URI.create(target.getScheme() + "://" + target.getAuthority() + request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
        for (String name : List.of("Authorization", "Content-Type", "Accept", "If-Match", "Cache-Control")) {
            if (request.header(name) != null) {
                onward.header(name, request.header(name));
            }
        }
        try {
            return client.send(onward.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void reply(HttpExchange exchange, HttpResponse<String> answer, UnaryOperator<String> change)
            throws IOException {
        head(exchange, answer);
        body(exchange, answer, change.apply(here(answer.body())));
    }

    private void head(HttpExchange exchange, HttpResponse<String> answer) {
        for (String name : List.of("Content-Type", "ETag", "Location", "Retry-After")) {
            answer.headers().firstValue(name).ifPresent(value -> exchange.getResponseHeaders()
                    .set(name, here(value)));
        }
    }

    private static void body(HttpExchange exchange, HttpResponse<String> answer, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** The sandbox's links lead through the proxy. */
    private String here(String text) {
        return text.replace(target.getScheme() + "://" + target.getAuthority(), origin());
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
