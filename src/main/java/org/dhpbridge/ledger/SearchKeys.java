package org.dhpbridge.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds messages by keys of the hospital (a PINFL, a visit, an order) of which only the HMAC-SHA-256 is kept, with a random key
 * of the ledger's own: the few possible PINFLs cannot be tried out by whoever has the database without its encryption key.
 */
final class SearchKeys {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String COLUMN = "search_key.content";
    private static final int ROW = 1;
    private static final int BYTES = 32;

    private final Database db;
    private final Vault vault;
    private SecretKeySpec secret;

    SearchKeys(Database db, Vault vault) {
        this.db = db;
        this.vault = vault;
    }

    /** A value that is written in several ways is one key: blanks around it and the size of letters make no difference. */
    static String normal(String value) {
        return Normalizer.normalize(value, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
    }

    /** Adds a row for each value. */
    void insert(long message, Collection<String> values, List<Object[]> rows) {
        Set<String> hashes = values.stream()
                .map(SearchKeys::normal)
                .filter(value -> !value.isEmpty())
                .map(this::hash)
                .collect(Collectors.toSet());
        hashes.forEach(hash -> rows.add(new Object[] {hash, message}));
    }

    void write(List<Object[]> rows) {
        if (!rows.isEmpty()) {
            db.jdbc.batchUpdate("INSERT INTO message_key (hmac, message_id) VALUES (?, ?)", rows);
        }
    }

    /** Numbers of the messages that have the key, the newest first. */
    List<Long> find(String value, int limit) {
        return db.sql
                .sql("SELECT message_id FROM message_key WHERE hmac = ? ORDER BY message_id DESC LIMIT ?")
                .params(hash(normal(value)), limit)
                .query(Long.class)
                .list();
    }

    private String hash(String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    /** Reads the key, or makes it; to be called before anything else, and in no other transaction. */
    void open() {
        secret = db.inTransaction(this::readOrMake);
    }

    /** Encrypted anew when the ledger's newest key is another than it was encrypted with. */
    private SecretKeySpec readOrMake() {
        Optional<Vault.SealedText> stored = db.sql
                .sql("SELECT key_id, content FROM search_key WHERE id = ?")
                .param(ROW)
                .query((row, i) -> new Vault.SealedText(row.getString(1), row.getString(2)))
                .optional();
        if (stored.isEmpty()) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Vault.SealedText made =
                    vault.sealText(COLUMN, ROW, Base64.getEncoder().encodeToString(random));
            db.jdbc.update(
                    "INSERT INTO search_key (id, key_id, content) VALUES (?, ?, ?)", ROW, made.keyId(), made.content());
            return new SecretKeySpec(random, ALGORITHM);
        }
        String text = vault.openText(COLUMN, ROW, stored.get());
        if (vault.keys().isOn()
                && !vault.keys().newest().id().equals(stored.get().keyId())) {
            Vault.SealedText anew = vault.sealText(COLUMN, ROW, text);
            db.jdbc.update(
                    "UPDATE search_key SET key_id = ?, content = ? WHERE id = ?", anew.keyId(), anew.content(), ROW);
        }
        return new SecretKeySpec(Base64.getDecoder().decode(text), ALGORITHM);
    }
}
