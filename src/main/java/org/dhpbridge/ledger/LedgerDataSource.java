package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.locks.ReentrantLock;

/** The connections to the ledger's database, and what all who use them must agree on. */
final class LedgerDataSource extends HikariDataSource {

    private final Dialect dialect;
    private final ReentrantLock writer = new ReentrantLock(true);

    LedgerDataSource(HikariConfig config, Dialect dialect) {
        super(config);
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** To be held while an embedded database is written: H2 tears what several write at once when the process is killed. */
    ReentrantLock writer() {
        return writer;
    }
}
