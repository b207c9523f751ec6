package org.dhpbridge.ledger;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the ledger once, in small steps, and encrypts with the newest key what is not: rows from before the first
 * key was given, and rows of older keys. What another bridge encrypted with a key that is not known here is left alone, and
 * so is what was damaged.
 */
final class Reencryption {

    private static final Logger LOG = LoggerFactory.getLogger(Reencryption.class);
    private static final int ROWS = 500;

    private record Row(long message, Vault.Sealed sealed) {}

    private record TextRow(long message, Vault.SealedText sealed) {}

    private final Database db;
    private final Vault vault;
    private long reached;
    private long end = -1;

    Reencryption(Database db, Vault vault) {
        this.db = db;
        this.vault = vault;
    }

    /** @return whether there is more to do */
    boolean step() {
        if (!vault.keys().isOn()) {
            return false;
        }
        if (end < 0) {
            Long last = db.jdbc.queryForObject("SELECT max(id) FROM message", Long.class);
            end = last == null ? 0 : last;
        }
        if (reached >= end) {
            return false;
        }
        long to = reached + ROWS;
        Set<String> known = vault.keys().all().stream()
                .map(EncryptionKeys.EncryptionKey::id)
                .collect(Collectors.toSet());
        reached = db.inTransaction(() -> {
            contents("message_payload", Vault.PAYLOAD, to, known);
            contents("message_conversation", Vault.CONVERSATION, to, known);
            outcomes(to, known);
            return to;
        });
        return reached < end;
    }

    /** What belongs to a message, in a table of its own; a conversation may be written anew while this goes on. */
    private void contents(String table, String column, long to, Set<String> known) {
        List<Row> rows = db.sql
                .sql("SELECT message_id, key_id, content FROM " + table
                        + " WHERE message_id > ? AND message_id <= ? AND (key_id IS NULL OR key_id <> ?)"
                        + db.dialect.forUpdate())
                .param(reached)
                .param(to)
                .param(vault.keys().newest().id())
                .query((row, i) -> new Row(row.getLong(1), new Vault.Sealed(row.getString(2), row.getBytes(3))))
                .list();
        List<Object[]> updates = rows.stream()
                .filter(row -> isKnown(row.sealed().keyId(), known))
                .flatMap(row -> unlessDamaged(row.message(), () -> {
                    byte[] plain = vault.open(column, row.message(), row.sealed());
                    Vault.Sealed now = vault.seal(column, row.message(), plain);
                    return new Object[] {now.content(), now.keyId(), row.message()};
                }))
                .toList();
        db.jdbc.batchUpdate("UPDATE " + table + " SET content = ?, key_id = ? WHERE message_id = ?", updates);
    }

    /** Only where the outcome is still the same: a message may end while this goes on. */
    private void outcomes(long to, Set<String> known) {
        List<TextRow> rows = db.sql
                .sql(
                        """
                        SELECT id, error_outcome_key, error_outcome FROM message
                        WHERE id > ? AND id <= ? AND error_outcome IS NOT NULL
                            AND (error_outcome_key IS NULL OR error_outcome_key <> ?)""")
                .param(reached)
                .param(to)
                .param(vault.keys().newest().id())
                .query((row, i) ->
                        new TextRow(row.getLong(1), new Vault.SealedText(row.getString(2), row.getString(3))))
                .list();
        List<Object[]> updates = rows.stream()
                .filter(row -> isKnown(row.sealed().keyId(), known))
                .flatMap(row -> unlessDamaged(row.message(), () -> {
                    String plain = vault.openText(Vault.OUTCOME, row.message(), row.sealed());
                    Vault.SealedText now = vault.sealText(Vault.OUTCOME, row.message(), plain);
                    return new Object[] {
                        now.content(), now.keyId(), row.message(), row.sealed().content()
                    };
                }))
                .toList();
        db.jdbc.batchUpdate(
                "UPDATE message SET error_outcome = ?, error_outcome_key = ? WHERE id = ? AND error_outcome = ?",
                updates);
    }

    /** One row that does not open must not hold back those behind it. */
    private static Stream<Object[]> unlessDamaged(long message, Supplier<Object[]> update) {
        try {
            return Stream.<Object[]>of(update.get());
        } catch (LedgerKeyException e) {
            LOG.warn(
                    "Message {} is not encrypted with the newest key: {} It stays as it is, and its key is needed as long",
                    message,
                    e.getMessage());
            return Stream.empty();
        }
    }

    private static boolean isKnown(String keyId, Set<String> known) {
        return keyId == null || known.contains(keyId);
    }
}
