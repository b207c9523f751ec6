package org.dhpbridge.source;

import java.util.Arrays;

/**
 * One message cut out of a source, as the ledger keeps it.
 *
 * @param contentType what the payload is: {@code application/hl7-v2}, with {@code ; charset=windows-1251} when the character
 *     set is known from a setting or a byte order mark, or {@code application/json} for a tree that was read already
 * @param payload the bytes of the message
 * @param key identifies the delivery, so that the same one twice is seen: {@code hl7:} and the SHA-256 of the payload, or
 *     {@code csv:<feed>:} and the SHA-256 of the file and the first line, or {@code rows:<feed>:} and the SHA-256 of the payload
 * @param location where in the source, for people: {@code message 3, byte 1204}, {@code lines 12-17} or {@code row 3}
 */
public record RawMessage(String contentType, byte[] payload, String key, String location) implements SourceItem {

    @Override
    public boolean equals(Object other) {
        return other instanceof RawMessage that
                && contentType.equals(that.contentType)
                && key.equals(that.key)
                && location.equals(that.location)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** Without the payload, which is personal data. */
    @Override
    public String toString() {
        return contentType + ", " + payload.length + " bytes, " + location;
    }
}
