package org.dhpbridge.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
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
    private final LinkKeys keys;
    private final String upsert;

    /** Whether there may be links under keys of before: nobody else writes into a file that is open here. */
    private final boolean hasUngrouped;

    LinkTable(Database db) {
        this.db = db;
        keys = new LinkKeys(db.dialect.groupsLinkKeys());
        upsert = db.dialect.upsertLink();
        hasUngrouped = db.dialect.groupsLinkKeys()
                && db.sql
                        .sql("SELECT EXISTS (SELECT 1 FROM link WHERE key_kind = 1)")
                        .query(Boolean.class)
                        .single();
    }

    /** What the tables know the keys by, in the order in which they are written. */
    Set<UUID> hashes(Collection<Key> all) {
        return keys.of(all).keySet();
    }

    List<Link> find(Collection<Key> all) {
        Map<UUID, Key> byHash = keys.of(all);
        if (byHash.isEmpty()) {
            return List.of();
        }
        Map<UUID, Key> ungrouped = ungrouped(all);
        byHash.putAll(ungrouped);
        Map<Key, Link> found = new HashMap<>();
        Map<Key, Link> before = new HashMap<>();
        db.sql
                .sql("SELECT * FROM link WHERE " + db.anyKey("link_key"))
                .param(db.keys(byHash.keySet()))
                .query(row -> {
                    UUID hash = db.key(row, "link_key");
                    Link link = link(byHash.get(hash), row);
                    (ungrouped.containsKey(hash) ? before : found).put(link.key(), link);
                });
        before.forEach((key, link) -> found.merge(key, link, Change::joined));
        return List.copyOf(found.values());
    }

    private Link link(Key key, ResultSet row) throws SQLException {
        return new Link(
                key,
                row.getString("server_id"),
                row.getString("version"),
                db.instant(row, "event_time"),
                row.getInt("status_rank"),
                row.getString("owned"));
    }

    /** What links of before may be found under. If there is one of today too, an earlier bridge saved its own after ours. */
    private Map<UUID, Key> ungrouped(Collection<Key> all) {
        Map<UUID, Key> byHash = new HashMap<>();
        if (hasUngrouped) {
            all.forEach(key -> byHash.put(LinkKeys.ungrouped(key), key));
        }
        return byHash;
    }

    boolean savedWithin(Collection<Key> all, Duration time) {
        Set<UUID> hashes = new HashSet<>(hashes(all));
        hashes.addAll(ungrouped(all).keySet());
        return db.sql
                        .sql("SELECT count(*) FROM link WHERE " + db.anyKey("link_key") + " AND saved_at > ?")
                        .param(db.keys(hashes))
                        .param(db.column(db.now().minus(time)))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Within the caller's transaction. @param changes in the order in which they hold */
    void change(Collection<LinkChanges> changes) {
        if (hasUngrouped) {
            regroup(changes);
        }
        SortedMap<UUID, Change> byHash = new TreeMap<>();
        for (LinkChanges change : changes) {
            change.forget().forEach(key -> byHash.put(keys.of(key), Change.FORGET));
            for (Link link : change.keep()) {
                byHash.compute(
                        keys.of(link.key()),
                        (hash, before) -> before == null ? new Change(false, link) : before.then(link));
            }
        }
        forget(byHash);
        keep(byHash);
    }

    /** Links that are about to change go to their keys of today. */
    private void regroup(Collection<LinkChanges> changes) {
        SortedMap<UUID, UUID> today = new TreeMap<>();
        for (LinkChanges change : changes) {
            Stream.concat(change.forget().stream(), change.keep().stream().map(Link::key))
                    .forEach(key -> today.put(LinkKeys.ungrouped(key), keys.of(key)));
        }
        List<Object[]> rows = new ArrayList<>();
        today.forEach((before, now) -> rows.add(new Object[] {db.key(now), db.key(before)}));
        db.jdbc.batchUpdate(Dialect.REGROUP_LINK, rows);
        delete(today.keySet());
    }

    private void forget(SortedMap<UUID, Change> byHash) {
        List<UUID> gone = new ArrayList<>();
        byHash.forEach((hash, change) -> {
            if (change.forget()) {
                gone.add(hash);
            }
        });
        delete(gone);
    }

    private void delete(Collection<UUID> hashes) {
        if (!hashes.isEmpty()) {
            db.sql
                    .sql("DELETE FROM link WHERE " + db.anyKey("link_key"))
                    .param(db.keys(hashes))
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
            db.jdbc.batchUpdate(upsert, rows);
        }
    }
}
