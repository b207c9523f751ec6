package org.dhpbridge.source.hl7;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dhpbridge.source.FormatReader;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.source.charset.Charsets;
import org.dhpbridge.source.charset.Decoded;

/**
 * Reads one HL7v2 message of any version, leniently, into the tree that mappings read.
 *
 * <p>Under {@code message} stands what it is (type, event, structure, version, controlId, charset, charsetNote or
 * typeNote when that had to be guessed, and notes, an array of {code, place, sentence} about segments in odd places); under {@code MSH} and the other names of the structure stand the segments and
 * groups. Each segment has its number in {@code _segment}. Nothing is dropped: what the dictionary has no place for stands
 * under a key with {@code ~} (a further repetition of what does not repeat), {@code ^} or {@code &} (a primitive value that
 * has parts), or in an array under its own name.
 */
public final class Hl7Reader implements FormatReader {

    /** The media type of one message. */
    public static final String MEDIA_TYPE = "application/hl7-v2";

    /** Parameter of the content type of a message that is the last one of a batch without an end. */
    static final String OPEN_BATCH = "; batch=open";

    /** Parameter of the content type of a message that breaks off at the end of its file. */
    static final String CUT_OFF = "; end=cut";

    private static final int CHARACTER_SET = 18;

    private final Dictionary dictionary = Dictionary.standard();

    /** Whether HL7 has a segment or data type of that name; a site's own segments (Z…) count too. */
    public boolean isKnownName(String name) {
        return name.startsWith("Z") || dictionary.segment(name) != null || dictionary.type(name) != null;
    }

    /**
     * The content type of a message that was received, by a character set that its source was given since.
     *
     * @param received the content type as it was received
     * @param charset name of a character set, or {@code auto} to leave it to the message
     * @return the one received when the message was put into UTF-8 as it came in, or the name means nothing
     */
    public static String contentType(String received, byte[] payload, String charset) {
        boolean inUtf8 = received.toLowerCase(Locale.ROOT).contains("charset=utf-8") && isUtf8(payload);
        boolean auto = charset.isBlank() || charset.equalsIgnoreCase("auto");
        Optional<Charset> named = auto ? Optional.empty() : Charsets.named(charset);
        if (inUtf8 || !auto && named.isEmpty()) {
            return received;
        }
        String batch = received.contains(OPEN_BATCH) ? OPEN_BATCH : "";
        String end = received.contains(CUT_OFF) ? CUT_OFF : "";
        return MEDIA_TYPE + named.map(known -> "; charset=" + known.name()).orElse("") + batch + end;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException otherwiseEncoded) {
            return false;
        }
    }

    @Override
    public String mediaType() {
        return MEDIA_TYPE;
    }

    @Override
    public ObjectNode read(byte[] payload, String charset) {
        Decoded decoded = Decoded.of(payload, charset, labels(payload));
        String text = decoded.text();
        int start = start(text);
        Delimiters delimiters = Delimiters.of(line(text, start));
        Segments parted = Segments.of(text.substring(start), delimiters.field(), this::isSegment);
        List<String> segments = parted.texts();
        Charset escaped = Charset.forName(decoded.charset());
        Escapes escapes =
                new Escapes(delimiters, escaped.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : escaped);
        List<ReaderNote> notes = new ArrayList<>(parted.notes());
        SegmentReader reader = new SegmentReader(delimiters, escapes, dictionary, notes);
        ObjectNode msh = reader.read("MSH", segments.get(0), 1);
        Header header = Header.of(msh, segments, delimiters.field(), dictionary);

        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", "hl7v2");
        ObjectNode about = message(header, msh, decoded);
        root.set("message", about);
        Placement placement = new Placement(header.structure(), root, notes);
        placement.put("MSH", msh, true);
        requireOneHeader(segments, delimiters.field());
        for (int i = 1; i < segments.size(); i++) {
            String name = Segments.name(segments.get(i));
            if (name.equals("MSH")) {
                throw new UnreadableMessageException(
                        "header",
                        "segment " + (i + 1) + " (MSH)",
                        "A second message begins inside of this one; each must be sent by itself.");
            }
            placement.put(name, reader.read(name, segments.get(i), i + 1), dictionary.segment(name) != null);
        }
        requireWhole(root, notes);
        notes.forEach(note -> about.withArray("notes")
                .addObject()
                .put("code", note.code())
                .put("place", note.place())
                .put("sentence", note.sentence()));
        return root;
    }

    private boolean isSegment(String name) {
        return dictionary.segment(name.toUpperCase(Locale.ROOT)) != null;
    }

    /** A message that is glued to the one before it would be read as fields of its last segment. */
    private static void requireOneHeader(List<String> segments, char separator) {
        String msh = segments.get(0);
        int end = msh.indexOf(separator, 4);
        if (end < 0) {
            return;
        }
        String header = msh.substring(0, end + 1);
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).indexOf(header, 1) > 0) {
                throw new UnreadableMessageException(
                        "header",
                        Segments.place(i + 1, Segments.name(segments.get(i))),
                        "A second message begins inside of this segment: the line end between the two is missing, and perhaps"
                                + " more. Send each by itself.");
            }
        }
    }

    /** A part of a message, with the rest in another one (HL7 v2.5.1, 2.10.2), cannot be told from the whole later on. */
    private static void requireWhole(ObjectNode root, List<ReaderNote> notes) {
        if (root.at("/DSC/DSC-1").isTextual() || root.at("/DSC/0/DSC-1").isTextual()) {
            throw new UnreadableMessageException(
                    "fragment",
                    "DSC-1",
                    "The message goes on in another one (a continuation pointer stands there); parts are not put together here,"
                            + " and a part alone would be sent as the whole. Send the message in one piece.");
        }
        if (root.at("/MSH/MSH-14").isTextual()) {
            notes.add(new ReaderNote(
                    "fragment",
                    "MSH-14",
                    "a continuation pointer says that this message goes on an earlier one; it was read as a whole one. Leave MSH-14"
                            + " empty when it is."));
        }
    }

    private static ObjectNode message(Header header, ObjectNode msh, Decoded decoded) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        putUnlessEmpty(message, "type", header.type());
        putUnlessEmpty(message, "event", header.event());
        putUnlessEmpty(
                message,
                "structure",
                header.structure() == null ? "" : header.structure().name());
        putUnlessEmpty(message, "version", msh.path("MSH-12").path("VID-1").asText());
        putUnlessEmpty(message, "controlId", msh.path("MSH-10").asText());
        message.put("charset", decoded.charset());
        putUnlessEmpty(message, "charsetNote", decoded.note() == null ? "" : decoded.note());
        putUnlessEmpty(message, "typeNote", header.note() == null ? "" : header.note());
        return message;
    }

    private static void putUnlessEmpty(ObjectNode message, String key, String value) {
        if (!value.isEmpty()) {
            message.put(key, value);
        }
    }

    /** Where MSH begins, after nothing but blanks, framing bytes and the envelope of a batch. */
    private static int start(String text) {
        int from = 0;
        while (from < text.length()) {
            while (from < text.length() && text.charAt(from) <= ' ') {
                from++;
            }
            if (text.startsWith("MSH", from)) {
                return from;
            }
            if (!text.startsWith("FHS", from) && !text.startsWith("BHS", from)) {
                break;
            }
            from += line(text, from).length();
        }
        throw new UnreadableMessageException(
                from >= text.length() ? "empty" : "not-hl7",
                "",
                from >= text.length()
                        ? "The message is empty."
                        : "The content is no HL7v2 message: it does not begin with an MSH segment.");
    }

    private static String line(String text, int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) != '\r' && text.charAt(to) != '\n') {
            to++;
        }
        return text.substring(from, to);
    }

    /** The repetitions of MSH-18, read before the character set is known: the field is ASCII. */
    private static List<String> labels(byte[] payload) {
        int from = 0;
        while (from < payload.length && (payload[from] <= ' ')) {
            from++;
        }
        if (payload.length - from < 5 || payload[from] != 'M') {
            return List.of();
        }
        byte separator = payload[from + 3];
        byte repetition = payload[from + 5 < payload.length ? from + 5 : from + 4];
        int field = 1;
        int start = from + 3;
        for (int i = start; i <= payload.length; i++) {
            boolean end = i == payload.length || payload[i] == '\r' || payload[i] == '\n';
            if (end || payload[i] == separator) {
                if (field == CHARACTER_SET) {
                    return split(new String(payload, start, i - start, StandardCharsets.ISO_8859_1), (char) repetition);
                }
                if (end) {
                    break;
                }
                field++;
                start = i + 1;
            }
        }
        return List.of();
    }

    private static List<String> split(String field, char repetition) {
        List<String> labels = new ArrayList<>();
        int from = 0;
        while (from <= field.length()) {
            int to = field.indexOf(repetition, from);
            to = to < 0 ? field.length() : to;
            labels.add(field.substring(from, to).strip());
            from = to + 1;
        }
        return labels;
    }
}
