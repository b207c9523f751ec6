package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.Plan.Action;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
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
 * @param found where it is and how it was; of one that is redirected where it is to be from now on
 * @param body what is to be sent: of a create what the message says, of an update the merged resource. References lead to
 *     the platform, but for those to entries that are to be created. Of the others what the message says
 * @param said what the message says, references as in {@code body}
 * @param ours what of it was ours until now; of what is not written what is to be remembered as ours. Null when that is not
 *     looked at
 * @param statements when its parts were spoken of, once it is written
 * @param outdated elements that the message says otherwise and that stay as they are, for a newer message spoke of them, as
 *     {@code Patient.birthDate}
 * @param merges parts of a patient of which a merge speaks, and when it does
 */
record PlanStep(
        BatchEntry entry,
        Action action,
        Found found,
        ObjectNode body,
        ObjectNode said,
        Owned ours,
        Statements statements,
        Set<String> outdated,
        Map<String, Instant> merges) {

    /** Of what is nowhere. @param body what the message says */
    static PlanStep create(BatchEntry entry, Found found, ObjectNode body, Map<String, Instant> merges) {
        return new PlanStep(entry, Action.CREATE, found, body, body, null, Statements.NONE, Set.of(), merges);
    }

    /** Of what stays as it is, for something newer was delivered of it, as long as nothing else is found out. */
    static PlanStep superseded(BatchEntry entry, Found found, ObjectNode said, Map<String, Instant> merges) {
        return new PlanStep(entry, Action.SUPERSEDED, found, said, said, null, Statements.NONE, Set.of(), merges);
    }

    PlanStep unchanged() {
        return unwritten(Action.UNCHANGED, ours, outdated);
    }

    /** @param id of the patient into whom this one was merged */
    PlanStep redirected(String id) {
        Found survivor = new Found(id, links(), found.otherKeys(), new Current(there(), null));
        return new PlanStep(entry, Action.REDIRECTED, survivor, body, said, ours, statements, outdated, merges);
    }

    PlanStep update(Merged merged, Owned before) {
        return new PlanStep(
                entry,
                Action.UPDATE,
                found,
                merged.resource(),
                said,
                before,
                merged.owned().statements(),
                merged.outdated(),
                merges);
    }

    PlanStep unwritten(Action done, Owned remembered, Set<String> left) {
        return new PlanStep(entry, done, found, body, said, remembered, statements, left, merges);
    }

    /** Where it is; null when it is to be created. */
    String serverId() {
        return found.serverId();
    }

    /** The version that was read, for {@code If-Match}; null when none was named, or it was not read. */
    String version() {
        return found.version();
    }

    /** The resource as it is; null when it was not read. */
    ObjectNode there() {
        return found.there();
    }

    /** What the link register had of it. */
    List<Link> links() {
        return found.links();
    }

    /** The identifiers by which it is found: the entry's, and those by which it was found. */
    Set<Key> keys() {
        Set<Key> keys = new LinkedHashSet<>(entry.keys());
        links().forEach(link -> keys.add(link.key()));
        keys.addAll(found.otherKeys());
        return keys;
    }

    /** The identifiers by which other messages may call it: those that the platform has of a record of many sources. */
    Set<Key> keysThere() {
        return there() == null || !Statements.isShared(entry.type()) ? Set.of() : BatchEntry.keysOf(there());
    }

    boolean isLinkedBy(Link link) {
        return keys().contains(link.key())
                || keysThere().contains(link.key()) && link.serverId().equals(serverId());
    }

    /** What was delivered last; null when nothing is known to have been. */
    Link newest() {
        return found.newest();
    }

    /** As {@code Patient/7}; null when it is to be created. */
    String reference() {
        return serverId() == null ? null : entry.type() + "/" + serverId();
    }

    /** The same step once entries that it refers to were created. */
    PlanStep resolved(Map<String, String> references) {
        ObjectNode saying = References.rewritten(said, entry.referring(), references::get);
        ObjectNode sent = said == body ? saying : References.rewritten(body, references::get);
        return new PlanStep(entry, action, found, sent, saying, ours, statements, outdated, merges);
    }
}
