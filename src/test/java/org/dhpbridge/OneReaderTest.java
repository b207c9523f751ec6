package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two bridges on one PostgreSQL watch one folder: one reads, and when it is killed the other one does. */
class OneReaderTest {

    private static final String LEASE = System.getProperty("dhp.test.lease", "3s");

    @TempDir
    Path first;

    @TempDir
    Path second;

    @TempDir
    Path shared;

    @Test
    void aKilledReaderIsTakenOverAndAStoppedOneLeavesAtOnce() throws Exception {
        String url = Postgres.newDatabase();
        JdbcTemplate database = new JdbcTemplate(new DriverManagerDataSource(url, "postgres", "postgres"));
        for (Path home : List.of(first, second)) {
            SourceFile.write(home, "shared", "csv-files", "folder=" + shared, "feed=patients");
        }
        try (RunningBridge survivor = RunningBridge.startWithoutSamples(second, settings(url, "second"))) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> holder(database)
                    .equals(List.of("second")));
            try (RunningBridge third = RunningBridge.startWithoutSamples(first, settings(url, "third"))) {
                drop("p1.csv", "P1");
                awaitDone("p1.csv");
                assertThat(holder(database)).containsExactly("second");
                assertThat(third.api("/api/messages")).hasSize(1);
            }
            survivor.awaitQuiet();
            assertThat(holder(database))
                    .as("a bridge that never read gives nothing back")
                    .containsExactly("second");
        }
        assertThat(holder(database)).as("a stopped bridge leaves at once").isEmpty();

        BridgeProcess killed = BridgeProcess.start(
                first,
                URI.create("http://localhost:9/fhir"),
                URI.create("http://localhost:9/token"),
                settings(url, "first"));
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> holder(database)
                .equals(List.of("first")));
        try (RunningBridge survivor = RunningBridge.startWithoutSamples(second, settings(url, "second"))) {
            drop("p2.csv", "P2");
            awaitDone("p2.csv");
            assertThat(holder(database)).containsExactly("first");
            killed.kill();
            drop("p3.csv", "P3");
            awaitDone("p3.csv");
            assertThat(holder(database)).containsExactly("second");
            survivor.awaitQuiet();
            JsonNode messages = survivor.api("/api/messages");
            assertThat(messages).hasSize(3);
            assertThat(messages.findValuesAsText("state")).containsOnly("delivered");
        } finally {
            killed.kill();
        }
    }

    private static String[] settings(String url, String bridge) {
        return new String[] {
            "--dhp.ledger.url=" + url,
            "--dhp.ledger.username=postgres",
            "--dhp.ledger.bridge=" + bridge,
            "--dhp.source.lease=" + LEASE,
            // what the killed one had in work is looked up soon
            "--dhp.ledger.lease=3s",
            "--dhp.fhir.socket-timeout=1s",
            "--dhp.sources=shared"
        };
    }

    private static List<String> holder(JdbcTemplate database) {
        return database.queryForList("SELECT holder FROM reader_lease", String.class);
    }

    private void drop(String name, String patient) throws Exception {
        Path part = Files.writeString(
                shared.resolve(name + ".part"),
                "patient_id,pinfl,family,given,gender,birth_date\n" + patient + ",,Azizov,Bek,M,1990-01-02\n");
        Files.move(part, shared.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitDone(String name) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> Files.exists(shared.resolve(".done").resolve(name)));
    }
}
