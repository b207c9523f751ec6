package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.merge.Owned;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * What was found out about a message's records before anything is written: all that a {@link Plan} needs to know.
 *
 * @param found one an entry of the batch
 * @param survivors of patients that were merged away, the reference to the record that is used now, by their own
 * @param absent patients that records on the platform refer to and that are no more there
 * @param patients by their references, those of a merge and those that they were merged with before; empty of other messages
 * @param alike other records that may be the same thing as an entry that is nowhere, as {@code AllergyIntolerance/7}
 * @param gone identifiers whose links led to what is no more; when there are any, the rest is incomplete
 * @param nowhere references to records of the message as they were, which are no more there
 */
record Seen(
        Map<BatchEntry, Found> found,
        Map<String, String> survivors,
        Set<String> absent,
        Set<Key> gone,
        Map<String, KnownPatient> patients,
        Map<BatchEntry, String> alike,
        Set<String> nowhere) {

    /** Of a message of which no record may be another one. */
    Seen(
            Map<BatchEntry, Found> found,
            Map<String, String> survivors,
            Set<String> absent,
            Set<Key> gone,
            Map<String, KnownPatient> patients) {
        this(found, survivors, absent, gone, patients, Map.of(), Set.of());
    }

    /** Of a message that merges nobody. */
    Seen(Map<BatchEntry, Found> found, Map<String, String> survivors, Set<String> absent, Set<Key> gone) {
        this(found, survivors, absent, gone, Map.of());
    }

    /**
     * A patient of whom the message or a merge speaks.
     *
     * @param links what the link register has of him
     */
    record KnownPatient(Current current, List<Link> links) {

        /** What of him came from us; unknown when the link register does not know that. */
        Owned owned(String reference) {
            return Owned.read(reference, links.stream().map(Link::owned).toList());
        }
    }

    /**
     * Where a record is and how it is now.
     *
     * @param serverId its logical id on the platform; null when it is nowhere
     * @param links what the link register has of it; empty when it was found by search
     * @param otherKeys identifiers that it would have had if the message named its patient by another of his numbers, and that nothing
     *     else has; only of what is nowhere
     * @param current as it was read; null when it is nowhere, or nothing has to be known of it
     */
    record Found(String serverId, List<Link> links, Set<Key> otherKeys, Current current) {

        static final Found NOWHERE = new Found(null, List.of(), Set.of(), null);

        /** The resource as it was read; null when it was not. */
        ObjectNode there() {
            return current == null ? null : current.resource();
        }

        /** The version that was read; null when none was named, or it was not read. */
        String version() {
            return current == null ? null : current.version();
        }

        /** What was delivered last; null when the link register does not know it. */
        Link newest() {
            return links.stream().max(Freshness::compare).orElse(null);
        }

        /** What of it came from us; null when the link register does not know it. */
        Owned owned(String reference) {
            return links.isEmpty()
                    ? null
                    : Owned.read(reference, links.stream().map(Link::owned).toList());
        }
    }

    /**
     * A resource as the platform has it.
     *
     * @param resource its references to the platform relative
     * @param version null when the platform named none
     */
    record Current(ObjectNode resource, String version) {}

    Found of(BatchEntry entry) {
        return found.getOrDefault(entry, Found.NOWHERE);
    }

    /** The reference that stands for a patient now: its own, or that of the one into which it was merged. */
    String survivor(String reference) {
        return survivors.getOrDefault(reference, reference);
    }

    /** How resources on the platform are to refer to an entry; null when it is nowhere. */
    String serverReference(BatchEntry entry) {
        String id = of(entry).serverId();
        if (id == null) {
            return null;
        }
        String reference = entry.type() + "/" + id;
        String survivor = survivor(reference);
        return entry.saysReplaced() || isReplacedNow(survivor) ? reference : survivor;
    }

    /** Whether the message itself says that a record is replaced: then a merge that was made before is undone. */
    private boolean isReplacedNow(String reference) {
        return found.entrySet().stream()
                .filter(one -> one.getKey().saysReplaced() && one.getValue().serverId() != null)
                .anyMatch(one -> reference.equals(
                        one.getKey().type() + "/" + one.getValue().serverId()));
    }
}
