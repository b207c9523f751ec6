package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** An empty database of one of the kinds, for tests that are the same on all of them. */
abstract class LedgerFixture {

    /** The databases that a ledger may be in. */
    enum Kind {
        SQLITE,
        H2,
        POSTGRESQL
    }

    @TempDir
    Path folder;

    final TestClock clock = new TestClock();
    HikariDataSource dataSource;

    /** Opens the database that the test works with; it is closed after the test. */
    Ledger open(Kind kind) {
        dataSource = LedgerDatabase.open(settings(kind));
        return newLedger("bridge-1");
    }

    LedgerSettings settings(Kind kind) {
        return settings(kind, "ledger");
    }

    LedgerSettings settings(Kind kind, String name) {
        return switch (kind) {
            case SQLITE -> LedgerConfigurationTest.settings("jdbc:sqlite:" + folder.resolve(name + ".db"), null, null);
            case H2 -> LedgerConfigurationTest.settings("jdbc:h2:file:" + folder.resolve(name), null, null);
            case POSTGRESQL -> LedgerConfigurationTest.settings(Postgres.newDatabase(), "postgres", "postgres");
        };
    }

    JdbcTemplate raw() {
        return raw(dataSource);
    }

    /** For what the ledger itself does not write; SQLite's pool only reads. */
    static JdbcTemplate raw(HikariDataSource source) {
        JdbcTemplate reading = new JdbcTemplate(source);
        if (((LedgerDataSource) source).dialect() != Dialect.SQLITE) {
            return reading;
        }
        String file = reading.queryForObject("SELECT file FROM pragma_database_list WHERE name = 'main'", String.class);
        return new JdbcTemplate(Sqlite.source(Sqlite.options(), "jdbc:sqlite:" + file));
    }

    Ledger newLedger(String bridge) {
        return new Ledger(dataSource, bridge, LedgerContract.LEASE, LedgerContract.LONGEST_WORK, clock);
    }

    @AfterEach
    void closeDatabase() {
        if (dataSource != null) {
            dataSource.close();
        }
    }
}
