package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * Carries the ledger that an earlier dhp-bridge kept in H2 over to SQLite, at the first start. The new file is made beside
 * the old one under another name and gets its own when it is complete: a start that is killed meanwhile begins anew. The old
 * file is only read, and is kept.
 */
final class FromH2 {

    private static final Logger LOG = LoggerFactory.getLogger(FromH2.class);
    private static final String SUFFIX = ".db";
    private static final String H2_SUFFIX = ".mv.db";
    private static final String KEPT = ".carried-over";
    private static final String UNFINISHED = ".unfinished";

    private final LedgerSettings settings;
    private final Path file;
    private final Path old;

    private FromH2(LedgerSettings settings, Path file, Path old) {
        this.settings = settings;
        this.file = file;
        this.old = old;
    }

    /** @return empty unless the settings name an SQLite file that is not there yet, and H2's of the same name is */
    static Optional<FromH2> of(LedgerSettings settings) {
        if (settings.dialect() != Dialect.SQLITE) {
            return Optional.empty();
        }
        Path file = settings.file().orElseThrow().toAbsolutePath();
        String name = file.getFileName().toString();
        Path old = file.resolveSibling(
                (name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name) + H2_SUFFIX);
        if (!Files.exists(old)) {
            return Optional.empty();
        }
        if (Files.exists(file)) {
            LOG.warn(
                    "Beside the ledger {} lies {}, which an earlier dhp-bridge wrote and nobody reads any more. Move"
                            + " it away if it was carried over; if it was written since, look into it first with"
                            + " dhp.ledger.url=jdbc:h2:file:{}.",
                    file.getFileName(),
                    old.getFileName(),
                    base(old));
            return Optional.empty();
        }
        return Optional.of(new FromH2(settings, file, old));
    }

    private static String base(Path old) {
        String path = old.toString();
        return path.substring(0, path.length() - H2_SUFFIX.length());
    }

    /** @throws LedgerUnavailableException with what to do, when it cannot be done; nothing has changed then */
    void carryOver() {
        FileLock lock = Sqlite.lock(settings);
        try {
            Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
            delete(unfinished);
            LOG.info("The ledger {} is carried over to {}; this is done once", old, file.getFileName());
            long messages = copy(unfinished);
            force(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            Path kept = old.resolveSibling(old.getFileName() + KEPT);
            Files.move(old, kept);
            LOG.info(
                    "The ledger was carried over with {} messages; the old one is kept as {}",
                    messages,
                    kept.getFileName());
        } catch (IOException | SQLException e) {
            throw new LedgerUnavailableException(
                    "The ledger " + old + " of an earlier dhp-bridge cannot be carried over ("
                            + e.getClass().getSimpleName() + ").",
                    "Nothing was changed. Look whether the disk has room for a file as large as that one; to go on"
                            + " with it as it is, set dhp.ledger.url=jdbc:h2:file:" + base(old) + ".",
                    e);
        } finally {
            lock.release();
        }
    }

    private static void delete(Path unfinished) throws IOException {
        for (String part : new String[] {"", "-wal", "-shm", "-journal"}) {
            Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + part));
        }
    }

    private long copy(Path unfinished) throws SQLException {
        LedgerSettings before = settings.withUrl("jdbc:h2:file:" + base(old) + ";IFEXISTS=TRUE");
        LedgerSettings after = settings.withUrl("jdbc:sqlite:" + unfinished);
        Sqlite.migrations(after).migrate();
        SQLiteConfig options = Sqlite.options();
        options.setJournalMode(SQLiteConfig.JournalMode.OFF);
        options.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        options.enforceForeignKeys(false);
        try (HikariDataSource source = LedgerDatabase.pool(before, false);
                Connection from = source.getConnection();
                Connection to = Sqlite.source(options, after.url()).getConnection()) {
            return new LedgerCopy(from, to, new Database(source, Clock.systemUTC())).all();
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
