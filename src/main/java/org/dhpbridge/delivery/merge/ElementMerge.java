package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.kernel.JsonValues;

/**
 * Merges the elements of one object, and what is in them. What kind of element stands where is taken from FHIR's own
 * definitions. The rules:
 *
 * <ul>
 *   <li>What the message does not say stays, always.
 *   <li>A single element takes the message's value. A data type such as Quantity or Reference is taken as a whole, never
 *       mixed field by field, unless the platform's says the same and more. Of a choice ({@code value[x]}) one stays.
 *   <li>A single CodeableConcept that shares a coding keeps the other codings (somebody translated it); one that shares
 *       none is another concept and is replaced.
 *   <li>A Period and a backbone element are merged field by field.
 *   <li>Of a repeating element, those that are the same thing ({@link Sameness}) are merged, the rest is added ({@link
 *       EntryLists}).
 *   <li>What we put there ourselves ({@link Owned}) goes when the message has other entries of its kind ({@link Entries}):
 *       the old phone when there is a new one. What others put there stays.
 *   <li>What a result was found to be is one statement, with what was said of it ({@link ResultValue}).
 *   <li>"Unknown" never takes the place of a value, and gives way to one: a data-absent-reason extension, the code
 *       {@code unknown}, {@code Observation.dataAbsentReason} of {@code unknown}.
 * </ul>
 */
final class ElementMerge {

    /** What sources do not speak of, what only adds up, and what an event decides and not a later word. */
    private static final Set<String> TIMELESS = Set.of("meta", "language", "text", "link", "active");

    private final FhirTypes types;
    private final Entries entries;
    private final Sameness sameness = new Sameness();
    private final EntryLists lists;
    private final ResultValue resultValue;

    ElementMerge(FhirTypes types, Entries entries) {
        this.types = types;
        this.entries = entries;
        this.lists = new EntryLists(types, entries, sameness, this);
        this.resultValue = new ResultValue(types, entries, sameness);
    }

    /** Merges what a message says of one object into it. */
    void merge(MergePlace at, ObjectNode into, ObjectNode ours) {
        Set<String> names = new HashSet<>();
        ours.fieldNames().forEachRemaining(name -> names.add(name.startsWith("_") ? name.substring(1) : name));
        names.remove("resourceType");
        names.remove("id");
        resultValue.makeWay(at, into, ours, names);
        boolean top = at.path().indexOf('.') < 0;
        for (String name : names) {
            field(top && TIMELESS.contains(name) ? at.with(Recency.ALWAYS) : at, name, into, ours);
        }
    }

    private void field(MergePlace at, String name, ObjectNode into, ObjectNode ours) {
        JsonNode value = ours.get(name);
        if (value instanceof ArrayNode array) {
            if (array.path(0).isObject()) {
                lists.merge(at, name, into.withArrayProperty(name), array);
            } else {
                primitives(at, name, into, ours);
            }
        } else if (value instanceof ObjectNode object) {
            object(at, name, into, object);
        } else {
            primitive(at, name, into, ours);
        }
    }

    private void primitive(MergePlace at, String name, ObjectNode into, ObjectNode ours) {
        JsonNode value = ours.get(name);
        JsonNode beside = ours.get("_" + name);
        JsonNode there = into.get(name);
        if (there != null && (value == null || Absence.saysUnknown(value))) {
            return;
        }
        boolean known = value != null && !Absence.saysUnknown(value);
        if (known && !at.recordIfNewest(name)) {
            if (there == null || !JsonValues.same(there, value)) {
                at.outdated(name);
            }
        } else if (value != null) {
            dropOtherChoices(at.type(), name, into);
            if (there == null || !JsonValues.same(there, value)) {
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
            merge(at.within("_" + name, types.extensible()), into.withObjectProperty("_" + name), object);
        }
    }

    /** Repeating primitives: a list in a data type (given names, address lines) is one statement, elsewhere it is a set. */
    private void primitives(MergePlace at, String name, ObjectNode into, ObjectNode ours) {
        JsonNode value = ours.get(name);
        JsonNode there = into.path(name);
        String beside = "_" + name;
        if (there.isMissingNode() || !Entries.isSet(at.type()) || ours.has(beside) || into.has(beside)) {
            if (!at.recordIfNewest(name)) {
                if (!JsonValues.same(there, value)) {
                    at.outdated(name);
                }
                return;
            }
            if (!JsonValues.same(there, value)) {
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

    private void object(MergePlace at, String name, ObjectNode into, ObjectNode value) {
        JsonNode there = into.get(name);
        boolean otherChoice = otherChoices(at.type(), name).stream().anyMatch(into::has);
        if ((there != null || otherChoice) && Absence.saysUnknown(value)) {
            return;
        }
        BaseRuntimeElementDefinition<?> definition = types.child(at.type(), name);
        boolean bothKnown = there instanceof ObjectNode && !Absence.saysUnknown(there);
        if (bothKnown && fieldByField(definition, there, value)) {
            at.recordIfNewest(name);
            merge(at.within(name, definition), (ObjectNode) there, value);
            if (backwards(there)) {
                into.set(name, value);
            }
        } else if (!Absence.saysUnknown(value) && !at.recordIfNewest(name)) {
            older(at, name, into, value);
        } else {
            dropOtherChoices(at.type(), name, into);
            if (!bothKnown || !JsonValues.within(value, there)) {
                into.set(name, value);
            }
            if (FhirTypes.hasParts(definition)) {
                state(at.within(name, definition), value);
            }
        }
    }

    /** Something newer was said of the element; what says the same and more is taken all the same. */
    private static void older(MergePlace at, String name, ObjectNode into, ObjectNode value) {
        JsonNode there = into.get(name);
        if (there != null && JsonValues.within(there, value)) {
            into.set(name, value);
        } else if (there == null || !JsonValues.within(value, there)) {
            at.outdated(name);
        }
    }

    /** The message has spoken of everything in a value. */
    void state(MergePlace at, JsonNode value) {
        if (at.recency().isKept() && value instanceof ObjectNode object) {
            merge(at.with(at.recency().ofWhatIsThere()), Json.object(), object.deepCopy());
        }
    }

    private boolean fieldByField(BaseRuntimeElementDefinition<?> definition, JsonNode known, ObjectNode value) {
        return FhirTypes.hasParts(definition)
                && (!definition.getName().equals("CodeableConcept") || sameness.sameConcept(known, value));
    }

    /** A Period that ends before it starts: the message moved the start past an end that it does not know. */
    private static boolean backwards(JsonNode node) {
        String start = Json.text(node, "start");
        String end = Json.text(node, "end");
        return start != null
                && end != null
                && end.compareTo(start.substring(0, Math.min(start.length(), end.length()))) < 0;
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
