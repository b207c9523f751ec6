package org.dhpbridge.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is new for people who are alerted: for each way of alerting one bridge at a time has it, and tells it. What it does not close
 * is given out again.
 */
public final class Alerts {

    /** From (exclusive) and to (inclusive). */
    public record NewsSpan(Instant from, Instant until) {}

    /**
     * Messages that died of one cause.
     *
     * @param sender which system sent them, as they say; empty for those that do not say
     * @param element the element that is wrong, without its indexes; empty when none is known
     */
    public record Deaths(String source, String sender, String step, String code, String element, long messages) {}

    /** What happened in a span. */
    public record News(NewsSpan span, List<Deaths> deaths) {}

    /** What ended less long ago may not be committed yet, as clocks differ. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** What a transaction of another connection wrote ended after it began: how long ago the oldest did. */
    private static final String OLDEST_TRANSACTION =
            """
            SELECT COALESCE(CAST(CEIL(1000 * EXTRACT(EPOCH FROM clock_timestamp() - min(xact_start))) AS bigint), 0)
            FROM pg_stat_activity
            WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()""";

    /** A transaction that takes longer is nobody's who ends messages. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(15);

    /** A bridge that has not told by then is gone. */
    private static final Duration LONGEST_TELLING = Duration.ofMinutes(2);

    private final Database db;
    private final Duration settled;

    Alerts(Database db) {
        this(db, SETTLED);
    }

    Alerts(Database db, Duration settled) {
        this.db = db;
        this.settled = settled;
    }

    /**
     * Takes the time since the last alert, if it is long enough and nobody else has it. The first call only begins the time.
     *
     * @param channel way of alerting, at most 20 characters
     * @param every how long the span must be
     */
    public Optional<News> take(String channel, Duration every) {
        Instant now = db.now();
        Instant until = now.minus(settled).minus(oldestTransaction());
        return db.inTransaction(() -> {
            List<Long> ends =
                    db.jdbc.queryForList("SELECT told_until FROM alert WHERE channel = ?", Long.class, channel);
            if (ends.isEmpty()) {
                db.jdbc.update("INSERT INTO alert (channel, told_until) VALUES (?, ?)", channel, until.toEpochMilli());
                return Optional.empty();
            }
            NewsSpan span = new NewsSpan(Instant.ofEpochMilli(ends.get(0)), until);
            boolean due = !span.from().plus(every).isAfter(until);
            return due && reserve(channel, span.from(), now)
                    ? Optional.of(new News(span, deaths(span)))
                    : Optional.empty();
        });
    }

    /** An embedded database has one transaction at a time. */
    private Duration oldestTransaction() {
        if (db.isEmbedded()) {
            return Duration.ZERO;
        }
        Duration age = Duration.ofMillis(db.jdbc.queryForObject(OLDEST_TRANSACTION, Long.class));
        return age.compareTo(LONGEST_TRANSACTION) < 0 ? age : LONGEST_TRANSACTION;
    }

    private boolean reserve(String channel, Instant from, Instant now) {
        return db.jdbc.update(
                        "UPDATE alert SET taken_until = ? WHERE channel = ? AND told_until = ?"
                                + " AND (taken_until IS NULL OR taken_until < ?)",
                        now.plus(LONGEST_TELLING).toEpochMilli(),
                        channel,
                        from.toEpochMilli(),
                        now.toEpochMilli())
                == 1;
    }

    /** The span is over: people know, or there was nothing to know. */
    public void close(String channel, NewsSpan span) {
        end(channel, span.from(), span.until());
    }

    /** Gives a span back that nobody was told of; it is taken again with what came meanwhile. */
    public void giveBack(String channel, NewsSpan span) {
        end(channel, span.from(), span.from());
    }

    private void end(String channel, Instant from, Instant until) {
        db.inTransaction(() -> db.jdbc.update(
                "UPDATE alert SET told_until = ?, taken_until = NULL WHERE channel = ? AND told_until = ?",
                until.toEpochMilli(),
                channel,
                from.toEpochMilli()));
    }

    /** Messages that died in the span and are dead still, the most frequent cause first. */
    private List<Deaths> deaths(NewsSpan span) {
        return db.sql
                .sql(
                        "SELECT m.source, COALESCE(m.sender, ''), m.error_step, m.error_code, COALESCE(c.element, ''), count(*)"
                                + " FROM message m"
                                + " LEFT JOIN failure_cause c ON c.message_id = m.id"
                                + " WHERE m.state = 'dead' AND m.ended_at > ? AND m.ended_at <= ?"
                                + " GROUP BY m.source, m.sender, m.error_step, m.error_code, COALESCE(c.element, '')"
                                + " ORDER BY 6 DESC, 1, 2, 3, 4, 5")
                .params(db.column(span.from()), db.column(span.until()))
                .query((row, i) -> new Deaths(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6)))
                .list();
    }
}
