package org.dhpbridge.delivery;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.delivery.Seen.KnownPatient;
import org.dhpbridge.delivery.wire.FhirAnswer;
import org.dhpbridge.delivery.wire.Interaction;
import org.dhpbridge.delivery.wire.Verdict;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * One {@link Look}, round by round: each asks all that the answers of those before it allow to be asked, until nothing is open.
 * Who comes later in a round's list of questions does not see what the earlier ones find out; who comes in the next round does.
 */
final class Looking {

    private final Batch batch;
    private final Hold hold;
    private final Set<Key> lost;
    private final Instant eventTime;
    private final Questions questions;
    private final Identity identity;
    private final BiConsumer<Set<Key>, String> requireEverywhere;
    private final KnownPatients patients;
    private final Map<BatchEntry, Sight> sights = new LinkedHashMap<>();
    private final Set<Key> gone = new LinkedHashSet<>();

    /**
     * @param lost identifiers whose links lead nowhere, as an earlier look found out
     * @param eventTime of the message; null when it is not known
     * @param requireEverywhere throws when a record of these identifiers, at this reference, was written so lately that an answer
     *     may be of before
     */
    Looking(
            Batch batch,
            Hold hold,
            Set<Key> lost,
            Instant eventTime,
            Questions questions,
            Identity identity,
            BiConsumer<Set<Key>, String> requireEverywhere) {
        this.batch = batch;
        this.hold = hold;
        this.lost = lost;
        this.eventTime = eventTime;
        this.questions = questions;
        this.identity = identity;
        this.requireEverywhere = requireEverywhere;
        this.patients = new KnownPatients(questions);
    }

    /** @param found the links of the batch's keys */
    Seen see(List<Link> found) {
        Map<Key, Link> byKey = found.stream().collect(Collectors.toMap(Link::key, link -> link, (a, b) -> a));
        batch.entries().forEach(entry -> sights.put(entry, new Sight(entry, byKey)));
        sights.values().forEach(sight -> sight.subject = subjectOf(sight));
        if (!sights.values().stream().allMatch(this::isSuperseded)) {
            rounds();
        }
        return seen();
    }

    /** Whether the link register alone says that nothing of it will be written. */
    private boolean isSuperseded(Sight sight) {
        return sight.id != null
                && !sight.isShared()
                && !Measurements.isResult(sight.entry.resource())
                && sight.unlinked.isEmpty()
                && Freshness.overtakes(sight.newest(), eventTime, StatusRank.of(sight.entry.resource()));
    }

    private void rounds() {
        for (boolean goesOn = true; goesOn && gone.isEmpty(); ) {
            Questions.Round round = questions.new Round();
            List<Runnable> then = new ArrayList<>();
            recallWhatIsSaidUnderOtherNumbers();
            recallByOtherNumbers();
            decideWhichIsUsed();
            askForCandidates(round, then);
            askForRecords(round, then);
            askByIdentifier(round, then);
            patients.ask(otherSubjects(), round, then);
            goesOn = !then.isEmpty();
            if (!round.isEmpty()) {
                round.ask();
            }
            then.forEach(Runnable::run);
        }
    }

    /** Of patients that a message names by several numbers each must be read, and whoever replaced him. */
    private void askForCandidates(Questions.Round round, List<Runnable> then) {
        for (Sight sight : sights.values()) {
            for (String id : sight.candidates) {
                String reference = sight.entry.type() + "/" + id;
                if (!patients.read().containsKey(reference)) {
                    Supplier<FhirAnswer> answer = round.read(reference);
                    then.add(() -> readCandidate(sight, id, answer.get()));
                }
            }
        }
    }

    private void readCandidate(Sight sight, String id, FhirAnswer answer) {
        String reference = sight.entry.type() + "/" + id;
        if (answer.ok()) {
            patients.add(reference, questions.resource(reference, answer));
        } else if (answer.verdict(Interaction.READ) == Verdict.NOT_THERE) {
            requireEverywhere.accept(sight.entry.keys(), reference);
            sight.links.stream().filter(link -> link.serverId().equals(id)).forEach(link -> gone.add(link.key()));
        } else {
            throw Refusal.of(answer, "the read of " + reference);
        }
    }

    /** A message that names both numbers of patients that were merged means the one that is used now. */
    private void decideWhichIsUsed() {
        for (Sight sight : sights.values()) {
            if (sight.candidates.isEmpty()) {
                continue;
            }
            Set<String> candidates = sight.candidates.stream()
                    .map(id -> sight.entry.type() + "/" + id)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (patients.read().keySet().containsAll(candidates)
                    && candidates.stream().noneMatch(patients::awaitsOthers)) {
                String used =
                        patients.usedOf(candidates).orElseThrow(() -> Identity.several(sight.entry, sight.candidates));
                sight.id = used.substring(used.indexOf('/') + 1);
                sight.candidates = Set.of();
            }
        }
    }

    private void askForRecords(Questions.Round round, List<Runnable> then) {
        for (Sight sight : sights.values()) {
            if (sight.id != null && sight.current == null) {
                String reference = sight.reference();
                Supplier<FhirAnswer> answer = round.read(reference);
                then.add(() -> read(sight, reference, answer.get()));
            }
        }
    }

    private void read(Sight sight, String reference, FhirAnswer answer) {
        if (answer.ok()) {
            Current read = questions.resource(reference, answer);
            if (mayBeOlder(read.version(), sight.links)) {
                requireEverywhere.accept(sight.entry.keys(), reference);
            }
            sight.current = read;
            patients.add(reference, read);
        } else if (answer.verdict(Interaction.READ) == Verdict.NOT_THERE) {
            isGone(sight, reference);
        } else {
            throw Refusal.of(answer, "the read of " + reference);
        }
    }

    /**
     * What is ours of a record of many sources is remembered with each number under which it was sent: those that the platform
     * has and the message does not name are asked for too.
     */
    private void recallWhatIsSaidUnderOtherNumbers() {
        Map<Sight, Set<Key>> others = new LinkedHashMap<>();
        for (Sight sight : sights.values()) {
            if (sight.current != null && sight.isShared() && !sight.recalled) {
                sight.recalled = true;
                Set<Key> keys = BatchEntry.keysOf(sight.current.resource());
                keys.removeAll(sight.entry.keys());
                others.put(sight, keys);
            }
        }
        if (others.isEmpty()) {
            return;
        }
        List<Link> found = hold.findAgain(union(others.values()), lost);
        others.forEach((sight, keys) -> found.stream()
                .filter(link -> keys.contains(link.key()) && link.serverId().equals(sight.id))
                .forEach(sight.links::add));
    }

    /**
     * What brings no number of its own is called after a number of its patient: it is looked for in the link register by what it
     * would be called after each other one that the platform knows of him, or of a record that he was merged with.
     */
    private void recallByOtherNumbers() {
        List<Sight> named = new ArrayList<>();
        for (Sight sight : sights.values()) {
            Sight subject = sight.subject;
            if (subject != null
                    && subject.current != null
                    && sight.otherKeys == null
                    && !patients.awaitsOthers(subject.reference())) {
                Set<Key> numbers = new LinkedHashSet<>(subject.entry.keys());
                numbers.addAll(patients.numbers(subject.reference()));
                sight.otherKeys = batch.invented().others(sight.entry, numbers);
                if (!sight.otherKeys.isEmpty()) {
                    named.add(sight);
                }
            }
        }
        if (!named.isEmpty()) {
            List<Link> found =
                    hold.find(union(named.stream().map(sight -> sight.otherKeys).toList()), lost);
            named.forEach(sight -> sight.recall(found));
        }
    }

    private static Set<Key> union(Collection<Set<Key>> keys) {
        return keys.stream().flatMap(Set::stream).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void isGone(Sight sight, String reference) {
        if (sight.links.isEmpty()) {
            throw new PlaceFailure(
                    "The platform's search finds " + reference
                            + ", but it cannot be read there: it is deleted, or was written a moment ago and is not"
                            + " everywhere yet. If this stays, ask the platform's operator, then replay.",
                    404,
                    null);
        }
        requireEverywhere.accept(sight.entry.keys(), reference);
        gone.addAll(sight.entry.keys());
        sight.links.forEach(link -> gone.add(link.key()));
    }

    /**
     * Whether a version may be one before that which was written last: where versions count up, as {@code 7}, a lower one;
     * where they say nothing, every other one.
     */
    private static boolean mayBeOlder(String version, List<Link> links) {
        if (version == null || links.isEmpty()) {
            return false;
        }
        List<String> written =
                links.stream().map(Link::version).filter(Objects::nonNull).toList();
        return isNumber(version) && written.stream().allMatch(Looking::isNumber)
                ? written.stream().anyMatch(other -> new BigInteger(other).compareTo(new BigInteger(version)) > 0)
                : written.size() == links.size() && !written.contains(version);
    }

    private static boolean isNumber(String version) {
        return version.matches("[0-9]{1,30}");
    }

    private void askByIdentifier(Questions.Round round, List<Runnable> then) {
        List<Sight> open = sights.values().stream()
                .filter(sight -> !sight.asked && sight.candidates.isEmpty())
                .toList();
        List<Sight> clear = open.stream().filter(this::subjectIsClear).toList();
        boolean anySeveral = sights.values().stream().anyMatch(sight -> !sight.candidates.isEmpty());
        // Records that are each other's subject: nothing would ever become clear.
        List<Sight> now = clear.isEmpty() && round.isEmpty() && !anySeveral ? open : clear;
        Map<String, List<Sight>> byType = new LinkedHashMap<>();
        for (Sight sight : now) {
            sight.asked = true;
            then.add(() -> sight.settled = true);
            if (subjectIsNowhere(sight)) {
                sight.settled = true;
            } else if (!sight.unlinked.isEmpty()) {
                byType.computeIfAbsent(sight.entry.type(), type -> new ArrayList<>())
                        .add(sight);
            }
        }
        byType.forEach((type, searched) -> {
            Supplier<Questions.Hits> search = round.search(
                    type, union(searched.stream().map(Sight::searched).toList()));
            then.add(() -> {
                Questions.Hits hits = search.get();
                searched.forEach(sight -> found(sight, hits));
            });
        });
    }

    private void found(Sight sight, Questions.Hits hits) {
        BatchEntry entry = sight.entry;
        Set<Key> others = sight.searchedToo();
        String subject = subjectReference(sight);
        String id = identity.found(entry, entry.keys(), sight.id, hits.hits(), hits.complete(), subject);
        if (id == null && !others.isEmpty()) {
            id = identity.found(entry, others, null, hits.hits(), hits.complete(), subject);
        }
        if (id != null) {
            sight.id = id;
        } else if (Identity.maySeemOther(entry)) {
            identity.alike(entry, hits.hits(), subject).ifPresent(other -> sight.alike = other);
        }
    }

    private boolean subjectIsClear(Sight sight) {
        Sight subject = sight.subject;
        if (subject == null) {
            return true;
        }
        return subject.id != null
                ? sight.otherKeys != null || batch.invented().of(sight.entry).isEmpty()
                : subject.settled;
    }

    private boolean subjectIsNowhere(Sight sight) {
        Sight subject = sight.subject;
        return subject != null && subject.id == null && subject.settled;
    }

    private Sight subjectOf(Sight sight) {
        Sight subject = sight.entry.subject().map(batch::entry).map(sights::get).orElse(null);
        return subject == sight ? null : subject;
    }

    /** Where the record is that an entry is about, as {@code Patient/7}; null when it is nowhere. */
    private String subjectReference(Sight sight) {
        Sight subject = sight.subject;
        if (subject == null) {
            return sight.entry.subject().orElse(null);
        }
        return subject.id == null ? null : subject.reference();
    }

    /** The patients whom records on the platform are about, and others than the message says. */
    private Set<String> otherSubjects() {
        Set<String> others = new LinkedHashSet<>();
        for (Sight sight : sights.values()) {
            if (sight.current != null) {
                BatchEntry.subjectOf(sight.current.resource())
                        .filter(there -> !there.equals(subjectReference(sight)))
                        .ifPresent(others::add);
            }
        }
        return others;
    }

    private Seen seen() {
        Map<BatchEntry, Found> found = new LinkedHashMap<>();
        Map<BatchEntry, String> alike = new LinkedHashMap<>();
        sights.forEach((entry, sight) -> {
            found.put(entry, sight.found());
            if (sight.alike != null) {
                alike.put(entry, sight.alike);
            }
        });
        return new Seen(
                found,
                patients.survivors(),
                patients.absent(),
                gone,
                batch.merges() ? knownPatients() : Map.of(),
                alike,
                lost.isEmpty() ? Set.of() : nowhere());
    }

    /** Where records of the message were of which an earlier look found out that they are no more there. */
    private Set<String> nowhere() {
        Set<String> nowhere = new HashSet<>();
        hold.findAgain(lost, Set.of()).forEach(link -> nowhere.add(link.key().resourceType() + "/" + link.serverId()));
        sights.values().forEach(sight -> nowhere.remove(sight.reference()));
        return nowhere;
    }

    /** What the link register has of the patients that were read: a merge needs to know when each was merged before. */
    private Map<String, KnownPatient> knownPatients() {
        Set<Key> keys = new LinkedHashSet<>();
        patients.read().values().forEach(patient -> keys.addAll(BatchEntry.keysOf(patient.resource())));
        List<Link> found = keys.isEmpty() ? List.of() : hold.findAgain(keys, lost);
        Map<String, KnownPatient> known = new LinkedHashMap<>();
        patients.read().forEach((reference, patient) -> {
            Set<Key> own = BatchEntry.keysOf(patient.resource());
            known.put(
                    reference,
                    new KnownPatient(
                            patient,
                            found.stream()
                                    .filter(link ->
                                            own.contains(link.key()) && reference.equals("Patient/" + link.serverId()))
                                    .toList()));
        });
        return known;
    }
}
