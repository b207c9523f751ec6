package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;

/**
 * What can be seen of a ledger without changing anything in it.
 *
 * @param tables whether they are there and of this dhp-bridge's version
 * @param place JDBC URL without its parameters
 * @param product database and its version, as {@code PostgreSQL 16.2}; empty when it was not opened
 * @param version of the tables, as {@code 5}; empty when there are none
 * @param known the newest version of the tables that this dhp-bridge knows; empty when it was not opened
 * @param encrypted whether keys were given, and fit
 * @param due messages that wait; 0 unless the tables are current
 * @param dead dead letters; 0 unless the tables are current
 * @param oldestDue when the oldest of those that wait was received; null when none waits
 * @param paused what people hold back; none unless the tables are current
 */
public record LedgerLook(
        LedgerTables tables,
        String place,
        String product,
        String version,
        String known,
        boolean encrypted,
        long due,
        long dead,
        Instant oldestDue,
        List<Pause> paused) {

    /** How the tables of the ledger are. */
    public enum LedgerTables {
        /** A running bridge has the database (in a file); it is to be asked. */
        HELD_BY_A_BRIDGE,
        /** Made at the first start. */
        MISSING,
        CURRENT,
        /** Brought up to date at the next start. */
        OLDER,
        /** A newer dhp-bridge has changed them. */
        NEWER,
        /** A change of them was begun and failed, or was not made by dhp-bridge. */
        BROKEN
    }

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String READ_ONLY_H2 = ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";

    /** @throws LedgerUnavailableException with what to do, when it cannot be opened, or the keys do not fit */
    public static LedgerLook at(LedgerSettings settings) {
        String place = LedgerDatabase.place(settings.url());
        EncryptionKeys keys = EncryptionKeys.of(settings);
        if (LedgerForTools.isMissing(settings)) {
            LedgerTables tables = FromH2.of(settings).isPresent() ? LedgerTables.OLDER : LedgerTables.MISSING;
            return unseen(tables, place, "", TableVersions.NONE, keys);
        }
        try (HikariDataSource dataSource = pool(settings)) {
            return look(dataSource, place, keys);
        } catch (LedgerInUseException runningBridge) {
            return unseen(LedgerTables.HELD_BY_A_BRIDGE, place, "", TableVersions.NONE, keys);
        } catch (FlywayException | DataAccessException e) {
            throw unreadable(settings, e);
        }
    }

    /** Changes nothing, and waits no longer than a person does. */
    static HikariDataSource pool(LedgerSettings settings) {
        return LedgerDatabase.pool(patient(settings), true);
    }

    static LedgerUnavailableException unreadable(LedgerSettings settings, RuntimeException why) {
        return new LedgerUnavailableException(
                "The tables of the ledger " + LedgerDatabase.place(settings.url()) + " cannot be read ("
                        + why.getClass().getSimpleName() + ").",
                "The database user of dhp.ledger.username must be allowed to read and write all tables of the ledger.",
                why);
    }

    /** Nothing is known of the messages. */
    private static LedgerLook unseen(
            LedgerTables tables, String place, String product, TableVersions versions, EncryptionKeys keys) {
        return new LedgerLook(
                tables, place, product, versions.ledger(), versions.known(), keys.isOn(), 0, 0, null, List.of());
    }

    static LedgerTables tables(DataSource dataSource, Dialect dialect) {
        MigrationInfoService migrations =
                LedgerDatabase.migrations(dataSource, dialect).info();
        return tables(migrations, TableVersions.of(migrations));
    }

    private static LedgerLook look(HikariDataSource dataSource, String place, EncryptionKeys keys) {
        Database db = new Database(dataSource, Clock.systemUTC());
        MigrationInfoService migrations =
                LedgerDatabase.migrations(dataSource, db.dialect).info();
        TableVersions versions = TableVersions.of(migrations);
        LedgerTables tables = tables(migrations, versions);
        if (tables != LedgerTables.CURRENT) {
            return unseen(tables, place, product(db), versions, keys);
        }
        Vault vault = new Vault(keys);
        new KeyRegister(db, vault).compare();
        Summary summary = new Archive(db, vault).summary();
        return new LedgerLook(
                tables,
                place,
                product(db),
                versions.ledger(),
                versions.known(),
                keys.isOn(),
                summary.of(State.DUE),
                summary.of(State.DEAD),
                summary.oldestDue(),
                new Pauses(db).current());
    }

    private static LedgerTables tables(MigrationInfoService migrations, TableVersions versions) {
        if (migrations.current() == null) {
            return LedgerTables.MISSING;
        }
        if (Arrays.stream(migrations.applied()).anyMatch(m -> m.getState().isFailed())) {
            return LedgerTables.BROKEN;
        }
        if (versions.isNewer()) {
            return LedgerTables.NEWER;
        }
        return migrations.pending().length > 0 ? LedgerTables.OLDER : LedgerTables.CURRENT;
    }

    private static String product(Database db) {
        ConnectionCallback<String> name = connection -> connection.getMetaData().getDatabaseProductName() + " "
                + connection.getMetaData().getDatabaseMajorVersion() + "."
                + connection.getMetaData().getDatabaseMinorVersion();
        return db.jdbc.execute(name);
    }

    private static LedgerSettings patient(LedgerSettings settings) {
        boolean h2File = settings.dialect() == Dialect.H2 && settings.file().isPresent();
        Duration wait = settings.connectTimeout().compareTo(LONGEST) < 0 ? settings.connectTimeout() : LONGEST;
        return new LedgerSettings(
                h2File ? settings.url() + READ_ONLY_H2 : settings.url(),
                settings.username(),
                settings.password(),
                settings.passwordFile(),
                2,
                wait,
                settings.bridge(),
                settings.lease(),
                settings.longestWork(),
                settings.encryptionKey(),
                settings.encryptionKeyFile());
    }

    /** The folder that the file of an embedded ledger lies in, or will; null for any other database. */
    public static Path folder(LedgerSettings settings) {
        return settings.folder().orElse(null);
    }
}
