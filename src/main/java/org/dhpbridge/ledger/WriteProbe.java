package org.dhpbridge.ledger;

/** Finds out whether the database takes a write, by a commit that leaves nothing behind. */
final class WriteProbe {

    private final Database db;
    private final Object key;

    /** @param bridge each bridge writes a key of its own, so that none waits for another */
    WriteProbe(Database db, String bridge) {
        this.db = db;
        key = db.key(SubjectKey.keyOf("write probe", bridge));
    }

    void write() {
        db.inTransaction(() -> {
            db.jdbc.update("INSERT INTO received_key (source_key) VALUES (?)", key);
            return db.jdbc.update("DELETE FROM received_key WHERE source_key = ?", key);
        });
    }
}
