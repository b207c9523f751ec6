package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Postgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Tables of a hospital's PostgreSQL, read by two bridges on one ledger, which is another PostgreSQL database. */
@ExtendWith(OutputCaptureExtension.class)
class TableSourceTest {

    private static final String RESULTS =
            """
            SELECT patient_id, order_id, test_code, value, unit, status, issued, changed_at
            FROM results
            WHERE order_id IN (SELECT order_id FROM results WHERE changed_at >= :watermark)
            ORDER BY order_id, test_code""";

    @TempDir
    Path first;

    @TempDir
    Path second;

    private final String hospital = Postgres.newDatabase();
    private final JdbcTemplate his = new JdbcTemplate(new DriverManagerDataSource(hospital, "postgres", "postgres"));

    @BeforeEach
    void tables() {
        his.execute(
                "CREATE TABLE results (patient_id text, order_id text, test_code text, value numeric(8,2), unit text,"
                        + " status text, issued timestamp, changed_at timestamptz)");
        his.execute("CREATE TABLE outbox (id serial, patient_id text, family text, given text, gender text,"
                + " birth_date date, taken boolean DEFAULT false)");
        his.execute(
                "DO $$ BEGIN CREATE ROLE reader LOGIN PASSWORD 'reader'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        his.execute("GRANT SELECT ON results TO reader");
    }

    @Test
    void twoBridgesReadATableOnceAndTheSecondGoesOnWhereTheFirstStopped(CapturedOutput log) throws Exception {
        result("O1", "ALT", "48.00", "2026-03-04 12:00+05");
        result("O1", "GLUM", "5.30", "2026-03-04 12:00+05");
        patient("P1", "Каримова");
        String ledger = Postgres.newDatabase();
        JdbcTemplate ours = new JdbcTemplate(new DriverManagerDataSource(ledger, "postgres", "postgres"));
        sources(first);
        sources(second);
        RunningBridge reader = RunningBridge.startWithoutSamples(first, settings(ledger, "first", "2"));
        awaitMessages(reader, 2);
        try (RunningBridge survivor = RunningBridge.startWithoutSamples(second, settings(ledger, "second", "0"))) {
            result("O2", "ALT", "17.00", "2026-03-04 11:55+05");
            result("O3", "ALT", "18.00", "2026-03-04 12:00+05");
            awaitMessages(reader, 4);
            awaitMarked(1);
            reader.awaitQuiet();
            JsonNode fromFirst = reader.api("/api/messages");
            Files.writeString(first.resolve("queries/results.sql"), RESULTS.replace("value", "valeu"));
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> log.getAll()
                    .contains("valeu"));
            patient("P2", "Азизова");
            awaitMessages(reader, 5);
            assertThat(log.getAll().split("source his-results cannot be read now", -1))
                    .as("told once")
                    .hasSize(2);
            reader.close();

            patient("P3", "Саидова");
            result("O4", "ALT", "19.00", "2026-03-04 13:00+05");
            awaitMessages(survivor, 7);
            assertThat(ours.queryForList("SELECT DISTINCT holder FROM reader_lease", String.class))
                    .containsExactly("second");
            assertThat(ours.queryForObject(
                            "SELECT reached FROM source_progress WHERE source = 'his-results'", String.class))
                    .startsWith("2026-03-04T");
            assertThat(fromFirst).hasSize(4);
            assertThat(fromFirst.findValuesAsText("state")).containsOnly("delivered");
            assertThat(log.getAll()).contains("source his-results is read by bridge second (this one)");
            JsonNode messages = survivor.api("/api/messages");
            assertThat(messages.findValuesAsText("source")).containsOnly("his-results", "his-outbox");
            assertThat(messages).hasSize(7);
            awaitMarked(3);
        }
    }

    private void result(String order, String test, String value, String changedAt) {
        his.update(
                "INSERT INTO results VALUES ('2001', ?, ?, ?::numeric, 'U/L', 'F', '2026-03-04 12:00', ?::timestamptz)",
                order,
                test,
                value,
                changedAt);
    }

    private void patient(String id, String family) {
        his.update(
                "INSERT INTO outbox (patient_id, family, given, gender, birth_date) VALUES (?, ?, 'Лола', 'F', '1990-01-02')",
                id,
                family);
    }

    private void awaitMarked(int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> his.queryForObject("SELECT count(*) FROM outbox WHERE taken", Long.class) == count);
    }

    private static void awaitMessages(RunningBridge bridge, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> bridge.api("/api/messages").size() >= count);
    }

    private static String[] settings(String ledger, String bridge, String workers) {
        return new String[] {
            "--dhp.ledger.url=" + ledger,
            "--dhp.ledger.username=postgres",
            "--dhp.ledger.bridge=" + bridge,
            "--dhp.workers=" + workers,
            "--dhp.source.lease=3s",
            "--dhp.sources=his-*"
        };
    }

    private void sources(Path home) throws Exception {
        Files.createDirectories(home.resolve("queries"));
        Files.writeString(home.resolve("queries/results.sql"), RESULTS);
        Files.writeString(
                home.resolve("queries/outbox.sql"),
                "SELECT id AS visit_id, patient_id, family, given, gender, birth_date FROM outbox WHERE NOT taken");
        Files.writeString(home.resolve("password"), "reader\n");
        source(
                home,
                "his-results",
                "user=reader",
                "passwordFile=" + home.resolve("password"),
                "queryFile=queries/results.sql",
                "feed=lab-results",
                "watermark=changed_at");
        source(
                home,
                "his-outbox",
                "user=postgres",
                "password=postgres",
                "queryFile=queries/outbox.sql",
                "feed=patients",
                "done=UPDATE outbox SET taken = true WHERE id = :visit_id");
    }

    private void source(Path home, String id, String... parameters) throws Exception {
        List<String> all = new ArrayList<>(List.of("url=" + hospital, "poll=300"));
        all.addAll(List.of(parameters));
        SourceFile.write(home, id, "database-rows", all.toArray(String[]::new));
    }
}
