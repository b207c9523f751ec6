package org.dhpbridge.ledger;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SqlArrayValue;

/** What differs from database to database; everything else of the ledger's SQL is the same on all of them. */
enum Dialect {
    /** A server; several bridges may share it. Its statements are planned anew every time: see {@link LedgerDatabase}. */
    POSTGRESQL("db/migration", "db/common") {
        @Override
        String upsertLink() {
            return UPSERT_LINK.formatted("", "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        }

        @Override
        Optional<String> newIds() {
            return Optional.of(
                    "SELECT nextval(pg_get_serial_sequence('message', 'id')) FROM generate_series(1, CAST(? AS"
                            + " integer))");
        }

        @Override
        String forUpdate() {
            return " FOR UPDATE";
        }

        @Override
        String skippingLocked() {
            return " FOR UPDATE SKIP LOCKED";
        }

        /** An order that begins with a column of one known value is to PostgreSQL no order by it: it would go along the primary key, past all the others. */
        @Override
        String leads(String column) {
            return any(column);
        }

        @Override
        Object leading(String value) {
            return texts(List.of(value));
        }
    },

    /** In a file of this process, as earlier bridges kept their ledgers. */
    H2("db/migration", "db/common") {
        @Override
        String upsertLink() {
            return """
            MERGE INTO link l USING (VALUES (CAST(? AS uuid), CAST(? AS varchar), CAST(? AS varchar),
                    CAST(? AS varchar), CAST(? AS timestamp(6) with time zone), CAST(? AS integer), CAST(? AS varchar),
                    CAST(? AS timestamp(6) with time zone)))
                n(link_key, resource_type, server_id, version, event_time, status_rank, owned, saved_at)
            ON (l.link_key = n.link_key)
            WHEN MATCHED THEN UPDATE SET l.resource_type = n.resource_type,
                l.server_id = n.server_id, l.version = n.version,
                l.status_rank = CASE
                    WHEN l.event_time > n.event_time THEN l.status_rank
                    WHEN l.event_time = n.event_time AND l.status_rank > n.status_rank THEN l.status_rank
                    ELSE n.status_rank END,
                l.event_time = CASE WHEN l.event_time > n.event_time THEN l.event_time ELSE n.event_time END,
                l.owned = COALESCE(n.owned, l.owned), l.saved_at = n.saved_at
            WHEN NOT MATCHED THEN
                INSERT (link_key, resource_type, server_id, version, event_time, status_rank, owned, saved_at)
                VALUES (n.link_key, n.resource_type, n.server_id, n.version, n.event_time, n.status_rank, n.owned,
                    n.saved_at)""";
        }

        @Override
        String upsertConversation() {
            return "MERGE INTO message_conversation (message_id, at, key_id, content) KEY (message_id) VALUES (?, ?, ?, ?)";
        }

        @Override
        Optional<String> newIds() {
            return Optional.empty();
        }
    },

    /** In a file of this process. It has neither arrays, nor UUIDs, nor times: JSON, 16 bytes, and microseconds since 1970. */
    SQLITE("db/sqlite", "db/common") {
        private static final long MICROS = 1_000_000;

        @Override
        String upsertLink() {
            return UPSERT_LINK.formatted(", key_kind", "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 2)");
        }

        @Override
        Optional<String> newIds() {
            return Optional.of(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                    SELECT i + COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'message'), 0) FROM n""");
        }

        @Override
        String any(String column) {
            return column + " IN (SELECT value FROM json_each(?))";
        }

        @Override
        String anyKey(String column) {
            return column + " IN (SELECT unhex(value) FROM json_each(?))";
        }

        @Override
        Object texts(Collection<String> values) {
            return Database.json(values);
        }

        @Override
        Object numbers(Collection<Long> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        }

        @Override
        Object keys(Collection<UUID> values) {
            StringJoiner json = new StringJoiner(",", "[", "]");
            for (UUID key : values) {
                json.add('"' + HexFormat.of().formatHex(bytes(key)) + '"');
            }
            return json.toString();
        }

        @Override
        Object key(UUID key) {
            return key == null ? null : bytes(key);
        }

        private static byte[] bytes(UUID key) {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(key.getMostSignificantBits())
                    .putLong(key.getLeastSignificantBits())
                    .array();
        }

        @Override
        UUID key(ResultSet row, String column) throws SQLException {
            byte[] bytes = row.getBytes(column);
            if (bytes == null) {
                return null;
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong());
        }

        @Override
        Object column(Instant instant) {
            return instant == null
                    ? null
                    : Math.addExact(
                            Math.multiplyExact(instant.getEpochSecond(), MICROS),
                            instant.getNano() / ChronoUnit.MICROS.getDuration().toNanos());
        }

        @Override
        Instant instant(ResultSet row, String column) throws SQLException {
            long micros = row.getLong(column);
            return row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        }

        @Override
        int timeType() {
            return Types.BIGINT;
        }

        @Override
        Map<String, String> types() {
            return Map.of(
                    "time",
                    "bigint",
                    "key",
                    "blob",
                    "bytes",
                    "blob",
                    "id",
                    "integer primary key autoincrement",
                    "failed",
                    FAILED);
        }

        @Override
        Optional<SQLExceptionTranslator> translator() {
            return Optional.of(new SqliteErrors());
        }
    };

    /** For both that know ON CONFLICT; EXCLUDED is the new row. */
    private static final String UPSERT_LINK =
            """
            INSERT INTO link (link_key, resource_type, server_id, version, event_time, status_rank, owned, saved_at%s)
            %s
            ON CONFLICT (link_key) DO UPDATE SET resource_type = EXCLUDED.resource_type,
                server_id = EXCLUDED.server_id, version = EXCLUDED.version,
                status_rank = CASE
                    WHEN link.event_time > EXCLUDED.event_time THEN link.status_rank
                    WHEN link.event_time = EXCLUDED.event_time AND link.status_rank > EXCLUDED.status_rank
                        THEN link.status_rank
                    ELSE EXCLUDED.status_rank END,
                event_time = CASE WHEN link.event_time > EXCLUDED.event_time THEN link.event_time
                    ELSE EXCLUDED.event_time END,
                owned = COALESCE(EXCLUDED.owned, link.owned), saved_at = EXCLUDED.saved_at""";

    /** SQLite: a link of a key of before, joined to what there is under its key of today; both are parameters, today's first. */
    static final String REGROUP_LINK = UPSERT_LINK.formatted(
            ", key_kind",
            "SELECT ?, resource_type, server_id, version, event_time, status_rank, owned, saved_at, 2 FROM link"
                    + " WHERE link_key = ?");

    private static final String FAILED = "where error_code is not null";

    private final List<String> migrations;

    Dialect(String... migrations) {
        this.migrations = List.of(migrations);
    }

    /** @param url JDBC URL */
    static Dialect of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return H2;
        }
        return url.startsWith("jdbc:sqlite:") ? SQLITE : POSTGRESQL;
    }

    /** What differs in the migrations of db/common: names of column types, as {@code ${time}}, and where an index may leave rows out. */
    Map<String, String> types() {
        return Map.of(
                "time", "timestamp(6) with time zone",
                "key", "uuid",
                "bytes", "bytea",
                "id", "bigint generated by default as identity primary key",
                "failed", this == H2 ? "" : FAILED);
    }

    /** Folders of the class path with the tables' migrations. */
    List<String> migrations() {
        return migrations;
    }

    /** It runs inside this process, and one bridge has it. */
    boolean isEmbedded() {
        return this != POSTGRESQL;
    }

    /** The condition that a column is one of the values of a parameter that {@link #texts} or {@link #numbers} made. */
    String any(String column) {
        return column + " = ANY(?)";
    }

    /** The condition that the first column of the index that is meant has the value of a parameter that {@link #leading} made. */
    String leads(String column) {
        return column + " = ?";
    }

    Object leading(String value) {
        return value;
    }

    /** The same as {@link #any} for a parameter that {@link #keys} made. */
    String anyKey(String column) {
        return any(column);
    }

    /** Inserts or replaces a link; time and rank never go back, and what is owned is not forgotten. */
    abstract String upsertLink();

    /** Whether link keys of one order lie together: not on a server, where bridges of an earlier release may write beside this one. */
    boolean groupsLinkKeys() {
        return this == SQLITE;
    }

    /** Inserts or replaces what was sent for a message. */
    String upsertConversation() {
        return """
            INSERT INTO message_conversation (message_id, at, key_id, content) VALUES (?, ?, ?, ?)
            ON CONFLICT (message_id) DO UPDATE SET at = EXCLUDED.at, key_id = EXCLUDED.key_id, content = EXCLUDED.content""";
    }

    /** A query for as many new ids of messages as its parameter says, rising; empty where only an insert makes them. */
    abstract Optional<String> newIds();

    /** Holds the rows of a query until the transaction ends; nothing where there is one transaction at a time. */
    String forUpdate() {
        return "";
    }

    /** The same, but passes over rows that somebody else holds. */
    String skippingLocked() {
        return "";
    }

    Object texts(Collection<String> values) {
        return new SqlArrayValue("varchar", values.toArray());
    }

    Object numbers(Collection<Long> values) {
        return new SqlArrayValue("bigint", values.toArray());
    }

    Object keys(Collection<UUID> values) {
        return new SqlArrayValue("uuid", values.toArray());
    }

    Object key(UUID key) {
        return key;
    }

    UUID key(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    Object column(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** The JDBC type of what {@link #column} makes. */
    int timeType() {
        return Types.TIMESTAMP_WITH_TIMEZONE;
    }

    /** What the database's errors mean, where Spring does not know. */
    Optional<SQLExceptionTranslator> translator() {
        return Optional.empty();
    }
}
