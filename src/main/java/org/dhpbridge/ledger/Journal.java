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

    void write(long message, Instant at, String step, String detail) {
        db.jdbc.update(INSERT, message, Database.column(at), step, Database.text(detail), bridge);
    }

    void write(Collection<Long> messages, Instant at, String step, String detail) {
        write(messages, at, step, detail, bridge);
    }

    void write(Collection<Long> messages, Instant at, String step, String detail, String who) {
        List<Object[]> rows = messages.stream()
                .map(id -> new Object[] {id, Database.column(at), step, Database.text(detail), Database.text(who)})
                .toList();
        db.jdbc.batchUpdate(INSERT, rows);
    }
}
