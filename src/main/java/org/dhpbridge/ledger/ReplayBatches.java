package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Makes ended messages due again, the oldest first. */
final class ReplayBatches {

    private static final String DUE_AGAIN =
            """
            UPDATE message SET state = 'due', attempts = 0, next_attempt_at = NULL, ended_at = NULL,
                content_type = ?, mapping = ?, subject = ?, lane_key = ?, event_time = ?
            WHERE id = ? AND state = ?""";

    private record OldMessage(long id, String source, UUID lane, String state, Instant receivedAt, Identified about) {}

    /** A message that ended, as it will be due. */
    private record Again(OldMessage before, Identified about, UUID lane) {}

    private final Database db;
    private final Journal journal;
    private final Lanes lanes;
    private final Counts counts;

    ReplayBatches(Database db, Journal journal) {
        this.db = db;
        this.journal = journal;
        lanes = new Lanes(db);
        counts = new Counts(db);
    }

    /**
     * What the messages are about, worked out anew where that is asked for. Each is read and mapped: to be done before a
     * transaction, in which others would wait for it.
     */
    static Map<Long, Identified> identified(Collection<Long> ids, ReplayTerms how) {
        Map<Long, Identified> identified = new HashMap<>();
        if (how.identify() != null) {
            ids.forEach(id -> how.identify().apply(id).ifPresent(about -> identified.put(id, about)));
        }
        return identified;
    }

    /**
     * @param identified those of which something else is known now ({@link #identified})
     * @return the messages that became due; those that are due already, or that do not exist, are not among them
     */
    int replay(Collection<Long> ids, Map<Long, Identified> identified, ReplayTerms how) {
        return db.inDurableTransaction(() -> {
            List<Again> ended = new ArrayList<>();
            for (OldMessage one : ended(ids)) {
                Identified about = identified.getOrDefault(one.id(), one.about());
                ended.add(new Again(one, about, lane(one, about)));
            }
            return dueAgain(ended, identified, how);
        });
    }

    private List<OldMessage> ended(Collection<Long> ids) {
        return db.sql
                .sql("SELECT id, source, lane_key, state, received_at, content_type, mapping, subject, event_time"
                        + " FROM message WHERE " + db.any("id") + " AND state <> 'due' ORDER BY id")
                .param(db.numbers(ids))
                .query((row, i) -> new OldMessage(
                        row.getLong("id"),
                        row.getString("source"),
                        db.key(row, "lane_key"),
                        row.getString("state"),
                        db.instant(row, "received_at"),
                        new Identified(
                                row.getString("content_type"),
                                row.getString("mapping"),
                                row.getString("subject"),
                                db.instant(row, "event_time"))))
                .list();
    }

    /** The subject's; a message that turns out to be about nobody gets one of its own. */
    private static UUID lane(OldMessage message, Identified about) {
        if (Objects.equals(about.subjectKey(), message.about().subjectKey())) {
            return message.lane();
        }
        return about.subjectKey() != null
                ? SubjectKey.key(about.subjectKey())
                : SubjectKey.keyOf("replayed message", Long.toString(message.id()));
    }

    private int dueAgain(List<Again> ended, Map<Long, Identified> identified, ReplayTerms how) {
        Set<UUID> keys = new TreeSet<>();
        ended.forEach(one -> keys.add(one.lane()));
        Set<UUID> existing = lanes.lock(keys);
        int[] changed =
                db.jdbc.batchUpdate(DUE_AGAIN, ended.stream().map(this::row).toList());
        List<Again> due = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                due.add(ended.get(i));
            }
        }
        Instant now = db.now();
        journal.write(due.stream().map(one -> one.before().id()).toList(), now, "replayed", how.why(), how.who());
        due.stream()
                .filter(one -> identified.containsKey(one.before().id()))
                .forEach(one -> journal.write(one.before().id(), now, "identified", changes(one)));
        Counts.Change change = new Counts.Change();
        due.forEach(one -> {
            change.add(one.before().source(), State.of(one.before().state()), -1);
            change.add(one.before().source(), State.DUE, 1);
        });
        lanes.enter(due.stream().map(ReplayBatches::entry).toList(), existing);
        counts.apply(change);
        return due.size();
    }

    private Object[] row(Again one) {
        return new Object[] {
            one.about().contentType(),
            one.about().mapping(),
            one.about().subjectKey(),
            db.key(one.lane()),
            db.column(one.about().eventTime()),
            one.before().id(),
            one.before().state()
        };
    }

    private static Lanes.Entry entry(Again one) {
        return new Lanes.Entry(one.before().id(), one.lane(), one.before().receivedAt());
    }

    private static String changes(Again one) {
        Identified was = one.before().about();
        Identified now = one.about();
        List<String> changed = new ArrayList<>();
        note(changed, "content type", was.contentType(), now.contentType());
        note(changed, "mapping", was.mapping(), now.mapping());
        note(changed, "subject", was.subjectKey(), now.subjectKey());
        note(changed, "event time", was.eventTime(), now.eventTime());
        return "Read and identified again: "
                + (changed.isEmpty() ? "nothing changed." : "changed " + String.join(", ", changed) + ".");
    }

    private static void note(List<String> changed, String what, Object was, Object now) {
        if (!Objects.equals(was, now)) {
            changed.add(what);
        }
    }
}
