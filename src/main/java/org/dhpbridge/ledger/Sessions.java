package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Sessions of the console, for all bridges. Their ids are secrets: only a SHA-256 of each is kept; what is in them is encrypted as
 * payloads are.
 */
public final class Sessions {

    /**
     * A session as it is kept.
     *
     * @param seen when its person was there last, to the minute
     * @param ends when it is over unless its person comes back before
     */
    public record Kept(byte[] content, Instant created, Instant seen, Instant ends) {}

    private static final String CONTENT = "console_session.content/";

    private final Database db;
    private final Vault vault;

    Sessions(Database db, Vault vault) {
        this.db = db;
        this.vault = vault;
    }

    /** Writes a session, in the place of what there is of it; those that are over are forgotten. */
    public void keep(String id, Kept session) {
        String key = key(id);
        EncryptionKeys.EncryptionKey newest = vault.keys().isOn() ? vault.keys().newest() : null;
        byte[] content = newest == null ? session.content() : vault.encrypt(newest, CONTENT + key, session.content());
        db.inTransaction(() -> {
            db.jdbc.update(
                    "DELETE FROM console_session WHERE session_key = ? OR ends_at < ?",
                    key,
                    db.now().toEpochMilli());
            return db.jdbc.update(
                    "INSERT INTO console_session (session_key, created_at, seen_at, ends_at, key_id, content)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    key,
                    session.created().toEpochMilli(),
                    session.seen().toEpochMilli(),
                    session.ends().toEpochMilli(),
                    newest == null ? null : newest.id(),
                    content);
        });
    }

    /** Notes that the person of a session was there. */
    public void seen(String id, Instant seen, Instant ends) {
        db.inTransaction(() -> db.jdbc.update(
                "UPDATE console_session SET seen_at = ?, ends_at = ? WHERE session_key = ?",
                seen.toEpochMilli(),
                ends.toEpochMilli(),
                key(id)));
    }

    /** Empty when there is none of that id, when it is over, or when it does not open: people sign in anew then. */
    public Optional<Kept> find(String id) {
        String key = key(id);
        return db.sql
                .sql("SELECT key_id, content, created_at, seen_at, ends_at FROM console_session WHERE session_key = ?"
                        + " AND ends_at >= ?")
                .params(key, db.now().toEpochMilli())
                .query((row, i) -> {
                    Kept sealed = new Kept(
                            row.getBytes("content"),
                            time(row.getLong("created_at")),
                            time(row.getLong("seen_at")),
                            time(row.getLong("ends_at")));
                    return open(key, new Vault.Sealed(row.getString("key_id"), sealed.content()))
                            .map(content -> new Kept(content, sealed.created(), sealed.seen(), sealed.ends()));
                })
                .optional()
                .flatMap(found -> found);
    }

    private Optional<byte[]> open(String key, Vault.Sealed sealed) {
        if (sealed.keyId() == null) {
            return Optional.of(sealed.content());
        }
        try {
            return Optional.of(vault.open(sealed.keyId(), CONTENT + key, sealed.content()));
        } catch (LedgerKeyException unopened) {
            return Optional.empty();
        }
    }

    /** Ends a session on every bridge. */
    public void end(String id) {
        db.inTransaction(() -> db.jdbc.update("DELETE FROM console_session WHERE session_key = ?", key(id)));
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static String key(String id) {
        return SubjectKey.sha256(id);
    }
}
