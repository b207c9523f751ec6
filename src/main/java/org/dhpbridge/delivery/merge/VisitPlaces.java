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
import org.dhpbridge.delivery.merge.VisitCourse.TakenBack;

/**
 * Where the patient of a visit is, was and is to go. He or she is where the message says: a place that was active before and is not named any
 * more is completed, and so is every place of a completed visit. Where a discharge is taken back without a place, the patient is where
 * he or she was last. Taken back are ours only: what others wrote stays.
 */
final class VisitPlaces {

    /** Places are remembered as ours too: a cancelled transfer takes its own back. */
    static final String PLACES = "Encounter.location";

    /** Of the shortest FHIR dateTime that has a time of day. */
    private static final int DATE_AND_TIME = "2026-01-01T00:00:00Z".length();

    private VisitPlaces() {}

    /** The places of {@link VisitCourse#settle}. @param merged changed */
    static void settle(ObjectNode merged, ObjectNode ours, TakenBack takenBack) {
        if (takenBack.has("location.planned")) {
            dropUnnamed("planned", merged, ours, place -> true);
        } else if (names(ours, VisitPlaces::isPlanned)) {
            dropUnnamed("planned", merged, ours, place -> takenBack.owned().has(Set.of(mark(place))));
        }
        if (takenBack.has("location.active") && names(ours, VisitPlaces::isActive)) {
            dropUnnamed(
                    "active",
                    merged,
                    ours,
                    place -> takenBack.owned().has(Set.of(mark(place)))
                            && !new VisitTimes(takenBack.owned()).wasLeft(place));
        }
        leavePlaces(merged, ours, VisitCourse.isOver(merged));
        if (takenBack.has("status") && !VisitCourse.isOver(merged)) {
            returnToTheLast(merged, new VisitTimes(takenBack.owned()));
        }
    }

    /** A visit that was over and goes on (A13, an A01 that comes again) has the patient where he or she was last, when nobody says where. */
    private static void returnToTheLast(ObjectNode merged, VisitTimes times) {
        JsonNode last = names(merged, VisitPlaces::isActive) ? null : last(merged, times);
        if (last instanceof ObjectNode place && isCompleted(place)) {
            place.put("status", "active");
            reenter(place);
        }
    }

    /**
     * The places of {@link VisitCourse#settlePast}.
     *
     * @param merged changed: its places are places of the past
     */
    static void settlePast(
            ObjectNode current,
            ObjectNode merged,
            ObjectNode ours,
            TakenBack takenBack,
            Instant eventTime,
            VisitTimes times) {
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
        if (plans && (takenBack.has("location.planned") || names(ours, VisitPlaces::isPlanned))) {
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
        return times.lastAt(place) != null || VisitCourse.isOver(ours) && !plans;
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
        if (VisitCourse.isOver(merged)) {
            leavePlaces(merged, Json.object(), true);
            return;
        }
        for (JsonNode place : merged.path("location")) {
            if (isActive(place) && times.lastAt(place) == null) {
                return; // others said so, or a release that did not remember when
            }
        }
        JsonNode last = last(merged, times);
        JsonNode known = VisitCourse.isOver(current) ? null : last(current, before);
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

    private static Map<String, JsonNode> byName(ObjectNode visit) {
        Map<String, JsonNode> places = new HashMap<>();
        visit.path("location").forEach(place -> places.put(name(place), place));
        return places;
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
