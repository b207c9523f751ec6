package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Postgres;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge that is killed while it reads a file and delivers: nothing is lost, nothing is doubled. */
class PowerCutTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int ROWS = 600;

    /** With the time to settle it is how long what a killed bridge had in work is left alone. */
    private static final String SOCKET_TIMEOUT = "--dhp.fhir.socket-timeout=3s";

    @TempDir
    Path home;

    @Test
    void nothingIsLostOrDoubledOnSqlite() throws Exception {
        killTwiceAndCount(SOCKET_TIMEOUT);
    }

    @Test
    void nothingIsLostOrDoubledOnPostgreSql() throws Exception {
        killTwiceAndCount(
                SOCKET_TIMEOUT,
                "--dhp.ledger.url=" + Postgres.newDatabase(),
                "--dhp.ledger.username=postgres",
                "--dhp.ledger.password=postgres",
                "--dhp.ledger.lease=3s");
    }

    private void killTwiceAndCount(String... settings) throws Exception {
        try (Sandbox sandbox = Sandboxes.start(Map.of("strict", false))) {
            drop("patients.csv");
            for (int killAfter : List.of(ROWS / 6, ROWS / 2)) {
                BridgeProcess bridge = BridgeProcess.start(home, sandbox.fhirBase(), sandbox.tokenUri(), settings);
                Awaitility.await("some of it is on the platform")
                        .atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> patients(sandbox) >= killAfter);
                bridge.kill();
            }
            try (BridgeProcess bridge = BridgeProcess.start(home, sandbox.fhirBase(), sandbox.tokenUri(), settings)) {
                Awaitility.await("every row has ended")
                        .atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> delivered(bridge) == ROWS);
                assertThat(patients(sandbox)).isEqualTo(ROWS);
                assertThat(JSON.readTree(bridge.get("/api/summary"))
                                .at("/states/dead")
                                .asInt())
                        .isZero();
            }
            assertThat(home.resolve("inbound/csv/patients/.done/patients.csv")).exists();
        }
    }

    private void drop(String name) throws IOException {
        StringBuilder csv = new StringBuilder("patient_id,family,given,gender,birth_date\n");
        for (int row = 1; row <= ROWS; row++) {
            csv.append("K%d,Familiya%d,Ism%d,%s,1980-01-%02d\n"
                    .formatted(row, row, row, row % 2 == 0 ? "M" : "F", row % 28 + 1));
        }
        Path folder = Files.createDirectories(home.resolve("inbound/csv/patients"));
        Path part = Files.writeString(folder.resolve(name + ".part"), csv);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static int patients(Sandbox sandbox) throws Exception {
        URI stats = sandbox.fhirBase().resolve("/stats");
        String answer = HTTP.send(HttpRequest.newBuilder(stats).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return JSON.readTree(answer).at("/resources/Patient").asInt();
    }

    private static int delivered(BridgeProcess bridge) throws Exception {
        String summary = bridge.get("/api/summary");
        JsonNode states =
                summary.isEmpty() ? JSON.missingNode() : JSON.readTree(summary).path("states");
        return states.path("delivered").asInt();
    }
}
