package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dhpbridge.ledger.AuditTrail.Head;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

class AuditTrailTest extends LedgerFixture {

    private AuditTrail trail;
    private JdbcTemplate sql;

    private void start(Kind kind) {
        open(kind);
        trail = new AuditTrail(new Database(dataSource, Clock.systemUTC()), "bridge-1");
        sql = raw();
    }

    private void add(int rows) {
        IntStream.rangeClosed(1, rows).forEach(i -> trail.add("sso somebody", "search", "message " + i, null));
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreChainedFromTheFirst(Kind kind) {
        start(kind);
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

    @ParameterizedTest
    @EnumSource
    void aPersonDoesItSoOftenInASpanAndOfSeveralAllOrNone(Kind kind) {
        start(kind);
        Duration hour = Duration.ofHours(1);
        assertThat(trail.addUpTo(3, hour, "aziza", "reveal", List.of("message 1", "message 2"), "why"))
                .isTrue();
        trail.add("aziza", "search", null, null);
        List<String> others =
                IntStream.range(0, 150).mapToObj(i -> "message " + i).toList();
        assertThat(trail.addUpTo(150, hour, "bek", "reveal", others, "why")).isTrue();

        assertThat(trail.addUpTo(3, hour, "aziza", "reveal", List.of("message 3", "message 4"), "why"))
                .isFalse();
        assertThat(trail.head().seq()).as("none was added").isEqualTo(153);
        assertThat(trail.addUpTo(3, hour, "aziza", "reveal", List.of("message 3"), "why"))
                .isTrue();
        assertThat(trail.addUpTo(3, hour, "aziza", "reveal", List.of("message 4"), "why"))
                .isFalse();
        assertThat(trail.verify(null).isUnbroken()).isTrue();
        Clock later = Clock.offset(Clock.systemUTC(), hour.plusMinutes(1));
        assertThat(new AuditTrail(new Database(dataSource, later), "bridge-2")
                        .addUpTo(1, hour, "aziza", "reveal", List.of("message 4"), "why"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyAuditIsUnbroken(Kind kind) {
        start(kind);
        assertThat(trail.verify(null).isUnbroken()).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void aChangedOrMissingRowShows(Kind kind, String tampering) {
        start(kind);
        add(3);
        sql.update(tampering);

        assertThat(trail.verify(null).brokenAt()).isEqualTo(2);
    }

    static Stream<Arguments> aChangedOrMissingRowShows() {
        List<String> tampering = List.of(
                "UPDATE audit_entry SET actor = 'sso another' WHERE seq = 2",
                "UPDATE audit_entry SET target = NULL WHERE seq = 2",
                "UPDATE audit_entry SET detail = '' WHERE seq = 2",
                "UPDATE audit_entry SET at = '2020-01-01T00:00:00Z' WHERE seq = 2",
                "DELETE FROM audit_entry WHERE seq = 2",
                "UPDATE audit_entry SET seq = 9 WHERE seq = 2");
        return Stream.of(Kind.values())
                .flatMap(kind -> tampering.stream().map(statement -> Arguments.of(kind, statement)));
    }

    @ParameterizedTest
    @EnumSource
    void rowsCutOffAtTheEndShow(Kind kind) {
        start(kind);
        add(3);
        sql.update("DELETE FROM audit_entry WHERE seq = 3");

        assertThat(trail.verify(null).brokenAt()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void aChainWrittenAnewShowsToWhoeverNotedItsHead(Kind kind) {
        start(kind);
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

    @ParameterizedTest
    @EnumSource
    void theRowAndTheWorkAreThereBothOrNeither(Kind kind) {
        start(kind);
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

    @ParameterizedTest
    @EnumSource
    void manyWritersMakeOneChain(Kind kind) {
        start(kind);
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

    @ParameterizedTest
    @EnumSource
    void whatIsTooLongForAColumnIsCut(Kind kind) {
        start(kind);
        trail.add("a".repeat(500), "search", "t".repeat(400), "d".repeat(3000) + "\0");

        AuditEntry row = trail.after(0, 1).get(0);
        assertThat(row.detail()).hasSize(2000).endsWith("…");
        assertThat(trail.verify(null).isUnbroken()).isTrue();
    }
}
