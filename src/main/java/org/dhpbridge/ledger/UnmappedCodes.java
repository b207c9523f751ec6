package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The register of codes that the tables lack. */
final class UnmappedCodes {

    private static final String UPDATE =
            """
            UPDATE unmapped_code SET messages = messages + ?, last_seen = COALESCE(?, last_seen),
                last_message = COALESCE(?, last_message)
            WHERE code_key = ?""";

    private static final String INSERT =
            """
            INSERT INTO unmapped_code (code_key, code_table, system, code, messages, first_seen, last_seen, last_message)
            VALUES (?, ?, ?, ?, 1, ?, ?, ?)""";

    private final Database db;

    UnmappedCodes(Database db) {
        this.db = db;
    }

    /**
     * Counts a message under its codes, once however often it ends; to be called as the last thing of the transaction that
     * ends it, for other messages with the same codes wait here.
     */
    void count(long message, Instant now, Collection<UnmappedCode> codes) {
        Map<String, UnmappedCode> found = new TreeMap<>();
        codes.forEach(code -> found.put(code.key(), code));
        Set<String> counted = counted(message);
        if (found.isEmpty() && counted.isEmpty()) {
            return;
        }
        if (!found.keySet().equals(counted)) {
            db.jdbc.update(
                    "UPDATE message SET unmapped = ? WHERE id = ?",
                    found.isEmpty() ? null : String.join(" ", found.keySet()),
                    message);
        }
        Set<String> touched = new TreeSet<>(counted);
        touched.addAll(found.keySet());
        insertMissing(message, now, found, update(message, now, List.copyOf(touched), counted, found.keySet()));
        Set<String> gone = new TreeSet<>(counted);
        gone.removeAll(found.keySet());
        if (!gone.isEmpty()) {
            db.sql
                    .sql("DELETE FROM unmapped_code WHERE code_key = ANY(?) AND messages <= 0")
                    .param(Database.texts(gone))
                    .update();
        }
    }

    private Set<String> counted(long message) {
        String keys = db.jdbc.queryForObject("SELECT unmapped FROM message WHERE id = ?", String.class, message);
        return keys == null ? Set.of() : new TreeSet<>(List.of(keys.split(" ")));
    }

    /**
     * In the order of the keys, so that of two transactions one waits for the other and never each for the other.
     *
     * @return the keys that have no row
     */
    private Set<String> update(long message, Instant now, List<String> keys, Set<String> before, Set<String> after) {
        List<Object[]> rows = new ArrayList<>();
        for (String key : keys) {
            int more = (after.contains(key) ? 1 : 0) - (before.contains(key) ? 1 : 0);
            rows.add(
                    after.contains(key)
                            ? new Object[] {more, Database.column(now), message, key}
                            : new Object[] {more, null, null, key});
        }
        int[] updated = db.jdbc.batchUpdate(UPDATE, rows, new int[] {
            java.sql.Types.BIGINT, java.sql.Types.TIMESTAMP_WITH_TIMEZONE, java.sql.Types.BIGINT, java.sql.Types.VARCHAR
        });
        Set<String> missing = new TreeSet<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(keys.get(i));
            }
        }
        return missing;
    }

    private void insertMissing(long message, Instant now, Map<String, UnmappedCode> found, Set<String> missing) {
        List<Object[]> rows = new ArrayList<>();
        found.forEach((key, code) -> {
            if (missing.contains(key)) {
                rows.add(new Object[] {
                    key, code.table(), code.system(), code.code(), Database.column(now), Database.column(now), message
                });
            }
        });
        db.jdbc.batchUpdate(INSERT, rows);
    }

    List<UnmappedCount> list(UnmappedFilter filter) {
        Map<String, Object> where = where(filter);
        JdbcClient.StatementSpec query = db.sql
                .sql("SELECT * FROM unmapped_code" + sql(where)
                        + " ORDER BY messages DESC, last_seen DESC, code_key OFFSET ? ROWS FETCH FIRST ? ROWS ONLY")
                .params(List.copyOf(where.values()))
                .param(filter.offset())
                .param(filter.limit());
        return query.query((row, i) -> new UnmappedCount(
                        new UnmappedCode(row.getString("code_table"), row.getString("system"), row.getString("code")),
                        row.getLong("messages"),
                        Database.instant(row, "first_seen"),
                        Database.instant(row, "last_seen"),
                        row.getLong("last_message")))
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

    private static Map<String, Object> where(UnmappedFilter filter) {
        Map<String, Object> where = new LinkedHashMap<>();
        put(where, "code_table = ?", filter.table());
        put(where, "system = ?", filter.system());
        put(where, "code = ?", filter.code());
        put(where, "last_seen >= ?", Database.column(filter.seenSince()));
        return where;
    }

    private static void put(Map<String, Object> where, String condition, Object value) {
        if (value != null) {
            where.put(condition, value);
        }
    }
}
