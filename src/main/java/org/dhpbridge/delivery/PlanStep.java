package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.Plan.Action;
import org.dhpbridge.delivery.json.References;
import org.dhpbridge.delivery.merge.Merge.Merged;
import org.dhpbridge.delivery.merge.Owned;
import org.dhpbridge.delivery.merge.Statements;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * What is to be done with one record of a message, and what its plan was made of.
 *
 * @param entry what the message says
 * @param action what is done with it
 * @param serverId where it is; null when it is to be created
 * @param version that was read, for {@code If-Match}; null when none was named, or it was not read
 * @param body what is to be sent: of a create what the message says, of an update the merged resource. References lead to
 *     the platform, but for those to entries that are to be created. Of the others what the message says
 * @param there the resource as it is; null when it was not read
 * @param said what the message says, references as in {@code body}
 * @param before what of it was ours until now; of what is not written what is to be remembered as ours. Null when that is not
 *     looked at
 * @param statements when its parts were spoken of, once it is written
 * @param links what the link register had of it
 * @param otherKeys identifiers by which it is to be found from now on, besides its own
 * @param outdated elements that the message says otherwise and that stay as they are, for a newer message spoke of them, as
 *     {@code Patient.birthDate}
 * @param merges parts of a patient of which a merge speaks, and when it does
 */
record PlanStep(
        BatchEntry entry,
        Action action,
        String serverId,
        String version,
        ObjectNode body,
        ObjectNode there,
        ObjectNode said,
        Owned before,
        Statements statements,
        List<Link> links,
        Set<Key> otherKeys,
        Set<String> outdated,
        Map<String, Instant> merges) {

    PlanStep at(Action done, String id, String readVersion) {
        return new PlanStep(
                entry,
                done,
                id,
                readVersion,
                body,
                there,
                said,
                before,
                statements,
                links,
                otherKeys,
                outdated,
                merges);
    }

    PlanStep update(Merged merged, Owned ours) {
        ObjectNode sent = merged.resource();
        return new PlanStep(
                entry,
                Action.UPDATE,
                serverId,
                version,
                sent,
                there,
                said,
                ours,
                merged.owned().statements(),
                links,
                otherKeys,
                merged.outdated(),
                merges);
    }

    PlanStep unwritten(Action done, Owned ours, Set<String> left) {
        return new PlanStep(
                entry, done, serverId, version, body, there, said, ours, statements, links, otherKeys, left, merges);
    }

    /** The identifiers by which it is found: the entry's, and those by which it was found. */
    Set<Key> keys() {
        Set<Key> keys = new LinkedHashSet<>(entry.keys());
        links.forEach(link -> keys.add(link.key()));
        keys.addAll(otherKeys);
        return keys;
    }

    /** The identifiers by which other messages may call it: those that the platform has of a record of many sources. */
    Set<Key> keysThere() {
        return there == null || !Statements.isShared(entry.type()) ? Set.of() : BatchEntry.keysOf(there);
    }

    boolean isLinkedBy(Link link) {
        return keys().contains(link.key())
                || keysThere().contains(link.key()) && link.serverId().equals(serverId);
    }

    /** What was delivered last; null when nothing is known to have been. */
    Link newest() {
        return links.stream().max(Freshness::compare).orElse(null);
    }

    /** As {@code Patient/7}; null when it is to be created. */
    String reference() {
        return serverId == null ? null : entry.type() + "/" + serverId;
    }

    /** The same step once entries that it refers to were created. */
    PlanStep resolved(Map<String, String> references) {
        ObjectNode saying = References.rewritten(said, entry.referring(), references::get);
        ObjectNode sent = said == body ? saying : References.rewritten(body, references::get);
        return new PlanStep(
                entry,
                action,
                serverId,
                version,
                sent,
                there,
                saying,
                before,
                statements,
                links,
                otherKeys,
                outdated,
                merges);
    }
}
