package org.dhpbridge.sandbox;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.dhpbridge.conformance.ResourceCheck;
import org.xnio.Options;

/**
 * The Digital Health Platform in a box: a running server with SSO and FHIR R5, on the loopback interface only. It keeps
 * everything in memory until it is closed.
 */
public final class Sandbox implements AutoCloseable {

    static final String FHIR_PATH = "/fhir";
    static final String SSO_PATH = "/sso";
    static final String TOKEN_PATH = SSO_PATH + "/oauth/token";
    private static final int IO_THREADS = 2;
    private static final int MILLIS_TO_STOP = 1_000;

    private final Undertow server;

    private Sandbox(Undertow server) {
        this.server = server;
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
        Statistics statistics = new Statistics();
        SigningKey key = new SigningKey();
        Grants grants = new Grants(settings.codeLifetime());
        PersonTokens people = new PersonTokens(key, grants, settings.tokenLifetime());
        TokenEndpoint tokens = new TokenEndpoint(settings, people);
        SsoEndpoint sso = new SsoEndpoint(settings.redirectUris(), tokens, people, grants, key);
        Faults faults = new Faults(settings.faultSet());
        FhirEndpoint fhir = new FhirEndpoint(settings, check, tokens, statistics, faults);
        Front front = new Front(tokens, sso, fhir, statistics, faults);
        Undertow server = Undertow.builder()
                .addHttpListener(
                        settings.port(), InetAddress.getLoopbackAddress().getHostAddress())
                // what people type in a URL is taken as it comes, and decoded here
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                // Undertow keeps one date for all servers of a process, which stands still when one of them stops
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, false)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) Front.LARGEST_BODY)
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, MILLIS_TO_STOP)
                .setWorkerOption(Options.THREAD_DAEMON, true)
                .setIoThreads(IO_THREADS)
                .setWorkerThreads(settings.threads())
                .setHandler(new HttpContinueReadHandler(front))
                .build();
        listen(server, settings.port());
        return new Sandbox(server);
    }

    private static void listen(Undertow server, int port) {
        try {
            server.start();
        } catch (RuntimeException e) {
            server.stop();
            throw e.getCause() instanceof BindException ? new SandboxPortTakenException(port, e) : e;
        }
    }

    /** The port it listens on, never 0. */
    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
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
        server.stop();
    }
}
