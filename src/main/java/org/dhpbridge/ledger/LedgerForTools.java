package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.springframework.dao.DataAccessException;

/** The ledger of a bridge, opened by a command that only looks: nothing in it changes. */
public final class LedgerForTools implements StoredMessages, AutoCloseable {

    private final HikariDataSource dataSource;
    private final Archive archive;

    private LedgerForTools(HikariDataSource dataSource, Archive archive) {
        this.dataSource = dataSource;
        this.archive = archive;
    }

    /**
     * @return empty when it is in a file that a running bridge has; that bridge is to be asked
     * @throws LedgerUnavailableException with what to do, when there is no such ledger, it cannot be opened, or its tables are
     *     those of another release
     */
    public static Optional<LedgerForTools> open(LedgerSettings settings) {
        if (isMissing(settings)) {
            throw FromH2.of(settings).isPresent() ? anotherRelease(settings, "an earlier") : missing(settings);
        }
        HikariDataSource dataSource;
        try {
            dataSource = LedgerLook.pool(settings);
        } catch (LedgerInUseException runningBridge) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LedgerForTools(dataSource, archive(dataSource, settings)));
        } catch (FlywayException | DataAccessException e) {
            dataSource.close();
            throw LedgerLook.unreadable(settings, e);
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    private static Archive archive(HikariDataSource dataSource, LedgerSettings settings) {
        Database db = new Database(dataSource, Clock.systemUTC());
        switch (LedgerLook.tables(dataSource, db.dialect)) {
            case MISSING -> throw missing(settings);
            case OLDER -> throw anotherRelease(settings, "an earlier");
            case NEWER -> throw anotherRelease(settings, "a later");
            case BROKEN ->
                throw new LedgerUnavailableException(
                        "A change of the tables of the ledger " + LedgerDatabase.place(settings.url())
                                + " was begun and failed.",
                        "Start the bridge: it says why.",
                        null);
            default -> {}
        }
        Vault vault = new Vault(EncryptionKeys.of(settings));
        new KeyRegister(db, vault).compare();
        return new Archive(db, vault);
    }

    private static LedgerUnavailableException missing(LedgerSettings settings) {
        return new LedgerUnavailableException(
                "There is no ledger " + LedgerDatabase.place(settings.url()) + ".",
                "Start in the folder of the bridge, or name it: --dhp.home=/srv/bridge.",
                null);
    }

    private static LedgerUnavailableException anotherRelease(LedgerSettings settings, String which) {
        return new LedgerUnavailableException(
                "The tables of the ledger " + LedgerDatabase.place(settings.url()) + " are those of " + which
                        + " release.",
                "Use the release that runs on it; this command changes nothing in a ledger.",
                null);
    }

    static boolean isMissing(LedgerSettings settings) {
        return settings.file().filter(file -> !Files.exists(file)).isPresent();
    }

    @Override
    public List<LedgerMessage> list(MessageFilter filter) {
        return archive.list(filter);
    }

    @Override
    public List<HistoryEntry> history(long id) {
        return archive.history(id);
    }

    @Override
    public Optional<byte[]> payload(long id) {
        return archive.payload(id);
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
