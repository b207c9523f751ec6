package org.dhpbridge.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The bridge in a process of its own, with an MLLP port beside its folders. */
final class Bridge implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final int port = freePort();
    private final int mllp = freePort();
    private final Process process;

    /** Comes back when the bridge is ready. */
    Bridge(Options options, FhirServer platform) throws IOException, InterruptedException {
        home = Files.createTempDirectory("bridge");
        Files.createDirectories(home.resolve("data"));
        Files.createDirectories(home.resolve("routes/sources"));
        Files.writeString(
                home.resolve("routes/sources/benchmark-mllp.yaml"),
                """
                - templatedRoute:
                    routeId: benchmark-mllp
                    routeTemplateRef: hl7-mllp
                    parameters:
                      - name: name
                        value: benchmark-mllp
                      - name: port
                        value: "%d"
                """
                        .formatted(mllp));
        List<String> command = new ArrayList<>(List.of("java"));
        command.addAll(options.java());
        command.addAll(List.of(
                "-jar",
                options.jar(),
                "--dhp.home=" + home,
                "--server.port=" + port,
                "--dhp.environment=custom",
                "--dhp.fhir.base-url=" + platform.uri("/fhir"),
                "--dhp.oauth.token-uri=" + platform.uri("/token"),
                "--dhp.oauth.client-id=benchmark",
                "--dhp.oauth.client-secret=benchmark"));
        command.addAll(options.bridge());
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        long begin = System.nanoTime();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() - begin > START.toNanos()) {
                throw new IOException("The bridge does not start; its log:\n" + Files.readString(home.resolve("log")));
            }
            Thread.sleep(50);
        }
        System.out.printf("ready after %.1f s, %.1f s of CPU%n", (System.nanoTime() - begin) / 1e9, cpuSeconds());
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/actuator/health/readiness").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where it takes HL7 over MLLP. */
    int mllpPort() {
        return mllp;
    }

    /** CPU time of the process since its start, of all its threads. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** A file for the HL7 folder, there all at once. */
    void drop(String name, byte[] content) throws IOException {
        Path folder = Files.createDirectories(home.resolve("inbound/hl7"));
        Path part = Files.write(folder.resolve("." + name + ".part"), content);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Messages by state, as {@code /api/summary} says. */
    JsonNode states() throws IOException, InterruptedException {
        return JSON.readTree(get("/api/summary").body()).path("states");
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
