package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes messages out of the ledger that ended long ago, with payload and history. What de-duplication and delivery need
 * stays: the key of every message that was ever received, and the links.
 */
final class Purge {

    private final Database db;
    private final Counts counts;
    private final Warnings warnings;

    Purge(Database db) {
        this.db = db;
        counts = new Counts(db);
        warnings = new Warnings(db);
    }

    /**
     * One small transaction. Rows that somebody else has in hand (a replay, another bridge's purge) are passed over.
     *
     * @return how many were taken out; less than {@code max} when there are no more
     */
    int purge(State state, Instant endedBefore, int max) {
        // Found first and locked by number then: a lock of what a search reads would hold back others.
        List<Long> old = db.sql
                .sql("SELECT id FROM message WHERE state = ? AND ended_at < ? ORDER BY ended_at LIMIT ?")
                .param(state.code())
                .param(db.column(endedBefore))
                .param(max)
                .query(Long.class)
                .list();
        return old.isEmpty() ? 0 : db.inTransaction(() -> purge(state, endedBefore, old));
    }

    private int purge(State state, Instant endedBefore, List<Long> old) {
        List<Long> free = new ArrayList<>();
        Counts.Change change = new Counts.Change();
        db.sql
                .sql("SELECT id, source FROM message WHERE " + db.any("id")
                        + " AND state = ? AND ended_at < ? ORDER BY id" + db.dialect.skippingLocked())
                .param(db.numbers(old))
                .param(state.code())
                .param(db.column(endedBefore))
                .query(row -> {
                    free.add(row.getLong(1));
                    change.add(row.getString(2), state, -1);
                });
        if (!free.isEmpty()) {
            warnings.forget(free, change);
            db.sql
                    .sql("DELETE FROM message WHERE " + db.any("id"))
                    .param(db.numbers(free))
                    .update();
            counts.apply(change);
        }
        return free.size();
    }

    /** @return how many unmapped codes were forgotten that no message had since */
    int purgeUnmapped(Instant seenBefore) {
        return db.inTransaction(() -> db.sql
                .sql("DELETE FROM unmapped_code WHERE last_seen < ?")
                .param(db.column(seenBefore))
                .update());
    }
}
