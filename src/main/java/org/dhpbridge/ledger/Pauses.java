package org.dhpbridge.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What people hold back for a while: delivery as a whole, or a source. */
public final class Pauses {

    private final Database db;

    Pauses(Database db) {
        this.db = db;
    }

    /** Those that are not over. */
    public List<Pause> current() {
        Instant now = db.now();
        return db.sql.sql("SELECT * FROM paused ORDER BY target").query((row, i) -> pause(row)).list().stream()
                .filter(pause -> !pause.isOver(now))
                .toList();
    }

    /**
     * Begins, or changes, a pause.
     *
     * @param until null until somebody ends it
     */
    public Pause begin(String target, String who, String why, Instant until) {
        Pause pause = new Pause(target, who, why, db.now(), until);
        return db.inTransaction(() -> {
            delete(target);
            db.jdbc.update(
                    "INSERT INTO paused (target, who, why, since, ends_at) VALUES (?, ?, ?, ?, ?)",
                    target,
                    Database.text(who),
                    Database.text(why),
                    pause.since().toEpochMilli(),
                    until == null ? null : until.toEpochMilli());
            return pause;
        });
    }

    /** @return whether there was one, over or not */
    public boolean end(String target) {
        return db.inTransaction(() -> delete(target)) == 1;
    }

    private int delete(String target) {
        return db.jdbc.update("DELETE FROM paused WHERE target = ?", target);
    }

    private static Pause pause(ResultSet row) throws SQLException {
        long ends = row.getLong("ends_at");
        Instant until = row.wasNull() ? null : Instant.ofEpochMilli(ends);
        return new Pause(
                row.getString("target"),
                row.getString("who"),
                row.getString("why"),
                Instant.ofEpochMilli(row.getLong("since")),
                until);
    }
}
