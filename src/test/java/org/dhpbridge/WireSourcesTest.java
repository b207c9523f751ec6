package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders that wait for an answer: HL7 over TCP and HTTP, on real sockets, with a real PostgreSQL under the ledger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireSourcesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "changeit";
    private static final char[] SECRET = PASSWORD.toCharArray();

    private static final int WORKERS = 8;
    private static final String ROW =
            """
            [{"patient_id":"H7","family":"Каримов","given":"Тимур","gender":"M","birth_date":"1971-04-05"}]""";
    private static final Duration REST = Duration.ofMillis(100);

    private final HttpClient http = HttpClient.newHttpClient();
    private String database;
    private int plain;
    private int closed;
    private int tls;
    private int post;
    private int large;
    private int mounted;
    private RunningBridge bridge;
    private Path home;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        database = Postgres.newDatabase();
        plain = FreePort.find();
        closed = FreePort.find();
        tls = FreePort.find();
        post = FreePort.find();
        large = FreePort.find();
        mounted = FreePort.find();
        keys();
        SourceFile.write(home, "analyser", "hl7-mllp", "port=" + plain, "charset=win1251");
        SourceFile.write(home, "closed", "hl7-mllp", "port=" + closed, "allow=10.0.0.0/8");
        SourceFile.write(home, "secured", "hl7-mllp", "port=" + tls, "tls=#ssl-mutual:hospital");
        SourceFile.write(
                home,
                "web",
                "http-post",
                "port=" + post,
                "token=let-me-in",
                "format=json",
                "feed=patients",
                "limit=2000");
        SourceFile.write(
                home,
                "large",
                "http-post",
                "port=" + large,
                "token=let-me-in",
                "format=json",
                "feed=patients",
                "limit=8000000",
                "patience=500");
        SourceFile.write(
                home,
                "mounted",
                "http-post",
                "port=" + mounted,
                "tokenFile=secrets/web",
                "format=json",
                "feed=patients");
        bridge = RunningBridge.startWithoutSamples(
                home,
                "--dhp.ledger.url=" + database,
                "--dhp.ledger.username=postgres",
                "--spring.ssl.bundle.jks.hospital.keystore.location=file:" + home.resolve("server.p12"),
                "--spring.ssl.bundle.jks.hospital.keystore.password=" + PASSWORD,
                "--spring.ssl.bundle.jks.hospital.truststore.location=file:" + home.resolve("trusted.p12"),
                "--spring.ssl.bundle.jks.hospital.truststore.password=" + PASSWORD);
    }

    @AfterAll
    void stop() {
        if (bridge != null) {
            bridge.close();
        }
    }

    @Test
    void aMessageIsAcknowledgedWhenItIsInTheLedgerAndOnceOnly() throws Exception {
        try (Socket socket = connect(plain)) {
            assertThat(exchange(socket, message("A1", "Каримов", "TWICE"))).contains("MSA|AA|A1|");
            assertThat(exchange(socket, message("A1", "Каримов", "TWICE"))).contains("MSA|AA|A1|");
        }
        bridge.awaitQuiet();

        assertThat(bridge.resources("Patient"))
                .filteredOn(patient -> patient.toString().contains("TWICE"))
                .singleElement()
                .matches(patient -> patient.at("/name/0/family").asText().equals("Каримов"));
    }

    @Test
    void whatIsNoHl7IsRejectedAndKept() throws Exception {
        try (Socket socket = connect(plain)) {
            assertThat(exchange(socket, "no HL7 at all".getBytes(StandardCharsets.US_ASCII)))
                    .contains("MSA|AR|")
                    .contains("ERR|||100^Segment sequence error^HL70357|E|")
                    .contains("no line begins with MSH");
            assertThat(exchange(socket, message("A2", "Азизов", "AFTER"))).contains("MSA|AA|A2|");
        }
        assertThat(bridge.api("/api/messages?state=dead&source=analyser"))
                .anyMatch(dead -> dead.at("/error/code").asText().equals("not-hl7"));
    }

    /** HL7 chapter 2: MSA-2 names a message, so that MSA-1 says what became of that one. */
    @Test
    void aMessageThatIsKeptIsAcknowledgedWhateverCameBesidesIt() throws Exception {
        String twoMessages = "BHS|^~\\&|\r" + text("J2", "Азизов", "BATCH1") + text("J3", "Азизов", "BATCH2");
        try (Socket socket = connect(plain)) {
            String junk = "Analyser v1.2 ready\r" + text("J1", "Азизов", "JUNK").replace("|P|2.3", "|P|2.5");
            assertThat(exchange(socket, bytes(junk)))
                    .contains("MSA|AA|J1|The message is kept. What came besides is a dead letter: ")
                    .contains("ERR|||100^Segment sequence error^HL70357|W|")
                    .contains("belongs to no HL7v2 message");
            assertThat(exchange(socket, bytes(twoMessages + "BTS|3\r")))
                    .contains("MSA|AA|J2|")
                    .contains("BTS-1 does not say as many messages as the batch holds (2)");
            assertThat(exchange(socket, bytes(text("J4", "Азизов", "LAST") + "MSH|ABCD|HIS|||||\rPID|1\r")))
                    .contains("MSA|AE|J4|")
                    .contains("The separators are letters")
                    .contains("Other messages of this frame are kept and go on: 1.");
        }
    }

    @Test
    void whatCannotBeReadIsAnErrorWithItsReason() throws Exception {
        try (Socket socket = connect(plain)) {
            assertThat(exchange(socket, "MSH|ABCD|HIS|||||\rPID|1\r".getBytes(StandardCharsets.US_ASCII)))
                    .contains("MSA|AE|")
                    .contains("The separators are letters");
        }
    }

    @Test
    void manySendersAtOnce() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(12);
        try {
            List<Callable<List<String>>> tasks = IntStream.range(0, 12)
                    .mapToObj(sender -> (Callable<List<String>>) () -> {
                        List<String> answers = new ArrayList<>();
                        try (Socket socket = connect(plain)) {
                            for (int i = 0; i < 10; i++) {
                                answers.add(exchange(socket, message("M" + sender + "-" + i, "Собиров", "P" + sender)));
                            }
                        }
                        return answers;
                    })
                    .toList();
            List<String> answers = new ArrayList<>();
            for (Future<List<String>> sender : senders.invokeAll(tasks)) {
                answers.addAll(sender.get());
            }
            assertThat(answers).hasSize(120).allMatch(answer -> answer.contains("MSA|AA|M"));
        } finally {
            senders.shutdown();
        }
    }

    @Test
    void whoWaitsIsCountedUntilHeHasHisAnswer() throws Exception {
        try (Crowd crowd = new Crowd(2)) {
            awaitWaiting(2);
            assertThat(crowd.disperse()).allMatch(answer -> answer.contains("MSA|AA|"));
        }
        posted("guess", "[]");
        posted("let-me-in", "{not json either");
        posted("let-me-in", "x".repeat(3000));
        try (Socket socket = connect(closed)) {
            assertThat(isCutOff(socket)).isTrue();
        }
        awaitWaiting(0);
    }

    @Test
    void whoStopsInTheMiddleOfAMessageIsNotWaitedFor() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int sender = 0; sender < 4; sender++) {
                silent.add(begun(post, "let-me-in"));
            }
            for (int sender = 0; sender < 4; sender++) {
                posted("let-me-in", "{not json either");
            }
            awaitWaiting(0);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void whileManyWaitEachMessageOfAWorkerIsPrecededByARest() throws Exception {
        int messages = 40;
        try (Socket socket = connect(plain)) {
            for (int i = 0; i < messages; i++) {
                exchange(socket, message("R" + i, "Азизов", "REST" + i));
            }
        }
        bridge.awaitQuiet();
        int processors = Runtime.getRuntime().availableProcessors();
        List<Thread> load = Stream.generate(() -> new Thread(WireSourcesTest::compute))
                .limit(processors)
                .toList();
        load.forEach(Thread::start);
        try (Crowd crowd = new Crowd(processors + 1)) {
            awaitWaiting(processors + 1);
            replayed(messages); // the load is looked at while there are messages
            Duration took = replayed(messages);

            assertThat(took).isGreaterThanOrEqualTo(REST.multipliedBy(messages / WORKERS));
            crowd.disperse();
        } finally {
            load.forEach(Thread::interrupt);
        }
    }

    private static void compute() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    /** @return how long it took to deliver at least that many again */
    private Duration replayed(int messages) throws Exception {
        double before = delivered();
        long begin = System.nanoTime();
        bridge.post("/api/messages/replay?state=delivered&source=analyser", "{}");
        Awaitility.await("replayed messages delivered")
                .atMost(Duration.ofMinutes(2))
                .until(() -> delivered() >= before + messages);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private double delivered() throws Exception {
        Matcher found = Pattern.compile("(?m)^dhp_messages_total\\{source=\"analyser\",state=\"delivered\"} (\\S+)$")
                .matcher(bridge.text("/actuator/prometheus"));
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    /** Senders who wait, for the ledger cannot be written. */
    private final class Crowd implements AutoCloseable {

        private final ExecutorService senders;
        private final List<Future<String>> answers = new ArrayList<>();
        private final Connection other = DriverManager.getConnection(database, "postgres", "");

        Crowd(int count) throws Exception {
            senders = Executors.newFixedThreadPool(count);
            other.setAutoCommit(false);
            try (Statement lock = other.createStatement()) {
                lock.execute("LOCK TABLE received_key");
            }
            for (int sender = 0; sender < count; sender++) {
                byte[] message = message("W" + sender, "Азизов", "WAITS" + System.nanoTime());
                answers.add(senders.submit(() -> {
                    try (Socket socket = connect(plain)) {
                        return exchange(socket, message);
                    }
                }));
            }
        }

        List<String> disperse() throws Exception {
            other.rollback();
            List<String> said = new ArrayList<>();
            for (Future<String> answer : answers) {
                said.add(answer.get());
            }
            return said;
        }

        @Override
        public void close() throws SQLException {
            senders.shutdown();
            other.close();
        }
    }

    private void awaitWaiting(int senders) {
        Awaitility.await("senders who wait")
                .atMost(Duration.ofMinutes(1))
                .until(() -> bridge.text("/actuator/prometheus").contains("dhp_senders_waiting " + senders + ".0"));
    }

    @Test
    void aSenderThatDoesNotWaitHasEveryFrameKeptAndAnsweredInOrder() throws Exception {
        try (Socket socket = connect(plain)) {
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            for (int i = 0; i < 5; i++) {
                packet.write(frame(message("P" + i, "Юсупов", "PACKET" + i)));
            }
            byte[] bytes = packet.toByteArray();
            int cut = bytes.length - 100;
            socket.getOutputStream().write(bytes, 0, cut);
            socket.getOutputStream().flush();
            for (int i = 0; i < 4; i++) {
                assertThat(answer(socket)).contains("MSA|AA|P" + i + "|");
            }
            socket.getOutputStream().write(bytes, cut, bytes.length - cut);
            assertThat(answer(socket)).contains("MSA|AA|P4|");
        }
        bridge.awaitQuiet();
        assertThat(bridge.resources("Patient"))
                .filteredOn(patient -> patient.toString().contains("PACKET"))
                .hasSize(5);
    }

    @Test
    void aWarningStaysWithTheDeliveredMessage() throws Exception {
        String text = new String(message("W1", "Юсупов", "WARNED"), Charset.forName("windows-1251")) + "HGB|1|2\r";
        try (Socket socket = connect(plain)) {
            assertThat(exchange(socket, text.getBytes(Charset.forName("windows-1251"))))
                    .contains("MSA|AA|W1|");
        }
        bridge.awaitQuiet();

        JsonNode listed = bridge.api("/api/messages?warning=unknown-segment&state=delivered&source=analyser");
        assertThat(listed).hasSize(1);
        assertThat(listed.at("/0/warnings").asInt()).isPositive();
        assertThat(listed.at("/0/issues").isMissingNode()).isTrue();
        JsonNode one = bridge.api("/api/messages/" + listed.at("/0/id").asLong());
        assertThat(one.path("issues")).anySatisfy(issue -> {
            assertThat(issue.path("severity").asText()).isEqualTo("warning");
            assertThat(issue.path("code").asText()).isEqualTo("unknown-segment");
            assertThat(issue.path("field").asText()).isEqualTo("segment 3 (HGB)");
            assertThat(issue.path("diagnostics").asText()).contains("HL7 knows no segment of this name");
        });
        assertThat(bridge.api("/api/messages?warning=any"))
                .anyMatch(message -> message.path("id").equals(one.path("id")));
        assertThat(bridge.api("/api/messages?warning=line-break")).isEmpty();
        JsonNode summary = bridge.api("/api/summary");
        assertThat(summary.path("warnings").asInt()).isPositive();
        assertThat(summary.at("/warningCodes/unknown-segment").asInt()).isEqualTo(1);
        assertThat(bridge.text("/actuator/prometheus"))
                .contains("dhp_message_warnings_total{code=\"unknown-segment\"} 1.0");

        assertThat(bridge.post("/api/messages/" + one.path("id").asLong() + "/replay", "{}")
                        .statusCode())
                .isEqualTo(202);
        bridge.awaitQuiet();
        assertThat(bridge.api("/api/summary")
                        .at("/warningCodes/unknown-segment")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void bytesOfNoFrameAreTold() throws Exception {
        try (Socket socket = connect(plain)) {
            socket.getOutputStream().write("MSH|no frame around it".getBytes(StandardCharsets.US_ASCII));
            assertThat(exchange(socket, message("S1", "Юсупов", "STRAY"))).contains("MSA|AA|S1|");
        }
        assertThat(bridge.text("/actuator/prometheus"))
                .contains("dhp_mllp_stray_bytes_total{source=\"analyser\"} 19.0");
    }

    @Test
    void whoIsNotOnTheListIsToldSoAndCutOff() throws Exception {
        try (Socket socket = connect(closed)) {
            assertThat(exchange(socket, message("B1", "Каримов", "STRANGER")))
                    .contains("MSA|AR|B1|This port does not take messages from your address");
            assertThat(isCutOff(socket)).isTrue();
        }
        assertThat(bridge.api("/api/messages?source=closed")).isEmpty();
    }

    @Test
    void overTlsWithTheSendersCertificate() throws Exception {
        try (Socket socket = context(true).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), tls)) {
            assertThat(exchange(socket, message("T1", "Азизов", "SECURED"))).contains("MSA|AA|T1|");
        }
        assertThat(refused(() -> {
                    try (Socket socket =
                            context(false).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), tls)) {
                        return exchange(socket, message("T2", "Азизов", "NOBODY"));
                    }
                }))
                .isTrue();
    }

    @Test
    void whileTheLedgerIsAwayTheSenderIsToldToKeepItsMessage() throws Exception {
        try (Socket socket = connect(plain)) {
            statement("ALTER TABLE received_key RENAME TO away");
            try {
                assertThat(exchange(socket, message("L1", "Азизов", "LATER")))
                        .contains("MSA|AE|L1|")
                        .contains("send it again");
                assertThat(posted("let-me-in", "[]").statusCode()).isEqualTo(503);
            } finally {
                statement("ALTER TABLE away RENAME TO received_key");
            }
            assertThat(exchange(socket, message("L1", "Азизов", "LATER"))).contains("MSA|AA|L1|");
        }
    }

    @Test
    void aSettingThatIsWrongIsNotCalledAnOutageOfTheLedger() throws Exception {
        HttpResponse<String> failed = posted(mounted, "let-me-in", ROW);
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).contains("its log says how").doesNotContain("ledger", "secrets");

        Path token = home.resolve("secrets/web");
        Files.createDirectories(token.getParent());
        Files.writeString(token, "let-me-in");
        assertThat(posted(mounted, "let-me-in", ROW).statusCode())
                .as("a token's file is looked for under the home")
                .isEqualTo(202);
    }

    @Test
    void whatCameInACharacterSetIsShownByWhateverNameItHasInASetting() throws Exception {
        try (Socket socket = connect(plain)) {
            assertThat(exchange(socket, message("W1", "Ўтаев", "NAMED"))).contains("MSA|AA|W1|");
        }
        bridge.awaitQuiet();
        long id = bridge.api("/api/messages?source=analyser").at("/0/id").asLong();
        JsonNode shown = bridge.api("/api/messages/" + id + "?payload=true");
        assertThat(shown.path("payloadEncoding").asText()).isEqualTo("windows-1251");
    }

    @Test
    void rowsByHttpWithAToken() throws Exception {
        String row =
                """
                [{"patient_id":"H1","family":"Юсупова","given":"Малика","gender":"F","birth_date":"1991-04-05"}]""";

        HttpResponse<String> kept = posted("let-me-in", row);
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(202);
        assertThat(JSON.readTree(kept.body()).path("received").asInt()).isEqualTo(1);
        JsonNode again = JSON.readTree(posted("let-me-in", row).body());
        assertThat(again.path("received").asInt()).isZero();
        assertThat(again.path("known").asInt()).isEqualTo(1);

        HttpResponse<String> stranger = posted("guess", row);
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().map().toString()).doesNotContain("let-me-in");
        assertThat(posted("let-me-in", "x".repeat(3000)).statusCode()).isEqualTo(413);
        HttpResponse<String> dead = posted("let-me-in", "{not json");
        assertThat(dead.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(dead.body()).path("detail").asText()).contains("JSON");

        bridge.awaitQuiet();
        assertThat(bridge.resources("Patient"))
                .anyMatch(patient -> patient.toString().contains("Юсупова"));
    }

    @Test
    void aBodyMayBeAsLongAsTheSourceSaysAndNoLonger() throws Exception {
        assertThat(posted(large, "let-me-in", " ".repeat(7_900_000) + ROW).statusCode())
                .isEqualTo(202);
        assertThat(posted(large, "let-me-in", " ".repeat(8_100_000) + ROW).statusCode())
                .isEqualTo(413);
        assertThat(posted(large, "let-me-in", " ".repeat(30_000_000) + ROW).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "Application/X-WWW-Form-Urlencoded; charset=utf-8",
                "multipart/form-data; boundary=x",
                "application/json",
                "text/plain"
            })
    void whateverItIsCalledABodyIsTakenAsItComes(String contentType) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + large + "/messages"))
                        .header("Authorization", "Bearer let-me-in")
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(ROW))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    @Test
    void withoutTheTokenNothingOfTheBodyIsWaitedFor() throws Exception {
        try (Socket socket = begun(large, "guess")) {
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void whoStaysAwayInTheMiddleOfABodyIsCutOffAndOthersGetInAgain() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                silent.add(begun(large, "let-me-in"));
            }
            for (Socket socket : silent) {
                assertThat(isCutOff(socket)).isTrue();
            }
            Awaitility.await("others get in")
                    .atMost(Duration.ofMinutes(1))
                    .ignoreException(IOException.class)
                    .until(() -> posted(large, "let-me-in", ROW).statusCode() == 202);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** What it was told before does not matter. */
    private static boolean isCutOff(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** A request whose body stops after its first bytes. */
    private static Socket begun(int port, String token) throws IOException {
        Socket socket = connect(port);
        socket.getOutputStream()
                .write(("POST /messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n"
                                + "Content-Length: 1000\r\n\r\n[{\"pat")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private HttpResponse<String> posted(String token, String body) throws IOException, InterruptedException {
        return posted(post, token, body);
    }

    private HttpResponse<String> posted(int port, String token, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/messages"))
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] message(String controlId, String family, String patient) {
        return bytes(text(controlId, family, patient));
    }

    private static String text(String controlId, String family, String patient) {
        return "MSH|^~\\&|LIS|HOSP1|DHP|DHP|20260310091500||ADT^A04|" + controlId + "|P|2.3\r" + "PID|1||" + patient
                + "^^^HOSP1^MR||" + family + "^Бек||19850214|M\r";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(Charset.forName("windows-1251"));
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String exchange(Socket socket, byte[] message) throws IOException {
        socket.getOutputStream().write(frame(message));
        return answer(socket);
    }

    private static byte[] frame(byte[] message) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x0B);
        frame.write(message);
        frame.write(0x1C);
        frame.write('\r');
        return frame.toByteArray();
    }

    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != 0x1C) {
            if (b != 0x0B) {
                answer.write(b);
            }
            b = in.read();
        }
        if (b < 0) {
            throw new SSLException("The connection was closed without an answer");
        }
        in.read();
        return answer.toString(Charset.forName("windows-1251"));
    }

    private static boolean refused(Callable<String> exchange) throws Exception {
        try {
            exchange.call();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void statement(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(database, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One certificate for both sides, and a store that trusts it. */
    private void keys() throws Exception {
        Path own = home.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-validity",
                "2",
                "-keystore",
                own.toString(),
                "-storepass",
                PASSWORD,
                "-storetype",
                "PKCS12");
        Path certificate = home.resolve("own.crt");
        keytool(
                "-exportcert",
                "-alias",
                "own",
                "-keystore",
                own.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                certificate.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "own",
                "-file",
                certificate.toString(),
                "-keystore",
                home.resolve("trusted.p12").toString(),
                "-storepass",
                PASSWORD,
                "-storetype",
                "PKCS12");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private SSLContext context(boolean withCertificate) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(home.resolve("server.p12").toFile(), SECRET), SECRET);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(KeyStore.getInstance(home.resolve("trusted.p12").toFile(), SECRET));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(withCertificate ? keys.getKeyManagers() : null, trusted.getTrustManagers(), null);
        return context;
    }
}
