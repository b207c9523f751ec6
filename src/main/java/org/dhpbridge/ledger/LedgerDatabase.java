package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.dhpbridge.kernel.CauseChain;
import org.dhpbridge.kernel.SecretFile;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Opens the database of the settings, its tables up to date. */
final class LedgerDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerDatabase.class);

    /** A plan that was right for an empty table would be kept while the table grows. */
    private static final String PLANS_FOR_THE_TABLE_AS_IT_IS = "SET plan_cache_mode = force_custom_plan";

    /**
     * What is written on the platform must stand in the ledger before, also when the server is stopped right after: where it is set to
     * forget the last commits then (PostgreSQL manual, 30.4 Asynchronous Commit), it is not for this connection.
     */
    private static final String COMMITS_THAT_STAY =
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    /**
     * Behind a firewall that forgot its connections no answer comes any more, and no error. No statement takes so long but those that make
     * tables anew ({@link #patient}).
     */
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(1);

    /** H2 in a file is in use by another process. */
    private static final int H2_IN_USE = 90020;

    private static final String READ_COMMITTED = "TRANSACTION_READ_COMMITTED";

    private LedgerDatabase() {}

    /**
     * @return a pool; whoever gets it closes it
     * @throws LedgerUnavailableException with what to do, when the database cannot be opened or its tables not be made
     */
    static LedgerDataSource open(LedgerSettings settings) {
        FromH2.of(settings).ifPresent(FromH2::carryOver);
        LedgerDataSource dataSource = pool(settings, false);
        try {
            migrate(dataSource, settings);
            return dataSource;
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    /** SQLite's pool only reads: its tables are made by a connection of their own. */
    private static void migrate(LedgerDataSource dataSource, LedgerSettings settings) {
        try {
            Flyway tables = settings.dialect() == Dialect.SQLITE
                    ? Sqlite.migrations(settings)
                    : migrations(patient(dataSource), settings.dialect());
            tables.migrate();
            TableVersions versions = TableVersions.of(tables.info());
            if (versions.isNewer()) {
                LOG.warn(
                        "The tables of the ledger {} are of version {}, of a newer dhp-bridge; this one knows them up to version {}."
                                + " It goes on, for bridges are upgraded one after the other. If none is upgraded now, stop it and start"
                                + " the newer release; to stay with this one, restore the backup from before the upgrade",
                        place(settings.url()),
                        versions.ledger(),
                        versions.known());
            }
        } catch (FlywayException e) {
            throw new LedgerUnavailableException(
                    "The tables of the ledger " + place(settings.url()) + " cannot be brought up to date.",
                    "Look at the cause below: the database user must be allowed to create tables.",
                    e);
        }
    }

    /** Waits for an answer however long it takes. */
    private static DataSource patient(DataSource dataSource) {
        return new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                connection.setNetworkTimeout(Runnable::run, 0);
                return connection;
            }
        };
    }

    static Flyway migrations(DataSource dataSource, Dialect dialect) {
        Map<String, String> placeholders = new HashMap<>(dialect.types());
        placeholders.put("now", Long.toString(System.currentTimeMillis()));
        return Flyway.configure()
                .dataSource(dataSource)
                .locations(dialect.migrations().stream()
                        .map(folder -> "classpath:" + folder)
                        .toArray(String[]::new))
                .placeholders(placeholders)
                .load();
    }

    /**
     * @param readOnly for a command that only looks
     * @return a pool on the database as it is; whoever gets it closes it
     * @throws LedgerUnavailableException with what to do, when the database cannot be opened
     */
    static LedgerDataSource pool(LedgerSettings settings, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ledger");
        config.setMaximumPoolSize(settings.poolSize());
        FileLock lock = null;
        switch (settings.dialect()) {
            case H2 -> {
                config.setJdbcUrl(h2Url(settings.url()));
                config.setUsername(settings.username() == null ? "sa" : settings.username());
                config.setExceptionOverride(new ClosedStore());
                config.setInitializationFailTimeout(1);
                config.setReadOnly(readOnly);
                config.setTransactionIsolation(READ_COMMITTED);
            }
            case SQLITE -> {
                lock = Sqlite.lock(settings);
                Sqlite.configure(config, settings);
            }
            case POSTGRESQL -> {
                config.setJdbcUrl(settings.url());
                config.setUsername(settings.username());
                // The server's details quote whole rows, and an exception's text may come to a log.
                config.addDataSourceProperty("logServerErrorDetail", "false");
                config.addDataSourceProperty("reWriteBatchedInserts", "true");
                // What the URL says of these counts before.
                config.addDataSourceProperty("tcpKeepAlive", "true");
                config.addDataSourceProperty("socketTimeout", String.valueOf(LONGEST_STATEMENT.toSeconds()));
                config.setConnectionInitSql(PLANS_FOR_THE_TABLE_AS_IT_IS + "; " + COMMITS_THAT_STAY);
                config.setInitializationFailTimeout(settings.connectTimeout().toMillis());
                config.setReadOnly(readOnly);
                config.setTransactionIsolation(READ_COMMITTED);
            }
        }
        try {
            config.setPassword(password(settings));
            return new LedgerDataSource(config, settings.dialect(), settings.url(), lock);
        } catch (HikariPool.PoolInitializationException e) {
            release(lock);
            throw unavailable(settings, e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static void release(FileLock lock) {
        if (lock != null) {
            lock.release();
        }
    }

    private static final List<String> H2_OPTIONS =
            List.of("WRITE_DELAY=0", "DB_CLOSE_ON_EXIT=FALSE", "LOCK_TIMEOUT=10000", "QUERY_CACHE_SIZE=64");

    /**
     * Every commit is written to the file before it returns (the default is up to half a second later), and only the bridge
     * itself decides when the file is closed.
     */
    private static String h2Url(String url) {
        StringBuilder complete = new StringBuilder(url);
        for (String option : H2_OPTIONS) {
            String name = option.substring(0, option.indexOf('=') + 1);
            if (!url.toUpperCase(Locale.ROOT).contains(";" + name)) {
                complete.append(';').append(option);
            }
        }
        return complete.toString();
    }

    private static String password(LedgerSettings settings) {
        try {
            return SecretFile.or(settings.password(), settings.passwordFile());
        } catch (IOException e) {
            throw new LedgerUnavailableException(
                    "The file " + settings.passwordFile() + " with the password of the ledger cannot be read.",
                    "Correct dhp.ledger.password-file, or the rights of that file.",
                    e);
        }
    }

    private static LedgerUnavailableException unavailable(LedgerSettings settings, RuntimeException e) {
        String place = place(settings.url());
        SQLException cause = CauseChain.deepest(e, SQLException.class).orElse(null);
        if (settings.dialect() == Dialect.H2 && cause != null && cause.getErrorCode() == H2_IN_USE) {
            return inUse(settings, e);
        }
        if (cause != null && cause.getSQLState() != null && cause.getSQLState().startsWith("28")) {
            return new LedgerUnavailableException(
                    "The ledger " + place + " refuses user name or password.",
                    "Correct dhp.ledger.username and dhp.ledger.password (or dhp.ledger.password-file).",
                    e);
        }
        return new LedgerUnavailableException(
                "The ledger " + place + " cannot be opened: " + (cause == null ? e.getMessage() : cause.getMessage()),
                settings.dialect().isEmbedded()
                        ? "Look whether the folder exists and may be written, and whether the disk is full."
                        : "Start the database, or correct dhp.ledger.url; the bridge waited "
                                + settings.connectTimeout().toSeconds() + " seconds (dhp.ledger.connect-timeout).",
                e);
    }

    static LedgerInUseException inUse(LedgerSettings settings, RuntimeException e) {
        return new LedgerInUseException(
                "The ledger " + place(settings.url()) + " is in use by another bridge.",
                "Stop that bridge, start this one with another dhp.home, or let both share a PostgreSQL"
                        + " (dhp.ledger.url=jdbc:postgresql://…).",
                e);
    }

    /** Without parameters, which may hold a password. */
    static String place(String url) {
        return url.replaceAll("[;?].*", "").replaceAll("//[^/@]*@", "//");
    }
}
