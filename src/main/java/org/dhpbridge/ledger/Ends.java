package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Writes what became of claimed messages, if their claims still hold: those that end at the same time in one transaction.
 * Order of locks, the same for every transaction: lanes, messages, links, codes, counts, conversations; each by key.
 */
final class Ends {

    private static final int MOST_AT_ONCE = 64;
    private static final int LEADERS_OF_A_SERVER = 2;

    private static final String END =
            """
            UPDATE message SET state = ?, ended_at = ?, next_attempt_at = NULL,
                error_code = ?, error_step = ?, error_sentence = ?, error_outcome = ?, error_outcome_key = ?,
                mapping = COALESCE(?, mapping), mapping_version = ?, pack = ?, filled = ?, placed = ?, issues = ?
            WHERE id = ?""";

    private static final String RETRY =
            """
            UPDATE message SET attempts = attempts + ?, next_attempt_at = ?,
                error_code = ?, error_step = ?, error_sentence = ?, error_outcome = ?, error_outcome_key = ?
            WHERE id = ?""";

    /** As long as a lane is claimed it is at the message that the claim is for, and nobody else writes of that message. */
    private static final String LOCK =
            """
            SELECT lane_key, claim,
                EXISTS (SELECT 1 FROM message_warning w WHERE w.message_id = lane.message_id)
                    OR EXISTS (SELECT 1 FROM message_unmapped u WHERE u.message_id = lane.message_id) AS marked
            FROM lane WHERE %s ORDER BY lane_key""";

    /** The first due message of each lane, by one step into an index however long the lane is. */
    private static final String NEXT =
            """
            SELECT n.lane_key, m.id, m.received_at, m.next_attempt_at
            FROM (SELECT l.lane_key, (SELECT min(d.message_id) FROM due_message d WHERE d.lane_key = l.lane_key) AS first
                  FROM lane l WHERE %s) n
                JOIN message m ON m.id = n.first""";

    /** @param conversation compressed before the transaction begins; null when there is none */
    private record Entry(End end, Conversations.ConversationRow conversation) {}

    /** @param isMarked whether an earlier end of the message left warnings or codes behind */
    private record Lane(UUID claim, boolean isMarked) {}

    private record Next(UUID lane, long message, Instant readyAt) {}

    private final Database db;
    private final String lock;
    private final String next;
    private final Journal journal;
    private final Claims claims;
    private final LinkTable links;
    private final Reservations reservations;
    private final UnmappedCodes unmapped;
    private final Warnings warnings;
    private final FailureCauses causes;
    private final Vault vault;
    private final Counts counts;
    private final Conversations conversations;
    private final GroupCommit<Entry, Boolean> ends;

    Ends(
            Database db,
            Journal journal,
            Claims claims,
            LinkTable links,
            Reservations reservations,
            UnmappedCodes unmapped,
            Vault vault,
            Conversations conversations) {
        this.db = db;
        lock = LOCK.formatted(db.anyKey("lane_key")) + db.dialect.forUpdate();
        next = NEXT.formatted(db.anyKey("l.lane_key"));
        this.journal = journal;
        this.claims = claims;
        this.links = links;
        this.reservations = reservations;
        this.unmapped = unmapped;
        this.warnings = new Warnings(db);
        this.causes = new FailureCauses(db);
        this.vault = vault;
        this.conversations = conversations;
        counts = new Counts(db);
        ends = new GroupCommit<>(
                db.isEmbedded() ? 1 : LEADERS_OF_A_SERVER,
                MOST_AT_ONCE,
                end -> 1,
                group -> db.inTransaction(() -> write(group)));
    }

    /** @return false, and nothing is written, when the claim was lost */
    boolean end(End end) {
        boolean ours = ends.commit(entry(end));
        over(end.claimed());
        return ours;
    }

    /** As {@link #end}, in company: see {@link GroupCommit#submit}. */
    CompletionStage<Boolean> endSoon(End end) {
        return ends.submit(entry(end)).thenApply(ours -> {
            over(end.claimed());
            return ours;
        });
    }

    /** Writes what is to end soon now. @return whether there was anything */
    boolean finish() {
        return ends.finish();
    }

    private static Entry entry(End end) {
        return new Entry(end, Conversations.row(end.claimed().id(), end.result().conversation()));
    }

    private void over(Claimed claimed) {
        claims.forget(claimed);
        reservations.ended(claimed.holder());
    }

    private List<Boolean> write(List<Entry> group) {
        Map<UUID, Lane> lanes = lock(group);
        Set<UUID> seen = new HashSet<>();
        List<Boolean> ours = new ArrayList<>();
        List<Entry> mine = new ArrayList<>();
        Set<Long> marked = new HashSet<>();
        for (Entry entry : group) {
            End end = entry.end();
            Claimed claimed = end.claimed();
            Lane lane = lanes.get(claimed.lane());
            boolean holds = lane != null && claimed.claim().equals(lane.claim()) && seen.add(claimed.holder());
            ours.add(holds);
            if (holds) {
                mine.add(entry);
                if (lane.isMarked()) {
                    marked.add(claimed.id());
                }
            }
        }
        if (!mine.isEmpty()) {
            writeEnds(mine.stream().map(Entry::end).toList(), marked);
            conversations.write(mine.stream()
                    .map(Entry::conversation)
                    .filter(Objects::nonNull)
                    .toList());
        }
        reservations.delete(
                group.stream().map(entry -> entry.end().claimed().holder()).toList());
        return ours;
    }

    private Map<UUID, Lane> lock(List<Entry> group) {
        Set<UUID> keys = new TreeSet<>();
        group.forEach(entry -> keys.add(entry.end().claimed().lane()));
        Map<UUID, Lane> lanes = new HashMap<>();
        db.sql.sql(lock).param(db.keys(keys)).query(row -> {
            lanes.put(db.key(row, "lane_key"), new Lane(db.key(row, "claim"), row.getBoolean("marked")));
        });
        return lanes;
    }

    private void writeEnds(List<End> mine, Set<Long> marked) {
        Instant now = db.now();
        List<End> ended = mine.stream().filter(End::isFinal).toList();
        Counts.Change change = new Counts.Change();
        claims.doubt(mine.stream()
                .filter(end -> end.doubt() == End.Doubt.BEGINS && !end.claimed().inDoubt())
                .map(end -> end.claimed().id())
                .toList());
        claims.believe(mine.stream()
                .filter(End::endsDoubt)
                .filter(end -> end.claimed().inDoubt())
                .map(end -> end.claimed().id())
                .toList());
        if (!ended.isEmpty()) {
            db.jdbc.batchUpdate(END, ended.stream().map(end -> ended(end, now)).toList());
            warnings.write(ended, marked, change);
            causes.write(ended);
            db.sql
                    .sql("DELETE FROM due_message WHERE " + db.any("message_id"))
                    .param(db.numbers(
                            ended.stream().map(end -> end.claimed().id()).toList()))
                    .update();
        }
        db.jdbc.batchUpdate(
                RETRY, mine.stream().filter(End::isRetry).map(this::retried).toList());
        db.jdbc.batchUpdate(
                "UPDATE message SET next_attempt_at = ? WHERE id = ?",
                mine.stream()
                        .filter(End::isPostponed)
                        .map(end -> new Object[] {
                            db.column(end.again()), end.claimed().id()
                        })
                        .toList());
        journal.write(mine.stream()
                .filter(end -> end.step() != null)
                .map(end -> new Journal.JournalRow(end.claimed().id(), now, end.step(), end.detail()))
                .toList());
        advance(mine);
        links.change(mine.stream().map(end -> end.result().links()).toList());
        unmapped.count(ended, marked, now);
        for (End end : ended) {
            change.add(end.claimed().source(), State.DUE, -1);
            change.add(end.claimed().source(), end.state(), 1);
        }
        counts.apply(change);
    }

    private Object[] ended(End end, Instant now) {
        Result result = end.result();
        Object[] failure = failure(end);
        return new Object[] {
            end.state().code(),
            db.column(now),
            failure[0],
            failure[1],
            failure[2],
            failure[3],
            failure[4],
            result.mapping(),
            result.mappingVersion(),
            result.pack(),
            Database.json(result.filled()),
            Database.json(result.placed()),
            Database.json(result.issues()),
            end.claimed().id()
        };
    }

    private Object[] retried(End end) {
        Object[] failure = failure(end);
        return new Object[] {
            end.attempt() ? 1 : 0,
            db.column(end.again()),
            failure[0],
            failure[1],
            failure[2],
            failure[3],
            failure[4],
            end.claimed().id()
        };
    }

    /** Code, step, sentence, and the outcome with its key: the platform's words may quote the message. */
    private Object[] failure(End end) {
        Failure failure = end.failure();
        if (failure == null) {
            return new Object[5];
        }
        Vault.SealedText outcome = vault.sealText(Vault.OUTCOME, end.claimed().id(), Database.json(failure.outcome()));
        return new Object[] {
            failure.code(), failure.step(), Database.text(failure.sentence()), outcome.content(), outcome.keyId()
        };
    }

    /** Each lane goes to its first due message; without one it is no more. */
    private void advance(List<End> mine) {
        Set<UUID> lanes = new TreeSet<>();
        mine.forEach(end -> lanes.add(end.claimed().lane()));
        Instant now = db.now();
        List<Next> first = db.sql
                .sql(next)
                .param(db.keys(lanes))
                .query((row, i) -> {
                    Instant retry = db.instant(row, "next_attempt_at");
                    return new Next(
                            db.key(row, "lane_key"),
                            row.getLong("id"),
                            retry != null ? retry : earlier(db.instant(row, "received_at"), now));
                })
                .list();
        db.jdbc.batchUpdate(
                "UPDATE lane SET message_id = ?, ready_at = ?, claim = NULL, claimed_by = NULL WHERE lane_key = ?",
                first.stream()
                        .map(one -> new Object[] {one.message(), db.column(one.readyAt()), db.key(one.lane())})
                        .toList());
        first.forEach(one -> lanes.remove(one.lane()));
        if (!lanes.isEmpty()) {
            db.sql
                    .sql("DELETE FROM lane WHERE " + db.anyKey("lane_key"))
                    .param(db.keys(lanes))
                    .update();
        }
    }

    /** By a clock that was ahead a message may have been received in time to come. */
    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
