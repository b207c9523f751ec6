package org.dhpbridge.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;

/**
 * The audit in the ledger's database: rows are only added, each with the hash of the one before it. A row that was changed,
 * taken out or put in later breaks the chain from there on; rows cut off at the end show when the head was noted elsewhere.
 */
public final class AuditTrail {

    private static final int PAGE = 1000;
    private static final int COUNTED_AT_ONCE = 100;
    private static final int LONGEST_DETAIL = 2000;
    private static final int LONGEST_TARGET = 300;
    private static final int LONGEST_ACTOR = 400;
    private static final String NOTHING_BEFORE = "0".repeat(64);

    /** The newest row: its number and hash. */
    public record Head(long seq, String hash) {}

    /**
     * What became of a check.
     *
     * @param head the newest row
     * @param brokenAt number of the first row that does not fit; null when all do
     */
    public record ChainVerdict(Head head, Long brokenAt) {

        /** Whether every row is as it was written. */
        public boolean isUnbroken() {
            return brokenAt == null;
        }
    }

    private final Database db;
    private final String bridge;

    AuditTrail(Database db, String bridge) {
        this.db = db;
        this.bridge = bridge;
    }

    /** Adds a row; on return it survives a power cut. */
    public void add(String actor, String action, String target, String detail) {
        add(actor, action, target, detail, () -> null);
    }

    /**
     * Adds a row, then does the work, in one transaction that survives a power cut: when the row cannot be written, nothing is
     * done; when the work fails, there is no row.
     */
    public <T> T add(String actor, String action, String target, String detail, Supplier<T> work) {
        return db.inDurableTransaction(() -> {
            append(actor, action, target, detail);
            return work.get();
        });
    }

    /**
     * Adds a row for each target, or none when the actor would have more than so many rows of the action in the span. Whoever asks
     * at the same time, at any bridge, waits.
     *
     * @return whether they were added
     */
    public boolean addUpTo(int most, Duration span, String actor, String action, List<String> targets, String detail) {
        return db.inDurableTransaction(() -> {
            db.jdbc.update("UPDATE audit_head SET seq = seq WHERE id = 1");
            if (count(actor, action, db.now().minus(span)) + targets.size() > most) {
                return false;
            }
            targets.forEach(target -> append(actor, action, target, detail));
            return true;
        });
    }

    /** Goes back row by row of the action, which have an index, and no further than the time. */
    private long count(String actor, String action, Instant since) {
        String name = text(actor, LONGEST_ACTOR);
        long count = 0;
        Long before = null;
        while (true) {
            List<AuditEntry> page = list(action, before, COUNTED_AT_ONCE);
            for (AuditEntry entry : page) {
                if (Instant.parse(entry.at()).isBefore(since)) {
                    return count;
                }
                count += entry.actor().equals(name) ? 1 : 0;
                before = entry.seq();
            }
            if (page.size() < COUNTED_AT_ONCE) {
                return count;
            }
        }
    }

    private void append(String actor, String action, String target, String detail) {
        db.jdbc.update("UPDATE audit_head SET seq = seq + 1 WHERE id = 1");
        Head head = head();
        AuditEntry entry = new AuditEntry(
                        head.seq(),
                        DateTimeFormatter.ISO_INSTANT.format(db.now()),
                        text(actor, LONGEST_ACTOR),
                        action,
                        text(target, LONGEST_TARGET),
                        text(detail, LONGEST_DETAIL),
                        text(bridge, 200),
                        head.hash(),
                        null)
                .withHash();
        db.jdbc.update(
                "INSERT INTO audit_entry (seq, at, actor, action, target, detail, bridge, previous, hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.seq(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.target(),
                entry.detail(),
                entry.bridge(),
                entry.previous(),
                entry.hash());
        db.jdbc.update("UPDATE audit_head SET hash = ? WHERE id = 1", entry.hash());
    }

    private static String text(String text, int longest) {
        if (text == null) {
            return null;
        }
        String kept = Database.text(text);
        return kept.length() <= longest ? kept : kept.substring(0, longest - 1) + "…";
    }

    /** The newest row; number 0 when there is none yet. */
    public Head head() {
        return db.sql
                .sql("SELECT seq, hash FROM audit_head WHERE id = 1")
                .query((row, i) -> new Head(row.getLong(1), row.getString(2)))
                .single();
    }

    /**
     * Rows, the newest first.
     *
     * @param action only these; null for all
     * @param before only numbers below; null for the newest
     * @param limit at most so many
     */
    public List<AuditEntry> list(String action, Long before, int limit) {
        return db.sql
                .sql("SELECT * FROM audit_entry WHERE seq < ?" + (action == null ? "" : " AND action = ?")
                        + " ORDER BY seq DESC LIMIT ?")
                .params(
                        action == null
                                ? List.of(before == null ? Long.MAX_VALUE : before, limit)
                                : List.of(before == null ? Long.MAX_VALUE : before, action, limit))
                .query((row, i) -> entry(row))
                .list();
    }

    /** Rows with a number above, the oldest first. */
    public List<AuditEntry> after(long seq, int limit) {
        return db.sql
                .sql("SELECT * FROM audit_entry WHERE seq > ? ORDER BY seq LIMIT ?")
                .params(seq, limit)
                .query((row, i) -> entry(row))
                .list();
    }

    /**
     * Computes every hash anew.
     *
     * @param noted a head that was noted elsewhere earlier; null when none was. That row must still be there as it was
     */
    public ChainVerdict verify(Head noted) {
        Head head = head();
        String previous = NOTHING_BEFORE;
        long expected = 1;
        for (List<AuditEntry> page = after(0, PAGE); !page.isEmpty(); page = after(expected - 1, PAGE)) {
            for (AuditEntry entry : page) {
                if (expected == head.seq() + 1) {
                    return end(head, previous, noted, expected); // what follows was added since
                }
                boolean fits = entry.seq() == expected
                        && entry.previous().equals(previous)
                        && entry.hash().equals(entry.computedHash())
                        && (noted == null
                                || noted.seq() != expected
                                || noted.hash().equals(entry.hash()));
                if (!fits) {
                    return new ChainVerdict(head, expected);
                }
                previous = entry.hash();
                expected++;
            }
        }
        return end(head, previous, noted, expected);
    }

    /** The noted row was compared when the chain reached it. */
    private static ChainVerdict end(Head head, String previous, Head noted, long expected) {
        boolean whole =
                expected == head.seq() + 1 && previous.equals(head.hash()) && (noted == null || noted.seq() < expected);
        return new ChainVerdict(head, whole ? null : expected);
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("seq"),
                row.getString("at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("target"),
                row.getString("detail"),
                row.getString("bridge"),
                row.getString("previous"),
                row.getString("hash"));
    }
}
