package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.dhpbridge.access.ApiKeyFile;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** The whole bridge with its sandbox on free ports, as a user starts it, in a home folder of the test's. */
final class RunningBridge implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final int sandboxPort;
    private final ServletWebServerApplicationContext context;

    private RunningBridge(Path home, int sandboxPort, String... settings) {
        this.home = home;
        this.sandboxPort = sandboxPort;
        List<String> arguments = new ArrayList<>(List.of(
                "--dhp.home=" + home, "--server.port=0", "--dhp.sandbox.port=" + sandboxPort, "--dhp.claim.idle=50"));
        arguments.addAll(List.of(settings));
        context = (ServletWebServerApplicationContext)
                SpringApplication.run(DhpBridge.class, arguments.toArray(String[]::new));
    }

    /** @param settings further ones, as {@code --dhp.delivery.mode=sequential} */
    static RunningBridge start(Path home, String... settings) throws IOException {
        return new RunningBridge(home, FreePort.find(), settings);
    }

    /** A bridge whose first start is behind it: it copies no samples. */
    static RunningBridge startWithoutSamples(Path home, String... settings) throws IOException {
        Files.createDirectories(home.resolve("data"));
        return start(home, settings);
    }

    /** The same home again, with the sandbox where it was: its SSO's address is part of who a person is. */
    static RunningBridge startAgain(RunningBridge before, String... settings) throws IOException {
        return new RunningBridge(before.home, before.sandboxPort, settings);
    }

    Path drop(String folder, String name, byte[] content) throws IOException {
        Path target = home.resolve("inbound").resolve(folder).resolve(name);
        Files.createDirectories(target.getParent());
        Path part = target.resolveSibling(name + ".part");
        Files.write(part, content);
        return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    Path drop(String folder, String name, String content) throws IOException {
        return drop(folder, name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until all dropped files are taken and no message is due. */
    void awaitQuiet() {
        Awaitility.await("all files taken, nothing due")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> waitingFiles() == 0
                        && api("/api/summary").at("/states/due").asLong() == 0);
    }

    private long waitingFiles() {
        return waitingFiles(home.resolve("inbound").toFile());
    }

    private static long waitingFiles(File folder) {
        long waiting = 0;
        for (File file : Objects.requireNonNullElse(folder.listFiles(), new File[0])) {
            if (file.isDirectory()) {
                waiting += file.getName().startsWith(".") ? 0 : waitingFiles(file);
            } else {
                waiting++;
            }
        }
        return waiting;
    }

    JsonNode api(String path) throws IOException, InterruptedException {
        return JSON.readTree(text(path));
    }

    String text(String path) throws IOException, InterruptedException {
        return text(withKey(address(path)).build());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                withKey(address(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A setting as the bridge sees it; null when it has none. */
    String setting(String property) {
        return context.getEnvironment().getProperty(property);
    }

    int port() {
        return context.getWebServer().getPort();
    }

    /** A request of somebody who has the key. */
    HttpRequest.Builder withKey(URI address) throws IOException {
        return HttpRequest.newBuilder(address)
                .header(
                        "Authorization",
                        "Bearer " + ApiKeyFile.of(context.getEnvironment()).read());
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    /** An address of the port of its own that probes and metrics have when {@code management.server.port} is set. */
    URI management(String path) {
        return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.management.port") + path);
    }

    URI sandbox(String path) {
        return URI.create("http://localhost:" + sandboxPort + path);
    }

    /** Sets the faults of the sandbox, in place of those before. */
    void faults(String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(sandbox("/faults"))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** All resources of a type that the sandbox holds, over all pages. */
    List<JsonNode> resources(String type) throws IOException, InterruptedException {
        String token = JSON.readTree(text(HttpRequest.newBuilder(sandbox("/sso/oauth/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox"))
                        .build()))
                .path("access_token")
                .asText();
        List<JsonNode> found = new ArrayList<>();
        URI next = sandbox("/fhir/" + type + "?_count=200");
        while (next != null) {
            JsonNode page = JSON.readTree(text(HttpRequest.newBuilder(next)
                    .header("Authorization", "Bearer " + token)
                    .build()));
            page.path("entry").forEach(entry -> found.add(entry.path("resource")));
            next = null;
            for (JsonNode link : page.path("link")) {
                if (link.path("relation").asText().equals("next")) {
                    next = URI.create(
                            link.path("url").asText().replace("|", URLEncoder.encode("|", StandardCharsets.UTF_8)));
                }
            }
        }
        return found;
    }

    private String text(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        SpringApplication.exit(context);
    }
}
