package org.dhpbridge.ledger;

import java.util.List;

/** Keeps of each dead message what makes its failure the same as another's. The row of one that ended otherwise later stays, and counts for nothing. */
final class FailureCauses {

    private static final int LONGEST_ELEMENT = 250;

    private final Database db;

    FailureCauses(Database db) {
        this.db = db;
    }

    /** For ledgers that were filled before message had these columns. */
    static final String OF_EARLIER_MESSAGES =
            """
            UPDATE message SET
                cause_element = (SELECT NULLIF(c.element, '') FROM failure_cause c WHERE c.message_id = message.id),
                cause_code = (SELECT NULLIF(c.code_key, '') FROM failure_cause c WHERE c.message_id = message.id)
            WHERE error_code IS NOT NULL""";

    /** To be called in the transaction that ends them. */
    void write(List<End> ended) {
        List<End> dead = ended.stream().filter(end -> end.failure() != null).toList();
        if (dead.isEmpty()) {
            return;
        }
        db.sql
                .sql("DELETE FROM failure_cause WHERE " + db.any("message_id"))
                .param(db.numbers(dead.stream().map(end -> end.claimed().id()).toList()))
                .update();
        db.jdbc.batchUpdate(
                "INSERT INTO failure_cause (message_id, element, code_key, code_table, system, code) VALUES (?, ?, ?, ?, ?, ?)",
                dead.stream().map(FailureCauses::row).toList());
        db.jdbc.batchUpdate(
                "UPDATE message SET cause_element = ?, cause_code = ? WHERE id = ?",
                dead.stream()
                        .map(FailureCauses::row)
                        .map(row -> new Object[] {known(row[1]), known(row[2]), row[0]})
                        .toList());
    }

    private static Object known(Object text) {
        return "".equals(text) ? null : text;
    }

    private static Object[] row(End end) {
        UnmappedCode code = end.failure().unmapped();
        return new Object[] {
            end.claimed().id(),
            element(end.failure()),
            code == null ? "" : code.key(),
            code == null ? "" : code.table(),
            code == null ? "" : code.system(),
            code == null ? "" : code.code()
        };
    }

    /** Without indexes and segment numbers: the third name that is too long is the same fault as the first. */
    private static String element(Failure failure) {
        String element = failure.element() == null
                ? ""
                : failure.element().replaceAll("\\[\\d+]", "").replaceAll("\\(\\d+\\)", "");
        return element.length() <= LONGEST_ELEMENT ? element : element.substring(0, LONGEST_ELEMENT);
    }
}
