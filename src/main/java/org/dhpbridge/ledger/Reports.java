package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dhpbridge.kernel.BoundedMap;

/** Sums for people who look at the ledger as a whole. */
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
    private final ReceiptTimes times;
    private final Counts counts;
    private final Map<Instant, Long> bounds = BoundedMap.byArrival(MOST_BOUNDS);

    Reports(Database db, Archive archive) {
        this.db = db;
        this.archive = archive;
        times = new ReceiptTimes(db);
        counts = new Counts(db);
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
        List<Long> bounds = new ArrayList<>(starts.stream().map(this::bound).toList());
        bounds.add(Long.MAX_VALUE);
        List<Span> spans = starts.stream()
                .map(start -> new Span(start, new EnumMap<>(State.class)))
                .toList();
        count(bounds, source, (name, state, each) -> {
            for (int i = 0; i < each.length; i++) {
                if (each[i] > 0) {
                    spans.get(i).messages().merge(state, each[i], Long::sum);
                }
            }
        });
        return spans;
    }

    /** How many messages each source brought since a time. */
    public Map<String, Long> bySource(Instant since) {
        long from = bound(since);
        Map<String, Long> found = new TreeMap<>();
        if (from - times.lowestId() > times.highestId() - from) {
            count(
                    List.of(from, Long.MAX_VALUE),
                    null,
                    (source, state, each) -> found.merge(source, each[0], Long::sum));
        } else { // most of them: those before are counted, and left out of all
            counts.all().forEach(kind -> found.merge(kind.source(), kind.messages(), Long::sum));
            count(List.of(0L, from), null, (source, state, each) -> found.merge(source, -each[0], Long::sum));
        }
        found.values().removeIf(messages -> messages <= 0);
        return found;
    }

    /** The codes of all warnings that messages have. */
    public Set<String> warnings() {
        Set<String> codes = new TreeSet<>(counts.warnings().keySet());
        codes.remove(Warnings.ANY);
        return codes;
    }

    /** How many messages that were received since a time have each warning. */
    public Map<String, Long> warnings(Instant since) {
        long from = bound(since);
        Map<String, Long> found = new TreeMap<>();
        for (String code : warnings()) {
            long messages = db.sql
                    .sql("SELECT count(*) FROM message_warning WHERE code = ? AND message_id >= ?")
                    .params(code, from)
                    .query(Long.class)
                    .single();
            if (messages > 0) {
                found.put(code, messages);
            }
        }
        return found;
    }

    private interface Counted {
        /** @param each how many between each number and the next */
        void of(String source, State state, long[] each);
    }

    /** Source after source and state after state of which there are messages, each in an index that holds all that is asked for. */
    private void count(List<Long> bounds, String only, Counted to) {
        String statement = "SELECT "
                + String.join(
                        ", ",
                        Collections.nCopies(
                                bounds.size() - 1,
                                "(SELECT count(*) FROM message WHERE source = ? AND state = ? AND id >= ? AND id < ?)"));
        for (Summary.Count kind : counts.all()) {
            if (only == null || only.equals(kind.source())) {
                List<Object> parameters = new ArrayList<>();
                for (int i = 0; i + 1 < bounds.size(); i++) {
                    parameters.addAll(List.of(kind.source(), kind.state().code(), bounds.get(i), bounds.get(i + 1)));
                }
                to.of(
                        kind.source(),
                        kind.state(),
                        db.sql
                                .sql(statement)
                                .params(parameters)
                                .query((row, n) -> {
                                    long[] each = new long[bounds.size() - 1];
                                    for (int i = 0; i < each.length; i++) {
                                        each[i] = row.getLong(i + 1);
                                    }
                                    return each;
                                })
                                .single());
            }
        }
    }

    /** The lowest number that was received at the time or later; one above all when none was. What is past stays so. */
    synchronized long bound(Instant time) {
        Long known = bounds.get(time);
        if (known != null) {
            return known;
        }
        long bound = times.bound(time);
        if (bound <= times.highestId() && time.isBefore(db.now())) {
            bounds.put(time, bound);
        }
        return bound;
    }

    /** Of the message with this number, or of the next that is still there. */
    Instant receivedAtOrAfter(long id) {
        return times.receivedAtOrAfter(id);
    }
}
