package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.References;
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

    private final FhirGateway gateway;
    private final DeliverySettings settings;
    private final Links register;
    private final Questions questions;
    private final Identity identity;

    Look(FhirGateway gateway, DeliverySettings settings, Links register, ServerOffer offer) {
        this.gateway = gateway;
        this.settings = settings;
        this.register = register;
        this.questions = new Questions(gateway, settings, offer);
        this.identity = new Identity(settings.onSeveralHits(), gateway.base());
    }

    /**
     * @param gone identifiers whose links lead nowhere, as an earlier look found out
     * @throws DeliveryFailure when the platform does not answer, or a record could be several
     */
    Seen at(Batch batch, Hold hold, Set<Key> gone, Instant eventTime) {
        return new Looking(batch, hold, gone, eventTime).see(hold.find(batch.keys(), gone));
    }

    /** One look, round by round. */
    private final class Looking {

        private final Batch batch;
        private final Hold hold;
        private final Set<Key> lost;
        private final Instant eventTime;
        private final Map<BatchEntry, Set<Key>> otherKeys = new HashMap<>();
        private final Map<String, ObjectNode> patientsRead = new HashMap<>();
        private final Map<BatchEntry, List<Link>> links = new HashMap<>();
        private final Map<BatchEntry, Set<Key>> unlinked = new HashMap<>();
        private final Map<BatchEntry, String> ids = new HashMap<>();
        private final Map<BatchEntry, Set<String>> several = new LinkedHashMap<>();
        private final Set<BatchEntry> asked = new HashSet<>();
        private final Set<BatchEntry> settled = new HashSet<>();
        private final Map<BatchEntry, Current> current = new HashMap<>();
        private final Map<String, String> survivors = new HashMap<>();
        private final Set<String> survivorsAsked = new HashSet<>();
        private final Set<String> absent = new HashSet<>();
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
                            && (batch.merges() || !Statements.isShared(entry.type()))
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
                recallByOtherNumbers();
                askWhichIsUsed(round, then);
                askForRecords(round, then);
                askByIdentifier(round, then);
                askForSurvivors(round, then);
                goesOn = !then.isEmpty();
                if (!round.isEmpty()) {
                    round.ask();
                }
                then.forEach(Runnable::run);
            }
        }

        /** A message that names both numbers of patients that were merged means the one that is used now. */
        private void askWhichIsUsed(Questions.Round round, List<Runnable> then) {
            several.forEach((entry, candidates) -> {
                Map<String, Supplier<FhirAnswer>> answers = new LinkedHashMap<>();
                candidates.forEach(id -> answers.put(id, round.read(entry.type() + "/" + id)));
                then.add(() -> ids.put(entry, used(entry, answers)));
            });
            several.clear();
        }

        private String used(BatchEntry entry, Map<String, Supplier<FhirAnswer>> answers) {
            Set<String> used = new LinkedHashSet<>();
            answers.forEach((id, answer) -> {
                String reference = entry.type() + "/" + id;
                Optional<String> other = answer.get().ok()
                        ? Survivors.replacedBy(current(reference, answer.get()).resource())
                        : Optional.empty();
                other.ifPresentOrElse(survivor -> survivors.put(reference, survivor), () -> used.add(id));
            });
            if (used.size() != 1) {
                throw Identity.several(entry, answers.keySet());
            }
            return used.iterator().next();
        }

        private void askForRecords(Questions.Round round, List<Runnable> then) {
            for (BatchEntry entry : batch.entries()) {
                if (ids.containsKey(entry) && !current.containsKey(entry)) {
                    String reference = entry.type() + "/" + ids.get(entry);
                    Supplier<FhirAnswer> answer = round.read(reference);
                    then.add(() -> read(entry, reference, answer.get()));
                }
            }
        }

        private void read(BatchEntry entry, String reference, FhirAnswer answer) {
            if (answer.ok()) {
                Current read = current(reference, answer);
                current.put(entry, read);
                Survivors.replacedBy(read.resource()).ifPresent(other -> survivors.put(reference, other));
            } else if (answer.verdict(Interaction.READ) == Verdict.NOT_THERE) {
                isGone(entry, reference);
            } else {
                throw Refusal.of(answer, "the read of " + reference);
            }
        }

        /**
         * What brings no number of its own is called after a number of its patient: it is looked for in the link register by what it
         * would be called after each other one that the platform knows of him, or of a record that he was merged with.
         */
        private void recallByOtherNumbers() {
            Map<BatchEntry, Set<Key>> others = new LinkedHashMap<>();
            Set<Key> all = new LinkedHashSet<>();
            current.forEach((entry, read) -> patientsRead.put(entry.type() + "/" + ids.get(entry), read.resource()));
            for (BatchEntry entry : batch.entries()) {
                BatchEntry subject = subjectOf(entry);
                if (subject != null
                        && current.containsKey(subject)
                        && !otherKeys.containsKey(entry)
                        && !awaitsOthers(subject)) {
                    Set<Key> keys = batch.invented().others(entry, numbers(subject));
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

        /** All numbers that the message and the platform know of a patient and of those with whom he was merged. */
        private Set<Key> numbers(BatchEntry patient) {
            Set<Key> numbers = new LinkedHashSet<>(patient.keys());
            String reference = patient.type() + "/" + ids.get(patient);
            numbers.addAll(BatchEntry.keysOf(patientsRead.get(reference)));
            merged(reference).stream()
                    .filter(patientsRead::containsKey)
                    .forEach(other -> numbers.addAll(BatchEntry.keysOf(patientsRead.get(other))));
            return numbers;
        }

        /** The records by which a patient was replaced, one after the other. */
        private Set<String> merged(String patient) {
            Set<String> chain = new LinkedHashSet<>();
            for (String at = survivors.get(patient); at != null && chain.add(at); ) {
                at = survivors.get(at);
            }
            return chain;
        }

        /** Whether a record by which a patient was replaced is still to be read. */
        private boolean awaitsOthers(BatchEntry patient) {
            return merged(patient.type() + "/" + ids.get(patient)).stream()
                    .anyMatch(other -> !patientsRead.containsKey(other) && mayBeRead(other));
        }

        private boolean mayBeRead(String patient) {
            return patient.startsWith("Patient/")
                    && References.isRelative(patient)
                    && !survivorsAsked.contains(patient)
                    && survivorsAsked.size() < Survivors.LONGEST_CHAIN;
        }

        private Current current(String reference, FhirAnswer answer) {
            String type = reference.substring(0, reference.indexOf('/'));
            if (answer.json() == null || !type.equals(Json.text(answer.json(), "resourceType"))) {
                throw new PlaceFailure(
                        gateway.base() + " answered the read of " + reference + " without the resource.",
                        answer.status(),
                        null);
            }
            String root = gateway.base() + "/";
            ObjectNode resource = References.rewritten(
                    answer.json(), text -> text.startsWith(root) ? text.substring(root.length()) : null);
            return new Current(resource, answer.version());
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
            if (register.savedWithin(entry.keys(), settings.settle())) {
                throw new PlaceFailure(
                        reference + " was written a moment ago and is not everywhere yet; it will be tried again.",
                        404,
                        null);
            }
            gone.addAll(entry.keys());
            links.get(entry).forEach(link -> gone.add(link.key()));
        }

        private void askByIdentifier(Questions.Round round, List<Runnable> then) {
            List<BatchEntry> open = batch.entries().stream()
                    .filter(entry -> !asked.contains(entry))
                    .toList();
            List<BatchEntry> clear = open.stream().filter(this::subjectIsClear).toList();
            // Records that are each other's subject: nothing would ever become clear.
            List<BatchEntry> now = clear.isEmpty() && round.isEmpty() ? open : clear;
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
            return ids.containsKey(subject) ? subject.type() + "/" + ids.get(subject) : null;
        }

        /** Who replaced a patient, and whether the patient whose record it is was replaced by the one of the message. */
        private void askForSurvivors(Questions.Round round, List<Runnable> then) {
            Set<String> patients = new LinkedHashSet<>(survivors.values());
            current.forEach((entry, read) -> BatchEntry.subjectOf(read.resource())
                    .filter(there -> !there.equals(subjectReference(entry)))
                    .ifPresent(patients::add));
            current.keySet().forEach(entry -> patients.remove(entry.type() + "/" + ids.get(entry)));
            for (String patient : patients) {
                if (mayBeRead(patient)) {
                    survivorsAsked.add(patient);
                    Supplier<FhirAnswer> answer = round.read(patient);
                    then.add(() -> {
                        if (answer.get().ok()) {
                            ObjectNode read = current(patient, answer.get()).resource();
                            patientsRead.put(patient, read);
                            Survivors.replacedBy(read).ifPresent(other -> survivors.put(patient, other));
                        } else if (answer.get().verdict(Interaction.READ) == Verdict.NOT_THERE) {
                            absent.add(patient);
                        }
                    });
                }
            }
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
            return new Seen(found, Survivors.last(survivors), absent, gone);
        }
    }
}
