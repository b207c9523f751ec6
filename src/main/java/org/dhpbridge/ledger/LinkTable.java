package org.dhpbridge.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/** The table of links. Keys are written in the order of their hashes: no two transactions wait for each other. */
final class LinkTable {

    /**
     * What one transaction does to one link, changes of several messages put together: a statement must not meet a row twice.
     *
     * @param forget whether what was there before is forgotten
     * @param keep null when nothing is kept
     */
    private record Change(boolean forget, Link keep) {

        static final Change FORGET = new Change(true, null);

        Change then(Link next) {
            return new Change(forget, keep == null ? next : joined(keep, next));
        }

        /** What the table would hold after both, one after the other. */
        private static Link joined(Link before, Link next) {
            boolean known = before.eventTime() != null && next.eventTime() != null;
            boolean older = known && before.eventTime().isAfter(next.eventTime());
            boolean same = known && before.eventTime().equals(next.eventTime());
            int rank =
                    older || same && before.statusRank() > next.statusRank() ? before.statusRank() : next.statusRank();
            return new Link(
                    next.key(),
                    next.serverId(),
                    next.version(),
                    older ? before.eventTime() : next.eventTime(),
                    rank,
                    next.owned() == null ? before.owned() : next.owned());
        }
    }

    private final Database db;

    LinkTable(Database db) {
        this.db = db;
    }

    List<Link> find(Collection<Key> keys) {
        Map<UUID, Key> byHash = hashes(keys);
        if (byHash.isEmpty()) {
            return List.of();
        }
        return db.sql
                .sql("SELECT * FROM link WHERE " + db.anyKey("link_key"))
                .param(db.keys(byHash.keySet()))
                .query((row, i) -> new Link(
                        byHash.get(db.key(row, "link_key")),
                        row.getString("server_id"),
                        row.getString("version"),
                        db.instant(row, "event_time"),
                        row.getInt("status_rank"),
                        row.getString("owned")))
                .list();
    }

    boolean savedWithin(Collection<Key> keys, Duration time) {
        return db.sql
                        .sql("SELECT count(*) FROM link WHERE " + db.anyKey("link_key") + " AND saved_at > ?")
                        .param(db.keys(hashes(keys).keySet()))
                        .param(db.column(db.now().minus(time)))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Within the caller's transaction. @param changes in the order in which they hold */
    void change(Collection<LinkChanges> changes) {
        SortedMap<UUID, Change> byHash = new TreeMap<>();
        for (LinkChanges change : changes) {
            change.forget().forEach(key -> byHash.put(hash(key), Change.FORGET));
            for (Link link : change.keep()) {
                byHash.compute(
                        hash(link.key()),
                        (hash, before) -> before == null ? new Change(false, link) : before.then(link));
            }
        }
        forget(byHash);
        keep(byHash);
    }

    private void forget(SortedMap<UUID, Change> byHash) {
        List<UUID> gone = new ArrayList<>();
        byHash.forEach((hash, change) -> {
            if (change.forget()) {
                gone.add(hash);
            }
        });
        if (!gone.isEmpty()) {
            db.sql
                    .sql("DELETE FROM link WHERE " + db.anyKey("link_key"))
                    .param(db.keys(gone))
                    .update();
        }
    }

    private void keep(SortedMap<UUID, Change> byHash) {
        Object now = db.column(db.now());
        List<Object[]> rows = new ArrayList<>();
        byHash.forEach((hash, change) -> {
            Link link = change.keep();
            if (link != null) {
                rows.add(new Object[] {
                    db.key(hash),
                    link.key().resourceType(),
                    link.serverId(),
                    link.version(),
                    db.column(link.eventTime()),
                    link.statusRank(),
                    link.owned(),
                    now
                });
            }
        });
        if (!rows.isEmpty()) {
            db.jdbc.batchUpdate(db.dialect.upsertLink(), rows);
        }
    }

    /** Every key under what the tables know it by, in the order in which it is written. */
    static SortedMap<UUID, Key> hashes(Collection<Key> keys) {
        SortedMap<UUID, Key> byHash = new TreeMap<>();
        keys.forEach(key -> byHash.put(hash(key), key));
        return byHash;
    }

    private static UUID hash(Key key) {
        return SubjectKey.keyOf(key.resourceType(), key.system(), key.value());
    }
}
