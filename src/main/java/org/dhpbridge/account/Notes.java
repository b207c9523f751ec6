package org.dhpbridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.mapping.Mapped;

/** Whether the words of every note are in a text that is sent; looked for by value, whatever the mapping says. */
final class Notes {

    private final Mapped mapped;

    Notes(Mapped mapped) {
        this.mapped = mapped;
    }

    void check(List<AccountedSegment> items, List<Issue> issues) {
        Set<String> notes = null;
        String sent = null;
        for (AccountedSegment item : items) {
            if (item.kind() == Kind.NOTE && !mapped.leftOut().contains(item.number())) {
                notes = notes == null ? notes() : notes;
                if (notes.containsAll(Values.texts(item.field("NTE-3")))) {
                    continue;
                }
                sent = sent == null ? sent() : sent;
                if (!isSent(item.field("NTE-3"), sent)) {
                    issues.add(Issue.warning(
                                    Account.NOT_CARRIED,
                                    null,
                                    item.place("NTE-3") + ": this note is in no record that is sent.")
                            .at(item.place("NTE-3")));
                }
            }
        }
    }

    private static boolean isSent(JsonNode note, String sent) {
        for (String text : Values.texts(note)) {
            for (String line : text.split("\n")) {
                if (!sent.contains(Values.folded(line))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The notes of the records as they stand: where nearly all are. */
    private Set<String> notes() {
        Set<String> notes = new HashSet<>();
        for (ObjectNode resource : mapped.resources()) {
            for (JsonNode note : resource.path("note")) {
                notes.add(note.path("text").asText());
            }
        }
        return notes;
    }

    /** The words that a person reads in the records. */
    private String sent() {
        StringBuilder words = new StringBuilder();
        mapped.resources().forEach(resource -> collect(resource, words));
        return words.toString();
    }

    private static void collect(JsonNode node, StringBuilder words) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> element : object.properties()) {
                boolean text = element.getKey().equals("text")
                        || element.getKey().equals("valueString")
                        || element.getKey().equals("conclusion")
                        || element.getKey().equals("patientInstruction");
                if (text && element.getValue().isTextual()) {
                    words.append('|').append(Values.folded(element.getValue().textValue()));
                } else {
                    collect(element.getValue(), words);
                }
            }
        } else if (node.isArray()) {
            node.forEach(member -> collect(member, words));
        }
    }
}
