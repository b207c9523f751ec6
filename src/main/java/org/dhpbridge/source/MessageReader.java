package org.dhpbridge.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the payload of any message into the JSON tree that its mapping reads. Safe for many threads at once. */
public final class MessageReader {

    private final Map<String, FormatReader> formats;

    /** @param formats beside JSON trees, which are always read, the formats that this bridge knows */
    public MessageReader(FormatReader... formats) {
        this.formats = Stream.concat(Stream.of(new TreeReader()), Arrays.stream(formats))
                .collect(Collectors.toUnmodifiableMap(FormatReader::mediaType, Function.identity()));
    }

    /**
     * @param contentType of {@link RawMessage#contentType}
     * @param payload of {@link RawMessage#payload}
     * @return a tree of the caller's own, with {@code format} at its root
     * @throws UnreadableMessageException when no such message can be read from the bytes
     */
    public ObjectNode read(String contentType, byte[] payload) {
        ContentType type = ContentType.parse(contentType);
        FormatReader format = formats.get(type.mediaType());
        if (format == null) {
            throw new UnreadableMessageException(
                    "content-type",
                    "",
                    "The content is not of a kind that can be read; readable are " + new TreeSet<>(formats.keySet())
                            + ".");
        }
        ObjectNode tree = format.read(payload, type.charset());
        if (type.openBatch()) {
            tree.withObject("message")
                    .withArray("notes")
                    .addObject()
                    .put("code", "batch-open")
                    .put("place", "BHS")
                    .put(
                            "sentence",
                            "this is the last message of a batch that begins (BHS, FHS) and has no end (BTS, FTS), so segments"
                                    + " or messages behind it may be missing. Compare the file with the sender's.");
        }
        if (type.cutOff()) {
            tree.withObject("message")
                    .withArray("notes")
                    .addObject()
                    .put("code", "cut-off")
                    .put("place", "the last segment")
                    .put(
                            "sentence",
                            "the file ends within this segment: no line end follows, and fields are missing that others of its kind"
                                    + " have. Its last value may be cut, and what stood behind it is not here. Compare the file with"
                                    + " the sender's, and send it again if it was cut.");
        }
        return tree;
    }
}
