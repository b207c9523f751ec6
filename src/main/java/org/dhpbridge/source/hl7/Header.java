package org.dhpbridge.source.hl7;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * What kind of message this is: as MSH-9 says; where that is incomplete, as EVN-1, the structure's name or the segments
 * tell.
 *
 * @param type as {@code ADT}; empty when nothing tells
 * @param event as {@code A01}; empty when nothing tells
 * @param structure null when HL7 defines none for the type
 * @param note a sentence when the type was not stated; null otherwise
 */
record Header(String type, String event, GroupType structure, String note) {

    static Header of(ObjectNode msh, List<String> segments, char separator, Dictionary dictionary) {
        JsonNode kind = msh.path("MSH-9");
        String stated = name(kind, "MSG-1");
        String event = name(kind, "MSG-2");
        String structure = name(kind, "MSG-3");
        String type = stated;
        int underscore = type.indexOf('_');
        if (underscore > 0) {
            structure = structure.isEmpty() ? type : structure;
            type = type.substring(0, underscore);
        }
        if (event.indexOf('_') > 0) {
            structure = structure.isEmpty() ? event : structure;
            event = event.substring(event.indexOf('_') + 1);
        }
        String note = null;
        if (type.isEmpty()) {
            type = typeOf(structure, segments, separator);
            note = type.isEmpty()
                    ? "MSH-9 does not say the type of the message."
                    : "MSH-9 does not say the type of the message; it is read as " + type + " for its content.";
        }
        if (event.isEmpty()) {
            event = eventOf(type, structure, segments, separator);
        }
        GroupType known = type.isEmpty() ? null : dictionary.structure(type, event);
        GroupType named = dictionary.structure(structure);
        boolean eventKnown = dictionary.knows(type, event);
        GroupType chosen = named != null && !eventKnown ? named : known;
        if (event.isEmpty() && chosen != null && chosen.name().startsWith(type + "_")) {
            event = chosen.name().substring(type.length() + 1);
        }
        return new Header(type, event, chosen, note);
    }

    private static String typeOf(String structure, List<String> segments, char separator) {
        if (structure.indexOf('_') > 0) {
            return structure.substring(0, structure.indexOf('_'));
        }
        if (eventType(segments, separator).startsWith("A")) {
            return "ADT";
        }
        boolean results = has(segments, "OBR") && has(segments, "OBX");
        return results ? "ORU" : "";
    }

    private static String eventOf(String type, String structure, List<String> segments, char separator) {
        String code = eventType(segments, separator);
        if (!code.isEmpty()) {
            return code;
        }
        return structure.startsWith(type + "_") ? structure.substring(type.length() + 1) : "";
    }

    /** EVN-1, the event type code of versions before 2.7. */
    private static String eventType(List<String> segments, char separator) {
        for (String segment : segments) {
            if (Segments.name(segment).equals("EVN")) {
                int to = segment.indexOf(separator, 4);
                String code = segment.length() < 4
                        ? ""
                        : segment.substring(4, to < 0 ? segment.length() : to).strip();
                boolean isEvent =
                        code.length() == 3 && code.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
                return isEvent ? code.toUpperCase(Locale.ROOT) : "";
            }
        }
        return "";
    }

    private static boolean has(List<String> segments, String name) {
        return segments.stream().anyMatch(segment -> Segments.name(segment).equals(name));
    }

    private static String name(JsonNode kind, String component) {
        return kind.path(component).asText().strip().toUpperCase(Locale.ROOT);
    }
}
