package org.dhpbridge.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Finds what is to be due by the time of a clock that was ahead, and was set back since. */
final class SetBackClock {

    /** Nobody lets a message wait for so long, but by a clock that was ahead. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** The clocks of several bridges agree to so much. */
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private static final int HASTENED_AT_ONCE = 500;

    /** Who waits by a clock that was ahead: for its receipt, for whatever came after that, for too long, or for the end of a lease. */
    private static final String BEYOND =
            """
            SELECT l.lane_key, l.claim FROM lane l JOIN message m ON m.id = l.message_id
            WHERE l.ready_at > ? AND (l.ready_at > ? OR l.claim IS NULL AND (m.next_attempt_at IS NULL OR m.received_at > ?))
            ORDER BY l.lane_key LIMIT ?""";

    /** Not what another bridge has claimed meanwhile. */
    private static final String HASTEN =
            """
            UPDATE lane SET ready_at = ?
            WHERE lane_key = ? AND ready_at > ? AND CASE WHEN claim IS NULL THEN 1 ELSE 0 END = ?""";

    private final Database db;
    private final Duration longestWork;

    /** @param longestWork after which what somebody has in work is free */
    SetBackClock(Database db, Duration longestWork) {
        this.db = db;
        this.longestWork = longestWork;
    }

    /**
     * What is due by a time that is far off is due now; what somebody has in work, who may live and renew
     * its lease, after the longest work.
     *
     * @return of how many subjects
     */
    int hasten() {
        int all = 0;
        int some;
        do {
            some = db.inTransaction(this::hastenSome);
            all += some;
        } while (some == HASTENED_AT_ONCE);
        return all;
    }

    private int hastenSome() {
        Instant now = db.now();
        Object soon = db.column(now.plus(CLOSE));
        List<Object[]> rows = db.sql
                .sql(BEYOND)
                .params(soon, db.column(now.plus(LONGEST_WAIT)), soon, HASTENED_AT_ONCE)
                .query((row, i) -> {
                    boolean isFree = db.key(row, "claim") == null;
                    return new Object[] {
                        db.column(isFree ? now : now.plus(longestWork)),
                        db.key(db.key(row, "lane_key")),
                        soon,
                        isFree ? 1 : 0
                    };
                })
                .list();
        return IntStream.of(db.jdbc.batchUpdate(HASTEN, rows)).sum();
    }
}
