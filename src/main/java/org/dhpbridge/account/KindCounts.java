package org.dhpbridge.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.mapping.Mapped;

/** For a mapping that names no segments: of each kind there must be as many records as the input has of it. */
final class KindCounts {

    /** Beside orders, which one record may tell of by OBR and ORC together. */
    private static final Map<Kind, Set<String>> TYPES = Map.of(
            Kind.RESULT, Set.of("Observation", "DiagnosticReport", "Immunization"),
            Kind.SPECIMEN, Set.of("Specimen"),
            Kind.VACCINE, Set.of("Immunization"),
            Kind.PRESCRIPTION, Set.of("MedicationRequest"),
            Kind.DISPENSE, Set.of("MedicationDispense"),
            Kind.DIAGNOSIS, Set.of("Condition"),
            Kind.ALLERGY, Set.of("AllergyIntolerance"),
            Kind.PROCEDURE, Set.of("Procedure"),
            Kind.DOCUMENT, Set.of("DiagnosticReport", "DocumentReference"));

    private final Mapped mapped;

    KindCounts(Mapped mapped) {
        this.mapped = mapped;
    }

    void compare(List<AccountedSegment> items, List<Issue> issues) {
        Map<Kind, Integer> came = new HashMap<>();
        items.stream()
                .filter(item -> TYPES.containsKey(item.kind()) && !item.isEmpty())
                .filter(item -> !mapped.leftOut().contains(item.number()))
                .forEach(item -> came.merge(item.kind(), 1, Integer::sum));
        came.forEach((kind, count) -> {
            int made = made(TYPES.get(kind));
            if (made < count) {
                issues.add(Issue.error(
                        Account.NOT_CARRIED,
                        null,
                        "The message has " + count + " of the kind " + kind.noun() + " and became " + made
                                + " records of that kind. " + Remedy.of(mapped.mapping())));
            }
        });
    }

    private int made(Set<String> types) {
        int made = 0;
        for (ObjectNode resource : mapped.resources()) {
            if (types.contains(resource.path("resourceType").asText())) {
                made += Math.max(
                        1,
                        Math.max(
                                resource.path("component").size(),
                                resource.path("presentedForm").size()));
            }
        }
        return made;
    }
}
