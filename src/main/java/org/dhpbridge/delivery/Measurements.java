package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.kernel.JsonValues;
import org.dhpbridge.ledger.Links.Key;

/**
 * Tells whether two states of a result are one measurement. A test that is measured again and again under one order, as the glucose
 * of a profile, has one number (order, service, test, sub-id) where the source gives the measurements no sub-id; a message that
 * brings all of them tells them apart by itself, one that brings a single one does not. Pure.
 */
final class Measurements {

    /** How many results of other messages may share a number. */
    private static final int MOST = 100;

    private static final String OBSERVATION = "Observation";
    private static final Pattern NTH = Pattern.compile("/#[0-9]+$");
    private static final int DAY = "yyyy-MM-dd".length();

    /** By what a result is recognized among those that share its number. */
    private interface Match {
        boolean isMet(JsonNode there, JsonNode said);
    }

    /** The surest first. */
    private static final List<Match> MATCHES = List.of(
            (there, said) -> areOne(there, said) && saysTheValue(there, said),
            Measurements::areOne,
            (there, said) -> areOfOneTime(there, said) && !areOfTwoTests(there, said));

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

    private static boolean areOfOneSpecimen(JsonNode there, String specimen) {
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
    private static boolean areOne(JsonNode there, JsonNode said) {
        return areOfOneTime(there, said) && !haveOtherWords(there, said);
    }

    private static boolean areOfOneTime(JsonNode there, JsonNode said) {
        return start(there) != null && start(said) != null && !timesDiffer(there, said);
    }

    private static boolean isLater(JsonNode one, JsonNode other) {
        Instant minute = start(one) == null ? null : minute(start(one));
        Instant before = start(other) == null ? null : minute(start(other));
        return minute != null && before != null && minute.isAfter(before);
    }

    /** Whether both have a value, and what is said is there. */
    private static boolean saysTheValue(JsonNode there, JsonNode said) {
        return !value(there).isEmpty() && !value(said).isEmpty() && !valuesDiffer(there, said);
    }

    /** The number that results share which a message, or several, tell apart as {@code …/#2}, {@code …/#3}. */
    static Key shared(Key number) {
        String value = NTH.matcher(number.value()).replaceFirst("");
        return value.equals(number.value()) ? number : new Key(number.resourceType(), number.system(), value);
    }

    /**
     * By which the results that share a number may be known.
     *
     * @param said how many of them a message tells
     */
    static List<Key> numbers(Key shared, int said) {
        List<Key> numbers = new ArrayList<>(List.of(shared));
        for (int nth = 2; nth < MOST + said; nth++) {
            numbers.add(nth(shared, nth));
        }
        return numbers;
    }

    /** By which the second of the results that share a number is known. */
    static Key second(Key shared) {
        return nth(shared, 2);
    }

    private static Key nth(Key shared, int nth) {
        return new Key(shared.resourceType(), shared.system(), shared.value() + "/#" + nth);
    }

    /**
     * Which number each result of a message is known by, of those that share one.
     *
     * @param said with the numbers that the message has given them
     * @param there what the platform has, by number
     * @param specimens how the platform refers to the specimens of those said, where it has them
     * @return one for each; of those that are not there one that is free
     * @throws MessageFailure when one corrects one of several, and none of its time is there
     */
    static Map<BatchEntry, Key> numbered(
            List<BatchEntry> said, Map<Key, ? extends JsonNode> there, Map<BatchEntry, String> specimens) {
        Map<BatchEntry, Key> numbers = new LinkedHashMap<>();
        Set<Key> free = new LinkedHashSet<>(there.keySet());
        BiPredicate<BatchEntry, Key> apart =
                (entry, number) -> areOfTwoSpecimens(there.get(number), entry.resource(), specimens.get(entry));
        for (Match match : MATCHES) {
            for (BatchEntry entry : left(said, numbers)) {
                Stream.concat(Stream.of(number(entry)), free.stream())
                        .filter(free::contains)
                        .filter(number ->
                                !apart.test(entry, number) && match.isMet(there.get(number), entry.resource()))
                        .findFirst()
                        .ifPresent(number -> {
                            numbers.put(entry, number);
                            free.remove(number);
                        });
            }
        }
        for (BatchEntry entry : left(said, numbers)) {
            Key own = number(entry);
            boolean isApart = free.contains(own) && apart.test(entry, own);
            List<Key> ofItsSpecimen = free.stream()
                    .filter(number -> isApart
                            && areOfOneSpecimen(there.get(number), specimens.get(entry))
                            && agree(there.get(number), entry.resource()))
                    .toList();
            if (ofItsSpecimen.size() == 1) {
                numbers.put(entry, ofItsSpecimen.get(0));
                free.remove(ofItsSpecimen.get(0));
            } else if (free.contains(own)
                    && !isApart
                    && isTheOne(there.get(own), entry.resource(), there.size() > 1, free.size() > 1)) {
                numbers.put(entry, own);
                free.remove(own);
            } else if (!there.isEmpty() && free.contains(own) && isCorrection(entry.resource())) {
                throw Identity.ofOneOfSeveral(entry);
            }
        }
        for (BatchEntry entry : left(said, numbers)) {
            Set<Key> possible = new LinkedHashSet<>(free);
            possible.removeIf(number -> apart.test(entry, number));
            ofTheOneThatIsWaitedFor(entry, there, possible).ifPresent(number -> {
                numbers.put(entry, number);
                free.remove(number);
            });
        }
        for (BatchEntry entry : left(said, numbers)) {
            numbers.put(entry, firstFree(number(entry), said.size(), there.keySet(), numbers.values()));
        }
        return numbers;
    }

    /** Whether what has the number of a result, and nothing of its time, is the result all the same. */
    private static boolean isTheOne(JsonNode there, JsonNode said, boolean hasOthers, boolean others) {
        boolean isAnother = areTwo(there, said) || hasOthers && timesDiffer(there, said);
        return !isAnother || isCorrection(said) && !others && !value(said).isEmpty();
    }

    /** The only one that is not final yet, for a final one of about its time. */
    private static Optional<Key> ofTheOneThatIsWaitedFor(
            BatchEntry entry, Map<Key, ? extends JsonNode> there, Set<Key> free) {
        List<Key> open = free.stream()
                .filter(number -> StatusRank.isOpen(StatusRank.of(there.get(number))))
                .toList();
        boolean isFinal = StatusRank.isFinal(StatusRank.of(entry.resource()));
        return isFinal && open.size() == 1 && isLater(entry.resource(), there.get(open.get(0)))
                ? Optional.of(open.get(0))
                : Optional.empty();
    }

    private static Key firstFree(Key number, int said, Set<Key> there, Collection<Key> taken) {
        Set<String> places = new HashSet<>();
        there.forEach(key -> places.add(place(key)));
        taken.forEach(key -> places.add(place(key)));
        return Stream.concat(Stream.of(number), numbers(shared(number), said).stream())
                .filter(key -> !places.contains(place(key)))
                .findFirst()
                .orElseThrow(Identity::tooMany);
    }

    /** Which one of those that share a number it is, as {@code /#2}; empty for the first. */
    private static String place(Key number) {
        return number.value().substring(shared(number).value().length());
    }

    private static List<BatchEntry> left(List<BatchEntry> said, Map<BatchEntry, Key> numbers) {
        return said.stream().filter(entry -> !numbers.containsKey(entry)).toList();
    }

    /** The number of an entry that has one. */
    static Key number(BatchEntry entry) {
        return entry.keys().iterator().next();
    }

    static boolean isResult(JsonNode resource) {
        return OBSERVATION.equals(Json.text(resource, "resourceType"));
    }

    /** Of two days, or two minutes of one day where both say the time; nothing unsaid or unreadable differs. */
    private static boolean timesDiffer(JsonNode one, JsonNode other) {
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
