package org.dhpbridge.delivery;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Puts what a message knows of a record into what the platform has of it, so that nothing is lost that others know. What
 * kind of element stands where is taken from FHIR's own definitions. The rules:
 *
 * <ul>
 *   <li>What the message does not say stays, always.
 *   <li>A single element takes the message's value. A data type such as Quantity or Reference is taken as a whole, never
 *       mixed field by field, unless the platform's says the same and more. Of a choice ({@code value[x]}) one stays.
 *   <li>A single CodeableConcept that shares a coding keeps the other codings (somebody translated it); one that shares
 *       none is another concept and is replaced.
 *   <li>A Period and a backbone element are merged field by field.
 *   <li>Of a repeating element, those that are the same thing ({@link Sameness}) are merged, the rest is added.
 *   <li>"Unknown" never takes the place of a value, and gives way to one: a data-absent-reason extension, the code
 *       {@code unknown}, {@code Observation.dataAbsentReason} of {@code unknown}.
 * </ul>
 */
class Merge {

    private final FhirContext fhir;
    private final Sameness sameness = new Sameness();

    Merge(FhirContext fhir) {
        this.fhir = fhir;
    }

    /**
     * @param current the resource as the platform has it; not changed
     * @param ours the same resource as the message has it; its {@code id} is not looked at
     * @return the merged resource, with the id and meta of the platform's; equal to it when nothing changes
     */
    ObjectNode merge(ObjectNode current, ObjectNode ours) {
        ObjectNode into = current.deepCopy();
        fields(fhir.getResourceDefinition(Json.text(ours, "resourceType")), into, ours);
        return into;
    }

    private void fields(BaseRuntimeElementCompositeDefinition<?> type, ObjectNode into, ObjectNode ours) {
        Set<String> names = new HashSet<>();
        ours.fieldNames().forEachRemaining(name -> names.add(name.startsWith("_") ? name.substring(1) : name));
        names.remove("resourceType");
        names.remove("id");
        dataOrItsAbsence(into, ours, names);
        for (String name : names) {
            field(type, name, into, ours);
        }
    }

    /** Observation and its components hold either a value or the reason that there is none (R5, constraint obs-6). */
    private static void dataOrItsAbsence(ObjectNode into, ObjectNode ours, Set<String> names) {
        String reason = "dataAbsentReason";
        if (ours.has(reason) && hasValue(into)) {
            if (Absence.saysUnknown(ours.get(reason))) {
                names.remove(reason);
            } else {
                removeChoice(into, "value");
            }
        } else if (into.has(reason) && hasValue(ours)) {
            into.remove(reason);
        }
    }

    private static boolean hasValue(ObjectNode node) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            if (names.next().matches("value[A-Z].*")) {
                return true;
            }
        }
        return false;
    }

    private static void removeChoice(ObjectNode node, String stem) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            if (names.next().matches("_?" + stem + "[A-Z].*")) {
                names.remove();
            }
        }
    }

    private void field(BaseRuntimeElementCompositeDefinition<?> type, String name, ObjectNode into, ObjectNode ours) {
        JsonNode value = ours.get(name);
        if (value instanceof ArrayNode array) {
            if (array.path(0).isObject()) {
                objects(elementType(type, name), into.withArrayProperty(name), array);
            } else {
                primitives(type, name, into, ours);
            }
        } else if (value instanceof ObjectNode object) {
            object(type, name, into, object);
        } else {
            primitive(type, name, into, ours);
        }
    }

    private BaseRuntimeElementDefinition<?> elementType(BaseRuntimeElementCompositeDefinition<?> parent, String name) {
        if (name.equals("extension") || name.equals("modifierExtension")) {
            return fhir.getElementDefinition("Extension");
        }
        BaseRuntimeChildDefinition child = parent.getChildByName(name);
        return child == null ? null : child.getChildByName(name);
    }

    private void primitive(
            BaseRuntimeElementCompositeDefinition<?> type, String name, ObjectNode into, ObjectNode ours) {
        JsonNode value = ours.get(name);
        JsonNode beside = ours.get("_" + name);
        JsonNode there = into.get(name);
        if (there != null && (value == null || Absence.saysUnknown(value))) {
            return;
        }
        if (value != null) {
            dropOtherChoices(type, name, into);
            if (there == null || !Json.same(there, value)) {
                into.set(name, value);
            }
            if (into.get("_" + name) instanceof ObjectNode extended) {
                Absence.removeFrom(extended);
                if (extended.isEmpty()) {
                    into.remove("_" + name);
                }
            }
        }
        if (beside instanceof ObjectNode object) {
            fields(extensible(), into.withObjectProperty("_" + name), object);
        }
    }

    private BaseRuntimeElementCompositeDefinition<?> extensible() {
        return (BaseRuntimeElementCompositeDefinition<?>) fhir.getElementDefinition("Extension");
    }

    /** Repeating primitives: a list in a data type (given names, address lines) is one statement, elsewhere it is a set. */
    private void primitives(
            BaseRuntimeElementCompositeDefinition<?> type, String name, ObjectNode into, ObjectNode ours) {
        JsonNode value = ours.get(name);
        JsonNode there = into.path(name);
        String beside = "_" + name;
        if (type.getName().equals("Meta")) {
            Sameness.addCanonicals(into.withArrayProperty(name), value);
        } else if (there.isMissingNode()
                || type.getChildType() == ChildTypeEnum.COMPOSITE_DATATYPE
                || ours.has(beside)
                || into.has(beside)) {
            if (!Json.same(there, value)) {
                into.set(name, value);
                into.remove(beside);
            }
            if (ours.has(beside)) {
                into.set(beside, ours.get(beside));
            }
        } else {
            for (JsonNode one : value) {
                if (!Json.within(ours.arrayNode().add(one), there)) {
                    into.withArrayProperty(name).add(one);
                }
            }
        }
    }

    private void object(BaseRuntimeElementCompositeDefinition<?> type, String name, ObjectNode into, ObjectNode value) {
        JsonNode there = into.get(name);
        boolean otherChoice = otherChoices(type, name).stream().anyMatch(into::has);
        if ((there != null || otherChoice) && Absence.saysUnknown(value)) {
            return;
        }
        dropOtherChoices(type, name, into);
        if (!(there instanceof ObjectNode known) || Absence.saysUnknown(there)) {
            into.set(name, value);
        } else if (!Json.within(value, known)) {
            BaseRuntimeElementDefinition<?> definition = elementType(type, name);
            if (fieldByField(definition, known, value)) {
                fields((BaseRuntimeElementCompositeDefinition<?>) definition, known, value);
                if (backwards(known)) {
                    into.set(name, value);
                }
            } else {
                into.set(name, value);
            }
        }
    }

    private boolean fieldByField(BaseRuntimeElementDefinition<?> definition, ObjectNode known, ObjectNode value) {
        if (definition == null) {
            return false;
        }
        return switch (definition.getName()) {
            case "Meta", "Period" -> true;
            case "CodeableConcept" -> sameness.sameConcept(known, value);
            default -> definition.getChildType() == ChildTypeEnum.RESOURCE_BLOCK;
        };
    }

    /** A Period that ends before it starts: the message moved the start past an end that it does not know. */
    private static boolean backwards(ObjectNode node) {
        String start = Json.text(node, "start");
        String end = Json.text(node, "end");
        return start != null
                && end != null
                && end.compareTo(start.substring(0, Math.min(start.length(), end.length()))) < 0;
    }

    private void objects(BaseRuntimeElementDefinition<?> type, ArrayNode into, ArrayNode ours) {
        Set<Integer> taken = new HashSet<>();
        for (JsonNode one : ours) {
            int at = find(type, into, one, taken);
            if (at < 0) {
                if (!Absence.saysUnknown(one) || into.isEmpty()) {
                    taken.add(into.size());
                    into.add(one);
                }
            } else {
                taken.add(at);
                if (!Json.within(one, into.get(at))) {
                    mergeInto(type, into, at, (ObjectNode) one);
                }
            }
        }
        if (into.size() > 1) {
            removeUnknownOnes(into);
        }
    }

    private void mergeInto(BaseRuntimeElementDefinition<?> type, ArrayNode into, int at, ObjectNode one) {
        if (type instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
            fields(composite, (ObjectNode) into.get(at), one);
        } else {
            into.set(at, one);
        }
    }

    private int find(BaseRuntimeElementDefinition<?> type, ArrayNode into, JsonNode one, Set<Integer> taken) {
        for (int i = 0; i < into.size(); i++) {
            if (!taken.contains(i) && Json.within(one, into.get(i))) {
                return i;
            }
        }
        for (int i = 0; i < into.size(); i++) {
            if (!taken.contains(i) && sameness.same(type, one, into.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static void removeUnknownOnes(ArrayNode array) {
        boolean anyKnown = false;
        for (JsonNode one : array) {
            anyKnown |= !Absence.saysUnknown(one);
        }
        for (int i = array.size() - 1; anyKnown && i >= 0; i--) {
            if (Absence.isDeclared(array.get(i))) {
                array.remove(i);
            }
        }
    }

    /** The variants of a choice, as {@code valueString} and {@code valueQuantity}, without the one named. */
    private static Set<String> otherChoices(BaseRuntimeElementCompositeDefinition<?> type, String name) {
        if (!(type.getChildByName(name) instanceof RuntimeChildChoiceDefinition choice)) {
            return Set.of();
        }
        Set<String> others = new HashSet<>(choice.getValidChildNames());
        others.remove(name);
        return others;
    }

    private static void dropOtherChoices(BaseRuntimeElementCompositeDefinition<?> type, String name, ObjectNode into) {
        for (String other : otherChoices(type, name)) {
            into.remove(other);
            into.remove("_" + other);
        }
    }
}
