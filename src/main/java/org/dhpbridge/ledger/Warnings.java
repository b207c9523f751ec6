package org.dhpbridge.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The warnings of ended messages by code, so that people find them. */
final class Warnings {

    /** Stands for each message that has any. */
    static final String ANY = "*";

    private static final int LONGEST_CODE = 60;

    private final Database db;

    Warnings(Database db) {
        this.db = db;
    }

    /** In place of those of an earlier end of the same messages; to be called in the transaction that ends them. */
    void write(List<End> ended) {
        db.sql
                .sql("DELETE FROM message_warning WHERE " + db.any("message_id"))
                .param(db.numbers(ended.stream().map(end -> end.claimed().id()).toList()))
                .update();
        List<Object[]> rows = new ArrayList<>();
        for (End end : ended) {
            List<String> codes = new ArrayList<>(end.result().warnings());
            if (!codes.isEmpty()) {
                rows.add(new Object[] {ANY, end.claimed().id()});
                codes.stream()
                        .map(code -> code.substring(0, Math.min(LONGEST_CODE, code.length())))
                        .distinct()
                        .forEach(code ->
                                rows.add(new Object[] {code, end.claimed().id()}));
            }
        }
        if (!rows.isEmpty()) {
            db.jdbc.batchUpdate("INSERT INTO message_warning (code, message_id) VALUES (?, ?)", rows);
        }
    }

    /** How many messages have each; {@link #ANY} for all that have one. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        db.sql
                .sql("SELECT code, count(*) AS messages FROM message_warning GROUP BY code")
                .query(row -> {
                    counts.put(row.getString("code"), row.getLong("messages"));
                });
        return counts;
    }
}
