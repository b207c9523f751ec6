package org.dhpbridge.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Links in the ledger's database. */
final class JdbcLinks implements Links {

    private static final String UPDATE =
            """
            UPDATE link SET server_id = ?, version = ?, event_time = ?, status_rank = ?,
                owned = COALESCE(CAST(? AS varchar), owned), saved_at = ?, resource_type = ?
            WHERE link_key = ?""";

    private static final String INSERT =
            """
            INSERT INTO link (server_id, version, event_time, status_rank, owned, saved_at, resource_type, link_key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Database db;
    private final Reservations reservations;

    /** @param lease how long a reservation holds without {@link #renewReservations} */
    JdbcLinks(DataSource dataSource, Duration lease, Clock clock) {
        db = new Database(dataSource, clock);
        reservations = new Reservations(db, lease);
    }

    @Override
    public List<Link> find(Collection<Key> keys) {
        Map<String, Key> byHash = byHash(keys);
        if (byHash.isEmpty()) {
            return List.of();
        }
        return db.sql
                .sql("SELECT * FROM link WHERE link_key = ANY(?)")
                .param(Database.texts(byHash.keySet()))
                .query((row, i) -> new Link(
                        byHash.get(row.getString("link_key")),
                        row.getString("server_id"),
                        row.getString("version"),
                        Database.instant(row, "event_time"),
                        row.getInt("status_rank"),
                        row.getString("owned")))
                .list();
    }

    @Override
    public void save(Collection<Link> links) {
        // Sorted by hash, so that two bridges that save the same links take their locks in the same order.
        Map<String, Object[]> rows = new TreeMap<>();
        for (Link link : links) {
            String hash = hash(link.key());
            rows.put(hash, new Object[] {
                link.serverId(),
                link.version(),
                Database.column(link.eventTime()),
                link.statusRank(),
                link.owned(),
                Database.column(db.now()),
                link.key().resourceType(),
                hash
            });
        }
        db.inTransaction(() -> {
            List<Object[]> all = List.copyOf(rows.values());
            int[] updated = db.jdbc.batchUpdate(UPDATE, all);
            List<Object[]> missing = new ArrayList<>();
            for (int i = 0; i < updated.length; i++) {
                if (updated[i] == 0) {
                    missing.add(all.get(i));
                }
            }
            return db.jdbc.batchUpdate(INSERT, missing);
        });
    }

    @Override
    public void forget(Collection<Key> keys) {
        db.inTransaction(() -> db.sql
                .sql("DELETE FROM link WHERE link_key = ANY(?)")
                .param(Database.texts(byHash(keys).keySet()))
                .update());
    }

    /** On H2 there is no other bridge. */
    @Override
    public <T> T reserving(Collection<Key> keys, Supplier<T> work) {
        if (keys.isEmpty() || db.isH2()) {
            return work.get();
        }
        UUID reservation = reservations.take(new TreeSet<>(byHash(keys).keySet()));
        try {
            return work.get();
        } finally {
            reservations.free(reservation);
        }
    }

    /** Prolongs what is reserved; to be called several times within a lease. */
    void renewReservations() {
        reservations.renew();
    }

    private static Map<String, Key> byHash(Collection<Key> keys) {
        Map<String, Key> byHash = new TreeMap<>();
        keys.forEach(key -> byHash.put(hash(key), key));
        return byHash;
    }

    private static String hash(Key key) {
        return SubjectKey.sha256(key.resourceType(), key.system(), key.value());
    }
}
