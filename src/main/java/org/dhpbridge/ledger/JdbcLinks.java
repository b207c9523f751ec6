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

    /** Time and rank never go back, also when two that found the same link save it one after the other. */
    private static final String UPDATE =
            """
            UPDATE link SET server_id = ?, version = ?,
                status_rank = CASE
                    WHEN event_time > CAST(? AS timestamp with time zone) THEN status_rank
                    WHEN event_time = CAST(? AS timestamp with time zone) AND status_rank > ? THEN status_rank
                    ELSE ? END,
                event_time = CASE
                    WHEN event_time > CAST(? AS timestamp with time zone) THEN event_time
                    ELSE CAST(? AS timestamp with time zone) END,
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
        Map<String, Link> sorted = new TreeMap<>();
        links.forEach(link -> sorted.put(hash(link.key()), link));
        Object now = Database.column(db.now());
        List<String> hashes = List.copyOf(sorted.keySet());
        db.inTransaction(() -> {
            int[] updated = db.jdbc.batchUpdate(
                    UPDATE,
                    hashes.stream()
                            .map(hash -> update(hash, sorted.get(hash), now))
                            .toList());
            List<Object[]> missing = new ArrayList<>();
            for (int i = 0; i < updated.length; i++) {
                if (updated[i] == 0) {
                    missing.add(insert(hashes.get(i), sorted.get(hashes.get(i)), now));
                }
            }
            return db.jdbc.batchUpdate(INSERT, missing);
        });
    }

    private static Object[] update(String hash, Link link, Object now) {
        Object time = Database.column(link.eventTime());
        Integer rank = link.statusRank();
        String type = link.key().resourceType();
        return new Object[] {
            link.serverId(), link.version(), time, time, rank, rank, time, time, link.owned(), now, type, hash
        };
    }

    private static Object[] insert(String hash, Link link, Object now) {
        Object time = Database.column(link.eventTime());
        String type = link.key().resourceType();
        return new Object[] {link.serverId(), link.version(), time, link.statusRank(), link.owned(), now, type, hash};
    }

    @Override
    public boolean savedWithin(Collection<Key> keys, Duration time) {
        long saved = db.sql
                .sql("SELECT count(*) FROM link WHERE link_key = ANY(?) AND saved_at > ?")
                .param(Database.texts(byHash(keys).keySet()))
                .param(Database.column(db.now().minus(time)))
                .query(Long.class)
                .single();
        return saved > 0;
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
