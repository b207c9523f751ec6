package org.dhpbridge.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/** Remembers in the ledger which keys it was encrypted with, so that a bridge without the right ones does not start. */
final class KeyRegister {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRegister.class);
    private static final byte[] KNOWN_TEXT = "dhp-bridge ledger".getBytes(StandardCharsets.US_ASCII);
    private static final String NOTHING_CHANGED = " Nothing in the ledger was changed.";

    private final Database db;
    private final Vault vault;

    KeyRegister(Database db, Vault vault) {
        this.db = db;
        this.vault = vault;
    }

    /**
     * Compares the keys that were given with those that the ledger needs, and notes the newest.
     *
     * @throws LedgerUnavailableException when one is missing or wrong
     */
    void check() {
        db.inTransaction(() -> {
            Map<String, String> needed = needed();
            compare(needed);
            return vault.keys().isOn() ? note(vault.keys().newest(), needed) : 0;
        });
    }

    /**
     * To be called when something was refused. Another bridge may have encrypted everything anew, and forgotten the key that this one
     * encrypts with: from now on a newer one does that is given here too, or the old one is noted again.
     *
     * @return whether that was so, and what was refused may be tried again
     */
    boolean renew() {
        if (!vault.keys().isOn()) {
            return false;
        }
        return db.inTransaction(() -> {
            Map<String, String> needed = needed();
            String before = vault.keys().newest().id();
            if (needed.containsKey(before)) {
                return false;
            }
            needed.forEach(this::learn);
            EncryptionKeys.EncryptionKey newest = vault.keys().newest();
            if (note(newest, needed) == 0) {
                LOG.info("The ledger has no key '{}' any more: from now on '{}' encrypts", before, newest.id());
            } else {
                LOG.warn(
                        "Another bridge encrypts the ledger with a newer key than '{}', which this one has as its newest and goes on"
                                + " with. Give it the newer one too, and restart it",
                        before);
            }
            return true;
        });
    }

    private void learn(String id, String checkValue) {
        try {
            vault.open(id, belongsTo(id), Base64.getDecoder().decode(checkValue));
        } catch (LedgerKeyException notGivenHere) {
            LOG.debug("The key '{}' of the ledger is not known here", id);
        }
    }

    /**
     * Compares the keys that were given with those that the ledger needs, and changes nothing.
     *
     * @throws LedgerUnavailableException when one is missing or wrong
     */
    void compare() {
        compare(needed());
    }

    private void compare(Map<String, String> needed) {
        needed.forEach((id, checkValue) -> {
            try {
                vault.open(id, belongsTo(id), Base64.getDecoder().decode(checkValue));
            } catch (LedgerKeyException e) {
                if (vault.keys().find(id).isEmpty()) {
                    throw missing(id);
                }
                throw new LedgerUnavailableException(
                        "The key '" + id + "' that was given is not the one that the ledger is encrypted with.",
                        "Give the key that had this id before (dhp.ledger.encryption-key-file or"
                                + " dhp.ledger.encryption-key); a new key needs an id of its own." + NOTHING_CHANGED,
                        e);
            }
        });
    }

    private LedgerUnavailableException missing(String id) {
        String lack = vault.keys().isOn()
                ? "is not among those that were given ("
                        + String.join(
                                ", ",
                                vault.keys().all().stream()
                                        .map(EncryptionKeys.EncryptionKey::id)
                                        .toList())
                        + ")."
                : "was not given.";
        return new LedgerUnavailableException(
                "The ledger is encrypted, and its key '" + id + "' " + lack,
                "Give it with dhp.ledger.encryption-key-file (or dhp.ledger.encryption-key); without it the messages"
                        + " cannot be read." + NOTHING_CHANGED,
                null);
    }

    private Map<String, String> needed() {
        Map<String, String> needed = new TreeMap<>();
        db.sql.sql("SELECT key_id, check_value FROM encryption_key").query(row -> {
            needed.put(row.getString(1), row.getString(2));
        });
        return needed;
    }

    /** A key that another bridge notes at the same moment is a duplicate, and the transaction begins anew: it may be another key. */
    private int note(EncryptionKeys.EncryptionKey key, Map<String, String> needed) {
        if (needed.containsKey(key.id())) {
            return 0;
        }
        byte[] check = vault.encrypt(key, belongsTo(key.id()), KNOWN_TEXT);
        return db.jdbc.update(
                "INSERT INTO encryption_key (key_id, check_value, first_used) VALUES (?, ?, ?)",
                key.id(),
                Base64.getEncoder().encodeToString(check),
                db.column(db.now()));
    }

    /** @return the keys that nothing needs any more, and that are forgotten now; those in use stay */
    List<String> forgetUnused() {
        if (!vault.keys().isOn()) {
            return List.of();
        }
        String newest = vault.keys().newest().id();
        return needed().keySet().stream()
                .filter(id -> !id.equals(newest) && forget(id))
                .toList();
    }

    private boolean forget(String id) {
        try {
            return db.inTransaction(() -> db.jdbc.update("DELETE FROM encryption_key WHERE key_id = ?", id)) == 1;
        } catch (DataIntegrityViolationException stillInUse) {
            return false;
        }
    }

    private static String belongsTo(String keyId) {
        return "encryption_key/" + keyId;
    }
}
