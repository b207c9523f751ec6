package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.kernel.JsonValues;

/**
 * Tells whether two states of a result are one measurement. A test that is measured again and again under one order, as the glucose
 * of a profile, has one number (order, service, test, sub-id) where the source gives the measurements no sub-id; a message that
 * brings all of them tells them apart by itself, one that brings a single one does not. {@link Numbering} gives each its own. Pure.
 */
final class Measurements {

    private static final String OBSERVATION = "Observation";
    private static final int DAY = "yyyy-MM-dd".length();

    private Measurements() {}

    /**
     * Whether these are two measurements: results of other times, of which the one is not waited for any more, with other values, or
     * with none. Where only the time or only the value differs, the one became the other; so did a preliminary one the final one of
     * a later time, from whichever side it is seen.
     */
    static boolean areTwo(JsonNode there, JsonNode said) {
        return isResult(there)
                && isResult(said)
                && !StatusRank.isOpen(StatusRank.of(there))
                && (!StatusRank.isOpen(StatusRank.of(said)) || isLater(said, there))
                && timesDiffer(there, said)
                && !saysTheValue(there, said);
    }

    /** Whether the source calls it a correction, a withdrawal or an error: then it is about one that was sent before. */
    static boolean isCorrection(JsonNode said) {
        return StatusRank.isAfterFinal(StatusRank.of(said));
    }

    /** Whether the one says the time and the words of the test as the other does, as far as they say them. */
    static boolean agree(JsonNode one, JsonNode other) {
        return !timesDiffer(one, other) && !haveOtherWords(one, other);
    }

    /** Whether they call their tests otherwise. */
    static boolean haveOtherWords(JsonNode one, JsonNode other) {
        String words = Json.text(one.path("code"), "text");
        String others = Json.text(other.path("code"), "text");
        return isResult(one) && words != null && others != null && !words.equalsIgnoreCase(others);
    }

    /** Whether these are results of two tests: no code of the one is the other's, and they have other words. */
    static boolean areOfTwoTests(JsonNode one, JsonNode other) {
        Set<String> codes = codes(one);
        Set<String> others = codes(other);
        return haveOtherWords(one, other)
                && !codes.isEmpty()
                && !others.isEmpty()
                && codes.stream().noneMatch(others::contains);
    }

    /**
     * Whether the one was found in another specimen than the other. A specimen that the platform does not have may be the same one under
     * a new number, unless what was found in it differs from what was final.
     *
     * @param specimen how the platform refers to the specimen of what is said; null when it is not there
     */
    static boolean areOfTwoSpecimens(JsonNode there, JsonNode said, String specimen) {
        String other = Json.text(there.path("specimen"), "reference");
        if (other == null || Json.text(said.path("specimen"), "reference") == null) {
            return false;
        }
        return specimen == null
                ? !StatusRank.isOpen(StatusRank.of(there)) && valuesDiffer(there, said)
                : !specimen.equals(other);
    }

    /** @param specimen as in {@link #areOfTwoSpecimens} */
    static boolean areOfOneSpecimen(JsonNode there, String specimen) {
        return specimen != null && specimen.equals(Json.text(there.path("specimen"), "reference"));
    }

    private static Set<String> codes(JsonNode resource) {
        Set<String> codes = new HashSet<>();
        resource.path("code")
                .path("coding")
                .forEach(coding -> codes.add(Json.text(coding, "system") + '|' + Json.text(coding, "code")));
        return codes;
    }

    /**
     * Whether something of a result that was not waited for any more made way for what the source does not call a correction of it: its
     * value, or its time; or both, for a correction that may be of another one.
     */
    static boolean isReplaced(JsonNode there, JsonNode said) {
        boolean ended = isResult(there) && !StatusRank.isOpen(StatusRank.of(there));
        boolean value = valuesDiffer(there, said);
        boolean time = timesDiffer(there, said);
        return ended && (isCorrection(said) ? value && time : value || time);
    }

    /** Whether the one is surely of the time and the test of the other. */
    static boolean areOne(JsonNode there, JsonNode said) {
        return areOfOneTime(there, said) && !haveOtherWords(there, said);
    }

    static boolean areOfOneTime(JsonNode there, JsonNode said) {
        return start(there) != null && start(said) != null && !timesDiffer(there, said);
    }

    static boolean isLater(JsonNode one, JsonNode other) {
        Instant minute = start(one) == null ? null : minute(start(one));
        Instant before = start(other) == null ? null : minute(start(other));
        return minute != null && before != null && minute.isAfter(before);
    }

    /** Whether both have a value, and what is said is there. */
    static boolean saysTheValue(JsonNode there, JsonNode said) {
        return hasValue(there) && hasValue(said) && !valuesDiffer(there, said);
    }

    static boolean isResult(JsonNode resource) {
        return OBSERVATION.equals(Json.text(resource, "resourceType"));
    }

    /** Of two days, or two minutes of one day where both say the time; nothing unsaid or unreadable differs. */
    static boolean timesDiffer(JsonNode one, JsonNode other) {
        String first = start(one);
        String second = start(other);
        if (first == null || second == null) {
            return false;
        }
        Instant minute = minute(first);
        Instant otherMinute = minute(second);
        return minute != null && otherMinute != null
                ? !minute.equals(otherMinute)
                : !first.substring(0, DAY).equals(second.substring(0, DAY));
    }

    private static boolean valuesDiffer(JsonNode there, JsonNode said) {
        ObjectNode one = value(there);
        ObjectNode other = value(said);
        return !one.isEmpty() && !other.isEmpty() && !JsonValues.within(other, one);
    }

    /** As FHIR writes it; null when it is not said to the day. */
    private static String start(JsonNode resource) {
        String text = Json.text(resource, "effectiveDateTime");
        String start = text == null ? Json.text(resource.path("effectivePeriod"), "start") : text;
        return start == null || start.length() < DAY ? null : start;
    }

    /** Null of a day. */
    private static Instant minute(String time) {
        try {
            return time.length() == DAY
                    ? null
                    : OffsetDateTime.parse(time).toInstant().truncatedTo(ChronoUnit.MINUTES);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    static boolean hasValue(JsonNode result) {
        return !value(result).isEmpty();
    }

    private static ObjectNode value(JsonNode resource) {
        ObjectNode value = Json.object();
        resource.properties().forEach(field -> {
            if (field.getKey().startsWith("value") || field.getKey().equals("component")) {
                value.set(field.getKey(), field.getValue());
            }
        });
        return value;
    }
}
