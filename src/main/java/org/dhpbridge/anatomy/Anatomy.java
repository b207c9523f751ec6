package org.dhpbridge.anatomy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A message taken apart: what came in, and what the mapping of today makes of it.
 *
 * @param parts its segments or rows; empty when it cannot be read
 * @param text the whole, when it cannot be read; else null
 * @param resources what would be sent
 * @param issues what reader, mapping and check have to say
 * @param unread why it cannot be read; null when it can
 * @param more whether values were left off, because there are too many
 */
public record Anatomy(
        List<Part> parts, String text, List<Resource> resources, List<Note> issues, String unread, boolean more) {

    /**
     * A segment, or a row.
     *
     * @param name as {@code OBX[2]}, or {@code row}
     */
    public record Part(String name, List<Field> fields) {}

    /**
     * A value of the message.
     *
     * @param place as {@code PID-5.1} or {@code column FAM}
     * @param name what HL7 calls the field; null when it has no name there
     * @param carried whether any value of the output comes of it
     * @param why why none does, as the table of deviations has it; null when it has nothing
     */
    public record Field(String place, String name, JsonNode value, boolean carried, String why) {

        /** The place as a word for the page's script. */
        public String word() {
            return place.replace(' ', '_');
        }
    }

    /** @param name as {@code Patient/6f…} */
    public record Resource(String name, List<Value> values) {}

    /**
     * A value of the output.
     *
     * @param path FHIRPath below the resource
     * @param from who is answerable for it, as {@code input} or {@code absent}
     * @param sources places in the message
     * @param rule file and line of the mapping; null when there is none
     * @param table file and row of the code table; null when none took part
     * @param absent reason for which it is declared absent; null when it is not
     * @param isOpen whether nothing of the message is in it
     */
    public record Value(
            String path,
            JsonNode value,
            String from,
            List<String> sources,
            String rule,
            String table,
            String absent,
            boolean isOpen) {

        /** The places as words for the page's script. */
        public String words() {
            return String.join(
                    " ", sources.stream().map(s -> s.replace(' ', '_')).toList());
        }
    }

    /**
     * @param severity as {@code warning}
     * @param code as {@code not-carried}
     * @param place in the message, else in the output; null when it is about the whole
     * @param count of how many records it is said
     */
    public record Note(String severity, String code, String place, String sentence, int count) {

        /** Whether another one says the same, of however many records. */
        public boolean saysWhat(Note other) {
            return new Note(other.severity, other.code, other.place, other.sentence, count).equals(this);
        }
    }
}
