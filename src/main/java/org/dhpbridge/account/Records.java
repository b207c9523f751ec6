package org.dhpbridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.mapping.Mapped;

/**
 * Whether the records that claim to carry segments do: what several segments share is one thing, a result has its value, and is
 * one record only.
 */
final class Records {

    private static final String MERGED = "merged";
    private static final Set<String> LINES = Set.of("", "TX", "FT", "ST");

    /** Fields that make a result its own: flag, status, time, unit, range, device, instance. */
    private static final List<String> OWN = List.of("OBX-6", "OBX-7", "OBX-8", "OBX-11", "OBX-14", "OBX-18", "OBX-21");

    private final List<AccountedSegment> items;
    private final Mapped mapped;

    Records(List<AccountedSegment> items, Mapped mapped) {
        this.items = items;
        this.mapped = mapped;
    }

    void check(List<Issue> issues) {
        Map<ObjectNode, List<AccountedSegment>> results = new IdentityHashMap<>();
        Map<ObjectNode, List<AccountedSegment>> specimens = new IdentityHashMap<>();
        Map<ObjectNode, List<AccountedSegment>> entries = new IdentityHashMap<>();
        for (AccountedSegment item : items) {
            if (item.kind() == Kind.RESULT) {
                result(item, results, issues);
            } else if (item.kind() == Kind.SPECIMEN) {
                carriers(item, "Specimen").forEach(specimen -> specimens
                        .computeIfAbsent(specimen, s -> new ArrayList<>())
                        .add(item));
            } else if (item.kind().isEntry()) {
                mapped.carriers().getOrDefault(item.number(), List.of()).forEach(record -> entries.computeIfAbsent(
                                record, r -> new ArrayList<>())
                        .add(item));
            }
        }
        results.forEach((observation, lines) -> {
            if (lines.size() > 1 && !observation.has("valueAttachment")) {
                oneText(observation, lines, issues);
            }
        });
        specimens.values().forEach(segments -> oneSpecimen(segments, issues));
        entries.values().forEach(segments -> oneEntry(segments, issues));
    }

    private void result(AccountedSegment obx, Map<ObjectNode, List<AccountedSegment>> results, List<Issue> issues) {
        List<ObjectNode> observations = carriers(obx, "Observation");
        JsonNode value = obx.field("OBX-5");
        if (observations.size() > Math.max(1, value.isArray() ? value.size() : 1)) {
            issues.add(error(
                    "doubled",
                    obx.place(),
                    "this result would be sent as " + observations.size() + " records of its own."));
        }
        for (ObjectNode observation : observations) {
            results.computeIfAbsent(observation, o -> new ArrayList<>()).add(obx);
            JsonNode whole = obx.field("OBX-5^");
            if (!whole.isMissingNode() && !contains(texts(observation), whole)) {
                issues.add(error(
                        Account.NOT_CARRIED,
                        obx.place("OBX-5"),
                        "the value has more parts than its type (OBX-2) holds, and its record does not have them all. "
                                + Remedy.of(mapped.mapping())));
            }
            if (!isEmpty(value) && !hasValue(observation)) {
                boolean hasNote = mapped.issues().stream()
                        .anyMatch(issue -> issue.diagnostics().contains(obx.place("OBX-5")));
                if (!hasNote) {
                    issues.add(error(
                            Account.NOT_CARRIED,
                            obx.place("OBX-5"),
                            "the value of this result is not in its record, and nothing says why. "
                                    + Remedy.of(mapped.mapping())));
                }
            }
        }
    }

    private List<ObjectNode> carriers(AccountedSegment item, String type) {
        List<ObjectNode> carriers = new ArrayList<>();
        for (ObjectNode resource : mapped.carriers().getOrDefault(item.number(), List.of())) {
            if (resource.path("resourceType").asText().equals(type)) {
                carriers.add(resource);
            }
        }
        return carriers;
    }

    private static boolean hasValue(ObjectNode observation) {
        for (Map.Entry<String, JsonNode> element : observation.properties()) {
            String name = element.getKey();
            boolean value = name.startsWith("value")
                    || name.equals("component")
                    || name.equals("dataAbsentReason")
                    || name.equals("note");
            if (value && !element.getValue().isNull() && !isBare(element.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBare(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }

    /**
     * Lines of one text, or the same line twice; whatever else shares a record would be lost in it. The pieces of a document
     * are put together and found whole, or refused, by the mapping.
     */
    private void oneText(ObjectNode observation, List<AccountedSegment> lines, List<Issue> issues) {
        AccountedSegment first = lines.get(0);
        String texts = texts(observation);
        for (AccountedSegment line : lines.subList(1, lines.size())) {
            if (sameBut(first, line, "OBX-1", "OBX-4")) {
                continue;
            }
            String different = different(first, line);
            if (different != null) {
                issues.add(
                        error(
                                MERGED,
                                line.place(),
                                "this result would be sent as one with " + first.place() + ", from which it differs in "
                                        + different
                                        + ". Results that repeat a test each need a sub-id (OBX-4) or a time (OBX-14) of their own."));
            } else if (!contains(texts, line.field("OBX-5"))) {
                issues.add(error(
                        Account.NOT_CARRIED,
                        line.place("OBX-5"),
                        "the text is not in the record that should carry it. " + Remedy.of(mapped.mapping())));
            }
        }
    }

    /** @return the field by which the second is no line of the text of the first; null when it can be one */
    private static String different(AccountedSegment first, AccountedSegment line) {
        if (!LINES.contains(first.field("OBX-2").asText())
                || !LINES.contains(line.field("OBX-2").asText())) {
            return "its value, which is no text (OBX-2)";
        }
        if (!first.field("OBX-3").equals(line.field("OBX-3"))) {
            return "OBX-3";
        }
        for (String field : OWN) {
            JsonNode one = first.field(field);
            JsonNode other = line.field(field);
            if (!isEmpty(other) && !one.equals(other)) {
                return field;
            }
        }
        return null;
    }

    private static String texts(ObjectNode observation) {
        StringBuilder texts = new StringBuilder(observation.path("valueString").asText());
        texts.append('\n').append(observation.at("/valueCodeableConcept/text").asText());
        observation.path("note").forEach(note -> texts.append('\n')
                .append(note.path("text").asText()));
        return Values.folded(texts.toString());
    }

    private static boolean contains(String texts, JsonNode value) {
        for (String text : Values.texts(value)) {
            for (String line : text.split("\n")) {
                if (!texts.contains(Values.folded(line))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void oneSpecimen(List<AccountedSegment> segments, List<Issue> issues) {
        AccountedSegment first = segments.get(0);
        for (AccountedSegment other : segments.subList(1, segments.size())) {
            if (!sameBut(first, other, "SPM-1")) {
                issues.add(error(
                        MERGED,
                        other.place(),
                        "this specimen has the number of " + first.place()
                                + " and says something else (" + String.join(", ", differences(first, other))
                                + "), so one would take the place of the other. Give each specimen its own number (SPM-2), or let"
                                + " all segments of one specimen say the same."));
            }
        }
    }

    /** What one record says of several entries is what they have in common; where they differ, a person may want to know. */
    private static void oneEntry(List<AccountedSegment> segments, List<Issue> issues) {
        AccountedSegment first = segments.get(0);
        for (AccountedSegment other : segments.subList(1, segments.size())) {
            if (other.name().equals(first.name()) && !sameBut(first, other, first.name() + "-1")) {
                issues.add(Issue.warning(
                                MERGED,
                                null,
                                other.place() + ": this " + other.kind().noun() + " is sent as one with "
                                        + first.place() + ", from which it differs in "
                                        + String.join(", ", differences(first, other))
                                        + ". If it is another one, give it its own number in the source.")
                        .at(other.place()));
            }
        }
    }

    /** Fields but the set id in which two segments of one name differ, in no order of importance. */
    private static Set<String> differences(AccountedSegment one, AccountedSegment other) {
        Set<String> fields = new TreeSet<>();
        one.segment().fieldNames().forEachRemaining(fields::add);
        other.segment().fieldNames().forEachRemaining(fields::add);
        fields.removeAll(Set.of("_segment", one.name() + "-1"));
        fields.removeIf(
                field -> one.segment().path(field).equals(other.segment().path(field)));
        return fields;
    }

    private static boolean sameBut(AccountedSegment one, AccountedSegment other, String... apart) {
        ObjectNode first = ((ObjectNode) one.segment()).objectNode();
        first.setAll((ObjectNode) one.segment());
        ObjectNode second = first.objectNode();
        second.setAll((ObjectNode) other.segment());
        first.remove("_segment");
        second.remove("_segment");
        for (String field : apart) {
            first.remove(field);
            second.remove(field);
        }
        return first.equals(second);
    }

    private static boolean isEmpty(JsonNode value) {
        if (value.isContainerNode()) {
            for (JsonNode member : value) {
                if (!isEmpty(member)) {
                    return false;
                }
            }
            return true;
        }
        return value.isMissingNode()
                || value.isNull()
                || AbsentMarker.reasonIn(value.asText()).isPresent();
    }

    private static Issue error(String code, String place, String sentence) {
        return Issue.error(code, null, place + ": " + sentence).at(place);
    }
}
