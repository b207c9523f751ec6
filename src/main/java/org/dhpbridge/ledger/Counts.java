package org.dhpbridge.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How many messages there are, by source and state, and by warning, kept by every transaction that changes it: nobody counts
 * a whole table. On a server each count is spread over several rows, so that transactions do not wait for each other; their
 * sum holds.
 */
final class Counts {

    private static final int SHARDS_OF_A_SERVER = 16;

    private record CountKey(String source, State state) {}

    /** What a transaction changes. */
    static final class Change {
        private final SortedMap<CountKey, Long> messages = new TreeMap<>(Comparator.comparing(CountKey::source)
                .thenComparing(place -> place.state().code()));
        private final SortedMap<String, Long> warnings = new TreeMap<>();

        void add(String source, State state, long more) {
            messages.merge(new CountKey(source, state), more, Long::sum);
        }

        void warning(String code, long more) {
            warnings.merge(code, more, Long::sum);
        }
    }

    private final Database db;

    Counts(Database db) {
        this.db = db;
    }

    /** The last thing of a transaction, for others may wait for it. */
    void apply(Change change) {
        int shard = db.isEmbedded() ? 0 : ThreadLocalRandom.current().nextInt(SHARDS_OF_A_SERVER);
        List<Object[]> messages = new ArrayList<>();
        change.messages.forEach((place, more) -> {
            if (more != 0) {
                messages.add(new Object[] {more, place.source(), place.state().code(), shard});
            }
        });
        updateOrInsert(
                "UPDATE message_count SET messages = messages + ? WHERE source = ? AND state = ? AND shard = ?",
                "INSERT INTO message_count (messages, source, state, shard) VALUES (?, ?, ?, ?)",
                messages);
        List<Object[]> warnings = new ArrayList<>();
        change.warnings.forEach((code, more) -> {
            if (more != 0) {
                warnings.add(new Object[] {more, code, shard});
            }
        });
        updateOrInsert(
                "UPDATE warning_count SET messages = messages + ? WHERE code = ? AND shard = ?",
                "INSERT INTO warning_count (messages, code, shard) VALUES (?, ?, ?)",
                warnings);
    }

    private void updateOrInsert(String update, String insert, List<Object[]> rows) {
        int[] known = db.jdbc.batchUpdate(update, rows);
        List<Object[]> missing = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            if (known[i] == 0) {
                missing.add(rows.get(i));
            }
        }
        db.jdbc.batchUpdate(insert, missing);
    }

    List<Summary.Count> all() {
        return db.sql
                .sql("SELECT source, state, sum(messages) AS messages FROM message_count GROUP BY source, state"
                        + " HAVING sum(messages) > 0 ORDER BY source, state")
                .query((row, i) -> new Summary.Count(row.getString(1), State.of(row.getString(2)), row.getLong(3)))
                .list();
    }

    long due() {
        return db.sql
                .sql("SELECT COALESCE(sum(messages), 0) FROM message_count WHERE state = 'due'")
                .query(Long.class)
                .single();
    }

    /** How many messages have each warning; {@link Warnings#ANY} for all that have one. */
    Map<String, Long> warnings() {
        Map<String, Long> counts = new TreeMap<>();
        db.sql
                .sql("SELECT code, sum(messages) AS messages FROM warning_count GROUP BY code HAVING sum(messages) > 0")
                .query(row -> {
                    counts.put(row.getString("code"), row.getLong("messages"));
                });
        return counts;
    }
}
