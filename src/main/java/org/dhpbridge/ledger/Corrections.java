package org.dhpbridge.ledger;

import java.util.List;
import java.util.Optional;

/** Which messages people wrote in the place of which others. */
public final class Corrections {

    static final String INSERT = "INSERT INTO correction (message_id, corrects, who, why) VALUES (?, ?, ?, ?)";

    /**
     * A message that a person wrote.
     *
     * @param message its number
     * @param corrects number of the one in whose place it is
     */
    public record CorrectionRow(long message, long corrects, String who, String why) {}

    private final Database db;

    Corrections(Database db) {
        this.db = db;
    }

    static Optional<Object[]> row(long id, NewMessage message) {
        return Optional.ofNullable(message.correction())
                .map(of -> new Object[] {id, of.corrects(), Database.text(of.who()), Database.text(of.why())});
    }

    /** Those that the message is one of, and those in whose place others are. */
    List<CorrectionRow> of(long id) {
        return db.sql
                .sql("SELECT message_id, corrects, who, why FROM correction WHERE message_id = ? OR corrects = ?"
                        + " ORDER BY message_id")
                .params(id, id)
                .query((row, i) ->
                        new CorrectionRow(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)))
                .list();
    }
}
