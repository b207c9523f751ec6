package org.dhpbridge.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * One {@link Look}, round by round: each asks all that the answers of those before it allow to be asked, until nothing is open.
 * Who comes later in a round's list of questions does not see what the earlier ones find out; who comes in the next round does.
 */
final class Looking {

    private final Batch batch;
    private final Instant eventTime;
    private final Questions questions;
    private final Identity identity;
    private final BiConsumer<Set<Key>, String> requireEverywhere;
    private final KnownPatients patients;
    private final Recall recall;
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
        this.eventTime = eventTime;
        this.questions = questions;
        this.identity = identity;
        this.requireEverywhere = requireEverywhere;
        this.patients = new KnownPatients(questions);
        this.recall = new Recall(hold, lost, batch.invented(), patients);
    }

    /** @param found the links of the batch's keys */
    Seen see(List<Link> found) {
        Map<Key, Link> byKey = found.stream().collect(Collectors.toMap(Link::key, link -> link, (a, b) -> a));
        batch.entries().forEach(entry -> sights.put(entry, new Sight(entry, byKey)));
        sights.values().forEach(sight -> sight.subject = subjectOf(sight));
        if (!sights.values().stream().allMatch(sight -> sight.isSuperseded(eventTime))) {
            rounds();
        }
        return seen();
    }

    private void rounds() {
        for (boolean goesOn = true; goesOn && gone.isEmpty(); ) {
            Questions.Round round = questions.new Round();
            recall.whatIsSaidUnderOtherNumbers(sights.values());
            recall.whatIsCalledAfterOtherNumbers(sights.values());
            decideWhichIsUsed();
            askForCandidates(round);
            askForRecords(round);
            askByIdentifier(round);
            patients.ask(otherSubjects(), round);
            goesOn = round.ask();
        }
    }

    /** Of patients that a message names by several numbers each must be read, and whoever replaced him. */
    private void askForCandidates(Questions.Round round) {
        for (Sight sight : sights.values()) {
            for (String id : sight.candidates) {
                String reference = sight.entry.type() + "/" + id;
                if (!patients.read().containsKey(reference)) {
                    round.read(reference, there -> readCandidate(sight, id, there));
                }
            }
        }
    }

    private void readCandidate(Sight sight, String id, Current there) {
        String reference = sight.entry.type() + "/" + id;
        if (there != null) {
            patients.add(reference, there);
        } else {
            requireEverywhere.accept(sight.entry.keys(), reference);
            sight.links.stream().filter(link -> link.serverId().equals(id)).forEach(link -> gone.add(link.key()));
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

    private void askForRecords(Questions.Round round) {
        for (Sight sight : sights.values()) {
            if (sight.id != null && sight.current == null) {
                String reference = sight.reference();
                round.read(reference, there -> read(sight, reference, there));
            }
        }
    }

    private void read(Sight sight, String reference, Current there) {
        if (there == null) {
            isNotThere(sight, reference);
            return;
        }
        if (Versions.mayBeOlder(there.version(), sight.links)) {
            requireEverywhere.accept(sight.entry.keys(), reference);
        }
        sight.current = there;
        patients.add(reference, there);
    }

    private void isNotThere(Sight sight, String reference) {
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

    private void askByIdentifier(Questions.Round round) {
        List<Sight> open = sights.values().stream()
                .filter(sight -> !sight.asked && sight.candidates.isEmpty())
                .toList();
        List<Sight> clear = open.stream().filter(this::subjectIsClear).toList();
        boolean anySeveral = sights.values().stream().anyMatch(sight -> !sight.candidates.isEmpty());
        // Records that are each other's subject: nothing would ever become clear.
        List<Sight> now = clear.isEmpty() && round.asksNothing() && !anySeveral ? open : clear;
        Map<String, List<Sight>> byType = new LinkedHashMap<>();
        for (Sight sight : now) {
            sight.asked = true;
            round.then(() -> sight.settled = true);
            if (sight.subjectIsNowhere()) {
                sight.settled = true;
            } else if (!sight.unlinked.isEmpty()) {
                byType.computeIfAbsent(sight.entry.type(), type -> new ArrayList<>())
                        .add(sight);
            }
        }
        byType.forEach((type, searched) -> {
            Set<Key> keys = new LinkedHashSet<>();
            searched.forEach(sight -> keys.addAll(sight.searched()));
            round.search(type, keys, hits -> searched.forEach(sight -> found(sight, hits)));
        });
    }

    private void found(Sight sight, Questions.Hits hits) {
        BatchEntry entry = sight.entry;
        Set<Key> others = sight.searchedToo();
        String subject = sight.subjectReference();
        String id = identity.found(entry, entry.keys(), sight.id, hits.hits(), hits.gap(), subject);
        if (id == null && !others.isEmpty()) {
            id = identity.found(entry, others, null, hits.hits(), hits.gap(), subject);
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

    private Sight subjectOf(Sight sight) {
        Sight subject = sight.entry.subject().map(batch::entry).map(sights::get).orElse(null);
        return subject == sight ? null : subject;
    }

    /** The patients whom records on the platform are about, and others than the message says. */
    private Set<String> otherSubjects() {
        Set<String> others = new LinkedHashSet<>();
        for (Sight sight : sights.values()) {
            if (sight.current != null) {
                BatchEntry.subjectOf(sight.current.resource())
                        .filter(there -> !there.equals(sight.subjectReference()))
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
                batch.merges() ? recall.knownPatients() : Map.of(),
                alike,
                recall.nowhere(sights.values()));
    }
}
