package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dhpbridge.conformance.Issue;

/**
 * What a mapping made: each record once, and what it carries.
 *
 * @param resources in the mapping's order, without their accounts
 * @param takenBack what the message takes back, as {@link Mapped#takenBack}
 * @param carriers number of a segment or row → the resources that carry it
 */
record Made(List<ObjectNode> resources, Map<String, Set<String>> takenBack, Map<Integer, List<ObjectNode>> carriers) {

    /** Of these two different ones with one identity are left as they always were: the first is sent, and that is told. */
    private static final Set<String> NAMED_ONLY =
            Set.of("RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Location", "Medication");

    private static final class Record {
        final ObjectNode resource;
        final Set<Integer> carried = new TreeSet<>();

        Record(ObjectNode resource) {
            this.resource = resource;
        }
    }

    static Made of(JsonNode output, MappingRun run) {
        Map<String, Record> byId = new LinkedHashMap<>();
        for (JsonNode member : output.path("resources")) {
            if (member instanceof ObjectNode resource && resource.hasNonNull("resourceType")) {
                Set<Integer> carried = AccountFunctions.takenOff(resource);
                String type = resource.get("resourceType").asText();
                Record record =
                        byId.computeIfAbsent(type + "/" + resource.path("id").asText(), id -> new Record(resource));
                if (!record.resource.equals(resource)) {
                    run.add(doubled(type, record.carried, carried));
                }
                record.carried.addAll(carried);
            }
        }
        List<ObjectNode> resources = new ArrayList<>();
        Map<Integer, List<ObjectNode>> carriers = new TreeMap<>();
        byId.values().forEach(record -> {
            resources.add(record.resource);
            record.carried.forEach(number ->
                    carriers.computeIfAbsent(number, n -> new ArrayList<>()).add(record.resource));
        });
        return new Made(List.copyOf(resources), takenBack(output), carriers);
    }

    /** {@code {"takenBack": [{"resource": "Encounter/…", "elements": ["actualPeriod.end"]}]}}. */
    private static Map<String, Set<String>> takenBack(JsonNode output) {
        Map<String, Set<String>> takenBack = new LinkedHashMap<>();
        for (JsonNode one : output.path("takenBack")) {
            Set<String> elements =
                    takenBack.computeIfAbsent(one.path("resource").asText(), r -> new LinkedHashSet<>());
            one.path("elements").forEach(element -> elements.add(element.asText()));
        }
        return takenBack;
    }

    /** The first number of the first patient, as {@code hl7v2/subject.jslt} tells it before a message is mapped; null without one. */
    String subject() {
        return resources.stream()
                .filter(one -> one.path("resourceType").asText().equals("Patient"))
                .findFirst()
                .map(patient -> patient.path("identifier").path(0))
                .map(number -> number.path("system").asText() + "|"
                        + number.path("value").asText())
                .orElse(null);
    }

    /** Two different records that claim the same identity: sent as one, either would be lost. */
    private static Issue doubled(String type, Set<Integer> first, Set<Integer> second) {
        String where = first.isEmpty() || second.isEmpty()
                ? ""
                : " They are made of segments or rows " + numbers(first) + ", and " + numbers(second) + ".";
        return NAMED_ONLY.contains(type)
                ? Issue.warning(
                        "doubled",
                        type,
                        "Two different records of this message have the same identifier of " + type
                                + "; only the first was sent." + where + " Give each its own number in the source.")
                : Issue.error(
                        "doubled",
                        type,
                        "Two different records of this message have the same identity as " + type
                                + ", so one would take the place of the other." + where
                                + " Give each its own number in the source (a sub-id, a set id, a time), and send the message"
                                + " again.");
    }

    private static String numbers(Set<Integer> numbers) {
        return String.join(", ", numbers.stream().map(String::valueOf).toList());
    }
}
