package org.dhpbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.absent.Filled;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.kernel.StableId;
import org.dhpbridge.mapping.Mapped;
import org.dhpbridge.mapping.Unmapped;

/**
 * A message on its way from bytes to resources; each step of {@link Transform} adds to it.
 *
 * @param tree what the reader made of the bytes
 * @param mapped what the mapping made of the tree; null before {@code map}
 * @param filled what was declared absent
 * @param issues what reader, mapping and check have to say
 */
public record Draft(ObjectNode tree, Mapped mapped, List<Filled> filled, List<Issue> issues) {

    static Draft read(ObjectNode tree) {
        return new Draft(tree, null, List.of(), notes(tree.path("message"), tree));
    }

    /** What the reader had to guess (of HL7 v2), or has no place for: a person should see it, though it stops nothing. */
    private static List<Issue> notes(JsonNode message, JsonNode tree) {
        List<Issue> notes = new ArrayList<>();
        if (message.hasNonNull("charsetNote")) {
            notes.add(Issue.warning(
                            "value",
                            null,
                            "MSH-18: " + message.get("charsetNote").asText()
                                    + " If names look wrong, set the source's charset; better, correct MSH-18 in the source.")
                    .at("MSH-18"));
        }
        if (message.hasNonNull("typeNote")) {
            notes.add(Issue.warning("value", null, message.get("typeNote").asText() + " Correct MSH-9 in the source.")
                    .at("MSH-9"));
        }
        for (JsonNode note : message.path("notes")) {
            String place = note.path("place").asText();
            notes.add(Issue.warning(
                            note.path("code").asText(),
                            null,
                            place + ": " + note.path("sentence").asText())
                    .at(place));
        }
        for (JsonNode column : tree.path("unknownColumns")) {
            String place = "column " + column.asText();
            notes.add(Issue.warning(
                            "unknown-column",
                            null,
                            place + ": mappings/csv/" + tree.path("feed").asText()
                                    + ".yaml knows no such column, so nothing of it is sent"
                                    + (tree.path("format").asText().equals("csv") ? ", in the whole file" : "")
                                    + ". Describe it there, or leave it out of the export.")
                    .at(place));
        }
        return List.copyOf(notes);
    }

    Draft mapped(Mapped result) {
        return new Draft(tree, result, filled, join(issues, result.issues()));
    }

    Draft filled(List<Filled> fills) {
        return new Draft(tree, mapped, join(filled, fills), issues);
    }

    /** The same with further issues. */
    public Draft checked(List<Issue> found) {
        return new Draft(tree, mapped, filled, join(issues, found));
    }

    /** Resources with local ids, in the order in which they refer to each other. */
    public List<ObjectNode> resources() {
        return mapped == null ? List.of() : mapped.resources();
    }

    /** The source's time of what the message tells; null when it says none. */
    public OffsetDateTime eventTime() {
        return mapped == null ? null : mapped.eventTime();
    }

    /** What the message takes back, see {@link Mapped#takenBack()}. */
    public Map<String, Set<String>> takenBack() {
        return mapped == null ? Map.of() : mapped.takenBack();
    }

    /** The ids that the mapping made of names, see {@link Mapped#ids()}. */
    public List<StableId> ids() {
        return mapped == null ? List.of() : mapped.ids();
    }

    public List<Unmapped> unmapped() {
        return mapped == null ? List.of() : mapped.unmapped();
    }

    /** Without tree and resources, which are personal data. */
    @Override
    public String toString() {
        return "a draft of " + resources().size() + " resources, " + issues.size() + " issues";
    }

    private static <T> List<T> join(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
