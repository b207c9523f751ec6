package org.dhpbridge.delivery.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;

/**
 * Keeps an Encounter true to the course of the visit. What a message does not say stays (HL7 v2, chapter 2: an empty field
 * says nothing), so an update after the discharge takes back neither the discharge nor where the patient went. Some events take
 * back by themselves (a cancelled discharge, A13): then the message says so ({@code DeliveryRequest.takenBack}).
 *
 * <ul>
 *   <li>A visit that is over goes on only when its status is taken back.
 *   <li>Taken back are ours only: what others wrote stays.
 * </ul>
 *
 * <p>A message that comes late tells of what was: where the patient has been, and what no newer one said; the end of the visit, or
 * that it has not ended, when no newer one spoke of that. So the places of a visit, their times and its end are the same in whichever
 * order its messages come.
 */
final class VisitCourse {

    /**
     * What a message takes back.
     *
     * @param elements as {@code actualPeriod.end}
     * @param owned what of the platform's came from us
     */
    record TakenBack(Set<String> elements, Owned owned) {

        boolean has(String element) {
            return elements.contains(element);
        }
    }

    /** A visit, of which each event tells a part; an order, of which a cancellation need not say again what was ordered. */
    private static final Set<String> HAVE_PAST = Set.of("Encounter", "ServiceRequest");

    private static final String PLANNED_END = "Encounter.plannedEndDate";

    private static final String VISIT = "Encounter";

    /** Elements of a visit that are remembered as ours though they do not repeat. */
    private static final Set<String> CAN_BE_TAKEN_BACK =
            Set.of("Encounter.actualPeriod.end", "Encounter.admission.dischargeDisposition", PLANNED_END);

    /** The part of a visit of which a message speaks that says that it is over, or that it is not: its {@link Statements time} is kept. */
    static final String END = "Encounter.status";

    /** What such a message settles. */
    static final Set<String> OF_THE_END =
            Set.of(END, "Encounter.actualPeriod.end", "Encounter.admission.dischargeDisposition");

    private static final Set<String> GOES_ON = Set.of("planned", "in-progress", "on-hold");
    private static final Set<String> IS_OVER =
            Set.of("discharged", "completed", "cancelled", "discontinued", "entered-in-error");

    private VisitCourse() {}

    /** @param path of the element around it, as {@code Encounter.actualPeriod} */
    static boolean canBeTakenBack(String path, String name) {
        return path.startsWith(VISIT) && CAN_BE_TAKEN_BACK.contains(path + '.' + name);
    }

    /** Whether an older message still tells something of a record of that type, though the newest counts as a whole. */
    static boolean hasPast(String type) {
        return HAVE_PAST.contains(type);
    }

    /**
     * Settles a visit into which an older message was merged: the course is that of the newest.
     *
     * @param merged changed: its places are places of the past, and what can be taken back stays as it is, but for what no newer message
     *     spoke of
     * @param eventTime of the message
     * @param times when newer and older ones spoke of it
     */
    static void settlePast(
            ObjectNode current,
            ObjectNode merged,
            ObjectNode ours,
            TakenBack takenBack,
            Instant eventTime,
            VisitTimes times) {
        for (String path : CAN_BE_TAKEN_BACK) {
            boolean stands = path.equals(PLANNED_END) && !times.isPlannedEndKnownSince(eventTime);
            if (!stands) {
                restore(path.split("\\."), current, merged);
            } else if (takenBack.has("plannedEndDate")) {
                takeBack(path, merged, ours, takenBack.owned());
            }
        }
        VisitPlaces.settlePast(current, merged, ours, takenBack, eventTime, times);
    }

    /** Whether a message says that a visit is over, or takes that back; most say neither. */
    static boolean tellsOfTheEnd(ObjectNode said, Set<String> takenBack) {
        return "Encounter".equals(Json.text(said, "resourceType")) && (isOver(said) || takenBack.contains("status"));
    }

    static boolean isOver(ObjectNode visit) {
        return IS_OVER.contains(String.valueOf(Json.text(visit, "status")));
    }

    /**
     * Settles the end of a visit into which an older message was merged, when no newer one spoke of it.
     *
     * @param merged changed
     */
    static void settleEnd(ObjectNode merged, ObjectNode ours, TakenBack takenBack) {
        merged.put("status", Json.text(ours, "status"));
        for (String path : CAN_BE_TAKEN_BACK) {
            if (OF_THE_END.contains(path)) {
                tell(path.split("\\."), merged, ours);
            }
            if (takenBack.has(path.substring("Encounter.".length()))) {
                takeBack(path, merged, ours, takenBack.owned());
            }
        }
    }

    private static void tell(String[] names, ObjectNode merged, ObjectNode ours) {
        String last = names[names.length - 1];
        JsonNode said = ours.path(names[1]).path(last);
        if (!said.isMissingNode()) {
            merged.withObjectProperty(names[1]).set(last, said);
        }
    }

    private static void restore(String[] names, ObjectNode current, ObjectNode merged) {
        String last = names[names.length - 1];
        JsonNode before = names.length > 2 ? current.path(names[1]) : current;
        JsonNode now = names.length > 2 ? merged.path(names[1]) : merged;
        if (now instanceof ObjectNode parent && !before.has(last)) {
            parent.remove(last);
            if (parent.isEmpty()) {
                merged.remove(names[1]);
            }
        }
    }

    /** @param merged changed, when it is an Encounter */
    static void settle(ObjectNode current, ObjectNode merged, ObjectNode ours, TakenBack takenBack) {
        if (!"Encounter".equals(Json.text(ours, "resourceType"))) {
            return;
        }
        String status = Json.text(ours, "status");
        String before = Json.text(current, "status");
        if (isOver(current) && GOES_ON.contains(String.valueOf(status)) && !takenBack.has("status")) {
            merged.put("status", before);
        }
        for (String path : CAN_BE_TAKEN_BACK) {
            if (takenBack.has(path.substring("Encounter.".length()))) {
                takeBack(path, merged, ours, takenBack.owned());
            }
        }
        VisitPlaces.settle(merged, ours, takenBack);
    }

    private static void takeBack(String path, ObjectNode merged, ObjectNode ours, Owned owned) {
        String[] names = path.split("\\.");
        String last = names[names.length - 1];
        boolean nested = names.length > 2;
        JsonNode said = nested ? ours.path(names[1]).path(last) : ours.path(last);
        if (said.isMissingNode()
                && (nested ? merged.path(names[1]) : merged) instanceof ObjectNode parent
                && parent.has(last)
                && owned.has(Set.of(Entries.single(path, parent.get(last))))) {
            parent.remove(last);
            if (parent.isEmpty()) {
                merged.remove(names[1]);
            }
        }
    }
}
