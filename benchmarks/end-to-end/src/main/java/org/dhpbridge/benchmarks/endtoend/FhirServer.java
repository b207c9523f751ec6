package org.dhpbridge.benchmarks.endtoend;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A FHIR R5 server in memory that does what the bridge asks of one and no more: token, metadata, read, search by identifier,
 * create, update with If-Match, batch of reads and searches, transaction. It forgets nothing and invents nothing, so that
 * what is doubled shows: {@link #doubles}.
 */
final class FhirServer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final int BUNDLES_KEPT = 400;

    private final Map<String, byte[]> resources = new ConcurrentHashMap<>();
    private final Map<String, String> byIdentifier = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<byte[]> transactions = new ConcurrentLinkedQueue<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong doubles = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private final HttpServer server;

    FhirServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(threads);
        server.createContext(
                "/token",
                exchange -> answer(
                        exchange,
                        200,
                        JSON.createObjectNode()
                                .put("access_token", "t")
                                .put("token_type", "Bearer")
                                .put("expires_in", 3600)));
        server.createContext("/fhir", this::handle);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Requests since the start, without those for tokens and metadata. */
    long calls() {
        return calls.get();
    }

    /** Resources whose identifier another resource of the type has already: must stay 0. */
    long doubles() {
        return doubles.get();
    }

    /** The first transactions that came, as they came. */
    List<byte[]> transactions() {
        return List.copyOf(transactions);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String[] path = exchange.getRequestURI()
                .getPath()
                .substring("/fhir".length())
                .replaceFirst("^/", "")
                .split("/");
        try {
            if (path[0].equals("metadata")) {
                answer(exchange, 200, metadata());
                return;
            }
            calls.incrementAndGet();
            switch (exchange.getRequestMethod()) {
                case "GET" -> {
                    ObjectNode found = get(path, exchange.getRequestURI().getRawQuery());
                    answer(exchange, found == null ? 404 : 200, found == null ? outcome("not-found") : found);
                }
                case "POST" -> post(exchange, path, body);
                case "PUT" -> put(exchange, path[0] + "/" + path[1], body);
                default -> answer(exchange, 405, outcome("not-supported"));
            }
        } catch (RuntimeException | IOException e) {
            answer(exchange, 500, outcome("exception"));
        }
    }

    private static ObjectNode metadata() {
        ObjectNode statement = JSON.createObjectNode()
                .put("resourceType", "CapabilityStatement")
                .put("fhirVersion", "5.0.0");
        ArrayNode interactions =
                statement.putArray("rest").addObject().put("mode", "server").putArray("interaction");
        interactions.addObject().put("code", "batch");
        interactions.addObject().put("code", "transaction");
        return statement;
    }

    /** @return null when there is none */
    private ObjectNode get(String[] path, String query) throws IOException {
        return path.length > 1 ? stored(path[0] + "/" + path[1]) : search(path[0], query == null ? "" : query);
    }

    private ObjectNode search(String type, String query) throws IOException {
        ObjectNode bundle =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", "searchset");
        ArrayNode entries = JSON.createArrayNode();
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("identifier=")) {
                String tokens = URLDecoder.decode(parameter.substring("identifier=".length()), StandardCharsets.UTF_8);
                for (String token : tokens.split("(?<!\\\\),")) {
                    String id = byIdentifier.get(type + "|" + token.replaceAll("\\\\(.)", "$1"));
                    if (id != null) {
                        ObjectNode entry = entries.addObject()
                                .put("fullUrl", uri("/fhir/" + type + "/" + id).toString());
                        entry.set("resource", stored(type + "/" + id));
                        entry.putObject("search").put("mode", "match");
                    }
                }
            }
        }
        bundle.put("total", entries.size());
        if (!entries.isEmpty()) {
            bundle.set("entry", entries);
        }
        return bundle;
    }

    private void post(HttpExchange exchange, String[] path, byte[] body) throws IOException {
        ObjectNode sent = (ObjectNode) JSON.readTree(body);
        if (!path[0].isEmpty()) {
            ObjectNode created = keep(path[0] + "/" + ids.incrementAndGet(), sent, 1);
            exchange.getResponseHeaders()
                    .add(
                            "Location",
                            "/fhir/" + path[0] + "/" + created.path("id").asText() + "/_history/1");
            answer(exchange, 201, created);
        } else if (sent.path("type").asText().equals("batch")) {
            answer(exchange, 200, batch(sent));
        } else {
            if (kept.incrementAndGet() <= BUNDLES_KEPT) {
                transactions.add(body);
            }
            answer(exchange, 200, transaction(sent));
        }
    }

    private ObjectNode batch(ObjectNode questions) throws IOException {
        ObjectNode answers =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", "batch-response");
        ArrayNode entries = answers.putArray("entry");
        for (JsonNode question : questions.path("entry")) {
            URI url = URI.create(question.path("request").path("url").asText());
            ObjectNode found = get(url.getPath().split("/"), url.getRawQuery());
            ObjectNode entry = entries.addObject();
            entry.putObject("response").put("status", found == null ? "404 Not Found" : "200 OK");
            if (found != null) {
                entry.set("resource", found);
            }
        }
        return answers;
    }

    private ObjectNode transaction(ObjectNode sent) throws IOException {
        Map<String, String> places = new HashMap<>();
        for (JsonNode entry : sent.path("entry")) {
            String url = entry.path("request").path("url").asText();
            boolean create = entry.path("request").path("method").asText().equals("POST");
            places.put(entry.path("fullUrl").asText(), create ? url + "/" + ids.incrementAndGet() : url);
        }
        ObjectNode answers =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", "transaction-response");
        ArrayNode entries = answers.putArray("entry");
        for (JsonNode entry : sent.path("entry")) {
            ObjectNode resource = (ObjectNode) entry.path("resource");
            refer(resource, places);
            String place = places.get(entry.path("fullUrl").asText());
            ObjectNode before = stored(place);
            int version = before == null ? 1 : version(before) + 1;
            keep(place, resource, version);
            entries.addObject()
                    .putObject("response")
                    .put("status", before == null ? "201 Created" : "200 OK")
                    .put("location", place + "/_history/" + version)
                    .put("etag", "W/\"" + version + "\"");
        }
        return answers;
    }

    private static void refer(JsonNode node, Map<String, String> places) {
        if (node instanceof ObjectNode object
                && places.containsKey(object.path("reference").asText())) {
            object.put("reference", places.get(object.path("reference").asText()));
        }
        node.forEach(child -> refer(child, places));
    }

    private void put(HttpExchange exchange, String place, byte[] body) throws IOException {
        ObjectNode before = stored(place);
        if (before == null) {
            answer(exchange, 404, outcome("not-found"));
        } else if (!("W/\"" + version(before) + "\"")
                .equals(exchange.getRequestHeaders().getFirst("If-Match"))) {
            answer(exchange, 412, outcome("invalid"));
        } else {
            answer(exchange, 200, keep(place, (ObjectNode) JSON.readTree(body), version(before) + 1));
        }
    }

    private static int version(JsonNode resource) {
        return resource.path("meta").path("versionId").asInt();
    }

    /** @return null when there is none */
    private ObjectNode stored(String place) throws IOException {
        byte[] resource = resources.get(place);
        return resource == null ? null : (ObjectNode) JSON.readTree(resource);
    }

    /** Forgets what it holds. */
    void clear() {
        resources.clear();
        byIdentifier.clear();
    }

    private ObjectNode keep(String place, ObjectNode resource, int version) throws IOException {
        String type = place.substring(0, place.indexOf('/'));
        String id = place.substring(type.length() + 1);
        resource.put("id", id);
        resource.withObject("/meta").put("versionId", Integer.toString(version));
        JsonNode identifiers = resource.path("identifier");
        for (JsonNode identifier : identifiers.isObject() ? List.of(identifiers) : identifiers) {
            if (identifier.has("value")) {
                String other = byIdentifier.putIfAbsent(
                        type + "|" + identifier.path("system").asText() + "|"
                                + identifier.path("value").asText(),
                        id);
                doubles.addAndGet(other == null || other.equals(id) ? 0 : 1);
            }
        }
        resources.put(place, JSON.writeValueAsBytes(resource));
        return resource;
    }

    private static ObjectNode outcome(String code) {
        ObjectNode outcome = JSON.createObjectNode().put("resourceType", "OperationOutcome");
        outcome.putArray("issue").addObject().put("severity", "error").put("code", code);
        return outcome;
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/fhir+json");
        if (body.path("meta").has("versionId")) {
            exchange.getResponseHeaders().add("ETag", "W/\"" + version(body) + "\"");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
