package org.dhpbridge.delivery.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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

    /** Elements that are remembered as ours though they do not repeat. */
    static final Set<String> CAN_BE_TAKEN_BACK =
            Set.of("Encounter.actualPeriod.end", "Encounter.admission.dischargeDisposition", PLANNED_END);

    /** Places are remembered as ours too: a cancelled transfer takes its own back. */
    static final String PLACES = "Encounter.location";

    /** The part of a visit of which a message speaks that says that it is over, or that it is not: its {@link Statements time} is kept. */
    static final String END = "Encounter.status";

    /** What such a message settles. */
    static final Set<String> OF_THE_END =
            Set.of(END, "Encounter.actualPeriod.end", "Encounter.admission.dischargeDisposition");

    /** Of the shortest FHIR dateTime that has a time of day. */
    private static final int DATE_AND_TIME = "2026-01-01T00:00:00Z".length();

    private static final Set<String> GOES_ON = Set.of("planned", "in-progress", "on-hold");
    private static final Set<String> IS_OVER =
            Set.of("discharged", "completed", "cancelled", "discontinued", "entered-in-error");

    private VisitCourse() {}

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
        if (!(merged.path("location") instanceof ArrayNode places)) {
            return;
        }
        Map<String, JsonNode> known = byName(current);
        Map<String, JsonNode> ourPlaces = byName(ours);
        boolean plans = !times.isPlanKnownSince(eventTime);
        boolean isCancelled = isCancelled(ours, eventTime, times);
        for (int i = places.size() - 1; i >= 0; i--) {
            ObjectNode place = (ObjectNode) places.get(i);
            JsonNode before = known.get(name(place));
            JsonNode said = ourPlaces.getOrDefault(name(place), Json.object());
            boolean isUnsaid = before == null || !before.has("status");
            boolean isOverPlan = isPlanned(place) && !plans && isUnsaid;
            boolean neverWas = isUnsaid && isCancelled && isActive(place) && !times.wasLeft(place);
            boolean isDropped = before == null && !place.has("status") && wasDropped(place, ours, plans, times);
            if (isOverPlan || neverWas || isDropped) {
                places.remove(i);
            } else if (before != null) {
                settleTimes(place, before, said);
                settleStatus(place, before, said, plans);
            } else if (place.has("status") && !isPlanned(place)) {
                place.put("status", "completed");
            }
        }
        if (plans && (takenBack.has("location.planned") || names(ours, VisitCourse::isPlanned))) {
            dropUnnamed("planned", merged, ours, place -> takenBack.owned().has(Set.of(mark(place))));
        }
        if (takenBack.has("location.active")) {
            lastBefore(eventTime, known, merged, ours, takenBack.owned(), times)
                    .filter(last -> !times.wasLeft(places.get(last)))
                    .ifPresent(never -> places.remove((int) never));
        }
        if (places.isEmpty()) {
            merged.remove("location");
        }
    }

    /** Whether newer messages took a place away, of which this one does not say what it was: of a cancelled transfer, or a cancelled plan. */
    private static boolean wasDropped(JsonNode place, ObjectNode ours, boolean plans, VisitTimes times) {
        return times.lastAt(place) != null || isOver(ours) && !plans;
    }

    /** What a place is stays as the newest message says, but for one where the patient was to be, and was. */
    private static void settleStatus(ObjectNode place, JsonNode before, JsonNode said, boolean plans) {
        boolean wasThere = isPlanned(before) && plans && said.has("status") && !isPlanned(said);
        if (wasThere) {
            place.put("status", "completed");
        } else if (before.has("status")) {
            place.set("status", before.get("status"));
        }
    }

    /** Whether the message tells of a transfer that a newer one has cancelled: the patient left the place where he or she was again. */
    private static boolean isCancelled(ObjectNode ours, Instant eventTime, VisitTimes times) {
        for (JsonNode place : ours.path("location")) {
            if (isCompleted(place) && times.isBackSince(place, eventTime)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where the patient was said to be last before a cancelled transfer: there he or she never was. Only where that transfer led, or,
     * of a source that does not say from where it leads (PV1-6), where the patient still is: it may not have come yet.
     */
    private static Optional<Integer> lastBefore(
            Instant eventTime,
            Map<String, JsonNode> known,
            ObjectNode merged,
            ObjectNode ours,
            Owned owned,
            VisitTimes times) {
        Set<String> back = names(ours);
        Optional<Integer> last = Optional.empty();
        Instant lastTime = Instant.MIN;
        for (int i = 0; i < merged.path("location").size(); i++) {
            JsonNode place = merged.path("location").get(i);
            Instant at = times.lastAt(place);
            if (at != null
                    && at.isAfter(lastTime)
                    && at.isBefore(eventTime)
                    && !back.contains(name(place))
                    && !times.isLeft(place)
                    && (times.isTransfer(back, place)
                            || times.isKnown(back) && isActive(known.getOrDefault(name(place), place)))
                    && owned.has(Set.of(mark(place)))) {
                last = Optional.of(i);
                lastTime = at;
            }
        }
        return last;
    }

    /**
     * Settles where the patient is in a visit that goes on, once an older message was merged: where the newest said, of those that
     * spoke of a place. What others say of the place where the patient was until now stays.
     *
     * @param merged changed
     * @param before times before the message
     * @param times with those of the message
     */
    static void settlePlace(ObjectNode current, ObjectNode merged, VisitTimes before, VisitTimes times) {
        if (isOver(merged)) {
            leavePlaces(merged, Json.object(), true);
            return;
        }
        for (JsonNode place : merged.path("location")) {
            if (isActive(place) && times.lastAt(place) == null) {
                return; // others said so, or a release that did not remember when
            }
        }
        JsonNode last = last(merged, times);
        JsonNode known = isOver(current) ? null : last(current, before);
        if (last != null && known != null && !isActive(known) && name(known).equals(name(last))) {
            return;
        }
        for (JsonNode place : merged.path("location")) {
            if (place == last) {
                ((ObjectNode) place).put("status", "active");
                reenter(place);
            } else if (isActive(place) && last != null) {
                ((ObjectNode) place).put("status", "completed");
            }
        }
    }

    /** The place at which the patient was said to be last; null when there is none. */
    private static JsonNode last(ObjectNode visit, VisitTimes times) {
        JsonNode last = null;
        for (JsonNode place : visit.path("location")) {
            Instant at = times.lastAt(place);
            boolean isLater = at != null && (last == null || at.isAfter(times.lastAt(last)));
            if (isLater && !times.isLeft(place) && !isPlanned(place)) {
                last = place;
            }
        }
        return last;
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

    private static Map<String, JsonNode> byName(ObjectNode visit) {
        Map<String, JsonNode> places = new HashMap<>();
        visit.path("location").forEach(place -> places.put(name(place), place));
        return places;
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

    /** The last stay at a place, of which several messages tell a part: no end where the patient is, and none before the start. */
    private static void settleTimes(ObjectNode place, JsonNode before, JsonNode said) {
        String start = later(before, said, "start");
        String end = later(before, said, "end");
        ObjectNode period = Json.object();
        if (start != null) {
            period.put("start", start);
        }
        if (end != null && !isActive(place) && (start == null || !isBefore(end, start))) {
            period.put("end", end);
        }
        if (period.isEmpty()) {
            place.remove("period");
        } else {
            place.set("period", period);
        }
    }

    private static String later(JsonNode before, JsonNode said, String of) {
        String known = Json.text(before.path("period"), of);
        String ours = Json.text(said.path("period"), of);
        return known == null || ours != null && isBefore(known, ours) ? ours : known;
    }

    private static boolean isBefore(String time, String other) {
        int precision = Math.min(time.length(), other.length());
        return precision < DATE_AND_TIME
                ? time.substring(0, precision).compareTo(other.substring(0, precision)) < 0
                : OffsetDateTime.parse(time).isBefore(OffsetDateTime.parse(other));
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
        if (takenBack.has("location.planned")) {
            dropUnnamed("planned", merged, ours, place -> true);
        } else if (names(ours, VisitCourse::isPlanned)) {
            dropUnnamed("planned", merged, ours, place -> takenBack.owned().has(Set.of(mark(place))));
        }
        if (takenBack.has("location.active") && names(ours, VisitCourse::isActive)) {
            dropUnnamed(
                    "active",
                    merged,
                    ours,
                    place -> takenBack.owned().has(Set.of(mark(place)))
                            && !new VisitTimes(takenBack.owned()).wasLeft(place));
        }
        leavePlaces(merged, ours, isOver(merged));
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

    /** Places to which the patient was to go (planned), or did not go after all (active, of a cancelled transfer). */
    private static void dropUnnamed(String status, ObjectNode merged, ObjectNode ours, Predicate<JsonNode> which) {
        Set<String> still = names(ours);
        if (merged.path("location") instanceof ArrayNode places) {
            for (int i = places.size() - 1; i >= 0; i--) {
                JsonNode place = places.get(i);
                if (status.equals(Json.text(place, "status")) && !still.contains(name(place)) && which.test(place)) {
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
            if (!everything && now.contains(name(place))) {
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

    private static boolean names(JsonNode visit, Predicate<JsonNode> which) {
        for (JsonNode place : visit.path("location")) {
            if (which.test(place)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> names(JsonNode visit) {
        Set<String> names = new HashSet<>();
        visit.path("location").forEach(place -> names.add(name(place)));
        return names;
    }

    /** By which a place is remembered as ours. */
    static String mark(JsonNode place) {
        return Entries.single(PLACES, place.path("location"));
    }

    static boolean isPlanned(JsonNode place) {
        return "planned".equals(Json.text(place, "status"));
    }

    static boolean isCompleted(JsonNode place) {
        return "completed".equals(Json.text(place, "status"));
    }

    static boolean isActive(JsonNode place) {
        return "active".equals(Json.text(place, "status"));
    }

    /** By which places are told apart. */
    static String name(JsonNode place) {
        JsonNode location = place.path("location");
        for (String naming : new String[] {"reference", "identifier", "display"}) {
            if (location.has(naming)) {
                return location.get(naming).toString();
            }
        }
        return location.toString();
    }
}
