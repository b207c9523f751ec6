package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.kernel.JsonValues;

/**
 * What an Observation, or a component of one, was found to be: a value, several (components with the code of the Observation itself:
 * several values of one OBX-5), or the reason why there is none. One statement, of which one form stays (R5, constraints obs-6 and obs-7).
 *
 * <p>What was said of a value says nothing of another one: when a message brings another value, or takes the value away, what came from
 * us of interpretation, note and reference range goes unless the message says it too. Of the same value it goes when the message says
 * another one.
 */
final class ResultValue {

    private static final Pattern VALUE = Pattern.compile("value[A-Z].*");
    private static final Pattern VALUE_OR_BESIDE = Pattern.compile("_?value[A-Z].*");

    private static final String REASON = "dataAbsentReason";
    private static final String VALUES = "component";
    private static final List<String> SAID_OF_IT = List.of("interpretation", "note", "referenceRange");

    /** States by which a message that has no value takes back the one that was sent. */
    private static final Set<String> CORRECTIONS = Set.of("corrected", "amended");

    private final FhirTypes types;
    private final Entries entries;
    private final Sameness sameness;

    ResultValue(FhirTypes types, Entries entries, Sameness sameness) {
        this.types = types;
        this.entries = entries;
        this.sameness = sameness;
    }

    /**
     * Takes from what is there what cannot stand beside the message's.
     *
     * @param into changed
     * @param names the fields of the message that are merged, changed
     */
    void makeWay(MergePlace at, ObjectNode into, ObjectNode ours, Set<String> names) {
        boolean isResult = at.path().equals("Observation") || at.path().equals("Observation.component");
        boolean isAbsent = ours.has(REASON) && !isHeld(ours, ours);
        if (!isResult || !isAbsent && !isHeld(ours, ours)) {
            return;
        }
        if (isAbsent && isHeld(into, ours) && Absence.saysUnknown(ours.get(REASON)) && !isCorrection(ours)) {
            names.remove(REASON);
            return;
        }
        boolean isSame = isSame(into, ours);
        SAID_OF_IT.stream().filter(name -> !isSame || ours.has(name)).forEach(name -> removeOurs(at, name, into, ours));
        if (isAbsent) {
            into.properties()
                    .removeIf(field -> VALUE_OR_BESIDE.matcher(field.getKey()).matches());
        } else {
            into.remove(REASON);
        }
        keepOneForm(into, ours);
    }

    private static boolean isCorrection(ObjectNode ours) {
        return CORRECTIONS.contains(String.valueOf(Json.text(ours, "status")));
    }

    private void keepOneForm(ObjectNode into, ObjectNode ours) {
        List<JsonNode> there = values(into, ours);
        List<JsonNode> said = values(ours, ours);
        if (!said.isEmpty()) {
            into.properties()
                    .removeIf(field -> VALUE_OR_BESIDE.matcher(field.getKey()).matches());
        }
        if (there.size() > said.size() && into.get(VALUES) instanceof ArrayNode components) {
            for (int i = components.size() - 1; i >= 0; i--) {
                if (there.contains(components.get(i))) {
                    components.remove(i);
                }
            }
            if (components.isEmpty()) {
                into.remove(VALUES);
            }
        }
    }

    private boolean isSame(ObjectNode into, ObjectNode ours) {
        List<JsonNode> there = values(into, ours);
        List<JsonNode> said = values(ours, ours);
        boolean sameValues = there.size() == said.size();
        for (int i = 0; sameValues && i < said.size(); i++) {
            sameValues = JsonValues.within(said.get(i), there.get(i));
        }
        return sameValues
                && ours.properties().stream()
                        .filter(field -> field.getKey().equals(REASON) || isValue(field.getKey()))
                        .allMatch(field -> isSameElement(into.path(field.getKey()), field.getValue()));
    }

    private boolean isSameElement(JsonNode there, JsonNode said) {
        return JsonValues.within(said, there) || sameness.sameConcept(said, there);
    }

    private boolean isHeld(ObjectNode node, ObjectNode ours) {
        return node.properties().stream().anyMatch(field -> isValue(field.getKey()))
                || !values(node, ours).isEmpty();
    }

    private static boolean isValue(String name) {
        return VALUE.matcher(name).matches();
    }

    /** The components that are values of the Observation itself. */
    private List<JsonNode> values(ObjectNode node, ObjectNode ours) {
        List<JsonNode> values = new ArrayList<>();
        for (JsonNode component : node.path(VALUES)) {
            if (sameness.sameConcept(component.path("code"), ours.path("code"))) {
                values.add(component);
            }
        }
        return values;
    }

    private void removeOurs(MergePlace at, String name, ObjectNode into, ObjectNode ours) {
        if (!(into.get(name) instanceof ArrayNode there)) {
            return;
        }
        BaseRuntimeElementDefinition<?> type = types.child(at.type(), name);
        for (int i = there.size() - 1; i >= 0; i--) {
            JsonNode entry = there.get(i);
            boolean said = false;
            for (JsonNode one : ours.path(name)) {
                said |= JsonValues.within(one, entry) || sameness.same(type, one, entry);
            }
            boolean isOurs = at.owned().isUnknown()
                    ? type.getName().equals("CodeableConcept")
                    : at.owned().has(entries.marks(at.child(name), type, entry));
            if (!said && isOurs) {
                there.remove(i);
            }
        }
        if (there.isEmpty()) {
            into.remove(name);
        }
    }
}
