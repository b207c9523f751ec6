package org.dhpbridge.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The warnings of ended messages by code, so that people find them. */
final class Warnings {

    /** Stands for each message that has any. */
    static final String ANY = "*";

    /** How people who filter call that. */
    private static final String ANY_IN_FILTERS = "any";

    private static final int LONGEST_CODE = 60;

    private final Database db;

    Warnings(Database db) {
        this.db = db;
    }

    /** The code by which messages are found for what a filter says; null for a filter that says nothing. */
    static String code(String inFilter) {
        return ANY_IN_FILTERS.equals(inFilter) ? ANY : inFilter;
    }

    /**
     * In place of those of an earlier end of the same messages; to be called in the transaction that ends them.
     *
     * @param marked those of the messages that may have any already
     * @param change takes in what becomes of the counts
     */
    void write(List<End> ended, Set<Long> marked, Counts.Change change) {
        List<Long> again = ended.stream()
                .map(end -> end.claimed().id())
                .filter(marked::contains)
                .toList();
        if (!again.isEmpty()) {
            forget(again, change);
        }
        List<Object[]> rows = new ArrayList<>();
        for (End end : ended) {
            Set<String> codes = end.result().warnings().stream()
                    .map(code -> code.substring(0, Math.min(LONGEST_CODE, code.length())))
                    .collect(Collectors.toSet());
            if (!codes.isEmpty()) {
                codes.add(ANY);
            }
            codes.forEach(code -> {
                rows.add(new Object[] {code, end.claimed().id()});
                change.warning(code, 1);
            });
        }
        db.jdbc.batchUpdate("INSERT INTO message_warning (code, message_id) VALUES (?, ?)", rows);
    }

    /** @param change takes in what becomes of the counts */
    void forget(Collection<Long> messages, Counts.Change change) {
        List<String> before = db.sql
                .sql("SELECT code FROM message_warning WHERE " + db.any("message_id"))
                .param(db.numbers(messages))
                .query(String.class)
                .list();
        if (!before.isEmpty()) {
            before.forEach(code -> change.warning(code, -1));
            db.sql
                    .sql("DELETE FROM message_warning WHERE " + db.any("message_id"))
                    .param(db.numbers(messages))
                    .update();
        }
    }
}
