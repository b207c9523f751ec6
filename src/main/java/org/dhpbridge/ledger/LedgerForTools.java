package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;

/** The ledger of a bridge, opened by a command that only looks. */
public final class LedgerForTools implements AutoCloseable {

    private final HikariDataSource dataSource;
    private final Ledger ledger;

    private LedgerForTools(HikariDataSource dataSource, Ledger ledger) {
        this.dataSource = dataSource;
        this.ledger = ledger;
    }

    /**
     * @return empty when it is in a file that a running bridge has; that bridge is to be asked
     * @throws LedgerUnavailableException with what to do, when there is no such ledger or it cannot be opened
     */
    public static Optional<LedgerForTools> open(LedgerSettings settings) {
        if (isMissing(settings) && FromH2.of(settings).isEmpty()) {
            throw new LedgerUnavailableException(
                    "There is no ledger " + LedgerDatabase.place(settings.url()) + ".",
                    "Start in the folder of the bridge, or name it: --dhp.home=/srv/bridge.",
                    null);
        }
        HikariDataSource dataSource;
        try {
            dataSource = LedgerDatabase.open(settings);
        } catch (LedgerInUseException runningBridge) {
            return Optional.empty();
        }
        try {
            Ledger ledger = new Ledger(
                    dataSource,
                    "command line",
                    settings.lease(),
                    settings.longestWork(),
                    Clock.systemUTC(),
                    EncryptionKeys.of(settings));
            return Optional.of(new LedgerForTools(dataSource, ledger));
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    static boolean isMissing(LedgerSettings settings) {
        return settings.file().filter(file -> !Files.exists(file)).isPresent();
    }

    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
