package org.dhpbridge.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionTemplate;

/** What the ledger's parts share: statements, transactions, and how values become columns. */
final class Database {

    private static final int TRIES = 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    final JdbcTemplate jdbc;
    final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final boolean h2;

    Database(DataSource dataSource, Clock clock) {
        jdbc = new JdbcTemplate(dataSource);
        sql = JdbcClient.create(jdbc);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.clock = clock;
        ConnectionCallback<String> product =
                connection -> connection.getMetaData().getDatabaseProductName();
        h2 = "H2".equals(jdbc.execute(product));
    }

    /** H2 runs inside this process, and in no other. */
    boolean isH2() {
        return h2;
    }

    /**
     * Runs the work in one transaction, again from its start when another transaction was faster: a key that appeared
     * meanwhile, a deadlock, a lock that took too long.
     */
    <T> T inTransaction(Supplier<T> work) {
        for (int left = TRIES - 1; ; left--) {
            try {
                return transaction.execute(status -> work.get());
            } catch (DuplicateKeyException | TransientDataAccessException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    /**
     * Makes what was committed survive a power cut. PostgreSQL did so at commit; H2 has then only handed it to the
     * operating system, which a kill of the process survives and a power cut does not.
     */
    void force() {
        if (h2) {
            jdbc.execute("CHECKPOINT SYNC");
        }
    }

    /** Now, in the precision of the columns. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    static OffsetDateTime column(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static SqlArrayValue texts(Collection<String> values) {
        return new SqlArrayValue("varchar", values.toArray());
    }

    static SqlArrayValue numbers(Collection<Long> values) {
        return new SqlArrayValue("bigint", values.toArray());
    }

    /** PostgreSQL's text holds every character but NUL. */
    static String text(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
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
