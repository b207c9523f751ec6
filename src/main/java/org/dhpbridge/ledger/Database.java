package org.dhpbridge.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.dhpbridge.kernel.ExactJson;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What the ledger's parts share: statements, transactions, and how values become columns. */
final class Database {

    private static final int TRIES = 20;

    private static final ObjectMapper JSON = ExactJson.mapper();

    final JdbcTemplate jdbc;
    final JdbcClient sql;
    final Dialect dialect;
    private final DataSource source;
    private final LedgerDataSource store;
    private final Clock clock;

    /** @param source a {@link LedgerDataSource}, or a wrapper of one (JDBC 4, {@link java.sql.Wrapper}) */
    Database(DataSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
        try {
            store = source.unwrap(LedgerDataSource.class);
        } catch (SQLException e) {
            throw new IllegalArgumentException("A ledger's database is opened by LedgerDatabase", e);
        }
        dialect = store.dialect();
        jdbc = new JdbcTemplate(source);
        dialect.translator().ifPresent(jdbc::setExceptionTranslator);
        sql = JdbcClient.create(jdbc);
    }

    /** It runs inside this process, and in no other. */
    boolean isEmbedded() {
        return dialect.isEmbedded();
    }

    /**
     * Runs the work in one transaction, again from its start when another transaction was faster: a key that appeared
     * meanwhile or that was forgotten, a deadlock, a lock that took too long. Within a transaction it becomes a part of that one. An embedded
     * database has one transaction at a time.
     */
    <T> T inTransaction(Supplier<T> work) {
        return inTransaction(false, work);
    }

    /**
     * A transaction that survives a power cut when this returns. PostgreSQL's always do; an embedded database has at commit
     * only handed it to the operating system, which a kill of the process survives and a power cut does not. Within another
     * transaction it is as durable as that one.
     */
    <T> T inDurableTransaction(Supplier<T> work) {
        boolean outermost = !TransactionSynchronizationManager.hasResource(source);
        T result = inTransaction(true, work);
        if (outermost && dialect == Dialect.H2) {
            jdbc.execute("CHECKPOINT SYNC");
        }
        return result;
    }

    private <T> T inTransaction(boolean durable, Supplier<T> work) {
        if (TransactionSynchronizationManager.hasResource(source)) {
            return work.get();
        }
        if (!isEmbedded()) {
            return tryUntilDone(durable, work);
        }
        store.writer().lock();
        try {
            return tryUntilDone(durable, work);
        } finally {
            store.writer().unlock();
        }
    }

    private <T> T tryUntilDone(boolean durable, Supplier<T> work) {
        for (int left = TRIES - 1; ; left--) {
            try {
                return once(durable, work);
            } catch (DuplicateKeyException | TransientDataAccessException e) {
                if (left == 0) {
                    throw e;
                }
            } catch (DataIntegrityViolationException e) {
                if (left == 0 || !store.keyRenewal().getAsBoolean()) {
                    throw e;
                }
            }
        }
    }

    /** @param renewal makes the key known again that new rows refer to, if it is not: see {@link KeyRegister#renew} */
    void renewKeysBy(BooleanSupplier renewal) {
        store.renewKeysBy(renewal);
    }

    private <T> T once(boolean durable, Supplier<T> work) {
        Connection connection = begin(durable);
        try {
            T result = work(connection, work);
            commit(connection);
            return result;
        } catch (RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        } finally {
            if (dialect != Dialect.SQLITE) {
                DataSourceUtils.releaseConnection(connection, source);
            }
        }
    }

    private Connection begin(boolean durable) {
        try {
            if (dialect == Dialect.SQLITE) {
                return store.sqlite().begin(durable);
            }
        } catch (SQLException e) {
            throw translated("begin", e);
        }
        Connection connection = DataSourceUtils.getConnection(source);
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            DataSourceUtils.releaseConnection(connection, source);
            throw translated("begin", e);
        }
    }

    private <T> T work(Connection connection, Supplier<T> work) {
        TransactionSynchronizationManager.bindResource(source, new ConnectionHolder(connection));
        try {
            return work.get();
        } finally {
            TransactionSynchronizationManager.unbindResource(source);
        }
    }

    private void commit(Connection connection) {
        try {
            if (dialect == Dialect.SQLITE) {
                SqliteWriters.commit(connection);
            } else {
                connection.commit();
            }
        } catch (SQLException e) {
            throw translated("commit", e);
        }
    }

    /** The pool gives the connection back to its next user as it was: with autocommit. */
    private void rollBack(Connection connection, Throwable why) {
        try {
            if (dialect == Dialect.SQLITE) {
                store.sqlite().rollBack(connection);
            } else {
                connection.rollback();
            }
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private DataAccessException translated(String task, SQLException e) {
        DataAccessException known = jdbc.getExceptionTranslator().translate(task, null, e);
        return known == null ? new UncategorizedSQLException(task, null, e) : known;
    }

    /** Now, in the precision of the columns. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    Object column(Instant instant) {
        return dialect.column(instant);
    }

    Instant instant(ResultSet row, String column) throws SQLException {
        return dialect.instant(row, column);
    }

    /** See {@link Dialect#any}. */
    String any(String column) {
        return dialect.any(column);
    }

    /** See {@link Dialect#leads}. */
    String leads(String column) {
        return dialect.leads(column);
    }

    /** See {@link Dialect#leading}. */
    Object leading(String value) {
        return dialect.leading(value);
    }

    Object texts(Collection<String> values) {
        return dialect.texts(values);
    }

    Object numbers(Collection<Long> values) {
        return dialect.numbers(values);
    }

    /** See {@link Dialect#anyKey}. */
    String anyKey(String column) {
        return dialect.anyKey(column);
    }

    Object keys(Collection<UUID> values) {
        return dialect.keys(values);
    }

    Object key(UUID key) {
        return dialect.key(key);
    }

    UUID key(ResultSet row, String column) throws SQLException {
        return dialect.key(row, column);
    }

    /** PostgreSQL's text holds every character but NUL. */
    static String text(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    static String json(Collection<String> texts) {
        return JSON.valueToTree(texts).toString();
    }

    static String json(JsonNode node) {
        return node == null || node.isNull() ? null : node.toString();
    }

    static JsonNode json(String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The ledger holds JSON that is none", e);
        }
    }
}
