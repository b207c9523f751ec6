package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Gives due messages to workers, one a subject at a time, and keeps the leases of what this bridge works on. */
final class Claims {

    /** Others may lock the first candidates at the same moment; with more of them than wanted there is one for everybody. */
    private static final int CANDIDATES_EACH = 4;

    private static final String READY =
            """
            SELECT lane_key, message_id, claimed_by FROM lane WHERE ready_at <= ?
            ORDER BY ready_at, message_id LIMIT ?""";

    private static final String LOCK =
            """
            SELECT lane_key, message_id, claimed_by FROM lane WHERE %s AND ready_at <= ?
            ORDER BY ready_at, message_id LIMIT ?""";

    private static final String CLAIMED =
            """
            SELECT m.id, m.source, m.content_type, m.location, m.event_time, m.received_at, m.attempts, m.issues,
                l.lane_key, d.message_id AS doubt
            FROM lane l JOIN message m ON m.id = l.message_id LEFT JOIN in_doubt d ON d.message_id = m.id
            WHERE %s AND l.claim = ?
            ORDER BY m.id""";

    private static final String DOUBT =
            """
            INSERT INTO in_doubt (message_id, since)
            SELECT id, CAST(? AS bigint) FROM message WHERE id = ? AND NOT EXISTS (SELECT 1 FROM in_doubt WHERE message_id = ?)""";

    /** Only who is the first of its subject can be looked up; who stands behind one that waits would be waited for in vain. */
    private static final String OTHERS_IN_DOUBT =
            """
            SELECT count(first) FROM
                (SELECT (SELECT min(lane.message_id) FROM lane WHERE lane.message_id = in_doubt.message_id) AS first
                 FROM in_doubt WHERE message_id <> ? AND since > ?) heads""";

    /** However many wait, few are in work. */
    private static final String IN_WORK =
            """
            SELECT message_id, ready_at FROM lane
            WHERE claimed_by >= '' AND claimed_by <= (SELECT max(claimed_by) FROM lane WHERE claimed_by >= '')""";

    /** What has not been looked up by then is stuck, and the others go on. */
    private static final Duration LONGEST_DOUBT = Duration.ofMinutes(15);

    static final String LANES_OF_DUE =
            """
            INSERT INTO lane (lane_key, message_id, ready_at)
            SELECT head.lane_key, head.message_id, COALESCE(m.next_attempt_at, m.received_at)
            FROM (SELECT lane_key, MIN(message_id) AS message_id FROM due_message GROUP BY lane_key) head
                JOIN message m ON m.id = head.message_id""";

    private static final String WARN =
            """
            UPDATE message SET issues = ? WHERE id = ? AND EXISTS (SELECT 1 FROM lane WHERE lane_key = ? AND claim = ?)""";

    private record Candidate(UUID lane, long message, String claimedBy) {}

    /** @param until when the lease ends by {@link System#nanoTime}, counted from before it was asked for */
    private record Lease(Claimed claimed, Instant since, long until) {

        Lease until(long later) {
            return new Lease(claimed, since, later);
        }
    }

    private final Database db;
    private final Journal journal;
    private final Reservations reservations;
    private final String bridge;
    private final Duration lease;
    private final Duration longestWork;
    private final Map<Long, Lease> leases = new ConcurrentHashMap<>();
    private volatile Instant claimingSince;

    Claims(
            Database db,
            Journal journal,
            Reservations reservations,
            String bridge,
            Duration lease,
            Duration longestWork) {
        this.db = db;
        this.journal = journal;
        this.reservations = reservations;
        this.bridge = bridge;
        this.lease = lease;
        this.longestWork = longestWork;
    }

    /** One thread at a time: a second would find its candidates locked by the first. */
    synchronized List<Claimed> claim(int max) {
        claimingSince = Instant.now();
        try {
            Instant now = db.now();
            long until = leaseFromNow();
            List<Claimed> claimed = db.inTransaction(() -> claimReady(now, max));
            claimed.forEach(c -> leases.put(c.id(), new Lease(c, now, until)));
            return claimed;
        } finally {
            claimingSince = null;
        }
    }

    /** By this machine's clock; empty when nobody waits for the database. */
    Optional<Instant> claimingSince() {
        return Optional.ofNullable(claimingSince);
    }

    private long leaseFromNow() {
        return System.nanoTime() + lease.toNanos();
    }

    /** Whether the lease has not ended since it was renewed last, so that nobody else can have the message. */
    boolean isHeld(Claimed claimed) {
        Lease of = leases.get(claimed.id());
        return of != null && of.claimed().claim().equals(claimed.claim()) && System.nanoTime() - of.until() < 0;
    }

    private List<Claimed> claimReady(Instant now, int max) {
        List<Candidate> candidates = db.isEmbedded() ? ready(now, max) : locked(now, max);
        if (candidates.isEmpty()) {
            return List.of();
        }
        UUID claim = UUID.randomUUID();
        List<UUID> lanes = candidates.stream().map(Candidate::lane).toList();
        db.sql
                .sql("UPDATE lane SET claim = ?, claimed_by = ?, ready_at = ? WHERE " + db.anyKey("lane_key")
                        + " AND ready_at <= ?")
                .param(db.key(claim))
                .param(bridge)
                .param(db.column(now.plus(lease)))
                .param(db.keys(lanes))
                .param(db.column(now))
                .update();
        Map<Long, String> interrupted = candidates.stream()
                .filter(c -> c.claimedBy() != null)
                .collect(Collectors.toMap(Candidate::message, Candidate::claimedBy));
        interrupted.forEach((message, by) -> journal.write(
                message,
                now,
                "interrupted",
                by + " stopped, or was cut off from the ledger, while it worked on this message."));
        doubt(interrupted.keySet());
        return db.sql
                .sql(CLAIMED.formatted(db.anyKey("l.lane_key")))
                .param(db.keys(lanes))
                .param(db.key(claim))
                .query((row, i) -> new Claimed(
                        row.getLong("id"),
                        row.getString("source"),
                        row.getString("content_type"),
                        row.getString("location"),
                        db.instant(row, "event_time"),
                        db.instant(row, "received_at"),
                        row.getInt("attempts"),
                        interrupted.containsKey(row.getLong("id")),
                        row.getObject("doubt") != null,
                        Database.json(row.getString("issues")),
                        db.key(row, "lane_key"),
                        claim))
                .list();
    }

    /** Enough where one process has the tables, one transaction at a time. */
    private List<Candidate> ready(Instant now, int max) {
        return db.sql
                .sql(READY)
                .param(db.column(now))
                .param(max)
                .query((row, i) -> candidate(row))
                .list();
    }

    private List<Candidate> locked(Instant now, int max) {
        List<Candidate> ready = ready(now, max * CANDIDATES_EACH);
        return ready.isEmpty()
                ? ready
                : db.sql
                        .sql(LOCK.formatted(db.anyKey("lane_key")) + db.dialect.skippingLocked())
                        .param(db.keys(ready.stream().map(Candidate::lane).toList()))
                        .param(db.column(now))
                        .param(max)
                        .query((row, i) -> candidate(row))
                        .list();
    }

    private Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(db.key(row, "lane_key"), row.getLong(2), row.getString(3));
    }

    /** Something of these messages may be on the platform; within a transaction. */
    void doubt(Collection<Long> messages) {
        if (!messages.isEmpty()) {
            db.jdbc.batchUpdate(
                    DOUBT,
                    messages.stream()
                            .sorted()
                            .map(id -> new Object[] {db.now().toEpochMilli(), id, id})
                            .toList());
        }
    }

    /** What became of these messages is known; within a transaction. */
    void believe(Collection<Long> messages) {
        if (!messages.isEmpty()) {
            db.jdbc.batchUpdate(
                    "DELETE FROM in_doubt WHERE message_id = ?",
                    messages.stream().map(id -> new Object[] {id}).toList());
        }
    }

    void warn(Claimed claim, JsonNode issues) {
        db.inTransaction(() -> db.sql
                .sql(WARN)
                .param(Database.json(issues))
                .param(claim.id())
                .param(db.key(claim.lane()))
                .param(db.key(claim.claim()))
                .update());
    }

    boolean othersAreInDoubt(Claimed claim) {
        Instant now = db.now();
        Instant longAgo = now.minus(LONGEST_DOUBT);
        boolean isAnyFirst = db.sql
                        .sql(OTHERS_IN_DOUBT)
                        .param(claim.id())
                        .param(longAgo.toEpochMilli())
                        .query(Long.class)
                        .single()
                > 0;
        return isAnyFirst || isAnyLeaseOver(claim, longAgo, now);
    }

    /** Behind a backlog it takes a while until somebody claims what another's lease ended on, and marks it. */
    private boolean isAnyLeaseOver(Claimed claim, Instant longAgo, Instant now) {
        return db
                .sql
                .sql(IN_WORK)
                .query((row, i) -> row.getLong("message_id") == claim.id() ? null : db.instant(row, "ready_at"))
                .list()
                .stream()
                .filter(Objects::nonNull)
                .anyMatch(until -> !until.isAfter(now) && until.isAfter(longAgo));
    }

    /** The claim is over for this bridge, whoever ended it. */
    void forget(Claimed claimed) {
        leases.computeIfPresent(claimed.id(), (id, h) -> h.claimed().claim().equals(claimed.claim()) ? null : h);
    }

    /** The claim is not renewed any more: what it holds is free when its lease is over. */
    void letRunOut(Claimed claimed) {
        forget(claimed);
        reservations.letRunOut(claimed.holder());
    }

    void renew() {
        long until = leaseFromNow();
        Instant now = db.now();
        for (Lease h : List.copyOf(leases.values())) {
            if (h.since().plus(longestWork).isBefore(now)) {
                letRunOut(h.claimed());
            }
        }
        reservations.renew();
        List<Lease> all = List.copyOf(leases.values());
        Set<Lease> renewed = readyAt(all, now.plus(lease));
        for (Lease one : all) {
            if (renewed.contains(one)) {
                leases.computeIfPresent(one.claimed().id(), (id, h) -> h.equals(one) ? h.until(until) : h);
            } else {
                letRunOut(one.claimed());
            }
        }
    }

    /** Claims that nobody ends any more, at a stop: the next bridge takes them at once. */
    void abandon() {
        List<Lease> all = List.copyOf(leases.values());
        db.inTransaction(() -> {
            doubt(readyAt(all, db.now()).stream().map(h -> h.claimed().id()).toList());
            return all;
        });
        all.forEach(h -> reservations.free(h.claimed().holder()));
        leases.clear();
    }

    /**
     * In the order in which the database sorts the keys, as everybody else locks lanes: {@link UUID} sorts otherwise.
     *
     * @return those that are still this bridge's
     */
    private Set<Lease> readyAt(Collection<Lease> claims, Instant at) {
        List<Lease> sorted = claims.stream()
                .sorted(Comparator.comparing(one -> one.claimed().lane().toString()))
                .toList();
        if (sorted.isEmpty()) {
            return Set.of();
        }
        List<Object[]> rows = sorted.stream()
                .map(Lease::claimed)
                .map(claimed -> new Object[] {db.column(at), db.key(claimed.lane()), db.key(claimed.claim())})
                .toList();
        int[] updated = db.inTransaction(
                () -> db.jdbc.batchUpdate("UPDATE lane SET ready_at = ? WHERE lane_key = ? AND claim = ?", rows));
        return IntStream.range(0, updated.length)
                .filter(i -> updated[i] != 0)
                .mapToObj(sorted::get)
                .collect(Collectors.toSet());
    }

    /**
     * What an earlier process of the same, only user of the database left behind. On H2 the lanes are made anew from what is
     * due: killed in the middle of a commit it may keep entries of a lane in its indexes that have no row any more, and every
     * statement that meets one fails (error 90143).
     */
    void takeBackAll() {
        Object now = db.column(db.now());
        doubt(db.jdbc.queryForList("SELECT message_id FROM lane WHERE claim IS NOT NULL", Long.class));
        if (db.dialect != Dialect.H2) {
            db.jdbc.update("UPDATE lane SET ready_at = ? WHERE claim IS NOT NULL", now);
            return;
        }
        List<Object[]> claimed =
                db.jdbc.query("SELECT claim, claimed_by, lane_key FROM lane WHERE claim IS NOT NULL", (row, i) ->
                        new Object[] {now, row.getObject(1), row.getString(2), row.getObject(3)});
        db.jdbc.execute("TRUNCATE TABLE lane");
        db.jdbc.update(LANES_OF_DUE);
        db.jdbc.batchUpdate("UPDATE lane SET ready_at = ?, claim = ?, claimed_by = ? WHERE lane_key = ?", claimed);
    }
}
