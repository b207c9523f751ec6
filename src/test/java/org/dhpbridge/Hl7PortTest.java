package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What senders of an HL7 port can do to each other, on real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Hl7PortTest {

    private static final int LIMIT = 2 << 20;

    /** Both reach the port over the loopback; one of them is on its list. */
    private static final String ANALYSER = "127.0.0.2";

    private static final String STRANGER = "127.0.0.1";

    private int listed;
    private int open;
    private int enhanced;
    private String database;
    private RunningBridge bridge;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        listed = FreePort.find();
        open = FreePort.find();
        enhanced = FreePort.find();
        database = Postgres.newDatabase();
        SourceFile.write(
                home,
                "listed",
                "hl7-mllp",
                "port=" + listed,
                "allow=" + ANALYSER + ", 10.0.0.0/8",
                "connections=2",
                "patience=500");
        SourceFile.write(home, "open", "hl7-mllp", "port=" + open, "limit=" + LIMIT);
        SourceFile.write(home, "enhanced", "hl7-mllp", "port=" + enhanced, "acknowledge=enhanced");
        bridge = RunningBridge.startWithoutSamples(
                home, "--dhp.ledger.url=" + database, "--dhp.ledger.username=postgres");
    }

    @AfterAll
    void stop() {
        if (bridge != null) {
            bridge.close();
        }
    }

    @Test
    void strangersWhoStaySilentTakeNoPlaceOfThoseWhoMaySend() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 9; i++) {
                silent.add(connect(listed, STRANGER));
            }
            try (Socket analyser = connect(listed, ANALYSER)) {
                assertThat(exchange(analyser, message("LISTED"))).contains("MSA|AA|LISTED|");
            }
            for (Socket socket : silent) {
                assertThat(isCutOff(socket)).isTrue();
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void unfinishedLongMessagesHoldNoMoreThanThePortHasForThemAndUsualOnesGoOn() throws Exception {
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < 9; i++) {
                senders.add(begun());
            }
            Awaitility.await("who goes beyond is cut off")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> senders.stream().anyMatch(Hl7PortTest::isCutOff));
            try (Socket socket = connect(open, STRANGER)) {
                assertThat(exchange(socket, message("USUAL"))).contains("MSA|AA|USUAL|");
            }
        } finally {
            for (Socket socket : senders) {
                socket.close();
            }
        }
        Awaitility.await("there is space again")
                .atMost(Duration.ofMinutes(1))
                .ignoreException(IOException.class)
                .until(() -> {
                    try (Socket socket = connect(open, STRANGER)) {
                        return exchange(socket, message("LONG") + "NTE|1||" + "x".repeat(LIMIT - 1000) + "\r")
                                .contains("MSA|AA|LONG|");
                    }
                });
    }

    @Test
    void whoWantsNoAnswerHasNoneAndHisMessagesAreKept() throws Exception {
        try (Socket socket = connect(enhanced, STRANGER)) {
            socket.getOutputStream().write(frame(asking("SILENT", "NE", "NE")));
            socket.getOutputStream().write(frame(asking("PART", "NE", "NE") + "DSC|more\r"));
            socket.getOutputStream().write(frame(asking("ERRORS", "ER", "NE")));

            assertThat(exchange(socket, asking("ALWAYS", "AL", "NE"))).contains("MSA|CA|ALWAYS|");
            assertThat(exchange(socket, asking("ORIGINAL", "NE", "AL"))).contains("MSA|AA|ORIGINAL|");
        }
        assertThat(bridge.api("/api/messages?source=enhanced&limit=10")).hasSize(5);
    }

    @Test
    void whatIsNotKeptOfWhoWantsNoAnswerEndsTheConnection() throws Exception {
        statement("ALTER TABLE received_key RENAME TO away");
        try (Socket never = connect(enhanced, STRANGER);
                Socket errors = connect(enhanced, STRANGER)) {
            assertThat(exchange(errors, asking("TOLD", "ER", "NE"))).contains("MSA|CE|TOLD|");
            assertThat(exchange(never, asking("UNTOLD", "NE", "NE"))).isEmpty();
        } finally {
            statement("ALTER TABLE away RENAME TO received_key");
        }
    }

    private void statement(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String asking(String controlId, String accept, String application) {
        return message(controlId).replaceFirst("\\|2.5\r", "|2.5|||" + accept + "|" + application + "\r");
    }

    /** With more of a message than each connection has space for. */
    private Socket begun() throws IOException {
        Socket socket = connect(open, STRANGER);
        socket.setSoTimeout(200);
        try {
            socket.getOutputStream()
                    .write(("\u000b" + message("BEGUN") + "NTE|1||" + "x".repeat(LIMIT / 2))
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException cutOff) {
            return socket;
        }
        return socket;
    }

    private static boolean isCutOff(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static String message(String controlId) {
        return "MSH|^~\\&|LIS|HOSP1|DHP|DHP|20260310091500||ADT^A04|" + controlId + "|P|2.5\rPID|1||" + controlId
                + "^^^HOSP1^MR||Azizov^Bek||19850214|M\r";
    }

    private static Socket connect(int port, String from) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String exchange(Socket socket, String message) throws IOException {
        socket.getOutputStream().write(frame(message));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        int b = socket.getInputStream().read();
        while (b >= 0 && b != 0x1C) {
            answer.write(b);
            b = socket.getInputStream().read();
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static byte[] frame(String message) {
        return ("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.US_ASCII);
    }
}
