package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/** Looks up the results that share a number on the platform, for {@link Numbering} to tell them apart. Mostly asks nothing. */
final class SharedNumbers {

    private final Questions questions;
    private final BiConsumer<Set<Key>, String> requireEverywhere;

    /** @param requireEverywhere refuses what was written so lately that the platform may answer as it was before: its numbers, its reference */
    SharedNumbers(Questions questions, BiConsumer<Set<Key>, String> requireEverywhere) {
        this.questions = questions;
        this.requireEverywhere = requireEverywhere;
    }

    /**
     * Which numbers the results of a message have, where one was found under the number of another measurement, or is nowhere and
     * others share its number.
     *
     * @param seen what was found under the numbers that the message says
     * @return those that have another one than the message says
     * @throws MessageFailure when one corrects one of several measurements, and none of its time is there
     */
    Map<BatchEntry, Key> measurements(Batch batch, Seen seen, Hold hold, Set<Key> gone) {
        Map<Key, List<BatchEntry>> sharing = new LinkedHashMap<>();
        Set<Key> unclear = new LinkedHashSet<>();
        Map<Key, Key> seconds = new LinkedHashMap<>();
        Map<BatchEntry, String> specimens = new LinkedHashMap<>();
        for (BatchEntry entry : batch.entries()) {
            if (Measurements.isResult(entry.resource()) && entry.keys().size() == 1 && !hasItsOwn(entry, batch)) {
                Key number = ResultNumbers.of(entry);
                Key shared = ResultNumbers.shared(number);
                sharing.computeIfAbsent(shared, key -> new ArrayList<>()).add(entry);
                String specimen = specimen(entry, batch, seen);
                if (specimen != null) {
                    specimens.put(entry, specimen);
                }
                Current current = seen.of(entry).current();
                if (current == null && gone.contains(number)
                        || current != null && isAnother(current.resource(), entry.resource(), specimen)) {
                    unclear.add(shared);
                } else if (current == null && number.equals(shared) && isOfSomebodyThere(entry, batch, seen)) {
                    seconds.put(ResultNumbers.second(shared), shared);
                }
            }
        }
        if (!seconds.isEmpty()) {
            hold.findAgain(seconds.keySet(), gone).forEach(link -> unclear.add(seconds.get(link.key())));
        }
        Map<BatchEntry, Key> numbers = new LinkedHashMap<>();
        for (Key shared : unclear) {
            List<BatchEntry> entries = sharing.get(shared);
            Numbering.of(entries, there(batch, shared, entries, seen, hold, gone), specimens)
                    .forEach((entry, number) -> {
                        if (!entry.keys().contains(number)) {
                            numbers.put(entry, number);
                        }
                    });
        }
        return numbers;
    }

    private static boolean isAnother(JsonNode there, JsonNode said, String specimen) {
        return !Measurements.agree(there, said) || Measurements.areOfTwoSpecimens(there, said, specimen);
    }

    /** How the platform refers to the specimen of a result; null when none is named, or it is not there. */
    private static String specimen(BatchEntry entry, Batch batch, Seen seen) {
        String reference = Json.text(entry.resource().path("specimen"), "reference");
        BatchEntry specimen = reference == null ? null : batch.entry(reference);
        return specimen == null ? reference : seen.serverReference(specimen);
    }

    /** Whether a number that looks like that of a second result is the source's own: then the message does not bring the first one. */
    private static boolean hasItsOwn(BatchEntry entry, Batch batch) {
        Key shared = ResultNumbers.shared(ResultNumbers.of(entry));
        return !entry.isNumbered()
                && !batch.keys().contains(shared)
                && batch.entries().stream()
                        .noneMatch(other ->
                                other.isNumbered() && shared.equals(ResultNumbers.shared(ResultNumbers.of(other))));
    }

    private static boolean isOfSomebodyThere(BatchEntry entry, Batch batch, Seen seen) {
        return entry.subject()
                .map(batch::entry)
                .map(patient -> seen.of(patient).serverId() != null)
                .orElse(true);
    }

    /** One number that results share: what is known of it, and what is to be asked for. */
    private static final class Sharing {

        private final Map<Key, JsonNode> there = new LinkedHashMap<>();
        private final Set<String> subjects = new HashSet<>();
        private final Set<Key> called;
        private final Set<Key> known = new HashSet<>();

        private Sharing(Key shared) {
            called = new LinkedHashSet<>(Set.of(shared));
        }

        /** @param subject where the record is that the entry is about; null when that is nowhere, or none */
        private void add(BatchEntry entry, Found found, String subject) {
            if (found.there() != null) {
                there.put(ResultNumbers.of(entry), found.there());
                known.add(ResultNumbers.of(entry));
                BatchEntry.subjectOf(found.there()).ifPresent(subjects::add);
            }
            if (subject != null) {
                subjects.add(subject);
            }
            for (Link link : found.links()) {
                called.add(ResultNumbers.shared(link.key()));
                known.add(link.key());
            }
        }

        /** All numbers by which others may be there. */
        private Set<Key> others(int said) {
            Set<Key> others = new LinkedHashSet<>();
            called.forEach(one -> others.addAll(ResultNumbers.all(one, said)));
            others.removeAll(known);
            return others;
        }

        private void add(JsonNode hit, Set<Key> others) {
            if (BatchEntry.subjectOf(hit).filter(subjects::contains).isPresent()) {
                BatchEntry.keysOf(hit).stream().filter(others::contains).forEach(key -> there.put(key, hit));
            }
        }
    }

    /**
     * The results that share a number on the platform, as the links and a search tell of them: under the number that the message
     * says, and under those by which its patient's other numbers call it.
     */
    private Map<Key, JsonNode> there(
            Batch batch, Key shared, List<BatchEntry> entries, Seen seen, Hold hold, Set<Key> gone) {
        Sharing sharing = new Sharing(shared);
        entries.forEach(entry -> sharing.add(entry, seen.of(entry), subject(entry, batch, seen)));
        Set<Key> others = sharing.others(entries.size());
        Questions.Round round = questions.new Round();
        round.search(shared.resourceType(), others, hits -> {
            if (hits.gap() != null) {
                throw hits.gap();
            }
            hits.hits().forEach(hit -> sharing.add(questions.relative(hit), others));
        });
        for (Link link : hold.findAgain(others, gone)) {
            String reference = shared.resourceType() + "/" + link.serverId();
            round.read(reference, current -> {
                if (current == null) {
                    requireEverywhere.accept(Set.of(link.key()), reference);
                } else {
                    sharing.there.put(link.key(), current.resource());
                }
            });
        }
        round.ask();
        return sharing.there;
    }

    private static String subject(BatchEntry entry, Batch batch, Seen seen) {
        String subject = entry.subject().orElse(null);
        BatchEntry patient = subject == null ? null : batch.entry(subject);
        return patient == null ? subject : seen.serverReference(patient);
    }
}
