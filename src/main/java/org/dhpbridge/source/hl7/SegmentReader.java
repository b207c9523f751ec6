package org.dhpbridge.source.hl7;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.dhpbridge.source.charset.Decoded;
import org.dhpbridge.source.hl7.SegmentType.FieldType;

/** Reads the segments of one message into objects keyed by field. */
final class SegmentReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Delimiters delimiters;
    private final Escapes escapes;
    private final Dictionary dictionary;
    private final List<ReaderNote> notes;

    /** @param notes takes what a person should see of fields that hold more than HL7 gives them */
    SegmentReader(Delimiters delimiters, Escapes escapes, Dictionary dictionary, List<ReaderNote> notes) {
        this.delimiters = delimiters;
        this.escapes = escapes;
        this.dictionary = dictionary;
        this.notes = notes;
    }

    /**
     * @param name as {@code PID}
     * @param whole text of the segment, from its name on
     * @param number of the segment in the message, from 1
     */
    ObjectNode read(String name, String whole, int number) {
        char[] text = whole.toCharArray();
        ObjectNode segment = NODES.objectNode();
        segment.put("_segment", number);
        SegmentType type = dictionary.segment(name);
        int field = 1;
        int from = name.length() + 1;
        if (name.equals("MSH")) {
            int end = end(text, delimiters.field(), 4, text.length);
            segment.put("MSH-1", String.valueOf(delimiters.field()));
            putText(segment, "MSH-2", new String(text, 4, end - 4));
            field = 3;
            from = end + 1;
        }
        DataType observed = name.equals("OBX") ? observedType(text) : null;
        while (from <= text.length) {
            int to = end(text, delimiters.field(), from, text.length);
            if (to > from) {
                int lost = escapes.lost();
                FieldType defined = type == null ? null : type.field(field);
                if (defined == null) {
                    putUndefined(segment, name + "-" + field, text, from, to);
                } else if (defined.type() == null && observed != null) {
                    put(segment, new FieldType(defined.key(), observed, true), text, from, to);
                } else if (defined.type() == null) {
                    putUndefined(segment, defined.key(), text, from, to);
                } else {
                    put(segment, defined, text, from, to);
                }
                if (escapes.lost() > lost) {
                    notes.add(lost(name + "-" + field, number));
                }
            }
            field++;
            from = to + 1;
        }
        return segment;
    }

    private static ReaderNote lost(String field, int number) {
        return new ReaderNote(
                "value",
                field + " (segment " + number + ")",
                "bytes that are escaped there (\\X...\\) are no text in the message's character set; U+FFFD was read in their"
                        + " place. Escape the bytes of that character set, or write the letters themselves.");
    }

    /** The data type that OBX-2 names for OBX-5; null when it is missing or unknown. */
    private DataType observedType(char[] text) {
        int from = end(text, delimiters.field(), 4, text.length) + 1;
        if (from > text.length) {
            return null;
        }
        int to = end(text, delimiters.field(), from, text.length);
        return dictionary.type(new String(text, from, to - from).strip());
    }

    private void put(ObjectNode segment, FieldType field, char[] text, int from, int to) {
        int start = from;
        boolean first = true;
        while (start <= to) {
            int end = end(text, delimiters.repetition(), start, to);
            JsonNode value = value(field.type(), text, start, end, segment, field.key());
            if (value != null) {
                if (field.repeats()) {
                    append(segment, field.key(), value);
                } else if (first) {
                    segment.set(field.key(), value);
                } else {
                    further(segment, field.key(), value);
                }
                first = false;
            }
            start = end + 1;
        }
    }

    /** A repetition of a field that has one only; what says the same once more is nothing to tell. */
    private void further(ObjectNode segment, String key, JsonNode value) {
        String further = key + "~";
        boolean isKnown = segment.has(further) || value.equals(segment.get(key));
        append(segment, further, value);
        if (!isKnown) {
            notes.add(new ReaderNote(
                    "repetition",
                    key + " (segment " + segment.get("_segment").asInt() + ")",
                    "the field has one value only, and several stand there; the first was read. Send the others in segments of"
                            + " their own."));
        }
    }

    /** One repetition by its type; null when it is empty. */
    private JsonNode value(DataType type, char[] text, int from, int to, ObjectNode segment, String key) {
        if (type.isComposite()) {
            return composite(type, text, from, to, delimiters.component(), delimiters.subcomponent());
        }
        int end = type.isText() ? to : end(text, delimiters.component(), from, to);
        int inner = type.isText() ? to : end(text, delimiters.subcomponent(), from, end);
        boolean precision = type.isTime() && isPrecision(text, inner, to);
        if (inner < to && !precision && holdsMore(text, inner, to)) {
            JsonNode whole = primitive(text, from, to, false);
            if (whole != null) {
                append(segment, key + "^", whole);
            }
        }
        return primitive(text, from, inner, type.keepsBlanks());
    }

    /** TS of HL7 2.2 to 2.5: behind the time a letter says how precise it is, as its digits do (table 0529). */
    private boolean isPrecision(char[] text, int from, int to) {
        return to - from == 2 && text[from] == delimiters.component() && "YLDHMS".indexOf(text[from + 1]) >= 0;
    }

    /** Whether anything but separators stands there. */
    private boolean holdsMore(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text[i];
            if (c != delimiters.component() && c != delimiters.subcomponent() && !Character.isWhitespace(c)) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode composite(DataType type, char[] text, int from, int to, char separator, char inner) {
        ObjectNode composite = null;
        int position = 0;
        int start = from;
        while (start <= to) {
            int end = end(text, separator, start, to);
            if (end > start) {
                JsonNode value = component(type.component(position), text, start, end, inner);
                if (value != null) {
                    composite = composite == null ? NODES.objectNode() : composite;
                    composite.set(type.key(position), value);
                    noteRest(composite, type, position, text, start, end, inner);
                }
            }
            position++;
            start = end + 1;
        }
        if (composite != null && type.isCoded()) {
            NullFlavors.mark(type, composite);
        }
        return composite;
    }

    /** @param separator between the subcomponents; NUL within a subcomponent, where nothing is separated any more */
    private JsonNode component(DataType type, char[] text, int from, int to, char separator) {
        if (type == null) {
            return positional(text, from, to, separator, '\0');
        }
        if (type.isComposite()) {
            return composite(type, text, from, to, separator, '\0');
        }
        int end = type.isText() ? to : end(text, separator, from, to);
        return primitive(text, from, end, type.keepsBlanks());
    }

    /** Keeps the whole of a primitive component that has subcomponents, under its key with {@code &}. */
    private void noteRest(ObjectNode into, DataType type, int position, char[] text, int from, int to, char separator) {
        DataType part = type.component(position);
        boolean single = part != null && !part.isComposite() && !part.isText();
        if (single && end(text, separator, from, to) < to) {
            into.set(type.key(position) + "&", primitive(text, from, to, false));
        }
    }

    private void putUndefined(ObjectNode segment, String key, char[] text, int from, int to) {
        int start = from;
        while (start <= to) {
            int end = end(text, delimiters.repetition(), start, to);
            JsonNode value = positional(text, start, end, delimiters.component(), delimiters.subcomponent());
            if (value != null) {
                append(segment, key, value);
            }
            start = end + 1;
        }
    }

    /** Text where nothing is separated, else an object keyed by position; null when it is empty. */
    private JsonNode positional(char[] text, int from, int to, char separator, char inner) {
        boolean parted = end(text, separator, from, to) < to || inner != '\0' && end(text, inner, from, to) < to;
        if (!parted) {
            return primitive(text, from, to, false);
        }
        ObjectNode parts = null;
        int position = 1;
        int start = from;
        while (start <= to) {
            int end = end(text, separator, start, to);
            JsonNode value = end == start ? null : positional(text, start, end, inner, '\0');
            if (value != null) {
                parts = parts == null ? NODES.objectNode() : parts;
                parts.set(Integer.toString(position), value);
            }
            position++;
            start = end + 1;
        }
        return parts;
    }

    private TextNode primitive(char[] text, int from, int to, boolean keepBlanks) {
        if (from >= to) {
            return null;
        }
        String raw = new String(text, from, to - from);
        if (raw.equals(NullFlavors.EXPLICIT_NULL)) {
            return TextNode.valueOf(NullFlavors.UNKNOWN);
        }
        String value = escapes.undo(raw);
        String stripped = Decoded.strip(value);
        return stripped.isEmpty() ? null : TextNode.valueOf(keepBlanks ? value.stripTrailing() : stripped);
    }

    private static void putText(ObjectNode segment, String key, String value) {
        if (!value.isBlank()) {
            segment.put(key, value);
        }
    }

    private static void append(ObjectNode segment, String key, JsonNode value) {
        if (segment.get(key) instanceof ArrayNode array) {
            array.add(value);
        } else {
            segment.putArray(key).add(value);
        }
    }

    /** Looks no further than the limit: {@code indexOf} would run to the end of the segment for every part of it. */
    private static int end(char[] text, char separator, int from, int limit) {
        if (separator == '\0') {
            return limit;
        }
        int end = from;
        while (end < limit && text[end] != separator) {
            end++;
        }
        return end;
    }
}
