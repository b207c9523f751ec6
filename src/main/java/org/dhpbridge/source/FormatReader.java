package org.dhpbridge.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads messages of one format into the tree that mappings read. Safe for many threads at once. */
public interface FormatReader {

    /** The media type without parameters, as {@code application/hl7-v2}. */
    String mediaType();

    /**
     * @param payload the bytes of one message
     * @param charset the character set as a setting or the source's byte order mark says it; null when nothing is known
     * @throws UnreadableMessageException when the bytes are no such message
     */
    ObjectNode read(byte[] payload, String charset);
}
