package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.References;
import org.dhpbridge.delivery.merge.Entries;
import org.dhpbridge.delivery.merge.Merge;
import org.dhpbridge.delivery.merge.Merge.Merged;
import org.dhpbridge.delivery.merge.Owned;
import org.dhpbridge.delivery.merge.Statements;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * What is to be done with each record of a message: the whole decision, made of what was seen and nothing else. It is what a
 * dry run shows, and what is then written.
 *
 * @param steps one an entry, in the order of the batch
 */
record Plan(List<Step> steps) {

    /** What is done with one record. */
    enum Action {
        CREATE,
        UPDATE,
        UNCHANGED,
        SUPERSEDED,
        /** The patient was merged into another one: what is about him goes there, and his old record stays as it is. */
        REDIRECTED
    }

    /**
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
     */
    record Step(
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
            Set<String> outdated) {

        private Step at(Action done, String id, String readVersion) {
            return new Step(
                    entry, done, id, readVersion, body, there, said, before, statements, links, otherKeys, outdated);
        }

        private Step update(Merged merged, Owned ours) {
            ObjectNode sent = merged.resource();
            return new Step(
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
                    merged.outdated());
        }

        private Step unwritten(Action done, Owned ours, Set<String> left) {
            return new Step(
                    entry, done, serverId, version, body, there, said, ours, statements, links, otherKeys, left);
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
        Step resolved(Map<String, String> references) {
            ObjectNode sent = References.rewritten(body, references::get);
            return new Step(
                    entry,
                    action,
                    serverId,
                    version,
                    sent,
                    there,
                    said == body ? sent : References.rewritten(said, references::get),
                    before,
                    statements,
                    links,
                    otherKeys,
                    outdated);
        }
    }

    /**
     * The rules by which a plan is made.
     *
     * @param merge puts what the message says into what is there
     * @param entries says what makes entries of lists the same
     */
    record Rules(Merge merge, Entries entries) {}

    /**
     * @param eventTime when the source says that this was so; null when it does not say, then nothing is superseded
     * @throws MessageFailure when a record belongs to another patient than the message says
     */
    static Plan of(Batch batch, Seen seen, Instant eventTime, Rules rules) {
        List<Step> steps = new ArrayList<>();
        for (BatchEntry entry : batch.entries()) {
            steps.add(step(batch, entry, seen, eventTime, rules));
        }
        return new Plan(List.copyOf(steps));
    }

    private static Step step(Batch batch, BatchEntry entry, Seen seen, Instant eventTime, Rules rules) {
        Found found = seen.of(entry);
        ObjectNode said = said(batch, entry, seen);
        if (found.serverId() == null) {
            return new Step(
                    entry,
                    Action.CREATE,
                    null,
                    null,
                    said,
                    null,
                    said,
                    null,
                    Statements.NONE,
                    List.of(),
                    found.otherKeys(),
                    Set.of());
        }
        String version = found.current() == null ? null : found.current().version();
        ObjectNode there = found.current() == null ? null : found.current().resource();
        String reference = entry.type() + "/" + found.serverId();
        Step leave = new Step(
                entry,
                Action.SUPERSEDED,
                found.serverId(),
                version,
                said,
                there,
                said,
                null,
                Statements.NONE,
                found.links(),
                Set.of(),
                Set.of());
        boolean inParts = Statements.isShared(entry.type()) && !batch.merges();
        boolean overtaken = Freshness.overtakes(found.newest(), eventTime, StatusRank.of(said));
        boolean past = overtaken && isOfThePast(entry, there, said, eventTime, seen);
        if (there == null || overtaken && !inParts && !past && !isLateMerge(reference, there, said, seen)) {
            return leave;
        }
        String survivor = seen.serverReference(entry);
        if (!survivor.equals(reference)) {
            return leave.at(Action.REDIRECTED, survivor.substring(survivor.indexOf('/') + 1), null);
        }
        if (Survivors.replacedBy(said).filter(reference::equals).isPresent()) {
            return leave.at(Action.UNCHANGED, found.serverId(), version);
        }
        checkSubject(batch, entry, there, said, seen);
        if (Persons.areTwo(there, said)) {
            throw Identity.ofAnotherPerson(entry, reference);
        }
        Set<String> marksThere = rules.entries().marks(there);
        Set<String> marksSaid = rules.entries().marks(said);
        Owned known = found.owned(reference);
        Owned before = known != null ? known : firstSeen(entry, reference, marksThere, marksSaid);
        ObjectNode base = batch.merges() ? Survivors.withoutReplacement(there, said) : there;
        Merged merged = past
                ? rules.merge()
                        .mergePast(
                                base,
                                said,
                                before,
                                entry.takenBack(),
                                eventTime,
                                found.newest().eventTime())
                : merged(entry, base, said, before, eventTime, found, rules.merge());
        if (!Json.same(merged.resource(), there)) {
            return leave.update(merged, before);
        }
        boolean news = known == null || known.isUnknown() || !merged.owned().equals(before);
        Owned ours = news ? merged.owned().with(marksThere, marksSaid).within(marksThere) : null;
        return leave.unwritten(overtaken ? Action.SUPERSEDED : Action.UNCHANGED, ours, merged.outdated());
    }

    /**
     * A merge counts though something newer was said of the record that it replaces: that was meant for the patient, under a
     * number that is used no more. Not so where another merge came before: the record is replaced already, or it is the one
     * into which its successor was merged since.
     */
    private static boolean isLateMerge(String reference, ObjectNode there, ObjectNode said, Seen seen) {
        return Survivors.replacedBy(said)
                .filter(by -> Survivors.replacedBy(there).isEmpty())
                .filter(by -> !seen.survivor(by).equals(reference))
                .isPresent();
    }

    /** A message that comes late, by its time, still tells where the patient was, when it is still the same patient's. */
    private static boolean isOfThePast(
            BatchEntry entry, ObjectNode there, ObjectNode said, Instant eventTime, Seen seen) {
        Link newest = seen.of(entry).newest();
        boolean late = eventTime != null
                && newest.eventTime() != null
                && newest.eventTime().isAfter(eventTime);
        return late
                && there != null
                && Merge.hasPast(entry.type())
                && !entry.moves()
                && BatchEntry.subjectOf(there)
                        .map(seen::survivor)
                        .equals(BatchEntry.subjectOf(said).map(seen::survivor));
    }

    private static Merged merged(
            BatchEntry entry,
            ObjectNode there,
            ObjectNode said,
            Owned before,
            Instant eventTime,
            Found found,
            Merge merge) {
        if (!Statements.isShared(entry.type())) {
            return merge.merge(there, said, before, entry.takenBack(), eventTime);
        }
        Instant newest = found.newest() == null ? null : found.newest().eventTime();
        return merge.merge(there, said, before, entry.takenBack(), eventTime, newest);
    }

    /** What the message says, its references leading to the platform where the target is there. */
    private static ObjectNode said(Batch batch, BatchEntry entry, Seen seen) {
        ObjectNode said = References.rewritten(entry.resource(), reference -> {
            BatchEntry target = batch.entry(reference);
            String there = target == null ? null : seen.serverReference(target);
            return there != null || target == null ? there : target.localReference();
        });
        Current current = seen.of(entry).current();
        Set<Key> invented = current == null ? Set.of() : batch.invented().of(entry);
        return without(invented.isEmpty() ? said : keepingNumbers(said, current.resource(), invented), "id");
    }

    /**
     * A record keeps the number that was invented for it first, whichever of the patient's numbers a message names first.
     *
     * @param said stays as it is, for it shares its identifiers with the message's resource
     */
    private static ObjectNode keepingNumbers(ObjectNode said, JsonNode there, Set<Key> invented) {
        Set<Key> kept = BatchEntry.keysOf(there);
        Set<Key> named = BatchEntry.keysOf(said);
        ObjectNode keeping = without(said, "identifier");
        ArrayNode identifiers = keeping.putArray("identifier");
        for (JsonNode identifier : said.path("identifier")) {
            String system = Json.text(identifier, "system");
            boolean isNew = invented.stream()
                    .anyMatch(key -> key.system().equals(system)
                            && key.value().equals(Json.text(identifier, "value"))
                            && !kept.contains(key));
            Optional<Key> first = kept.stream()
                    .filter(key -> isNew && key.system().equals(system) && !named.contains(key))
                    .findFirst();
            identifiers.add(first.<JsonNode>map(key -> ((ObjectNode) identifier.deepCopy()).put("value", key.value()))
                    .orElse(identifier));
        }
        return keeping;
    }

    private static ObjectNode without(ObjectNode resource, String field) {
        ObjectNode copy = Json.object();
        copy.setAll(resource);
        copy.remove(field);
        return copy;
    }

    /**
     * What was found by search without a link was written by us and the answer lost, or by somebody else. By us, when it
     * says all that we say; and in part at least when it is about a subject, as such a record has one source. It may say more
     * than this message: another one of ours, which knows the patient by more numbers, may have been the one that was cut off.
     */
    private static Owned firstSeen(BatchEntry entry, String reference, Set<String> there, Set<String> said) {
        boolean fromUs = entry.subject().isPresent() || there.containsAll(said);
        return fromUs ? Owned.unknown(reference) : Owned.nothing(reference);
    }

    /**
     * A record moves to another patient only where the message says so, or speaks of both, or the one was merged into the
     * other.
     */
    private static void checkSubject(Batch batch, BatchEntry entry, ObjectNode there, ObjectNode said, Seen seen) {
        Optional<String> before = BatchEntry.subjectOf(there);
        Optional<String> now = BatchEntry.subjectOf(said);
        if (entry.moves()
                || before.isEmpty()
                || now.isEmpty()
                || !References.isRelative(before.get())
                || !References.isRelative(now.get())) {
            return;
        }
        boolean same = seen.survivor(before.get()).equals(seen.survivor(now.get()));
        boolean spokenOf = batch.entries().stream()
                .map(one -> seen.of(one).serverId() == null
                        ? ""
                        : one.type() + "/" + seen.of(one).serverId())
                .anyMatch(before.get()::equals);
        if (!same && !spokenOf && !seen.absent().contains(before.get())) {
            throw Identity.ofAnother(entry, entry.type() + "/" + seen.of(entry).serverId());
        }
    }

    List<Step> creates() {
        return with(Action.CREATE);
    }

    List<Step> updates() {
        return with(Action.UPDATE);
    }

    /** Steps after which the link register remembers something else of what is ours, whether they are written or not. */
    List<Step> remembering() {
        return steps.stream()
                .filter(step -> step.action() == Action.UPDATE || step.before() != null)
                .toList();
    }

    private List<Step> with(Action action) {
        return steps.stream().filter(step -> step.action() == action).toList();
    }
}
