package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.dhpbridge.delivery.json.Json;

/**
 * Puts what a message knows of a record into what the platform has of it, so that nothing is lost that others know: each element
 * by the rules of {@link ElementMerge}, and over all of them:
 *
 * <ul>
 *   <li>What the message takes back goes ({@link VisitCourse}).
 *   <li>Of a record that several sources write, what something newer was said of stays ({@link Statements}); of the same thing
 *       an older message still adds what is not known of it.
 * </ul>
 */
public class Merge {

    private static final String VISIT = "Encounter";

    private final FhirTypes types;
    private final Entries entries;
    private final ElementMerge elements;

    public Merge(FhirTypes types, Entries entries) {
        this.types = types;
        this.entries = entries;
        this.elements = new ElementMerge(types, entries);
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
     * be, is remembered, and of an order when each part of it was said.
     *
     * @param eventTime of the message; null when it is not known
     */
    public Merged merge(ObjectNode current, ObjectNode ours, Owned owned, Set<String> takenBack, Instant eventTime) {
        Owned then = ended(VisitTimes.after(owned, ours, takenBack, eventTime), ours, takenBack, eventTime);
        if (eventTime == null || !isOrder(ours)) {
            return new Merged(merge(current, ours, owned, takenBack), then, Set.of());
        }
        Recency recency = new Recency(owned.reference(), owned.statements(), eventTime);
        ObjectNode merged = merge(current, ours, owned, takenBack, recency);
        return new Merged(merged, then.with(recency.statements()), recency.outdated());
    }

    /** Whether a record changes by messages that each say a part of it: what it is now follows from when each part was said. */
    private static boolean isOrder(ObjectNode said) {
        String type = Json.text(said, "resourceType");
        return hasPast(type) && !VISIT.equals(type);
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
        Statements all = stated(owned.with(Statements.NONE), current, newest).statements();
        boolean isOrder = isOrder(ours);
        Statements before = isOrder ? owned.statements().over(all) : all;
        Recency recency = new Recency(owned.reference(), before, eventTime);
        ObjectNode merged = fields(current, ours.deepCopy(), owned, recency);
        VisitCourse.TakenBack taken = new VisitCourse.TakenBack(takenBack, owned);
        boolean isVisit = VISIT.equals(Json.text(ours, "resourceType"));
        if (isVisit) {
            VisitCourse.settlePast(current, merged, ours, taken, eventTime, new VisitTimes(owned));
        }
        Owned then = VisitTimes.after(owned, ours, takenBack, eventTime);
        if (isOrder) {
            then = then.with(recency.statements().since(before).over(owned.statements()));
        }
        Set<String> outdated = new TreeSet<>(recency.outdated());
        if (tellsTheEnd(current, ours, owned, takenBack, eventTime)) {
            VisitCourse.settleEnd(merged, ours, taken);
            outdated.removeAll(VisitCourse.OF_THE_END);
            then = ended(then, ours, takenBack, eventTime);
        }
        if (isVisit) {
            VisitPlaces.settlePlace(current, merged, new VisitTimes(owned), new VisitTimes(then));
        }
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
        boolean timed = eventTime != null && (Statements.isShared(Json.text(said, "resourceType")) || isOrder(said));
        return timed ? stated(owned, said, eventTime) : owned;
    }

    private Owned stated(Owned owned, ObjectNode said, Instant time) {
        Recency recency = new Recency(owned.reference(), Statements.NONE, time);
        fields(Json.object(), said.deepCopy(), owned, recency);
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
        elements.merge(new MergePlace(type, type, types.ofResource(type), owned, recency), into, said);
        return into;
    }
}
