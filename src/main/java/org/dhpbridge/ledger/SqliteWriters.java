package org.dhpbridge.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * The two connections that write an SQLite ledger, one at a time: one whose commits survive a kill of the process, and one
 * whose commits survive a power cut, with all that was committed before. To be used with {@link LedgerDataSource#writer}.
 */
final class SqliteWriters {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriters.class);
    private static final int CACHE_KILOBYTES = 8_000;
    private static final int LARGEST_IDLE_LOG = 64 << 20;

    /** 16 MB: most pages of an end are written by the next ends too, and each goes into the file once a checkpoint. */
    private static final int PAGES_A_CHECKPOINT = 4_000;

    /** How long a transaction waits for another process that has the file, and all of them together once the bridge stops. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** SQLite's own wait cannot be ended when the bridge stops, so it is short, and begun again. */
    private static final int WAIT_MILLIS = 200;

    private final String url;
    private volatile Long lastMoment;
    private Connection quick;
    private Connection durable;

    SqliteWriters(String url) {
        this.url = url;
    }

    Connection begin(boolean survivesPowerCut) throws SQLException {
        Connection connection = survivesPowerCut ? durable() : quick();
        try {
            beginImmediate(connection);
            return connection;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private void beginImmediate(Connection connection) throws SQLException {
        long begin = System.nanoTime();
        while (true) {
            try {
                execute(connection, "BEGIN IMMEDIATE");
                return;
            } catch (SQLException e) {
                if (!SqliteErrors.isBusy(e) || isStopOver() || System.nanoTime() - begin >= LONGEST_WAIT.toNanos()) {
                    throw e;
                }
            }
        }
    }

    /** From now on all transactions together wait no longer than one does otherwise. */
    void hurry() {
        lastMoment = System.nanoTime() + LONGEST_WAIT.toNanos();
    }

    private boolean isStopOver() {
        Long last = lastMoment;
        return last != null && System.nanoTime() - last >= 0;
    }

    private Connection quick() throws SQLException {
        if (quick == null) {
            quick = open(SQLiteConfig.SynchronousMode.NORMAL);
        }
        return quick;
    }

    private Connection durable() throws SQLException {
        if (durable == null) {
            durable = open(SQLiteConfig.SynchronousMode.FULL);
        }
        return durable;
    }

    private Connection open(SQLiteConfig.SynchronousMode synchronous) throws SQLException {
        SQLiteConfig options = Sqlite.options();
        options.setSynchronous(synchronous);
        options.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, String.valueOf(-CACHE_KILOBYTES));
        options.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, String.valueOf(LARGEST_IDLE_LOG));
        options.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, String.valueOf(PAGES_A_CHECKPOINT));
        SQLiteConnection connection =
                SqliteConnection.source(options, url).getConnection().unwrap(SQLiteConnection.class);
        // Its transactions are begun and ended here; the driver would try to begin and end one after every statement.
        connection.getConnectionConfig().setAutoCommit(false);
        connection.setBusyTimeout(isStopOver() ? 0 : WAIT_MILLIS);
        return connection;
    }

    static void commit(Connection connection) throws SQLException {
        execute(connection, "COMMIT");
    }

    /** Undoes the transaction; when that fails the connection is given up, and the next transaction opens another. */
    void rollBack(Connection connection) throws SQLException {
        try {
            execute(connection, "ROLLBACK");
            connection.unwrap(SqliteConnection.class).forget();
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Each on its own: what one throws must not keep the other open. */
    void close() {
        close(quick);
        close(durable);
        quick = null;
        durable = null;
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.warn("A connection to the ledger could not be closed", e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
