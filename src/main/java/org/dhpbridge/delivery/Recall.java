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
    private final KnownPatients patients;

    /** @param lost identifiers whose links lead nowhere, as an earlier look found out */
    Recall(Hold hold, Set<Key> lost, InventedNumbers invented, KnownPatients patients) {
        this.hold = hold;
        this.lost = lost;
        this.invented = invented;
        this.patients = patients;
    }

    /**
     * What is ours of a record of many sources is remembered with each number under which it was sent: those that the platform
     * has and the message does not name are asked for too.
     */
    void whatIsSaidUnderOtherNumbers(Collection<Sight> sights) {
        Map<Sight, Set<Key>> others = new LinkedHashMap<>();
        for (Sight sight : sights) {
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
