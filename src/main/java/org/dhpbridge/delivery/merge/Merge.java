package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.kernel.JsonValues;

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
 *   <li>Of a record that several sources write, what something newer was said of stays ({@link Statements}); of the same thing
 *       an older message still adds what is not known of it.
 * </ul>
 */
public class Merge {

    /** What sources do not speak of, what only adds up, and what an event decides and not a later word. */
    private static final Set<String> TIMELESS = Set.of("meta", "language", "text", "link", "active");

    private final FhirTypes types;
    private final Entries entries;
    private final Sameness sameness = new Sameness();
    private final EntryLists lists;

    public Merge(FhirTypes types, Entries entries) {
        this.types = types;
        this.entries = entries;
        this.lists = new EntryLists(types, entries, sameness, this);
    }

    /**
     * @param current the resource as the platform has it; not changed
     * @param ours the same resource as the message has it; its {@code id} is not looked at; not changed
     * @param owned what of the platform's came from us
     * @param takenBack elements that the message takes back, as {@code actualPeriod.end}
     * @return the merged resource, with the id and meta of the platform's; equal to it when nothing changes
     */
    public ObjectNode merge(ObjectNode current, ObjectNode ours, Owned owned, Set<String> takenBack) {
        return merge(current, ours, owned, takenBack, Recency.ALWAYS);
    }

    /** As {@link #merge(ObjectNode, ObjectNode, Owned, Set)}, of a message that takes nothing back. */
    public ObjectNode merge(ObjectNode current, ObjectNode ours, Owned owned) {
        return merge(current, ours, owned, Set.of());
    }

    /**
     * A record into which a message was merged part by part.
     *
     * @param owned what was ours, with the times of what was said until now
     * @param outdated elements that the message says otherwise and that were left as they are, for something newer was said of
     *     them, as {@code Patient.birthDate}; empty when none was
     */
    public record Merged(ObjectNode resource, Owned owned, Set<String> outdated) {}

    /**
     * As {@link #merge(ObjectNode, ObjectNode, Owned, Set)}, for a record of a {@link Statements#isShared shared} type.
     *
     * @param eventTime of the message; null when it is not known: then all of it is taken
     * @param newest when the newest message of the record was; null when that is not known. Counts for what is there when no
     *     times are remembered
     */
    public Merged merge(
            ObjectNode current,
            ObjectNode ours,
            Owned owned,
            Set<String> takenBack,
            Instant eventTime,
            Instant newest) {
        boolean forgotten = owned.statements().isEmpty() && newest != null && eventTime != null;
        Owned remembered = forgotten ? stated(owned, current, newest) : owned;
        Recency recency = new Recency(owned.reference(), remembered.statements(), eventTime);
        ObjectNode merged = merge(current, ours, remembered, takenBack, recency);
        return new Merged(merged, remembered.with(recency.statements()), recency.outdated());
    }

    /** Whether an older message still tells something of a record of that type, though the newest counts as a whole. */
    public static boolean hasPast(String type) {
        return VisitCourse.hasPast(type);
    }

    /**
     * As {@link #merge(ObjectNode, ObjectNode, Owned, Set)}, of a record of one source; when a visit was said to be over, or not to
     * be, is remembered.
     *
     * @param eventTime of the message; null when it is not known
     */
    public Merged merge(ObjectNode current, ObjectNode ours, Owned owned, Set<String> takenBack, Instant eventTime) {
        Owned then = VisitTimes.after(owned, ours, takenBack, eventTime);
        return new Merged(merge(current, ours, owned, takenBack), ended(then, ours, takenBack, eventTime), Set.of());
    }

    private static Owned ended(Owned owned, ObjectNode said, Set<String> takenBack, Instant eventTime) {
        return VisitCourse.tellsOfTheEnd(said, takenBack) ? owned.withTime(VisitCourse.END, eventTime) : owned;
    }

    /**
     * Merges what a message that comes late tells of the past: what nobody said since, and the end of a visit when no later message
     * spoke of that.
     *
     * @param current the record of a type that {@link #hasPast has a past}; not changed
     * @param owned what of the platform's came from us
     * @param eventTime of the message
     * @param newest when the newest message of the record was, after that time
     */
    public Merged mergePast(
            ObjectNode current,
            ObjectNode ours,
            Owned owned,
            Set<String> takenBack,
            Instant eventTime,
            Instant newest) {
        Owned timed = stated(owned.with(Statements.NONE), current, newest);
        Recency recency = new Recency(owned.reference(), timed.statements(), eventTime);
        ObjectNode merged = fields(current, ours.deepCopy(), owned, recency);
        VisitCourse.TakenBack taken = new VisitCourse.TakenBack(takenBack, owned);
        VisitCourse.settlePast(current, merged, ours, taken, eventTime, new VisitTimes(owned));
        Owned then = VisitTimes.after(owned, ours, takenBack, eventTime);
        Set<String> outdated = new TreeSet<>(recency.outdated());
        if (tellsTheEnd(current, ours, owned, takenBack, eventTime)) {
            VisitCourse.settleEnd(merged, ours, taken);
            outdated.removeAll(VisitCourse.OF_THE_END);
            then = ended(then, ours, takenBack, eventTime);
        }
        VisitCourse.settlePlace(merged, new VisitTimes(then));
        return new Merged(merged, then, outdated);
    }

    /** Whether no later message said that the visit is over, or not over. */
    private static boolean tellsTheEnd(
            ObjectNode current, ObjectNode ours, Owned owned, Set<String> takenBack, Instant eventTime) {
        Instant lastTime = owned.statements().lastOf(owned.reference(), VisitCourse.END);
        return VisitCourse.tellsOfTheEnd(ours, takenBack)
                && (lastTime == null
                        ? !VisitCourse.isOver(current)
                        : !lastTime.isAfter(Statements.storable(eventTime)));
    }

    /**
     * What is ours of a record that was created just now, with the times of what it says when its type is {@link
     * Statements#isShared shared}.
     *
     * @param reference the record, as {@code Patient/7}
     * @param said the whole of it
     * @param takenBack elements that the message takes back
     * @param eventTime null when it is not known
     */
    public Owned created(String reference, ObjectNode said, Set<String> takenBack, Instant eventTime) {
        Owned ours = Owned.nothing(reference).with(Set.of(), entries.marks(said));
        Owned owned = ended(VisitTimes.after(ours, said, takenBack, eventTime), said, takenBack, eventTime);
        boolean timed = eventTime != null && Statements.isShared(Json.text(said, "resourceType"));
        return timed ? stated(owned, said, eventTime) : owned;
    }

    private Owned stated(Owned owned, ObjectNode said, Instant time) {
        Recency recency = new Recency(owned.reference(), Statements.NONE, time);
        merge(Json.object(), said, owned, Set.of(), recency);
        return owned.with(recency.statements());
    }

    private ObjectNode merge(ObjectNode current, ObjectNode ours, Owned owned, Set<String> takenBack, Recency recency) {
        ObjectNode said = ours.deepCopy();
        ObjectNode into = fields(current, said, owned, recency);
        takenBack.forEach(element -> takeBackEntries(into, said, owned, element));
        VisitCourse.settle(current, into, said, new VisitCourse.TakenBack(takenBack, owned));
        return into;
    }

    /** Entries of ours in a repeating element that the message takes back without others in their place. */
    private void takeBackEntries(ObjectNode into, ObjectNode said, Owned owned, String element) {
        if (said.has(element) || !(into.get(element) instanceof ArrayNode there)) {
            return;
        }
        String type = Json.text(said, "resourceType");
        BaseRuntimeElementDefinition<?> of = types.child(types.ofResource(type), element);
        for (int i = there.size() - 1; i >= 0; i--) {
            if (owned.has(entries.marks(type + '.' + element, of, there.get(i)))) {
                there.remove(i);
            }
        }
        if (there.isEmpty()) {
            into.remove(element);
        }
    }

    private ObjectNode fields(ObjectNode current, ObjectNode said, Owned owned, Recency recency) {
        ObjectNode into = current.deepCopy();
        String type = Json.text(said, "resourceType");
        fields(new MergePlace(type, type, types.ofResource(type), owned, recency), into, said);
        return into;
    }

    /** Merges what a message says of one object into it. */
    void fields(MergePlace at, ObjectNode into, ObjectNode ours) {
        Set<String> names = new HashSet<>();
        ours.fieldNames().forEachRemaining(name -> names.add(name.startsWith("_") ? name.substring(1) : name));
        names.remove("resourceType");
        names.remove("id");
        dataOrItsAbsence(into, ours, names);
        boolean top = at.path().indexOf('.') < 0;
        for (String name : names) {
            field(top && TIMELESS.contains(name) ? at.with(Recency.ALWAYS) : at, name, into, ours);
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
            fields(at.within("_" + name, types.extensible()), into.withObjectProperty("_" + name), object);
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
            fields(at.within(name, definition), (ObjectNode) there, value);
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
            fields(at.with(at.recency().ofWhatIsThere()), Json.object(), object.deepCopy());
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
