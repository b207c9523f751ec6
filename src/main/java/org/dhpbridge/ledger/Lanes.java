package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Lets messages into the queue. Order of locks, here and wherever a lane is touched: lanes first, by key, then messages; so
 * no two transactions wait for each other.
 */
final class Lanes {

    /**
     * A message that becomes due.
     *
     * @param readyAt when it may be claimed; the earlier, the sooner its turn
     */
    record Entry(long message, UUID lane, Instant readyAt) {}

    private final Database db;

    Lanes(Database db) {
        this.db = db;
    }

    /**
     * Holds the lanes that exist until the transaction ends: none of them is emptied and taken away meanwhile.
     *
     * @return the keys of those that exist
     */
    Set<UUID> lock(Collection<UUID> keys) {
        return new HashSet<>(db.sql
                .sql("SELECT lane_key FROM lane WHERE " + db.anyKey("lane_key") + " ORDER BY lane_key"
                        + db.dialect.forUpdate())
                .param(db.keys(keys))
                .query((row, i) -> db.key(row, "lane_key"))
                .list());
    }

    /**
     * Puts messages into their lanes.
     *
     * @param existing what {@link #lock} returned in this transaction
     * @throws org.springframework.dao.DuplicateKeyException when another transaction made one of the missing lanes; the
     *     whole transaction is then to be run again
     */
    void enter(Collection<Entry> entries, Set<UUID> existing) {
        db.jdbc.batchUpdate(
                "INSERT INTO due_message (message_id, lane_key) VALUES (?, ?)",
                entries.stream()
                        .map(e -> new Object[] {e.message(), db.key(e.lane())})
                        .toList());
        Map<UUID, Entry> first = new TreeMap<>();
        for (Entry entry : entries) {
            first.merge(entry.lane(), entry, (a, b) -> a.message() < b.message() ? a : b);
        }
        List<Object[]> missing = first.values().stream()
                .filter(e -> !existing.contains(e.lane()))
                .map(e -> new Object[] {db.key(e.lane()), e.message(), db.column(e.readyAt())})
                .toList();
        db.jdbc.batchUpdate("INSERT INTO lane (lane_key, message_id, ready_at) VALUES (?, ?, ?)", missing);
        List<Object[]> known = first.values().stream()
                .filter(e -> existing.contains(e.lane()))
                .map(e -> new Object[] {e.message(), db.column(e.readyAt()), db.key(e.lane()), e.message()})
                .toList();
        db.jdbc.batchUpdate(
                "UPDATE lane SET message_id = ?, ready_at = ? WHERE lane_key = ? AND claim IS NULL AND message_id > ?",
                known);
    }
}
