package org.dhpbridge.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The register of codes that the tables lack. */
final class UnmappedCodes {

    private static final String UPDATE =
            """
            UPDATE unmapped_code SET messages = messages + ?, last_seen = COALESCE(?, last_seen),
                last_message = COALESCE(?, last_message)
            WHERE code_key = ?""";

    /** For ledgers that were filled before there was message_unmapped. */
    static final String OF_EARLIER_MESSAGES =
            """
            INSERT OR IGNORE INTO message_unmapped (code_key, message_id)
            SELECT c.code_key, m.id FROM unmapped_code c JOIN message m ON m.unmapped LIKE '%' || c.code_key || '%'""";

    private static final String INSERT =
            """
            INSERT INTO unmapped_code (code_key, code_table, system, code, messages, first_seen, last_seen, last_message)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Database db;

    UnmappedCodes(Database db) {
        this.db = db;
    }

    /** What several messages that end together change at one code. */
    private static final class Delta {
        private UnmappedCode code;
        private long more;
        private long with;
        private Long lastMessage;
    }

    /**
     * Counts messages under their codes, each once however often it ends; to be called as the last thing of the transaction
     * that ends them, for other messages with the same codes wait here.
     *
     * @param marked those of the messages that may be counted already
     */
    void count(Collection<End> ended, Set<Long> marked, Instant now) {
        List<End> mapped =
                ended.stream().filter(end -> end.result().unmapped() != null).toList();
        if (mapped.isEmpty()) {
            return;
        }
        Map<Long, Set<String>> counted = counted(mapped, marked);
        SortedMap<String, Delta> deltas = new TreeMap<>();
        List<Object[]> gone = new ArrayList<>();
        List<Object[]> came = new ArrayList<>();
        for (End end : mapped) {
            long message = end.claimed().id();
            Map<String, UnmappedCode> found = new TreeMap<>();
            end.result().unmapped().forEach(code -> found.put(code.key(), code));
            Set<String> before = counted.getOrDefault(message, Set.of());
            before.stream()
                    .filter(key -> !found.containsKey(key))
                    .forEach(key -> gone.add(new Object[] {key, message}));
            found.keySet().stream()
                    .filter(key -> !before.contains(key))
                    .forEach(key -> came.add(new Object[] {key, message}));
            before.forEach(key -> deltas.computeIfAbsent(key, k -> new Delta()).more--);
            found.forEach((key, code) -> {
                Delta delta = deltas.computeIfAbsent(key, k -> new Delta());
                delta.more++;
                delta.with++;
                delta.code = code;
                delta.lastMessage = message;
            });
        }
        db.jdbc.batchUpdate("DELETE FROM message_unmapped WHERE code_key = ? AND message_id = ?", gone);
        db.jdbc.batchUpdate("INSERT INTO message_unmapped (code_key, message_id) VALUES (?, ?)", came);
        insertMissing(now, deltas, update(now, deltas));
        List<String> unused = deltas.keySet().stream()
                .filter(key -> deltas.get(key).code == null)
                .toList();
        if (!unused.isEmpty()) {
            db.sql
                    .sql("DELETE FROM unmapped_code WHERE " + db.any("code_key") + " AND messages <= 0")
                    .param(db.texts(unused))
                    .update();
        }
    }

    private Map<Long, Set<String>> counted(List<End> mapped, Set<Long> marked) {
        List<Long> again = mapped.stream()
                .map(end -> end.claimed().id())
                .filter(marked::contains)
                .toList();
        if (again.isEmpty()) {
            return Map.of();
        }
        Map<Long, Set<String>> counted = new HashMap<>();
        db.sql
                .sql("SELECT message_id, code_key FROM message_unmapped WHERE " + db.any("message_id"))
                .param(db.numbers(again))
                .query(row -> {
                    counted.computeIfAbsent(row.getLong(1), id -> new TreeSet<>())
                            .add(row.getString(2));
                });
        return counted;
    }

    /**
     * In the order of the keys, so that of two transactions one waits for the other and never each for the other.
     *
     * @return the keys that have no row
     */
    private Set<String> update(Instant now, SortedMap<String, Delta> deltas) {
        List<String> keys = List.copyOf(deltas.keySet());
        List<Object[]> rows = new ArrayList<>();
        deltas.forEach((key, delta) -> rows.add(
                new Object[] {delta.more, delta.code == null ? null : db.column(now), delta.lastMessage, key}));
        int[] updated = db.jdbc.batchUpdate(UPDATE, rows, new int[] {
            java.sql.Types.BIGINT, db.dialect.timeType(), java.sql.Types.BIGINT, java.sql.Types.VARCHAR
        });
        Set<String> missing = new TreeSet<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(keys.get(i));
            }
        }
        return missing;
    }

    private void insertMissing(Instant now, SortedMap<String, Delta> deltas, Set<String> missing) {
        List<Object[]> rows = new ArrayList<>();
        deltas.forEach((key, delta) -> {
            UnmappedCode code = delta.code;
            if (missing.contains(key) && code != null) {
                Object time = db.column(now);
                rows.add(new Object[] {
                    key, code.table(), code.system(), code.code(), delta.with, time, time, delta.lastMessage
                });
            }
        });
        db.jdbc.batchUpdate(INSERT, rows);
    }

    List<UnmappedCount> list(UnmappedFilter filter) {
        Map<String, Object> where = where(filter);
        return db.sql
                .sql("SELECT * FROM unmapped_code" + sql(where)
                        + " ORDER BY messages DESC, last_seen DESC, code_key LIMIT ? OFFSET ?")
                .params(List.copyOf(where.values()))
                .param(filter.limit())
                .param(filter.offset())
                .query((row, i) -> count(row))
                .list();
    }

    Optional<UnmappedCount> find(String key) {
        return db.sql
                .sql("SELECT * FROM unmapped_code WHERE code_key = ?")
                .param(key)
                .query((row, i) -> count(row))
                .optional();
    }

    private UnmappedCount count(ResultSet row) throws SQLException {
        return new UnmappedCount(
                new UnmappedCode(row.getString("code_table"), row.getString("system"), row.getString("code")),
                row.getLong("messages"),
                db.instant(row, "first_seen"),
                db.instant(row, "last_seen"),
                row.getLong("last_message"));
    }

    /** Of the codes that are registered. */
    List<String> tables() {
        return db.sql
                .sql("SELECT DISTINCT code_table FROM unmapped_code ORDER BY code_table")
                .query(String.class)
                .list();
    }

    int forget(UnmappedFilter filter) {
        Map<String, Object> where = where(filter);
        return db.inTransaction(() -> db.sql
                .sql("DELETE FROM unmapped_code" + sql(where))
                .params(List.copyOf(where.values()))
                .update());
    }

    private static String sql(Map<String, Object> where) {
        return where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where.keySet());
    }

    private Map<String, Object> where(UnmappedFilter filter) {
        Map<String, Object> where = new LinkedHashMap<>();
        put(where, "code_table = ?", filter.table());
        put(where, "system = ?", filter.system());
        put(where, "code = ?", filter.code());
        put(where, "last_seen >= ?", db.column(filter.seenSince()));
        return where;
    }

    private static void put(Map<String, Object> where, String condition, Object value) {
        if (value != null) {
            where.put(condition, value);
        }
    }
}
