package org.dhpbridge.delivery.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;

/**
 * When messages last spoke of the places of a visit and of its planned end, so that one that comes late finds what a newer one said.
 * They are kept with what is ours, as the {@link Statements times} of parts. Immutable.
 */
final class VisitTimes {

    private static final String AT = VisitPlaces.PLACES + " at ";
    private static final String LEFT = VisitPlaces.PLACES + " left ";
    private static final String TRANSFER = VisitPlaces.PLACES + " transfer ";
    private static final String BACK = VisitPlaces.PLACES + " back ";
    private static final String PLANNED = VisitPlaces.PLACES + ".planned";
    private static final String PLANNED_END = "Encounter.plannedEndDate";

    private final Owned owned;

    VisitTimes(Owned owned) {
        this.owned = owned;
    }

    /** Once a message was heard. @param time null when it is not known: then nothing is remembered of it */
    static Owned after(Owned owned, ObjectNode said, Set<String> takenBack, Instant time) {
        if (time == null || !"Encounter".equals(Json.text(said, "resourceType"))) {
            return owned;
        }
        VisitTimes times = new VisitTimes(owned);
        for (JsonNode place : said.path("location")) {
            String name = VisitPlaces.name(place);
            if (VisitPlaces.isActive(place)) {
                times = times.with(AT + name, time);
                times = takenBack.contains("location.active") ? times.with(BACK + name, time) : times;
            } else if (VisitPlaces.isPlanned(place)) {
                times = times.with(PLANNED, time);
            } else if (VisitPlaces.isCompleted(place) && !VisitCourse.isOver(said)) {
                times = times.with(LEFT + name, time).transferred(place, said, time);
            }
        }
        if (takenBack.contains("location.planned")) {
            times = times.with(PLANNED, time);
        }
        if (said.has("plannedEndDate") || takenBack.contains("plannedEndDate")) {
            times = times.with(PLANNED_END, time);
        }
        return times.owned;
    }

    private VisitTimes transferred(JsonNode from, ObjectNode said, Instant time) {
        VisitTimes times = this;
        for (JsonNode place : said.path("location")) {
            if (VisitPlaces.isActive(place)) {
                times = times.with(transfer(VisitPlaces.name(from), place), time);
            }
        }
        return times;
    }

    private static String transfer(String from, JsonNode to) {
        return TRANSFER + from + ' ' + VisitPlaces.name(to);
    }

    private VisitTimes with(String part, Instant time) {
        return isAfter(last(part), time) ? this : new VisitTimes(owned.withTime(part, time));
    }

    private Instant last(String part) {
        return owned.statements().lastOf(owned.reference(), part);
    }

    private static boolean isAfter(Instant last, Instant time) {
        return last != null && last.isAfter(Statements.storable(time));
    }

    /** When a message last said that the patient is at a place; null when none is known to have. */
    Instant lastAt(JsonNode place) {
        return last(AT + VisitPlaces.name(place));
    }

    /** Whether the patient is said to have left a place at some time: then he or she was there. */
    boolean wasLeft(JsonNode place) {
        return last(LEFT + VisitPlaces.name(place)) != null;
    }

    /** Whether the patient is said to have left a place, and not to have been there since. */
    boolean isLeft(JsonNode place) {
        Instant left = last(LEFT + VisitPlaces.name(place));
        Instant at = lastAt(place);
        return left != null && at != null && left.isAfter(at);
    }

    /** Whether a message told of a transfer to this place from one of those named. */
    boolean isTransfer(Set<String> from, JsonNode to) {
        return from.stream().anyMatch(name -> last(transfer(name, to)) != null);
    }

    /** Whether a message told that the patient is at one of the places named. */
    boolean isKnown(Set<String> names) {
        return names.stream().anyMatch(name -> last(AT + name) != null);
    }

    /** Whether a transfer was cancelled after a time, and the patient was at this place again. */
    boolean isBackSince(JsonNode place, Instant time) {
        return isAfter(last(BACK + VisitPlaces.name(place)), time);
    }

    /** Whether a message after a time told of a place to which the patient is to go, or that there is none. */
    boolean isPlanKnownSince(Instant time) {
        return isAfter(last(PLANNED), time);
    }

    /** Whether a message after a time told of a planned end, or took it back. */
    boolean isPlannedEndKnownSince(Instant time) {
        return isAfter(last(PLANNED_END), time);
    }
}
