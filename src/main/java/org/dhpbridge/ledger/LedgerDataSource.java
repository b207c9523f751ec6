package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** The connections to the ledger's database, and what all who use them must agree on. */
final class LedgerDataSource extends HikariDataSource implements ApplicationListener<ContextClosedEvent> {

    private final Dialect dialect;
    private final FileLock lock;
    private final SqliteWriters sqlite;
    private final ReentrantLock writer = new ReentrantLock(true);
    private volatile BooleanSupplier keyRenewal = () -> false;

    /** @param lock freed at the close; null where the database itself sees to it that one bridge has it */
    LedgerDataSource(HikariConfig config, Dialect dialect, String url, FileLock lock) {
        super(config);
        this.dialect = dialect;
        this.lock = lock;
        sqlite = dialect == Dialect.SQLITE ? new SqliteWriters(url) : null;
    }

    Dialect dialect() {
        return dialect;
    }

    /** To be held while an embedded database is written: H2 tears what several write at once when the process is killed. */
    ReentrantLock writer() {
        return writer;
    }

    /** The connections that write, where those of the pool only read (SQLite). */
    SqliteWriters sqlite() {
        return sqlite;
    }

    /** See {@link Database#renewKeysBy}. */
    BooleanSupplier keyRenewal() {
        return keyRenewal;
    }

    void renewKeysBy(BooleanSupplier renewal) {
        keyRenewal = renewal;
    }

    /** The bridge begins to stop: another process that keeps an SQLite file locked must not keep it from that. */
    @Override
    public void onApplicationEvent(ContextClosedEvent stop) {
        if (sqlite != null) {
            sqlite.hurry();
        }
    }

    /** Waits for a transaction that is under way. */
    @Override
    public void close() {
        writer.lock();
        try {
            super.close();
            if (sqlite != null) {
                sqlite.close();
            }
        } finally {
            writer.unlock();
            if (lock != null) {
                lock.release();
            }
        }
    }
}
