package org.dhpbridge;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A bridge in a process of its own, so that it can be killed as a power cut would. */
public final class BridgeProcess implements AutoCloseable {

    /** Without what only tests need, as in the jar: so it starts in two thirds of the CPU time. Only the build knows it. */
    static final String CLASS_PATH = System.getProperty("dhp.test.class-path", System.getProperty("java.class.path"));

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final Path home;

    private BridgeProcess(Path home, Process process, int port) {
        this.home = home;
        this.process = process;
        this.port = port;
    }

    /** @param platform where the sandbox of the test is */
    public static BridgeProcess start(Path home, URI fhirBase, URI tokenUri, String... settings) throws IOException {
        return start(ClassArchive.options(CLASS_PATH), home, fhirBase, tokenUri, settings);
    }

    /** @param classes where its classes are, as options of the JVM */
    static BridgeProcess start(List<String> classes, Path home, URI fhirBase, URI tokenUri, String... settings)
            throws IOException {
        int port = FreePort.find();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(classes);
        command.addAll(List.of(
                "org.dhpbridge.DhpBridge",
                "--dhp.home=" + home,
                "--server.port=" + port,
                "--dhp.environment=custom",
                "--dhp.fhir.base-url=" + fhirBase,
                "--dhp.oauth.token-uri=" + tokenUri,
                "--dhp.oauth.client-id=sandbox",
                "--dhp.oauth.client-secret=sandbox"));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(home.toFile(), "bridge.log")))
                .start();
        return new BridgeProcess(home, process, port);
    }

    int port() {
        return port;
    }

    /** Whether it runs, or is starting. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Where its API is, as {@code http://localhost:18080}. */
    public URI origin() {
        return URI.create("http://localhost:" + port);
    }

    /** What its threads do, into its log. */
    public void dumpThreads() throws IOException {
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start();
    }

    /** How many of its threads are in a method at this moment. */
    long threadsIn(String frame) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "Thread.print")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = jcmd.inputReader()) {
            return lines.lines().filter(line -> line.contains(frame)).count();
        }
    }

    /** SIGKILL: nothing in the process gets a chance to tidy up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM: it ends what it has in work, and stops. */
    void stop() {
        close();
    }

    /** SIGTERM. @return whether it has ended by then; if not it is killed */
    boolean stopWithin(Duration longest) throws InterruptedException {
        process.destroy();
        boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            kill();
        }
        return ended;
    }

    /** @return the answer's text; empty when the bridge does not answer (yet) */
    String get(String path) throws InterruptedException {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                    .header("Authorization", "Bearer " + key())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notUp) {
            return "";
        }
    }

    /** None while the bridge has made none; what is open answers all the same. */
    private String key() throws IOException {
        Path file = home.resolve("data/api-token");
        return Files.exists(file) ? Files.readString(file).strip() : "none yet";
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
