package org.dhpbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox answers by its own names only, so that no page can have it under a name of its own (DNS rebinding). */
class SandboxHostTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandboxes.start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, /, 200",
        "127.0.0.1:8090, /fhir/metadata, 200",
        "[::1], /stats, 200",
        "evil.example, /, 421",
        "evil.example:8090, /fhir/metadata, 421",
        "evil.example, /fhir/Patient, 421",
        "evil.example, /sso/oauth/token, 421",
        "evil.example, /faults, 421",
        "evil.example, /stats, 421",
        "localhost.evil.example, /faults/kinds, 421",
        "0.0.0.0, /stats, 421"
    })
    void itAnswersByItsOwnNames(String host, String path, int status) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
    }
}
