package org.dhpbridge.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * A name-based UUID, version 5 (RFC 9562, 5.5), and what it was made of: the same name always gives the same UUID.
 *
 * @param name may be personal data
 * @param value the UUID, in lower case
 */
public record StableId(String name, String value) {

    /** The name space for URLs, RFC 9562, 6.6. */
    private static final UUID URL_SPACE = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private static final ThreadLocal<MessageDigest> SHA1 = ThreadLocal.withInitial(Digests::sha1);

    public static StableId of(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] hash = SHA1.get()
                .digest(ByteBuffer.allocate(16 + text.length)
                        .putLong(URL_SPACE.getMostSignificantBits())
                        .putLong(URL_SPACE.getLeastSignificantBits())
                        .put(text)
                        .array());
        hash[6] = (byte) (hash[6] & 0x0f | 0x50);
        hash[8] = (byte) (hash[8] & 0x3f | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new StableId(name, new UUID(bytes.getLong(), bytes.getLong()).toString());
    }

    /**
     * @param kind of the thing, as {@code Patient}
     * @param system in which the value counts; empty for none
     */
    public static StableId of(String kind, String system, String value) {
        return of(kind + "|" + system + "|" + value);
    }

    /** Without the name, which may be personal data. */
    @Override
    public String toString() {
        return value;
    }
}
