package org.dhpbridge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.sandbox.SandboxClient.patient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sandbox makes of bytes on a socket, whoever sends them. */
class UrlsAsTypedTest {

    private static Sandbox sandbox;
    private static SandboxClient client;
    private static String id;

    @BeforeAll
    static void start() {
        sandbox = Sandboxes.start();
        client = new SandboxClient(sandbox);
        id = client.post("/Patient", patient("urn:bct", "I-МЯ №12 3")).id();
        client.post("/Patient", patient("urn:bct", "another"));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static String head(String method, String url, String... headers) {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return method + " " + url + " HTTP/1.1\r\nHost: localhost:" + sandbox.port() + "\r\nAuthorization: "
                + client.authorization() + "\r\n" + lines + "\r\n";
    }

    /** Sends bytes and reads until the server closes. */
    private static String exchange(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String get(String url, Charset charset) throws IOException {
        return exchange(head("GET", url, "Connection: close").getBytes(charset));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identifier=urn:bct|I-МЯ+№12+3",
                "identifier=urn:bct|I-МЯ%20№12+3",
                "identifier=urn:bct%7CI-МЯ%20№12%203",
                "identifier=urn%3Abct%7CI-%D0%9C%D0%AF+%E2%84%9612+3",
                "identifier=urn:bct|I-МЯ+№12+3,urn:none|\"<{}>^`\\\\"
            })
    void aSearchIsTheSameHoweverItsUrlWasTyped(String query) throws IOException {
        String answer = get("/fhir/Patient?" + query, UTF_8);

        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"total\":1", id);
    }

    @Test
    void aPathMayBePercentEncoded() throws IOException {
        assertThat(get("/fhir/%50atient/" + id, UTF_8))
                .startsWith("HTTP/1.1 200")
                .contains(id);
        assertThat(get("/fhir/Patient/%zz", UTF_8))
                .startsWith("HTTP/1.1 400")
                .contains("a % must be followed by two hex digits");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithASentence() throws IOException {
        assertThat(get("/fhir/Patient?name=Юсупова", Charset.forName("windows-1251")))
                .startsWith("HTTP/1.1 400")
                .contains("The URL is not UTF-8");
    }

    @Test
    void oneConnectionCarriesManyRequests() throws IOException {
        String both = head("GET", "/fhir/Patient/" + id) + head("GET", "/fhir/Patient/" + id, "Connection: close");

        assertThat(exchange(both.getBytes(UTF_8)).split("HTTP/1.1 200 OK", -1)).hasSize(3);
    }

    @Test
    void aClientThatAsksWhetherToGoOnIsToldTo() throws IOException {
        byte[] body = StrictJson.bytes(patient("urn:continue", "1"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
            socket.setSoTimeout(20_000);
            String head = head(
                    "POST",
                    "/fhir/Patient",
                    "Expect: 100-continue",
                    "Connection: close",
                    "Content-Type: application/fhir+json",
                    "Content-Length: " + body.length);
            socket.getOutputStream().write(head.getBytes(UTF_8));
            assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 100");
            socket.getOutputStream().write(body);
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("HTTP/1.1 201");
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
            line.write(b);
        }
        return line.toString(UTF_8);
    }

    @Test
    void aBodyMayBeLargeButNotWithoutBound() throws IOException {
        String text = "x".repeat(3 * 1024 * 1024);
        assertThat(client.post("/Patient", patient("urn:large", text)).status()).isEqualTo(201);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
            socket.setSoTimeout(20_000);
            String head = head(
                    "POST",
                    "/fhir/Patient",
                    "Content-Type: application/fhir+json",
                    "Content-Length: " + (Front.LARGEST_BODY + 1));
            socket.getOutputStream().write(head.getBytes(UTF_8));
            assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void manyClientsAtATimeAreAllServed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Callable<Integer>> clients = IntStream.range(0, 64)
                    .<Callable<Integer>>mapToObj(n -> () -> writeAndFind(n))
                    .toList();
            for (Future<Integer> answered : threads.invokeAll(clients)) {
                assertThat(answered.get()).isEqualTo(20);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int writeAndFind(int number) {
        SandboxClient own = new SandboxClient(sandbox);
        int found = 0;
        for (int i = 0; i < 20; i++) {
            String value = number + "-" + i;
            String created = own.post("/Patient", patient("urn:many", value)).id();
            found += own.search("Patient", "identifier", "urn:many|" + value)
                            .ids()
                            .equals(List.of(created))
                    ? 1
                    : 0;
        }
        return found;
    }
}
