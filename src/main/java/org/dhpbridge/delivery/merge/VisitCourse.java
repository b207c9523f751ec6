package org.dhpbridge.delivery.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
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
 *   <li>A patient is where the message says: a place that was active before and is not named any more is completed, and
 *       so is every place of a completed visit.
 * </ul>
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

    /** Elements that are remembered as ours though they do not repeat. */
    static final Set<String> CAN_BE_TAKEN_BACK = Set.of(
            "Encounter.actualPeriod.end", "Encounter.admission.dischargeDisposition", "Encounter.plannedEndDate");

    private static final Set<String> GOES_ON = Set.of("planned", "in-progress", "on-hold");
    private static final Set<String> IS_OVER =
            Set.of("discharged", "completed", "cancelled", "discontinued", "entered-in-error");

    private VisitCourse() {}

    /** @param merged changed, when it is an Encounter */
    static void settle(ObjectNode current, ObjectNode merged, ObjectNode ours, TakenBack takenBack) {
        if (!"Encounter".equals(Json.text(ours, "resourceType"))) {
            return;
        }
        String status = Json.text(ours, "status");
        String before = Json.text(current, "status");
        if (IS_OVER.contains(String.valueOf(before))
                && GOES_ON.contains(String.valueOf(status))
                && !takenBack.has("status")) {
            merged.put("status", before);
        }
        for (String path : CAN_BE_TAKEN_BACK) {
            if (takenBack.has(path.substring("Encounter.".length()))) {
                takeBack(path, merged, ours, takenBack.owned());
            }
        }
        if (takenBack.has("location.planned")) {
            leavePlans(merged, ours);
        }
        leavePlaces(merged, ours, "completed".equals(Json.text(merged, "status")));
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

    /** Places where the patient was to go. */
    private static void leavePlans(ObjectNode merged, ObjectNode ours) {
        Set<String> still = new HashSet<>();
        ours.path("location").forEach(place -> still.add(name(place)));
        if (merged.path("location") instanceof ArrayNode places) {
            for (int i = places.size() - 1; i >= 0; i--) {
                if ("planned".equals(Json.text(places.get(i), "status")) && !still.contains(name(places.get(i)))) {
                    places.remove(i);
                }
            }
            if (places.isEmpty()) {
                merged.remove("location");
            }
        }
    }

    private static void leavePlaces(ObjectNode merged, ObjectNode ours, boolean everything) {
        Set<String> now = new HashSet<>();
        for (JsonNode place : ours.path("location")) {
            if (isActive(place)) {
                now.add(name(place));
            }
        }
        for (JsonNode place : merged.path("location")) {
            if (!isActive(place)) {
                continue;
            }
            if (now.contains(name(place))) {
                reenter(place);
            } else if (everything || !now.isEmpty()) {
                ((ObjectNode) place).put("status", "completed");
            }
        }
    }

    /** Where the patient is back, the time at which he left it before is over. */
    private static void reenter(JsonNode place) {
        if (place.path("period") instanceof ObjectNode period) {
            period.remove("end");
            if (period.isEmpty()) {
                ((ObjectNode) place).remove("period");
            }
        }
    }

    private static boolean isActive(JsonNode place) {
        return "active".equals(Json.text(place, "status"));
    }

    private static String name(JsonNode place) {
        JsonNode location = place.path("location");
        for (String naming : new String[] {"reference", "identifier", "display"}) {
            if (location.has(naming)) {
                return location.get(naming).toString();
            }
        }
        return location.toString();
    }
}
