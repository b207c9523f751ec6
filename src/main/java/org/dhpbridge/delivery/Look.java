package org.dhpbridge.delivery;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.delivery.Seen.KnownPatient;
import org.dhpbridge.delivery.merge.Statements;
import org.dhpbridge.delivery.wire.FhirAnswer;
import org.dhpbridge.delivery.wire.FhirGateway;
import org.dhpbridge.delivery.wire.Interaction;
import org.dhpbridge.delivery.wire.Verdict;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * Finds out where a message's records are on the platform and how they are there now: by the link register, then, for
 * identifiers that have no link, by a verified search, then by reads. All that a round can ask is asked at once; what
 * belongs to a patient who is not there is not searched for, as it is not there either.
 */
class Look {

    private final DeliverySettings settings;
    private final Links register;
    private final Questions questions;
    private final Identity identity;
    private final SharedNumbers sharing;

    Look(FhirGateway gateway, DeliverySettings settings, Links register, ServerOffer offer) {
        this.settings = settings;
        this.register = register;
        this.questions = new Questions(gateway, settings, offer);
        this.identity = new Identity(settings.onSeveralHits(), gateway.base());
        this.sharing = new SharedNumbers(questions, this::requireEverywhere);
    }

    /**
     * @param gone identifiers whose links lead nowhere, as an earlier look found out
     * @throws DeliveryFailure when the platform does not answer, or a record could be several
     */
    Seen at(Batch batch, Hold hold, Set<Key> gone, Instant eventTime) {
        return new Looking(batch, hold, gone, eventTime).see(hold.find(batch.keys(), gone));
    }

    /** As {@link SharedNumbers#measurements}. */
    Map<BatchEntry, Key> measurements(Batch batch, Seen seen, Hold hold, Set<Key> gone) {
        return sharing.measurements(batch, seen, hold, gone);
    }

    /** @throws PlaceFailure when it was written so lately that the platform may still answer as it was before */
    private void requireEverywhere(Set<Key> keys, String reference) {
        if (register.savedWithin(keys, settings.settle())) {
            throw new PlaceFailure(
                    reference + " was written a moment ago and is not everywhere yet; it will be tried again.",
                    404,
                    null);
        }
    }

    /** One look, round by round. */
    private final class Looking {

        private final Batch batch;
        private final Hold hold;
        private final Set<Key> lost;
        private final Instant eventTime;
        private final Map<BatchEntry, Set<Key>> otherKeys = new HashMap<>();
        private final KnownPatients patients = new KnownPatients(questions);
        private final Map<BatchEntry, List<Link>> links = new HashMap<>();
        private final Map<BatchEntry, Set<Key>> unlinked = new HashMap<>();
        private final Map<BatchEntry, String> ids = new HashMap<>();
        private final Map<BatchEntry, Set<String>> several = new LinkedHashMap<>();
        private final Set<BatchEntry> recalled = new HashSet<>();
        private final Set<BatchEntry> asked = new HashSet<>();
        private final Map<BatchEntry, String> alike = new HashMap<>();
        private final Set<BatchEntry> settled = new HashSet<>();
        private final Map<BatchEntry, Current> current = new HashMap<>();
        private final Set<Key> gone = new LinkedHashSet<>();

        Looking(Batch batch, Hold hold, Set<Key> lost, Instant eventTime) {
            this.batch = batch;
            this.hold = hold;
            this.lost = lost;
            this.eventTime = eventTime;
        }

        Seen see(List<Link> found) {
            Map<Key, Link> byKey = found.stream().collect(Collectors.toMap(Link::key, link -> link, (a, b) -> a));
            for (BatchEntry entry : batch.entries()) {
                List<Link> own = new ArrayList<>();
                Set<Key> rest = new LinkedHashSet<>();
                for (Key key : entry.keys()) {
                    if (byKey.containsKey(key)) {
                        own.add(byKey.get(key));
                    } else {
                        rest.add(key);
                    }
                }
                links.put(entry, own);
                unlinked.put(entry, rest);
                Set<String> linked = Identity.linked(entry, own);
                if (linked.size() > 1) {
                    several.put(entry, linked);
                } else if (!linked.isEmpty()) {
                    ids.put(entry, linked.iterator().next());
                }
            }
            if (!allAreSuperseded()) {
                rounds();
            }
            return seen();
        }

        private boolean allAreSuperseded() {
            return batch.entries().stream()
                    .allMatch(entry -> ids.containsKey(entry)
                            && !Statements.isShared(entry.type())
                            && !Measurements.isResult(entry.resource())
                            && unlinked.get(entry).isEmpty()
                            && Freshness.overtakes(
                                    links.get(entry).stream()
                                            .max(Freshness::compare)
                                            .orElse(null),
                                    eventTime,
                                    StatusRank.of(entry.resource())));
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
            several.forEach((entry, candidates) -> {
                for (String id : candidates) {
                    String reference = entry.type() + "/" + id;
                    if (!patients.read().containsKey(reference)) {
                        Supplier<FhirAnswer> answer = round.read(reference);
                        then.add(() -> readCandidate(entry, id, answer.get()));
                    }
                }
            });
        }

        private void readCandidate(BatchEntry entry, String id, FhirAnswer answer) {
            String reference = entry.type() + "/" + id;
            if (answer.ok()) {
                patients.add(reference, questions.resource(reference, answer));
            } else if (answer.verdict(Interaction.READ) == Verdict.NOT_THERE) {
                requireEverywhere(entry.keys(), reference);
                links.get(entry).stream()
                        .filter(link -> link.serverId().equals(id))
                        .forEach(link -> gone.add(link.key()));
            } else {
                throw Refusal.of(answer, "the read of " + reference);
            }
        }

        /** A message that names both numbers of patients that were merged means the one that is used now. */
        private void decideWhichIsUsed() {
            several.entrySet().removeIf(one -> {
                BatchEntry entry = one.getKey();
                Set<String> candidates = one.getValue().stream()
                        .map(id -> entry.type() + "/" + id)
                        .collect(Collectors.toCollection(TreeSet::new));
                if (!patients.read().keySet().containsAll(candidates)
                        || candidates.stream().anyMatch(patients::awaitsOthers)) {
                    return false;
                }
                String used = patients.usedOf(candidates).orElseThrow(() -> Identity.several(entry, one.getValue()));
                ids.put(entry, used.substring(used.indexOf('/') + 1));
                return true;
            });
        }

        private void askForRecords(Questions.Round round, List<Runnable> then) {
            for (BatchEntry entry : batch.entries()) {
                if (ids.containsKey(entry) && !current.containsKey(entry)) {
                    String reference = reference(entry);
                    Supplier<FhirAnswer> answer = round.read(reference);
                    then.add(() -> read(entry, reference, answer.get()));
                }
            }
        }

        private void read(BatchEntry entry, String reference, FhirAnswer answer) {
            if (answer.ok()) {
                Current read = questions.resource(reference, answer);
                if (mayBeOlder(read.version(), links.get(entry))) {
                    requireEverywhere(entry.keys(), reference);
                }
                current.put(entry, read);
                patients.add(reference, read);
            } else if (answer.verdict(Interaction.READ) == Verdict.NOT_THERE) {
                isGone(entry, reference);
            } else {
                throw Refusal.of(answer, "the read of " + reference);
            }
        }

        /**
         * What is ours of a record of many sources is remembered with each number under which it was sent: those that the platform
         * has and the message does not name are asked for too.
         */
        private void recallWhatIsSaidUnderOtherNumbers() {
            Map<BatchEntry, Set<Key>> others = new LinkedHashMap<>();
            current.forEach((entry, read) -> {
                if (Statements.isShared(entry.type()) && recalled.add(entry)) {
                    Set<Key> keys = BatchEntry.keysOf(read.resource());
                    keys.removeAll(entry.keys());
                    others.put(entry, keys);
                }
            });
            List<Link> found =
                    hold.findAgain(others.values().stream().flatMap(Set::stream).collect(Collectors.toSet()), lost);
            others.forEach((entry, keys) -> found.stream()
                    .filter(link -> keys.contains(link.key()) && link.serverId().equals(ids.get(entry)))
                    .forEach(links.get(entry)::add));
        }

        /**
         * What brings no number of its own is called after a number of its patient: it is looked for in the link register by what it
         * would be called after each other one that the platform knows of him, or of a record that he was merged with.
         */
        private void recallByOtherNumbers() {
            Map<BatchEntry, Set<Key>> others = new LinkedHashMap<>();
            Set<Key> all = new LinkedHashSet<>();
            for (BatchEntry entry : batch.entries()) {
                BatchEntry subject = subjectOf(entry);
                if (subject != null
                        && current.containsKey(subject)
                        && !otherKeys.containsKey(entry)
                        && !patients.awaitsOthers(reference(subject))) {
                    Set<Key> numbers = new LinkedHashSet<>(subject.keys());
                    numbers.addAll(patients.numbers(reference(subject)));
                    Set<Key> keys = batch.invented().others(entry, numbers);
                    otherKeys.put(entry, keys);
                    if (!keys.isEmpty()) {
                        others.put(entry, keys);
                        all.addAll(keys);
                    }
                }
            }
            if (!all.isEmpty()) {
                List<Link> found = hold.find(all, lost);
                others.forEach((entry, keys) -> recall(entry, keys, found));
            }
        }

        private void recall(BatchEntry entry, Set<Key> keys, List<Link> found) {
            for (Key key : keys) {
                found.stream().filter(link -> link.key().equals(key)).forEach(link -> {
                    if (ids.computeIfAbsent(entry, e -> link.serverId()).equals(link.serverId())) {
                        links.get(entry).add(link);
                    }
                });
            }
            Set<Key> free = new LinkedHashSet<>(keys);
            found.forEach(link -> free.remove(link.key()));
            otherKeys.put(entry, free);
        }

        private void isGone(BatchEntry entry, String reference) {
            if (links.get(entry).isEmpty()) {
                throw new PlaceFailure(
                        "The platform's search finds " + reference
                                + ", but it cannot be read there: it is deleted, or was written a moment ago and is not"
                                + " everywhere yet. If this stays, ask the platform's operator, then replay.",
                        404,
                        null);
            }
            requireEverywhere(entry.keys(), reference);
            gone.addAll(entry.keys());
            links.get(entry).forEach(link -> gone.add(link.key()));
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
            List<BatchEntry> open = batch.entries().stream()
                    .filter(entry -> !asked.contains(entry) && !several.containsKey(entry))
                    .toList();
            List<BatchEntry> clear = open.stream().filter(this::subjectIsClear).toList();
            // Records that are each other's subject: nothing would ever become clear.
            List<BatchEntry> now = clear.isEmpty() && round.isEmpty() && several.isEmpty() ? open : clear;
            Map<String, List<BatchEntry>> byType = new LinkedHashMap<>();
            for (BatchEntry entry : now) {
                asked.add(entry);
                then.add(() -> settled.add(entry));
                if (!unlinked.get(entry).isEmpty() && !subjectIsNowhere(entry)) {
                    byType.computeIfAbsent(entry.type(), type -> new ArrayList<>())
                            .add(entry);
                } else if (subjectIsNowhere(entry)) {
                    settled.add(entry);
                }
            }
            byType.forEach((type, entries) -> {
                Set<Key> keys = new LinkedHashSet<>();
                entries.forEach(entry -> {
                    keys.addAll(unlinked.get(entry));
                    keys.addAll(searchedToo(entry));
                    if (Identity.maySeemOther(entry) && !ids.containsKey(entry)) {
                        keys.addAll(BatchEntry.secondaryKeysOf(entry.resource()));
                    }
                });
                Supplier<Questions.Hits> search = round.search(type, keys);
                then.add(() -> {
                    Questions.Hits hits = search.get();
                    entries.forEach(entry -> found(entry, hits));
                });
            });
        }

        private void found(BatchEntry entry, Questions.Hits hits) {
            Set<Key> others = searchedToo(entry);
            String id = identity.found(
                    entry, entry.keys(), ids.get(entry), hits.hits(), hits.complete(), subjectReference(entry));
            if (id == null && !others.isEmpty()) {
                id = identity.found(entry, others, null, hits.hits(), hits.complete(), subjectReference(entry));
            }
            if (id != null) {
                ids.put(entry, id);
            } else if (Identity.maySeemOther(entry)) {
                identity.alike(entry, hits.hits(), subjectReference(entry)).ifPresent(other -> alike.put(entry, other));
            }
        }

        /** What a record that the link register does not know at all may be called on the platform besides. */
        private Set<Key> searchedToo(BatchEntry entry) {
            return ids.containsKey(entry) ? Set.of() : otherKeys.getOrDefault(entry, Set.of());
        }

        private boolean subjectIsClear(BatchEntry entry) {
            BatchEntry subject = subjectOf(entry);
            if (subject == null) {
                return true;
            }
            return ids.containsKey(subject)
                    ? otherKeys.containsKey(entry) || batch.invented().of(entry).isEmpty()
                    : settled.contains(subject);
        }

        private boolean subjectIsNowhere(BatchEntry entry) {
            BatchEntry subject = subjectOf(entry);
            return subject != null && !ids.containsKey(subject) && settled.contains(subject);
        }

        /** The entry that another one is about; null when it is none of the message's, or itself. */
        private BatchEntry subjectOf(BatchEntry entry) {
            BatchEntry subject = entry.subject().map(batch::entry).orElse(null);
            return subject == entry ? null : subject;
        }

        /** Where the record is that an entry is about, as {@code Patient/7}; null when it is nowhere. */
        private String subjectReference(BatchEntry entry) {
            BatchEntry subject = subjectOf(entry);
            if (subject == null) {
                return entry.subject().orElse(null);
            }
            return ids.containsKey(subject) ? reference(subject) : null;
        }

        private String reference(BatchEntry entry) {
            return entry.type() + "/" + ids.get(entry);
        }

        /** The patients whom records on the platform are about, and others than the message says. */
        private Set<String> otherSubjects() {
            Set<String> others = new LinkedHashSet<>();
            current.forEach((entry, read) -> BatchEntry.subjectOf(read.resource())
                    .filter(there -> !there.equals(subjectReference(entry)))
                    .ifPresent(others::add));
            return others;
        }

        private Seen seen() {
            Map<BatchEntry, Found> found = new LinkedHashMap<>();
            for (BatchEntry entry : batch.entries()) {
                found.put(
                        entry,
                        ids.containsKey(entry)
                                ? new Found(ids.get(entry), links.get(entry), Set.of(), current.get(entry))
                                : new Found(null, List.of(), otherKeys.getOrDefault(entry, Set.of()), null));
            }
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
            hold.findAgain(lost, Set.of())
                    .forEach(link -> nowhere.add(link.key().resourceType() + "/" + link.serverId()));
            ids.forEach((entry, id) -> nowhere.remove(entry.type() + "/" + id));
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
                                        .filter(link -> own.contains(link.key())
                                                && reference.equals("Patient/" + link.serverId()))
                                        .toList()));
            });
            return known;
        }
    }
}
