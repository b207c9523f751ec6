package org.dhpbridge.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What was sent and answered, one row a message: of the last attempt that sent anything. Compressed (RFC 1950, as fast as it
 * goes) and encrypted as payloads are.
 */
final class Conversations {

    record ConversationRow(long message, byte[] compressed) {}

    private final Database db;
    private final Vault vault;

    Conversations(Database db, Vault vault) {
        this.db = db;
        this.vault = vault;
    }

    /** @return null for null */
    static ConversationRow row(long message, String conversation) {
        return conversation == null ? null : new ConversationRow(message, compressed(conversation));
    }

    /** Within a transaction that holds the messages. */
    void write(List<ConversationRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Object now = db.column(db.now());
        db.jdbc.batchUpdate(
                db.dialect.upsertConversation(),
                rows.stream()
                        .sorted(Comparator.comparingLong(ConversationRow::message))
                        .map(row -> {
                            Vault.Sealed sealed = vault.seal(Vault.CONVERSATION, row.message(), row.compressed());
                            return new Object[] {row.message(), now, sealed.keyId(), sealed.content()};
                        })
                        .toList());
    }

    Optional<Said> find(long message) {
        return db.sql
                .sql("SELECT at, key_id, content FROM message_conversation WHERE message_id = ?")
                .param(message)
                .query((row, i) -> {
                    Vault.Sealed sealed = new Vault.Sealed(row.getString("key_id"), row.getBytes("content"));
                    String text = text(vault.open(Vault.CONVERSATION, message, sealed));
                    return new Said(db.instant(row, "at"), Database.json(text));
                })
                .optional();
    }

    /** @return how many were taken out; less than {@code max} when there are no more */
    int purge(Instant writtenBefore, int max) {
        List<Long> old = db.sql
                .sql("SELECT message_id FROM message_conversation WHERE at < ? ORDER BY at LIMIT ?")
                .param(db.column(writtenBefore))
                .param(max)
                .query(Long.class)
                .list();
        if (!old.isEmpty()) {
            db.inTransaction(() -> db.sql
                    .sql("DELETE FROM message_conversation WHERE " + db.any("message_id") + " AND at < ?")
                    .param(db.numbers(old))
                    .param(db.column(writtenBefore))
                    .update());
        }
        return old.size();
    }

    private static byte[] compressed(String text) {
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes, fast)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] compressed) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("What was sent does not open: the row was damaged", e);
        }
    }
}
