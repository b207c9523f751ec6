package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.dhpbridge.ledger.LedgerContract.message;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A file of an earlier release, brought up to date by the start of this one. */
class SqliteUpgradeTest extends LedgerFixture {

    private static final String VERSION_BEFORE = "33";

    @Test
    void whatWasInWorkIsTakenBackAndWhatWaitedWaits() {
        migrateTo(VERSION_BEFORE);
        dataSource = LedgerDatabase.pool(settings(Kind.SQLITE), false);
        Ledger before = newLedger("bridge-1");
        before.receive(List.of(message("1", "a"), message("2", "b"), message("3", "c")));
        WrittenEnds.delivered(before, before.claim(1).get(0), Result.NONE, null);
        before.claim(1);
        dataSource.close();

        Ledger ledger = open(Kind.SQLITE);

        assertThat(ledger.claim(9))
                .extracting(Claimed::id, Claimed::interrupted)
                .containsExactly(tuple(2L, true), tuple(3L, false));
        assertThat(raw().queryForObject("PRAGMA integrity_check", String.class)).isEqualTo("ok");
    }

    private void migrateTo(String version) {
        JdbcTemplate file = new JdbcTemplate(
                Sqlite.source(Sqlite.options(), settings(Kind.SQLITE).url()));
        Flyway.configure()
                .configuration(LedgerDatabase.migrations(file.getDataSource(), Dialect.SQLITE)
                        .getConfiguration())
                .target(version)
                .load()
                .migrate();
    }
}
