package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;

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
 *   <li>What we put there ourselves ({@link Owned}) goes when the message has other entries of its kind ({@link Entries}):
 *       the old phone when there is a new one. What others put there stays.
 *   <li>"Unknown" never takes the place of a value, and gives way to one: a data-absent-reason extension, the code
 *       {@code unknown}, {@code Observation.dataAbsentReason} of {@code unknown}.
 *   <li>What the message takes back goes ({@link VisitCourse}).
 * </ul>
 */
public class Merge {

    private final FhirTypes types;
    private final Entries entries;
    private final Sameness sameness = new Sameness();

    public Merge(FhirTypes types, Entries entries) {
        this.types = types;
        this.entries = entries;
    }

    /**
     * @param current the resource as the platform has it; not changed
     * @param ours the same resource as the message has it; its {@code id} is not looked at; not changed
     * @param owned what of the platform's came from us
     * @param takenBack elements that the message takes back, as {@code actualPeriod.end}
     * @return the merged resource, with the id and meta of the platform's; equal to it when nothing changes
     */
    public ObjectNode merge(ObjectNode current, ObjectNode ours, Owned owned, Set<String> takenBack) {
        ObjectNode into = current.deepCopy();
        String type = Json.text(ours, "resourceType");
        ObjectNode said = ours.deepCopy();
        fields(new At(type, types.ofResource(type), owned), into, said);
        VisitCourse.settle(current, into, said, new VisitCourse.TakenBack(takenBack, owned));
        return into;
    }

    /** As {@link #merge(ObjectNode, ObjectNode, Owned, Set)}, of a message that takes nothing back. */
    public ObjectNode merge(ObjectNode current, ObjectNode ours, Owned owned) {
        return merge(current, ours, owned, Set.of());
    }

    /**
     * A place in a resource.
     *
     * @param path of its elements, as {@code Patient.contact}
     * @param type of what stands there
     */
    private record At(String path, BaseRuntimeElementCompositeDefinition<?> type, Owned owned) {

        String child(String name) {
            return path + '.' + name;
        }

        At within(String childPath, BaseRuntimeElementDefinition<?> childType) {
            return new At(childPath, (BaseRuntimeElementCompositeDefinition<?>) childType, owned);
        }
    }

    private void fields(At at, ObjectNode into, ObjectNode ours) {
        Set<String> names = new HashSet<>();
        ours.fieldNames().forEachRemaining(name -> names.add(name.startsWith("_") ? name.substring(1) : name));
        names.remove("resourceType");
        names.remove("id");
        dataOrItsAbsence(into, ours, names);
        for (String name : names) {
            field(at, name, into, ours);
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

    private void field(At at, String name, ObjectNode into, ObjectNode ours) {
        JsonNode value = ours.get(name);
        if (value instanceof ArrayNode array) {
            if (array.path(0).isObject()) {
                objects(at, name, into.withArrayProperty(name), array);
            } else {
                primitives(at, name, into, ours);
            }
        } else if (value instanceof ObjectNode object) {
            object(at, name, into, object);
        } else {
            primitive(at, name, into, ours);
        }
    }

    private void primitive(At at, String name, ObjectNode into, ObjectNode ours) {
        JsonNode value = ours.get(name);
        JsonNode beside = ours.get("_" + name);
        JsonNode there = into.get(name);
        if (there != null && (value == null || Absence.saysUnknown(value))) {
            return;
        }
        if (value != null) {
            dropOtherChoices(at.type(), name, into);
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
            fields(at.within(at.child("_" + name), types.extensible()), into.withObjectProperty("_" + name), object);
        }
    }

    /** Repeating primitives: a list in a data type (given names, address lines) is one statement, elsewhere it is a set. */
    private void primitives(At at, String name, ObjectNode into, ObjectNode ours) {
        JsonNode value = ours.get(name);
        JsonNode there = into.path(name);
        String beside = "_" + name;
        if (there.isMissingNode() || !Entries.isSet(at.type()) || ours.has(beside) || into.has(beside)) {
            if (!Json.same(there, value)) {
                into.set(name, value);
                into.remove(beside);
            }
            if (ours.has(beside)) {
                into.set(beside, ours.get(beside));
            }
        } else {
            ArrayNode set = into.withArrayProperty(name);
            Set<String> taken = Sameness.addCanonicals(set, value);
            BaseRuntimeElementDefinition<?> type = types.child(at.type(), name);
            for (int i = set.size() - 1; i >= 0 && type != null; i--) {
                boolean sent = taken.contains(Sameness.unversioned(set.get(i)));
                if (!sent && at.owned().has(entries.marks(at.child(name), type, set.get(i)))) {
                    set.remove(i);
                }
            }
        }
    }

    private void object(At at, String name, ObjectNode into, ObjectNode value) {
        JsonNode there = into.get(name);
        boolean otherChoice = otherChoices(at.type(), name).stream().anyMatch(into::has);
        if ((there != null || otherChoice) && Absence.saysUnknown(value)) {
            return;
        }
        dropOtherChoices(at.type(), name, into);
        if (!(there instanceof ObjectNode known) || Absence.saysUnknown(there)) {
            into.set(name, value);
        } else {
            BaseRuntimeElementDefinition<?> definition = types.child(at.type(), name);
            if (fieldByField(definition, known, value)) {
                fields(at.within(at.child(name), definition), known, value);
                if (backwards(known)) {
                    into.set(name, value);
                }
            } else if (!Json.within(value, known)) {
                into.set(name, value);
            }
        }
    }

    private boolean fieldByField(BaseRuntimeElementDefinition<?> definition, ObjectNode known, ObjectNode value) {
        return FhirTypes.hasParts(definition)
                && (!definition.getName().equals("CodeableConcept") || sameness.sameConcept(known, value));
    }

    /** A Period that ends before it starts: the message moved the start past an end that it does not know. */
    private static boolean backwards(ObjectNode node) {
        String start = Json.text(node, "start");
        String end = Json.text(node, "end");
        return start != null
                && end != null
                && end.compareTo(start.substring(0, Math.min(start.length(), end.length()))) < 0;
    }

    private void objects(At at, String name, ArrayNode into, ArrayNode ours) {
        BaseRuntimeElementDefinition<?> type = types.child(at.type(), name);
        String path = at.child(name);
        int before = into.size();
        Set<Integer> taken = new HashSet<>();
        Set<String> spokenOf = new HashSet<>();
        Set<String> newKinds = new HashSet<>();
        for (JsonNode one : ours) {
            int found = find(type, into, one, taken);
            boolean known = !Absence.saysUnknown(one);
            Set<String> kinds = known ? entries.kinds(path, type, one) : Set.of();
            spokenOf.addAll(kinds);
            if (found >= 0) {
                taken.add(found);
                mergeInto(at, name, into, found, one);
            } else if (known || into.isEmpty()) {
                newKinds.addAll(kinds);
                taken.add(into.size());
                into.add(one);
            }
        }
        for (int i = before - 1; i >= 0; i--) {
            if (!taken.contains(i) && givesWay(at.owned(), path, type, into.get(i), spokenOf, newKinds)) {
                into.remove(i);
            }
        }
        if (into.size() > 1) {
            removeUnknownOnes(into);
        }
    }

    /**
     * Whether an entry that the message does not have goes: it is ours, and the message speaks for its kind. Where it is
     * not known what is ours, a concept goes for a new one of its code system.
     */
    private boolean givesWay(
            Owned owned,
            String path,
            BaseRuntimeElementDefinition<?> type,
            JsonNode entry,
            Set<String> spokenOf,
            Set<String> newKinds) {
        boolean onlyForNew = owned.isUnknown() || "Identifier".equals(type == null ? null : type.getName());
        Set<String> by = onlyForNew ? newKinds : spokenOf;
        if (Collections.disjoint(entries.kinds(path, type, entry), by)) {
            return false;
        }
        return owned.isUnknown()
                ? type.getName().equals("CodeableConcept")
                : owned.has(entries.marks(path, type, entry));
    }

    private void mergeInto(At at, String name, ArrayNode into, int index, JsonNode one) {
        BaseRuntimeElementDefinition<?> type = types.child(at.type(), name);
        boolean nothingNew = Json.within(one, into.get(index));
        if (nothingNew && !FhirTypes.hasParts(type)) {
            return;
        }
        if (type instanceof BaseRuntimeElementCompositeDefinition<?>) {
            fields(at.within(at.child(name), type), (ObjectNode) into.get(index), (ObjectNode) one);
        } else {
            into.set(index, one);
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
