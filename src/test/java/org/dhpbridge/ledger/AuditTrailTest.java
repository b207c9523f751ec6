package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.dhpbridge.ledger.AuditTrail.Head;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class AuditTrailTest {

    @TempDir
    Path folder;

    private HikariDataSource database;
    private AuditTrail trail;
    private JdbcTemplate sql;

    @BeforeEach
    void open() {
        database = LedgerDatabase.open(
                LedgerConfigurationTest.settings("jdbc:h2:file:" + folder.resolve("ledger"), null, null));
        trail = new AuditTrail(new Database(database, Clock.systemUTC()), "bridge-1");
        sql = new JdbcTemplate(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void add(int rows) {
        IntStream.rangeClosed(1, rows).forEach(i -> trail.add("sso somebody", "search", "message " + i, null));
    }

    @Test
    void rowsAreChainedFromTheFirst() {
        add(3);

        List<AuditEntry> rows = trail.after(0, 10);
        assertThat(rows).extracting(AuditEntry::seq).containsExactly(1L, 2L, 3L);
        assertThat(rows.get(0).previous()).isEqualTo("0".repeat(64));
        assertThat(rows.get(1).previous()).isEqualTo(rows.get(0).hash());
        assertThat(trail.head()).isEqualTo(new Head(3, rows.get(2).hash()));
        assertThat(trail.verify(null).isUnbroken()).isTrue();
        assertThat(trail.list(null, 3L, 1)).extracting(AuditEntry::seq).containsExactly(2L);
        assertThat(trail.list("reveal", null, 10)).isEmpty();
    }

    @Test
    void anEmptyAuditIsUnbroken() {
        assertThat(trail.verify(null).isUnbroken()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET actor = 'sso another' WHERE seq = 2",
                "UPDATE audit_entry SET target = NULL WHERE seq = 2",
                "UPDATE audit_entry SET detail = '' WHERE seq = 2",
                "UPDATE audit_entry SET at = '2020-01-01T00:00:00Z' WHERE seq = 2",
                "DELETE FROM audit_entry WHERE seq = 2",
                "UPDATE audit_entry SET seq = 9 WHERE seq = 2"
            })
    void aChangedOrMissingRowShows(String tampering) {
        add(3);
        sql.update(tampering);

        assertThat(trail.verify(null).brokenAt()).isEqualTo(2);
    }

    @Test
    void rowsCutOffAtTheEndShow() {
        add(3);
        sql.update("DELETE FROM audit_entry WHERE seq = 3");

        assertThat(trail.verify(null).brokenAt()).isEqualTo(3);
    }

    @Test
    void aChainWrittenAnewShowsToWhoeverNotedItsHead() {
        add(3);
        Head noted = trail.head();
        sql.update("DELETE FROM audit_entry");
        sql.update("UPDATE audit_head SET seq = 0, hash = ?", "0".repeat(64));
        add(2);
        assertThat(trail.verify(null).isUnbroken()).isTrue();
        assertThat(trail.verify(noted).isUnbroken()).isFalse();
        add(5);
        assertThat(trail.verify(noted).brokenAt()).isEqualTo(3);
        assertThat(trail.verify(trail.head()).isUnbroken()).isTrue();
    }

    @Test
    void theRowAndTheWorkAreThereBothOrNeither() {
        assertThatThrownBy(() -> trail.add("sso somebody", "replay", null, null, () -> {
                    throw new IllegalStateException("the work fails");
                }))
                .hasMessage("the work fails");
        assertThat(trail.after(0, 10)).isEmpty();

        sql.update("DROP TABLE audit_entry");
        boolean[] done = {false};
        assertThatThrownBy(() -> trail.add("sso somebody", "reveal", null, null, () -> done[0] = true))
                .isNotNull();
        assertThat(done[0]).as("no audit, no reveal").isFalse();
    }

    @Test
    void manyWritersMakeOneChain() {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CompletableFuture.allOf(IntStream.range(0, 8)
                            .mapToObj(i -> CompletableFuture.runAsync(() -> add(10), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            threads.shutdown();
        }

        assertThat(trail.head().seq()).isEqualTo(80);
        assertThat(trail.verify(null).isUnbroken()).isTrue();
    }

    @Test
    void whatIsTooLongForAColumnIsCut() {
        trail.add("a".repeat(500), "search", "t".repeat(400), "d".repeat(3000) + "\0");

        AuditEntry row = trail.find(1).orElseThrow();
        assertThat(row.detail()).hasSize(2000).endsWith("…");
        assertThat(trail.verify(null).isUnbroken()).isTrue();
    }
}
