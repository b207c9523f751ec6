package org.dhpbridge.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that a site gave, by id. The last one encrypts, all of them decrypt. One {@code id:key} a line (or, in the
 * setting, separated by commas); the key is 32 bytes in Base64 or hexadecimal; lines that begin with {@code #} are
 * comments. A key without an id is named after its own fingerprint.
 */
final class EncryptionKeys {

    private static final int KEY_BYTES = 32;
    private static final int FINGERPRINT = 8;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String HOW =
            "Make a key by: openssl rand -base64 32. A file holds one id:key a line, the newest last, as 2026:kJ3…=";

    record EncryptionKey(String id, SecretKey secret) {}

    private final Supplier<Map<String, EncryptionKey>> source;
    private final Map<String, EncryptionKey> keys;

    private EncryptionKeys(Supplier<Map<String, EncryptionKey>> source) {
        this.source = source;
        keys = new LinkedHashMap<>(source.get());
    }

    /** No keys: nothing is encrypted. */
    static EncryptionKeys none() {
        return new EncryptionKeys(Map::of);
    }

    /** @throws LedgerUnavailableException when a setting is not what it should be; the key itself is never quoted */
    static EncryptionKeys of(LedgerSettings settings) {
        boolean inSetting =
                settings.encryptionKey() != null && !settings.encryptionKey().isBlank();
        if (inSetting && settings.encryptionKeyFile() != null) {
            throw wrong(
                    "Both dhp.ledger.encryption-key and dhp.ledger.encryption-key-file are set.", "Keep one.", null);
        }
        if (settings.encryptionKeyFile() != null) {
            return new EncryptionKeys(() -> inFile(settings.encryptionKeyFile()));
        }
        return inSetting
                ? new EncryptionKeys(
                        () -> parse(List.of(settings.encryptionKey().split(",")), "dhp.ledger.encryption-key"))
                : none();
    }

    boolean isOn() {
        return !all().isEmpty();
    }

    /** In the order in which they were given: the newest last. */
    synchronized List<EncryptionKey> all() {
        return List.copyOf(keys.values());
    }

    EncryptionKey newest() {
        List<EncryptionKey> all = all();
        return all.get(all.size() - 1);
    }

    synchronized Optional<EncryptionKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /**
     * Looks into the file again: another bridge may encrypt with a newer key already. What is known stays known, whatever the file holds.
     *
     * @throws LedgerKeyException when the file cannot be read, or a line of it is no key: it may be in the middle of a change
     */
    Optional<EncryptionKey> lookUp(String id) {
        try {
            return Optional.ofNullable(source.get().get(id));
        } catch (LedgerUnavailableException e) {
            throw new LedgerKeyException(
                    "The key '" + id + "' is not known, and was looked for in vain. " + e.getMessage(), e);
        }
    }

    /** From now on it is known, and the newest. */
    synchronized void add(EncryptionKey key) {
        keys.put(key.id(), key);
    }

    private static Map<String, EncryptionKey> inFile(Path file) {
        try {
            Map<String, EncryptionKey> keys = parse(Files.readAllLines(file), "The file " + file);
            if (keys.isEmpty()) {
                throw wrong("The file " + file + " holds no encryption key.", HOW, null);
            }
            return keys;
        } catch (IOException e) {
            throw wrong(
                    "The file " + file + " with the keys of the ledger cannot be read.",
                    "Correct dhp.ledger.encryption-key-file, or the rights of that file.",
                    e);
        }
    }

    private static Map<String, EncryptionKey> parse(List<String> lines, String place) {
        Map<String, EncryptionKey> keys = new LinkedHashMap<>();
        List<String> entries = new ArrayList<>(lines);
        for (int i = 0; i < entries.size(); i++) {
            String entry = entries.get(i).strip();
            if (entry.isEmpty() || entry.startsWith("#")) {
                continue;
            }
            String where = place + (entries.size() == 1 ? "" : ", key " + (i + 1));
            EncryptionKey key = key(entry, where);
            if (keys.putIfAbsent(key.id(), key) != null) {
                throw wrong(where + ": there is another key of the same id.", "Give each key an id of its own.", null);
            }
        }
        return keys;
    }

    private static EncryptionKey key(String entry, String where) {
        int colon = entry.indexOf(':');
        byte[] bytes = bytes(entry.substring(colon + 1).strip());
        if (bytes.length != KEY_BYTES) {
            throw wrong(where + " is no key of 32 bytes in Base64 or hexadecimal.", HOW, null);
        }
        String id = colon < 0 ? fingerprint(bytes) : entry.substring(0, colon).strip();
        if (!ID.matcher(id).matches()) {
            throw wrong(
                    where + ": the id before the colon is not allowed.",
                    "Allowed are up to 64 letters (A-Z, a-z), digits, dots, hyphens and underscores.",
                    null);
        }
        return new EncryptionKey(id, new SecretKeySpec(bytes, "AES"));
    }

    private static byte[] bytes(String text) {
        if (HEX.matcher(text).matches()) {
            return HexFormat.of().parseHex(text);
        }
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static String fingerprint(byte[] key) {
        return SubjectKey.sha256("key", HexFormat.of().formatHex(key)).substring(0, FINGERPRINT);
    }

    private static LedgerUnavailableException wrong(String what, String action, Exception cause) {
        return new LedgerUnavailableException(what, action, cause);
    }
}
