package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dhpbridge.ledger.Links.Key;

/**
 * Which number each result of a message is known by, of those that share one: that of the {@link Measurements measurement} on the
 * platform which it is, the surest first; what is not there gets one that is free. Pure.
 */
final class Numbering {

    /** By what a result is recognized among those that share its number. */
    private interface Match {
        boolean isMet(JsonNode there, JsonNode said);
    }

    /** The surest first. */
    private static final List<Match> MATCHES = List.of(
            (there, said) -> Measurements.areOne(there, said) && Measurements.saysTheValue(there, said),
            Measurements::areOne,
            (there, said) -> Measurements.areOfOneTime(there, said) && !Measurements.areOfTwoTests(there, said));

    private final List<BatchEntry> said;
    private final Map<Key, ? extends JsonNode> there;
    private final Map<BatchEntry, String> specimens;
    private final Map<BatchEntry, Key> numbers = new LinkedHashMap<>();
    private final Set<Key> free;

    private Numbering(List<BatchEntry> said, Map<Key, ? extends JsonNode> there, Map<BatchEntry, String> specimens) {
        this.said = said;
        this.there = there;
        this.specimens = specimens;
        this.free = new LinkedHashSet<>(there.keySet());
    }

    /**
     * @param said with the numbers that the message has given them
     * @param there what the platform has, by number
     * @param specimens how the platform refers to the specimens of those said, where it has them
     * @return one for each; of those that are not there one that is free
     * @throws MessageFailure when one corrects one of several, and none of its time is there
     */
    static Map<BatchEntry, Key> of(
            List<BatchEntry> said, Map<Key, ? extends JsonNode> there, Map<BatchEntry, String> specimens) {
        Numbering numbering = new Numbering(said, there, specimens);
        MATCHES.forEach(match -> numbering.left().forEach(entry -> numbering.takeMatching(entry, match)));
        numbering.left().forEach(numbering::takeOfItsSpecimenOrOwn);
        numbering.left().forEach(numbering::takeWaitedFor);
        numbering.left().forEach(numbering::takeFree);
        return numbering.numbers;
    }

    private List<BatchEntry> left() {
        return said.stream().filter(entry -> !numbers.containsKey(entry)).toList();
    }

    private void take(BatchEntry entry, Key number) {
        numbers.put(entry, number);
        free.remove(number);
    }

    private void takeMatching(BatchEntry entry, Match match) {
        Stream.concat(Stream.of(ResultNumbers.of(entry)), free.stream())
                .filter(free::contains)
                .filter(number -> !isApart(entry, number) && match.isMet(there.get(number), entry.resource()))
                .findFirst()
                .ifPresent(number -> take(entry, number));
    }

    private boolean isApart(BatchEntry entry, Key number) {
        return Measurements.areOfTwoSpecimens(there.get(number), entry.resource(), specimens.get(entry));
    }

    private void takeOfItsSpecimenOrOwn(BatchEntry entry) {
        Key own = ResultNumbers.of(entry);
        if (!free.contains(own)) {
            return;
        }
        boolean isApart = isApart(entry, own);
        List<Key> ofItsSpecimen = isApart ? ofItsSpecimen(entry) : List.of();
        if (ofItsSpecimen.size() == 1) {
            take(entry, ofItsSpecimen.get(0));
        } else if (!isApart && isTheOne(there.get(own), entry.resource())) {
            take(entry, own);
        } else if (Measurements.isCorrection(entry.resource())) {
            throw Identity.ofOneOfSeveral(entry);
        }
    }

    private List<Key> ofItsSpecimen(BatchEntry entry) {
        return free.stream()
                .filter(number -> Measurements.areOfOneSpecimen(there.get(number), specimens.get(entry))
                        && Measurements.agree(there.get(number), entry.resource()))
                .toList();
    }

    /** Whether what has the number of a result, and nothing of its time, is the result all the same. */
    private boolean isTheOne(JsonNode current, JsonNode result) {
        boolean isAnother =
                Measurements.areTwo(current, result) || there.size() > 1 && Measurements.timesDiffer(current, result);
        return !isAnother || Measurements.isCorrection(result) && free.size() == 1 && Measurements.hasValue(result);
    }

    /** The only one that is not final yet, for a final one of about its time. */
    private void takeWaitedFor(BatchEntry entry) {
        List<Key> open = free.stream()
                .filter(number -> !isApart(entry, number))
                .filter(number -> StatusRank.isOpen(StatusRank.of(there.get(number))))
                .toList();
        boolean isFinal = StatusRank.isFinal(StatusRank.of(entry.resource()));
        if (isFinal && open.size() == 1 && Measurements.isLater(entry.resource(), there.get(open.get(0)))) {
            take(entry, open.get(0));
        }
    }

    private void takeFree(BatchEntry entry) {
        numbers.put(
                entry, ResultNumbers.firstFree(ResultNumbers.of(entry), said.size(), there.keySet(), numbers.values()));
    }
}
