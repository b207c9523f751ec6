package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.kernel.StableId;

/**
 * Whether what makes the identity of a record has lost letters in decoding (U+FFFD): two that have lost different ones would become
 * one. Looked for in what the mapping made, so that no mapping has to think of it.
 */
final class LostLetters {

    private static final char LOST = '\ufffd';
    private static final String SENTENCE =
            "letters were lost (U+FFFD) in what makes the identity of a record, and others may look the same; nothing is sent"
                    + " under it. Correct the character set or the escapes in the source, and send the message again.";

    /** Elements that hold an identifier, beside those that are called so. */
    private static final Set<String> NUMBERS = Set.of("requisition", "accessionIdentifier", "groupIdentifier");

    /**
     * A field of the input that has lost letters.
     *
     * @param encoded as the text stands in the system of an identifier
     */
    private record Field(String place, String text, String encoded) {}

    private LostLetters() {}

    /**
     * @param tree that the mapping read
     * @param resources that it made
     * @param run takes an error for each field of which an identity was made
     */
    static void check(ObjectNode tree, List<ObjectNode> resources, MappingRun run) {
        if (!hasLost(tree)) {
            return;
        }
        List<Field> fields = new ArrayList<>();
        collect(tree, tree, "", fields);
        Set<String> identities = new LinkedHashSet<>();
        resources.forEach(resource -> identities(resource, false, identities));
        resources.forEach(resource -> identities.add(resource.path("id").asText()));
        addWhatTheyAreMadeOf(identities, run.ids());
        Set<String> places = new LinkedHashSet<>();
        for (String identity : identities) {
            fields.stream()
                    .filter(field -> identity.contains(field.text()) || identity.contains(field.encoded()))
                    .forEach(field -> places.add(field.place()));
        }
        if (places.isEmpty() && identities.stream().anyMatch(identity -> identity.indexOf(LOST) >= 0)) {
            places.add("");
        }
        for (String place : places) {
            run.add(Issue.error("value", null, (place.isEmpty() ? "" : place + ": ") + SENTENCE)
                    .at(place.isEmpty() ? null : place));
        }
    }

    /** An id that a mapping made and no record has, as where the record has a number of its own, is no identity. */
    private static void addWhatTheyAreMadeOf(Set<String> identities, List<StableId> ids) {
        Set<StableId> unused = new LinkedHashSet<>(ids);
        boolean found = true;
        while (found) {
            List<StableId> used = unused.stream()
                    .filter(id -> identities.stream().anyMatch(identity -> identity.contains(id.value())))
                    .toList();
            used.forEach(id -> identities.add(id.name()));
            found = unused.removeAll(used);
        }
    }

    private static boolean hasLost(JsonNode node) {
        if (node instanceof TextNode text) {
            return text.textValue().indexOf(LOST) >= 0;
        }
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (hasLost(member.getValue())) {
                    return true;
                }
            }
            return false;
        }
        for (int at = 0; at < node.size(); at++) {
            if (hasLost(node.get(at))) {
                return true;
            }
        }
        return false;
    }

    /** @param part the segment or row around, the message where there is none yet */
    private static void collect(JsonNode node, JsonNode part, String name, List<Field> fields) {
        if (node.isObject()) {
            boolean begins = node.has("_segment") || node.has("_line") || node.has("_row");
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                boolean isField = begins || name.isEmpty();
                collect(member.getValue(), begins ? node : part, isField ? member.getKey() : name, fields);
            }
        } else if (node.isArray()) {
            for (JsonNode member : node) {
                collect(
                        member,
                        part,
                        member.has("_segment") || member.has("_line") || member.has("_row") ? "" : name,
                        fields);
            }
        } else if (node.isTextual() && node.textValue().indexOf(LOST) >= 0) {
            fields.add(new Field(
                    new InputPlace(part, name).toString(),
                    node.textValue(),
                    IdentityFunctions.encode(node.textValue())));
        }
    }

    private static void identities(JsonNode node, boolean number, Set<String> identities) {
        if (node.isArray()) {
            node.forEach(member -> identities(member, number, identities));
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                JsonNode value = member.getValue();
                if (number && value.isTextual()) {
                    identities.add(value.textValue());
                } else {
                    identities(
                            value,
                            member.getKey().equals("identifier") || NUMBERS.contains(member.getKey()),
                            identities);
                }
            }
        }
    }
}
