package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * How the file of an SQLite ledger is opened. Its write-ahead log lets readers read while one connection writes; those of
 * the pool only read (see {@link SqliteWriters}).
 */
final class Sqlite {

    private static final int BUSY_MILLIS = 10_000;
    private static final int CACHE_KILOBYTES = 4_000;

    private Sqlite() {}

    /**
     * Says that this bridge has the file; its folder is made.
     *
     * @throws LedgerInUseException when another one has it
     */
    static FileLock lock(LedgerSettings settings) {
        Path file = settings.file().orElseThrow().toAbsolutePath();
        try {
            OwnersFiles.makeFolder(file.getParent());
            return FileLock.of(file).orElseThrow(() -> LedgerDatabase.inUse(settings, null));
        } catch (IOException e) {
            throw new LedgerUnavailableException(
                    "The ledger " + LedgerDatabase.place(settings.url()) + " cannot be opened: "
                            + e.getClass().getSimpleName() + " in its folder.",
                    "Look whether the folder exists and may be written, and whether the disk is full.",
                    e);
        }
    }

    static void configure(HikariConfig config, LedgerSettings settings) {
        makeFile(settings);
        SQLiteConfig sqlite = options();
        sqlite.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, String.valueOf(-CACHE_KILOBYTES));
        config.setDataSource(SqliteConnection.source(sqlite, settings.url()));
        config.setConnectionInitSql("PRAGMA query_only = true");
        config.setInitializationFailTimeout(1);
    }

    /** A connection's options, and the file's: its journal is set once and stays. */
    static SQLiteConfig options() {
        SQLiteConfig options = new SQLiteConfig();
        options.setJournalMode(SQLiteConfig.JournalMode.WAL);
        options.setBusyTimeout(BUSY_MILLIS);
        options.enforceForeignKeys(true);
        options.setGetGeneratedKeys(false);
        return options;
    }

    /** For what changes tables: its connections keep no statements, as those of {@link SqliteConnection#source} do. */
    static SQLiteDataSource source(SQLiteConfig options, String url) {
        SQLiteDataSource source = new SQLiteDataSource(options);
        source.setUrl(url);
        return source;
    }

    /** What brings the tables up to date, of a file that is made if there is none. */
    static Flyway migrations(LedgerSettings settings) {
        makeFile(settings);
        SQLiteConfig options = options();
        options.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        return LedgerDatabase.migrations(source(options, settings.url()), Dialect.SQLITE);
    }

    private static void makeFile(LedgerSettings settings) {
        Path file = settings.file().orElseThrow().toAbsolutePath();
        try {
            OwnersFiles.make(file);
        } catch (IOException e) {
            throw new LedgerUnavailableException(
                    "The ledger " + LedgerDatabase.place(settings.url()) + " cannot be kept from other users: "
                            + e.getClass().getSimpleName() + ".",
                    "Look whether the file belongs to the user that the bridge runs as.",
                    e);
        }
    }
}
