package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes ended messages due again. */
final class Replays {

    private record Ended(long id, String lane, String state, Instant receivedAt) {}

    private final Database db;
    private final Journal journal;
    private final Lanes lanes;

    Replays(Database db, Journal journal) {
        this.db = db;
        this.journal = journal;
        lanes = new Lanes(db);
    }

    /** @return the messages that became due; those that are due already, or that do not exist, are not among them */
    int replay(Collection<Long> ids, String who, String why) {
        int replayed = db.inTransaction(() -> {
            List<Ended> ended = db.sql
                    .sql("SELECT id, lane_key, state, received_at FROM message WHERE id = ANY(?) AND state <> 'due'"
                            + " ORDER BY id")
                    .param(Database.numbers(ids))
                    .query((row, i) -> new Ended(
                            row.getLong(1), row.getString(2), row.getString(3), Database.instant(row, "received_at")))
                    .list();
            Set<String> keys = new TreeSet<>();
            ended.forEach(e -> keys.add(e.lane()));
            Set<String> existing = lanes.lock(keys);
            int[] changed = db.jdbc.batchUpdate(
                    "UPDATE message SET state = 'due', attempts = 0, next_attempt_at = NULL, ended_at = NULL"
                            + " WHERE id = ? AND state = ?",
                    ended.stream().map(e -> new Object[] {e.id(), e.state()}).toList());
            List<Lanes.Entry> due = new ArrayList<>();
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] == 1) {
                    Ended e = ended.get(i);
                    due.add(new Lanes.Entry(e.id(), e.lane(), e.receivedAt()));
                }
            }
            journal.write(due.stream().map(Lanes.Entry::message).toList(), db.now(), "replayed", why, who);
            lanes.enter(due, existing);
            return due.size();
        });
        db.force();
        return replayed;
    }
}
