package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Talks to a sandbox over real HTTP. */
final class SandboxClient {

    /** An answer; {@code json} is a missing node when the body is not JSON. */
    record Answer(HttpResponse<byte[]> http, JsonNode json) {

        int status() {
            return http.statusCode();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse(null);
        }

        String id() {
            return json.path("id").asText();
        }

        String issueCode() {
            return json.path("issue").path(0).path("code").asText();
        }

        String issueText() {
            return json.path("issue").path(0).path("details").path("text").asText();
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>();
            json.path("entry")
                    .forEach(e -> ids.add(e.path("resource").path("id").asText()));
            return ids;
        }

        String text() {
            return new String(http.body(), StandardCharsets.UTF_8);
        }
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Sandbox sandbox;
    private String token;

    SandboxClient(Sandbox sandbox) {
        this.sandbox = sandbox;
        signIn();
    }

    void signIn() {
        Answer answer = form(
                sandbox.tokenUri().toString(), "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox");
        token = answer.json().path("access_token").asText();
    }

    String authorization() {
        return "Bearer " + token;
    }

    HttpRequest.Builder posting(String path, JsonNode body) {
        return withBody(request(path), "POST", StrictJson.bytes(body));
    }

    CompletableFuture<HttpResponse<byte[]>> sendLater(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, JsonNode body, String... headers) {
        return send(withBody(request(path, headers), "POST", StrictJson.bytes(body)));
    }

    Answer post(String path, String body, String... headers) {
        return send(withBody(request(path, headers), "POST", body.getBytes(StandardCharsets.UTF_8)));
    }

    Answer put(String path, JsonNode body, String... headers) {
        return send(withBody(request(path, headers), "PUT", StrictJson.bytes(body)));
    }

    Answer putJson(String path, JsonNode body) {
        return send(request(path, "Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(StrictJson.bytes(body))));
    }

    Answer postJson(String path, JsonNode body) {
        return send(request(path, "Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(StrictJson.bytes(body))));
    }

    Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    Answer form(String url, String form) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(form)));
    }

    Answer search(String type, String... namesAndValues) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.append(query.length() == 0 ? "?" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return get("/" + type + query);
    }

    /** A request with this client's token; the path is below the FHIR base, or a whole address. */
    HttpRequest.Builder request(String path, String... headers) {
        URI uri = path.startsWith("http") ? URI.create(path) : URI.create(sandbox.fhirBase() + path);
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private static HttpRequest.Builder withBody(HttpRequest.Builder builder, String method, byte[] body) {
        return builder.header("Content-Type", "application/fhir+json").method(method, BodyPublishers.ofByteArray(body));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return sendAndMayFail(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer sendAndMayFail(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            boolean json = response.headers()
                    .firstValue("Content-Type")
                    .filter(t -> t.contains("json"))
                    .isPresent();
            return new Answer(
                    response,
                    json
                            ? StrictJson.stored(response.body())
                            : StrictJson.object().path("no json"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode json(String text) {
        return StrictJson.stored(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode patient(String system, String value) {
        return json("{'resourceType':'Patient','identifier':[{'system':'" + system + "','value':'" + value + "'}]}");
    }
}
