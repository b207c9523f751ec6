package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sums for people who look at the ledger as a whole. Numbers of messages rise with the time of their receipt: a span of time
 * is a span of numbers, which the primary key finds at once.
 */
public final class Reports {

    private static final int MOST_BOUNDS = 5_000;

    /**
     * Messages that were received in a span of time, by where they stand now.
     *
     * @param from when it begins
     */
    public record Span(Instant from, Map<State, Long> messages) {

        /** All that were received. */
        public long received() {
            return messages.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Those that stand there now. */
        public long of(State state) {
            return messages.getOrDefault(state, 0L);
        }
    }

    private final Database db;
    private final Archive archive;
    private final Map<Instant, Long> bounds = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Instant, Long> eldest) {
            return size() > MOST_BOUNDS;
        }
    };

    Reports(Database db, Archive archive) {
        this.db = db;
        this.archive = archive;
    }

    /** When each source brought its newest message that is still kept. */
    public Map<String, Instant> newestBySource() {
        return archive.newestBySource();
    }

    /** Depth and oldest of what is due. */
    public Optional<Instant> oldestDue() {
        return archive.oldestDue();
    }

    /**
     * @param starts beginnings of the spans, rising; each ends where the next begins, the last one now
     * @param source only this one; null for all
     */
    public List<Span> spans(List<Instant> starts, String source) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            long from = bound(starts.get(i));
            long until = i + 1 < starts.size() ? bound(starts.get(i + 1)) : Long.MAX_VALUE;
            spans.add(new Span(starts.get(i), counts(from, until, source)));
        }
        return spans;
    }

    private Map<State, Long> counts(long from, long until, String source) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        if (from < until) {
            db.sql
                    .sql("SELECT state, count(*) FROM message WHERE id >= ? AND id < ?"
                            + (source == null ? "" : " AND source = ?") + " GROUP BY state")
                    .params(source == null ? List.of(from, until) : List.of(from, until, source))
                    .query((row, i) -> counts.put(State.of(row.getString(1)), row.getLong(2)))
                    .list();
        }
        return counts;
    }

    /** How many messages each source brought since a time. */
    public Map<String, Long> bySource(Instant since) {
        Map<String, Long> counts = new LinkedHashMap<>();
        db.sql
                .sql("SELECT source, count(*) FROM message WHERE id >= ? AND id < ? GROUP BY source ORDER BY source")
                .params(bound(since), Long.MAX_VALUE)
                .query((row, i) -> counts.put(row.getString(1), row.getLong(2)))
                .list();
        return counts;
    }

    /** The lowest number that was received at the time or later; one above all when none was. What is past stays so. */
    synchronized long bound(Instant time) {
        Long known = bounds.get(time);
        if (known != null) {
            return known;
        }
        long highest = highestId();
        long low = 1;
        long high = highest + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (receivedAtOrAfter(middle).isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean settled = low <= highest && time.isBefore(db.now());
        if (settled) {
            bounds.put(time, low);
        }
        return low;
    }

    private long highestId() {
        Long highest = db.sql
                .sql("SELECT max(id) FROM message")
                .query(Long.class)
                .optional()
                .orElse(null);
        return highest == null ? 0 : highest;
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
