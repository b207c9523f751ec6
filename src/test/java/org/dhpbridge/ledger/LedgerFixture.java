package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** An empty database of one of the two kinds, for tests that are the same on both. */
abstract class LedgerFixture {

    /** The databases that a ledger may be in. */
    enum Kind {
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
        return kind == Kind.H2
                ? LedgerConfigurationTest.settings("jdbc:h2:file:" + folder.resolve("ledger"), null, null)
                : LedgerConfigurationTest.settings(Postgres.newDatabase(), "postgres", "postgres");
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
