package org.dhpbridge.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.dhpbridge.conformance.ResourceCheck;

/**
 * The Digital Health Platform in a box: a running server with SSO and FHIR R5, on the loopback interface only. It keeps
 * everything in memory until it is closed.
 */
public final class Sandbox implements AutoCloseable {

    static final String FHIR_PATH = "/fhir";
    static final String TOKEN_PATH = "/sso/oauth/token";
    private static final int BACKLOG = 256;

    static {
        // read once by the JDK's server; without it every answer waits 40 ms for the client's delayed ACK
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService workers;

    private Sandbox(HttpServer server, ExecutorService workers) {
        this.server = server;
        this.workers = workers;
    }

    /**
     * Starts a sandbox.
     *
     * @param settings port, clients, strictness
     * @param check what a resource must pass to be stored while the settings say {@code strict}
     * @return the running server
     * @throws SandboxPortTakenException when the port is taken
     */
    public static Sandbox start(SandboxSettings settings, ResourceCheck check) {
        HttpServer server = listen(settings.port());
        ExecutorService workers = Executors.newFixedThreadPool(settings.threads(), threads());
        Statistics statistics = new Statistics();
        TokenEndpoint tokens = new TokenEndpoint(settings);
        FhirEndpoint fhir = new FhirEndpoint(settings, check, tokens, statistics);
        server.setExecutor(workers);
        server.createContext("/", new Front(tokens, fhir, statistics));
        server.start();
        return new Sandbox(server, workers);
    }

    private static HttpServer listen(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (BindException e) {
            throw new SandboxPortTakenException(port, e);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot listen on port " + port, e);
        }
    }

    private static ThreadFactory threads() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "sandbox-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The port it listens on, never 0. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Base of its FHIR addresses, without a slash at the end. */
    public URI fhirBase() {
        return URI.create("http://localhost:" + port() + FHIR_PATH);
    }

    /** Where it gives access tokens. */
    public URI tokenUri() {
        return URI.create("http://localhost:" + port() + TOKEN_PATH);
    }

    /** Stops at once and forgets everything. */
    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
