package org.dhpbridge.delivery.merge;

import org.dhpbridge.delivery.json.Json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps an Encounter true to the status that the latest message gives it, where the message takes something back by not
 * saying it. HL7 v2 cancels a discharge (A13) or a transfer (A12) by the event alone: the message simply has no time of
 * discharge, and "what the message does not say stays" would leave the old one there.
 *
 * <ul>
 *   <li>A visit that goes on has no end and no discharge disposition: ours go. What others wrote stays.
 *   <li>A patient is where the message says: a place that was active before and is not named any more is completed, and
 *       so is every place of a completed visit.
 * </ul>
 */
final class VisitCourse {

    /** Elements that are remembered as ours though they do not repeat. */
    static final Set<String> CAN_BE_TAKEN_BACK =
            Set.of("Encounter.actualPeriod.end", "Encounter.admission.dischargeDisposition");

    private static final Set<String> GOES_ON = Set.of("planned", "in-progress", "on-hold");

    private VisitCourse() {}

    /** @param merged changed, when it is an Encounter */
    static void settle(ObjectNode merged, ObjectNode ours, Owned owned) {
        if (!"Encounter".equals(Json.text(ours, "resourceType"))) {
            return;
        }
        String status = Json.text(ours, "status");
        if (status != null && GOES_ON.contains(status)) {
            CAN_BE_TAKEN_BACK.forEach(path -> takeBack(path, merged, ours, owned));
        }
        leavePlaces(merged, ours, "completed".equals(status));
    }

    private static void takeBack(String path, ObjectNode merged, ObjectNode ours, Owned owned) {
        String[] names = path.split("\\.");
        JsonNode said = ours.path(names[1]).path(names[2]);
        if (said.isMissingNode()
                && merged.path(names[1]) instanceof ObjectNode parent
                && parent.has(names[2])
                && owned.has(Set.of(Entries.single(path, parent.get(names[2]))))) {
            parent.remove(names[2]);
            if (parent.isEmpty()) {
                merged.remove(names[1]);
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
