package org.dhpbridge.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.springframework.jdbc.support.SqlArrayValue;

/** What differs from database to database; everything else of the ledger's SQL is the same on all of them. */
enum Dialect {
    POSTGRESQL {
        @Override
        String upsertLink() {
            return """
            INSERT INTO link (link_key, resource_type, server_id, version, event_time, status_rank, owned, saved_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
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
        }
    },
    H2 {
        @Override
        String upsertLink() {
            return """
            MERGE INTO link l USING (VALUES (CAST(? AS varchar(64)), CAST(? AS varchar), CAST(? AS varchar),
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
    };

    /** It runs inside this process, and one bridge has it. */
    boolean isEmbedded() {
        return this != POSTGRESQL;
    }

    /** The condition that a column is one of the values of a parameter that {@link #texts} or {@link #numbers} made. */
    String any(String column) {
        return column + " = ANY(?)";
    }

    /** Holds the rows of a query until the transaction ends; nothing where there is one transaction at a time. */
    String forUpdate() {
        return isEmbedded() ? "" : " FOR UPDATE";
    }

    /** The same, but passes over rows that somebody else holds. */
    String skippingLocked() {
        return isEmbedded() ? "" : " FOR UPDATE SKIP LOCKED";
    }

    /** Inserts or replaces a link; time and rank never go back, and what is owned is not forgotten. */
    abstract String upsertLink();

    Object column(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    Object texts(Collection<String> values) {
        return new SqlArrayValue("varchar", values.toArray());
    }

    Object numbers(Collection<Long> values) {
        return new SqlArrayValue("bigint", values.toArray());
    }
}
