package org.dhpbridge.ledger;

import java.time.Duration;
import java.time.Instant;

/** Numbers of messages rise with the time of their receipt: a span of time is a span of numbers, which the primary key finds at once. */
final class ReceiptTimes {

    /** Several bridges number their messages at once: a lower number may be this much later. */
    private static final Duration AT_ONCE = Duration.ofMinutes(1);

    private final Database db;

    ReceiptTimes(Database db) {
        this.db = db;
    }

    /** The lowest number that was received at the time or later; one above all when none was. */
    long bound(Instant time) {
        long low = 1;
        long high = highestId() + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (receivedAtOrAfter(middle).isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Nothing that was received at the time or later has a lower number; null for null. */
    Long atLeast(Instant since) {
        return since == null ? null : bound(since.minus(AT_ONCE));
    }

    /** Nothing that was received before the time has this number or a higher one; null for null. */
    Long below(Instant until) {
        return until == null ? null : bound(until.plus(AT_ONCE));
    }

    long highestId() {
        Long highest = db.sql
                .sql("SELECT max(id) FROM message")
                .query(Long.class)
                .optional()
                .orElse(null);
        return highest == null ? 0 : highest;
    }

    /** Zero when there is none. */
    long lowestId() {
        return db.sql
                .sql("SELECT id FROM message ORDER BY id LIMIT 1")
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Of the message with this number, or of the next that is still there. */
    Instant receivedAtOrAfter(long id) {
        return db.sql
                .sql("SELECT received_at FROM message WHERE id >= ? ORDER BY id LIMIT 1")
                .param(id)
                .query((row, i) -> db.instant(row, "received_at"))
                .optional()
                .orElse(Instant.MAX);
    }
}
