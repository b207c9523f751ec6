package org.dhpbridge.pipeline;

import java.nio.charset.StandardCharsets;
import org.dhpbridge.source.UnreadableFileException;

/**
 * What came over a wire.
 *
 * @param bytes the body; empty for none
 * @param isText whether it came as text, so that its bytes are UTF-8 whatever character set the source has
 * @param place where it came from, for people; null for nothing to tell
 * @param occasion what tells equal rows in JSON apart, as the id of a queue's message, the same when it is redelivered; empty
 *     for nothing
 * @param refused why it is none that the source takes, whatever is in it; null for a body that it takes
 */
public record WireBody(byte[] bytes, boolean isText, String place, String occasion, UnreadableFileException refused) {

    static final String TEXT_CHARSET = StandardCharsets.UTF_8.name();

    /** Of a sender who is asked for nothing but bytes. */
    public static WireBody of(byte[] bytes) {
        return new WireBody(bytes == null ? new byte[0] : bytes, false, null, "", null);
    }

    /** With where it came from, and what tells it apart. */
    public static WireBody of(byte[] bytes, String place, String occasion) {
        return new WireBody(bytes == null ? new byte[0] : bytes, false, place, occasion, null);
    }

    /** Names nothing of what is in it. */
    @Override
    public String toString() {
        return bytes.length + " bytes" + (place == null ? "" : " of " + place);
    }
}
