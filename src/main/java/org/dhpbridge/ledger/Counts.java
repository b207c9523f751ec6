package org.dhpbridge.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How many messages there are, by source and state, kept by every transaction that changes it: nobody counts the whole
 * table. On a server each count is spread over several rows, so that transactions do not wait for each other; their sum
 * holds.
 */
final class Counts {

    private static final int SHARDS_OF_A_SERVER = 16;

    /** What a transaction changes. */
    static final class Change {
        private final Map<List<String>, Long> more = new TreeMap<>((a, b) -> {
            int source = a.get(0).compareTo(b.get(0));
            return source == 0 ? a.get(1).compareTo(b.get(1)) : source;
        });

        void add(String source, State state, long messages) {
            more.merge(List.of(source, state.code()), messages, Long::sum);
        }
    }

    private final Database db;

    Counts(Database db) {
        this.db = db;
    }

    /** The last thing of a transaction, for others may wait for it. */
    void apply(Change change) {
        int shard = db.isEmbedded() ? 0 : ThreadLocalRandom.current().nextInt(SHARDS_OF_A_SERVER);
        List<Object[]> rows = new ArrayList<>();
        change.more.forEach((key, messages) -> {
            if (messages != 0) {
                rows.add(new Object[] {messages, key.get(0), key.get(1), shard});
            }
        });
        int[] known = db.jdbc.batchUpdate(
                "UPDATE message_count SET messages = messages + ? WHERE source = ? AND state = ? AND shard = ?", rows);
        List<Object[]> missing = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            if (known[i] == 0) {
                missing.add(rows.get(i));
            }
        }
        db.jdbc.batchUpdate("INSERT INTO message_count (messages, source, state, shard) VALUES (?, ?, ?, ?)", missing);
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
}
