package org.dhpbridge.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.dhpbridge.kernel.Digests;

/** Keys that must be comparable and not readable: SHA-256 (FIPS 180-4), in lower-case hexadecimal. */
public final class SubjectKey {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final int HEXADECIMAL = 16;
    private static final int LONG_DIGITS = 16;

    private SubjectKey() {}

    /**
     * @param key what names the subject in the source, as {@code HOSP|12345}; spaces around it do not count
     * @return 64 hexadecimal digits; null when the key is null or blank
     */
    public static String hash(String key) {
        return key == null || key.isBlank() ? null : sha256(key.strip());
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /**
     * What the tables know something by: the first 16 bytes of the hash of its parts.
     *
     * @see #sha256
     */
    static UUID keyOf(String... parts) {
        ByteBuffer hash = ByteBuffer.wrap(digest(parts));
        return new UUID(hash.getLong(), hash.getLong());
    }

    /** @param hash 64 hexadecimal digits, as {@link #hash} made them */
    static UUID key(String hash) {
        return new UUID(
                Long.parseUnsignedLong(hash, 0, LONG_DIGITS, HEXADECIMAL),
                Long.parseUnsignedLong(hash, LONG_DIGITS, 2 * LONG_DIGITS, HEXADECIMAL));
    }

    /** The parts' lengths go in too: ("a", "bc") and ("ab", "c") differ. */
    static String sha256(String... parts) {
        return HexFormat.of().formatHex(digest(parts));
    }

    private static byte[] digest(String... parts) {
        MessageDigest digest = Digests.sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return digest.digest();
    }
}
