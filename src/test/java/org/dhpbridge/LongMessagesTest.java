package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A message is kept whole or said not to be kept; of a file, where the whole lies is said. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongMessagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHORT = 2000;

    private final HttpClient http = HttpClient.newHttpClient();
    private int web;
    private int narrow;
    private int wide;
    private RunningBridge bridge;
    private Path home;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        web = FreePort.find();
        narrow = FreePort.find();
        wide = FreePort.find();
        SourceFile.write(home, "web", "http-post", "port=" + web, "token=let-me-in");
        SourceFile.write(home, "narrow", "hl7-mllp", "port=" + narrow, "limit=" + SHORT);
        SourceFile.write(home, "wide", "hl7-mllp", "port=" + wide, "limit=" + (32 << 20));
        SourceFile.write(home, "folder", "hl7-files", "folder=" + home.resolve("inbound/short"), "limit=" + SHORT);
        bridge = RunningBridge.startWithoutSamples(home);
    }

    @AfterAll
    void stop() {
        if (bridge != null) {
            bridge.close();
        }
    }

    @Test
    void aDocumentOfThirteenMegabytesByHttpIsKeptWholeAndDelivered() throws Exception {
        byte[] message = document("BY-HTTP", 13_000_000);

        HttpResponse<String> answer = posted(message);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(JSON.readTree(answer.body()).path("dead").asInt()).isZero();
        bridge.awaitQuiet();
        assertThat(kept("web").equals(text(message))).isTrue();
        assertThat(bridge.api("/api/messages?source=web").at("/0/state").asText())
                .isEqualTo("delivered");
    }

    @Test
    void aPortWhoseLimitIsRaisedKeepsTheWhole() throws Exception {
        byte[] message = document("BY-MLLP", 14_000_000);

        try (Socket socket = sent(wide, message)) {
            assertThat(answer(socket)).contains("MSA|AA|BY-MLLP|");
        }
        assertThat(kept("wide").equals(text(message))).isTrue();
    }

    @Test
    void whatIsLongerThanAPortTakesIsNotKeptAndNotAnswered() throws Exception {
        try (Socket socket = sent(narrow, document("NARROW", SHORT))) {
            assertThat(answer(socket)).isEmpty();
        }
        assertThat(bridge.api("/api/messages?source=narrow")).isEmpty();
    }

    @Test
    void ofAFileTheBeginningIsADeadLetterThatSaysWhereTheWholeIs() throws Exception {
        byte[] tooLong = document("TOO-LONG", SHORT);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(document("BEFORE", 100));
        file.write(tooLong);
        file.write(document("BEHIND", 100));

        bridge.drop("short", "day.hl7", file.toByteArray());
        bridge.awaitQuiet();

        JsonNode dead = bridge.api("/api/messages?source=folder&state=dead");
        assertThat(dead).hasSize(1);
        assertThat(dead.at("/0/error/code").asText()).isEqualTo("too-long");
        assertThat(dead.at("/0/error/text").asText())
                .contains(
                        "longer than the limit of 2000 bytes",
                        "the last " + (tooLong.length - SHORT) + " bytes are left out",
                        "in .done",
                        "Raise the parameter limit");
        assertThat(bridge.api("/api/messages?source=folder")).hasSize(3);
        assertThat(Files.readAllBytes(home.resolve("inbound/short/.done/day.hl7")))
                .isEqualTo(file.toByteArray());
    }

    /** As it lies in the ledger. */
    private String kept(String source) throws Exception {
        long id = bridge.api("/api/messages?source=" + source).at("/0/id").asLong();
        return bridge.api("/api/messages/" + id + "?payload=true")
                .path("payload")
                .asText();
    }

    private HttpResponse<String> posted(byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + web + "/messages"))
                        .header("Authorization", "Bearer let-me-in")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** An MDM with an enclosed PDF. */
    private static byte[] document(String controlId, int size) {
        byte[] pdf = new byte[size];
        new Random(size).nextBytes(pdf);
        byte[] beginning = "%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(beginning, 0, pdf, 0, beginning.length);
        System.arraycopy(end, 0, pdf, size - end.length, end.length);
        return ("MSH|^~\\&|MIS|HOSP-3|DHP-BRIDGE|DHP|20260320100000||MDM^T02^MDM_T02|" + controlId
                        + "|P|2.5.1\rEVN|T02|20260320100000\rPID|1||" + controlId
                        + "^^^HOSP-3^MR||Каримов^Азиз||19851112|M\rPV1|1|O\r"
                        + "TXA|1|DS^Выписной эпикриз^L|AP|20260319160000||20260319160000||20260320093000"
                        + "|D-17^Рахимова^Дилноза|||" + controlId + "^MIS|||||LA\r"
                        + "OBX|1|ED|PDF^Файл^L||^application^pdf^Base64^"
                        + Base64.getEncoder().encodeToString(pdf) + "||||||F\r")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    private static Socket sent(int port, byte[] message) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(0x0B);
        socket.getOutputStream().write(message);
        socket.getOutputStream().write(new byte[] {0x1C, '\r'});
        return socket;
    }

    /** Empty when the connection ends without one. */
    private static String answer(Socket socket) throws Exception {
        byte[] buffer = new byte[8192];
        int count = 0;
        for (int b = socket.getInputStream().read();
                b >= 0 && b != 0x1C;
                b = socket.getInputStream().read()) {
            buffer[count++] = (byte) b;
        }
        return new String(Arrays.copyOf(buffer, count), StandardCharsets.UTF_8);
    }
}
