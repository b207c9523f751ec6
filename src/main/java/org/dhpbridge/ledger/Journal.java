package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Writes the history of messages. What only the message's own row says (received) is not written again. */
final class Journal {

    private static final String INSERT =
            "INSERT INTO message_event (message_id, at, step, detail, who) VALUES (?, ?, ?, ?, ?)";

    private final Database db;
    private final String bridge;

    Journal(Database db, String bridge) {
        this.db = db;
        this.bridge = bridge;
    }

    /** What happened to one message. */
    record JournalRow(long message, Instant at, String step, String detail) {}

    void write(Collection<JournalRow> happened) {
        db.jdbc.batchUpdate(
                INSERT,
                happened.stream()
                        .map(row -> new Object[] {
                            row.message(), db.column(row.at()), row.step(), Database.text(row.detail()), bridge
                        })
                        .toList());
    }

    void write(long message, Instant at, String step, String detail) {
        db.jdbc.update(INSERT, message, db.column(at), step, Database.text(detail), bridge);
    }

    void write(Collection<Long> messages, Instant at, String step, String detail, String who) {
        List<Object[]> rows = messages.stream()
                .map(id -> new Object[] {id, db.column(at), step, Database.text(detail), Database.text(who)})
                .toList();
        db.jdbc.batchUpdate(INSERT, rows);
    }
}
