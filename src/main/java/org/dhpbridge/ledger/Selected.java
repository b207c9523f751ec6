package org.dhpbridge.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the messages of a {@link Selection}, the oldest first. What a person has written anew is left out where it is not named by its
 * number: sent again, it would undo the correction.
 */
final class Selected {

    private static final String TOUCHED = "message_unmapped u";

    /** SQLite goes through the tables of a CROSS JOIN in this order. */
    private static final String TOUCHED_AND_MESSAGE = TOUCHED + " CROSS JOIN message m";

    private static final Set<State> ENDED = EnumSet.complementOf(EnumSet.of(State.DUE));

    private final Database db;
    private final ReceiptTimes times;

    Selected(Database db) {
        this.db = db;
        times = new ReceiptTimes(db);
    }

    /** @param id column of the message's number in the table that is gone along */
    private record Where(String from, String id, String sql, List<Object> values) {}

    /** What must hold, in order, and the values of its parameters. */
    private static final class Conditions {

        private final List<String> texts = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        private void add(String condition) {
            texts.add(condition);
        }

        /** @param value of its one parameter; null leaves the condition out */
        private void add(String condition, Object value) {
            if (value != null) {
                texts.add(condition);
                values.add(value);
            }
        }
    }

    /** How many there are with a number up to one. */
    long count(Selection selection, long upTo) {
        Where where = where(selection, 0, upTo);
        return db.sql
                .sql("SELECT count(*) FROM " + where.from() + " WHERE " + where.sql())
                .params(where.values())
                .query(Long.class)
                .single();
    }

    /** Numbers above one and up to another, at most so many. */
    List<Long> ids(Selection selection, long after, long upTo, int limit) {
        return ids(selection, after, upTo, limit, "");
    }

    /** The newest with a number up to one, at most so many. */
    List<Long> newest(Selection selection, long upTo, int limit) {
        return ids(selection, 0, upTo, limit, " DESC");
    }

    private List<Long> ids(Selection selection, long after, long upTo, int limit, String direction) {
        Where where = where(selection, after, upTo);
        List<Object> values = new ArrayList<>(where.values());
        values.add(limit);
        return db.sql
                .sql("SELECT " + where.id() + " FROM " + where.from() + " WHERE " + where.sql() + " ORDER BY "
                        + where.id() + direction + " LIMIT ?")
                .params(values)
                .query(Long.class)
                .list();
    }

    private Where where(Selection selection, long after, long upTo) {
        Long since = times.atLeast(selection.since());
        Long until = times.below(selection.until());
        boolean touched = selection.touched() != null;
        String id = touched ? "u.message_id" : "m.id";
        Conditions where = new Conditions();
        where.add(id + " > ?", Math.max(after, since == null ? 0 : since - 1));
        where.add(id + " <= ?", Math.min(upTo, until == null ? Long.MAX_VALUE : until - 1));
        where.add("u.code_key = ?", selection.touched());
        if (selection.ids() == null) {
            where.add("NOT EXISTS (SELECT 1 FROM correction c WHERE c.corrects = " + id + ")");
        }
        boolean ended = touched && selection.states().containsAll(ENDED);
        if (ended) {
            where.add("NOT EXISTS (SELECT 1 FROM due_message d WHERE d.message_id = " + id + ")");
        }
        int ofOtherTables = where.texts.size();
        if (!ended) {
            where.add("m.state IN ("
                    + String.join(", ", Collections.nCopies(selection.states().size(), "?")) + ")");
            selection.states().forEach(state -> where.values.add(state.code()));
        }
        ofMessage(selection, where);
        String from = "message m";
        if (touched && where.texts.size() == ofOtherTables) {
            from = TOUCHED;
        } else if (touched) {
            from = TOUCHED_AND_MESSAGE;
            where.add("m.id = u.message_id");
        }
        return new Where(from, id, String.join(" AND ", where.texts), where.values);
    }

    private void ofMessage(Selection selection, Conditions where) {
        where.add("m.source = ?", selection.source());
        where.add("COALESCE(m.sender, '') = ?", selection.sender());
        where.add("m.error_step = ?", selection.step());
        where.add("m.error_code = ?", selection.code());
        where.add(cause("element"), selection.element());
        where.add(cause("code_key"), selection.lacking());
        where.add(
                "EXISTS (SELECT 1 FROM message_warning w WHERE w.message_id = m.id AND w.code = ?)",
                Warnings.code(selection.warning()));
        where.add("m.received_at >= ?", db.column(selection.since()));
        where.add("m.received_at < ?", db.column(selection.until()));
        if (selection.ids() != null) {
            where.add(db.any("m.id"), db.numbers(selection.ids()));
        }
    }

    private static String cause(String column) {
        return "COALESCE((SELECT c." + column + " FROM failure_cause c WHERE c.message_id = m.id), '') = ?";
    }
}
