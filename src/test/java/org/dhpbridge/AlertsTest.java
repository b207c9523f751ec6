package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is alerted hears of a dead message by a real webhook and a real mail server, by cause and without its values. */
class AlertsTest {

    private static final String NAME = "KANAREYKA";
    private static final String NOBODY =
            "MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A01^ADT_A01|C1|P|2.5|||||UZB|UNICODE UTF-8\r"
                    + "EVN|A01|20260310091500\rPID|1||||" + NAME + "^Bek||19850214|M\rPV1|1|I\r";

    @TempDir
    Path home;

    /** Takes mails as RFC 5321 has it, as far as a client needs it. */
    private static final class MailServer implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final List<String> mails = new CopyOnWriteArrayList<>();

        MailServer() throws IOException {
            Thread thread = new Thread(this::serve, "mail server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    talk(client);
                } catch (IOException closed) {
                    // the client went, or the test ended
                }
            }
        }

        private void talk(Socket client) throws IOException {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = client.getOutputStream();
            say(out, "220 ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("DATA")) {
                    say(out, "354 go on");
                    StringBuilder mail = new StringBuilder();
                    for (String text = in.readLine(); !text.equals("."); text = in.readLine()) {
                        mail.append(text).append('\n');
                    }
                    mails.add(mail.toString());
                }
                say(out, line.equals("QUIT") ? "221 bye" : "250 ok");
            }
        }

        private static void say(OutputStream out, String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Test
    void aDigestByCauseComesByWebhookAndMailAndIsToldAgainWhenItDidNotArrive() throws Exception {
        List<String> posts = new CopyOnWriteArrayList<>();
        List<String> tokens = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        hook.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean away = asked.incrementAndGet() == 1;
            if (!away) {
                posts.add(body);
                tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
            }
            exchange.sendResponseHeaders(away ? 503 : 204, -1);
            exchange.close();
        });
        hook.start();
        Path token = Files.writeString(home.resolve("hook-token"), "secret\n");
        try (MailServer mail = new MailServer();
                RunningBridge bridge = startTelling(hook, token, mail)) {
            bridge.drop("hl7", "nobody.hl7", NOBODY);
            bridge.awaitQuiet();
            Awaitility.await().until(() -> !posts.isEmpty() && !mail.mails.isEmpty());

            JsonNode digest = new ObjectMapper().readTree(posts.get(0));
            assertThat(digest.path("dead").asLong()).isEqualTo(1);
            assertThat(digest.at("/causes/0/source").asText()).isEqualTo("hl7");
            assertThat(digest.at("/causes/0/step").asText()).isNotEmpty();
            assertThat(digest.path("text").asText()).contains("1 × HOSP1 (hl7)");
            assertThat(tokens).containsOnly("Bearer secret");
            assertThat(mail.mails.get(0))
                    .contains("To: night@example.uz", "Subject: dhp-bridge (sandbox): 1 message dead");
            assertThat(posts + " " + mail.mails).doesNotContain(NAME, "Bek", "19850214");
            assertThat(bridge.text("/actuator/prometheus"))
                    .contains(
                            "dhp_alerts_total{channel=\"webhook\",outcome=\"failed\"}",
                            "dhp_alerts_total{channel=\"webhook\",outcome=\"told\"}");
        } finally {
            hook.stop(0);
        }
    }

    private RunningBridge startTelling(HttpServer hook, Path token, MailServer mail) throws IOException {
        return RunningBridge.startWithoutSamples(
                home.resolve("bridge"),
                "--dhp.alerts.webhook=http://localhost:" + hook.getAddress().getPort() + "/hook",
                "--dhp.alerts.webhook-token-file=" + token,
                "--dhp.alerts.mail-to=night@example.uz",
                "--dhp.alerts.every=1s",
                "--spring.mail.host=localhost",
                "--spring.mail.port=" + mail.port());
    }

    @Test
    void neitherAnAnswerWithoutEndNorATokenThatIsNoneStopsTheAlerts() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        hook.createContext("/hook", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().flush();
        });
        hook.start();
        Path token = Files.writeString(home.resolve("hook-token"), "secret\nand what it is for\n");
        try (MailServer mail = new MailServer();
                RunningBridge bridge = startTelling(hook, token, mail)) {
            bridge.drop("hl7", "nobody.hl7", NOBODY);
            Awaitility.await().until(() -> bridge.text("/actuator/prometheus")
                    .contains("dhp_alerts_total{channel=\"webhook\",outcome=\"failed\"}"));
            Awaitility.await().until(() -> !mail.mails.isEmpty());

            Files.writeString(token, "secret\n");
            Awaitility.await().until(() -> !asked.isEmpty());
            bridge.drop("hl7", "nobody-else.hl7", NOBODY.replace("|C1|", "|C2|"));
            Awaitility.await().until(() -> asked.size() > 1 && mail.mails.size() > 1);
            assertThat(asked).containsOnly("Bearer secret");
        } finally {
            hook.stop(0);
        }
    }

    @Test
    void aFileThatWentAsideIsToldOfOnceThoughNoMessageDied() throws Exception {
        try (MailServer mail = new MailServer();
                RunningBridge bridge = RunningBridge.startWithoutSamples(
                        home.resolve("bridge"),
                        "--dhp.alerts.mail-to=night@example.uz",
                        "--dhp.alerts.every=1s",
                        "--spring.mail.host=localhost",
                        "--spring.mail.port=" + mail.port())) {
            bridge.drop("csv/patients", "night.csv", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, 3});
            Awaitility.await().until(() -> !mail.mails.isEmpty());

            assertThat(mail.mails.get(0))
                    .contains("Subject: dhp-bridge (sandbox): 1 file could not be read", "csv-patients");
            bridge.drop("hl7", "nobody.hl7", NOBODY);
            Awaitility.await().until(() -> mail.mails.size() > 1);
            assertThat(mail.mails.get(1))
                    .as("the next digest is of something else")
                    .contains("Subject: dhp-bridge (sandbox): 1 message dead");
        }
    }
}
