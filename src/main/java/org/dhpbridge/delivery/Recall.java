package org.dhpbridge.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.Seen.KnownPatient;
import org.dhpbridge.kernel.FormerNumber;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * What the link register remembers under numbers that the message does not name: a {@link Looking} learns of these from what it
 * reads on the platform.
 */
final class Recall {

    private final Hold hold;
    private final Set<Key> lost;
    private final InventedNumbers invented;
    private final FormerNumbers former;
    private final Set<Key> named;
    private final KnownPatients patients;

    /** @param lost identifiers whose links lead nowhere, as an earlier look found out */
    Recall(Hold hold, Set<Key> lost, Batch batch, KnownPatients patients) {
        this.hold = hold;
        this.lost = lost;
        this.invented = batch.invented();
        this.former = batch.former();
        this.named = batch.keys();
        this.patients = patients;
    }

    /**
     * What is ours of a record of many sources, or of an order that was numbered twice, is remembered with each number under which it
     * was sent: those that the platform has and the message does not name are asked for too.
     */
    void whatIsSaidUnderOtherNumbers(Collection<Sight> sights) {
        Map<Sight, Set<Key>> others = new LinkedHashMap<>();
        for (Sight sight : sights) {
            boolean mayHaveOthers = sight.isShared() || FormerNumbers.mayName(sight.entry.type());
            if (sight.current != null && mayHaveOthers && !sight.recalled) {
                sight.recalled = true;
                Set<Key> keys = BatchEntry.keysOf(sight.current.resource());
                keys.removeAll(sight.entry.keys());
                sight.links.forEach(link -> keys.remove(link.key()));
                if (!keys.isEmpty()) {
                    others.put(sight, keys);
                }
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
    void whatIsCalledAfterOtherNumbers(Collection<Sight> sights) {
        List<Sight> named = new ArrayList<>();
        for (Sight sight : sights) {
            Sight subject = sight.subject;
            if (subject != null
                    && subject.current != null
                    && sight.otherKeys == null
                    && !patients.awaitsOthers(subject.reference())) {
                Set<Key> numbers = new LinkedHashSet<>(subject.entry.keys());
                numbers.addAll(patients.numbers(subject.reference()));
                sight.otherKeys = invented.others(sight.entry, numbers);
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

    /**
     * An order that is not known by its filler's number is looked for by the placer's, and where that is known, its report and its
     * results too. The placer's number of a new order is held, so that nobody makes another one of it meanwhile.
     */
    void whatThePlacerNumbered(Collection<Sight> sights) {
        Map<FormerNumber, List<Sight>> orders = new LinkedHashMap<>();
        for (Sight sight : sights) {
            if (!sight.isFormerAsked && !former.isEmpty()) {
                sight.isFormerAsked = true;
                former.order(sight.entry).ifPresent(order -> orders.computeIfAbsent(order, one -> new ArrayList<>())
                        .add(sight));
            }
        }
        orders.values().removeIf(of -> of.stream().allMatch(sight -> sight.id != null));
        Map<Key, Sight> requests = new LinkedHashMap<>();
        orders.forEach((order, of) -> of.stream()
                .filter(sight -> sight.entry.type().equals(FormerNumbers.ORDER))
                .forEach(sight -> requests.put(FormerNumbers.former(sight.entry, order), sight)));
        requests.keySet().removeAll(named);
        if (requests.isEmpty()) {
            return;
        }
        Map<Key, Link> known = byKey(hold.find(requests.keySet(), lost));
        requests.forEach((key, sight) -> take(sight, key, known.get(key), true));
        Map<Key, Sight> others = new LinkedHashMap<>();
        orders.forEach((order, of) -> {
            boolean isKnown =
                    of.stream().anyMatch(sight -> known.containsKey(FormerNumbers.former(sight.entry, order)));
            of.stream()
                    .filter(sight -> isKnown && sight.id == null)
                    .forEach(sight -> others.put(FormerNumbers.former(sight.entry, order), sight));
        });
        others.keySet().removeAll(named);
        if (!others.isEmpty()) {
            Map<Key, Link> found = byKey(hold.findAgain(others.keySet(), lost));
            others.forEach((key, sight) -> take(sight, key, found.get(key), false));
        }
    }

    private static void take(Sight sight, Key key, Link link, boolean isNamed) {
        if (sight.id == null && sight.candidates.isEmpty()) {
            if (link != null) {
                sight.takeFormer(link);
            } else if (isNamed) {
                sight.freeName = key;
            }
        }
    }

    private static Map<Key, Link> byKey(List<Link> links) {
        return links.stream().collect(Collectors.toMap(Link::key, link -> link, (a, b) -> a));
    }

    /** Where records of the message were of which an earlier look found out that they are no more there. */
    Set<String> nowhere(Collection<Sight> sights) {
        if (lost.isEmpty()) {
            return Set.of();
        }
        Set<String> nowhere = new HashSet<>();
        hold.findAgain(lost, Set.of()).forEach(link -> nowhere.add(link.key().resourceType() + "/" + link.serverId()));
        sights.forEach(sight -> nowhere.remove(sight.reference()));
        return nowhere;
    }

    /** The patients that were read, with their links: a merge needs to know when each was merged before. */
    Map<String, KnownPatient> knownPatients() {
        Set<Key> keys = new LinkedHashSet<>();
        patients.read().values().forEach(patient -> keys.addAll(BatchEntry.keysOf(patient.resource())));
        List<Link> found = keys.isEmpty() ? List.of() : hold.findAgain(keys, lost);
        Map<String, KnownPatient> known = new LinkedHashMap<>();
        patients.read().forEach((reference, patient) -> {
            Set<Key> own = BatchEntry.keysOf(patient.resource());
            List<Link> links = found.stream()
                    .filter(link -> own.contains(link.key()) && reference.equals("Patient/" + link.serverId()))
                    .toList();
            known.put(reference, new KnownPatient(patient, links));
        });
        return known;
    }

    private static Set<Key> union(Collection<Set<Key>> keys) {
        return keys.stream().flatMap(Set::stream).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
