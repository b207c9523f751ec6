package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.Replacements.Replacement;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.delivery.Seen.KnownPatient;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.References;
import org.dhpbridge.delivery.merge.Merge;
import org.dhpbridge.delivery.merge.Merge.Merged;
import org.dhpbridge.delivery.merge.Owned;
import org.dhpbridge.delivery.merge.Statements;
import org.dhpbridge.kernel.JsonValues;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/** Makes the {@link Plan} of a message: pure, from what was seen of its records and the rules. */
final class Planner {

    private static final String REPORT = "DiagnosticReport";
    private static final String RESULT = "result";

    private final Batch batch;
    private final Seen seen;
    private final Instant eventTime;
    private final Plan.Rules rules;
    private final Replacements replacements;

    /** @param eventTime when the source says that this was so; null when it does not say, then nothing is superseded */
    Planner(Batch batch, Seen seen, Instant eventTime, Plan.Rules rules) {
        this.batch = batch;
        this.seen = seen;
        this.eventTime = eventTime;
        this.rules = rules;
        this.replacements = Replacements.of(batch, seen, eventTime);
    }

    /** @throws MessageFailure when a record belongs to another patient than the message says */
    Plan plan() {
        List<PlanStep> steps = new ArrayList<>();
        batch.entries().forEach(entry -> steps.add(step(entry)));
        replacements
                .others()
                .forEach((patient, now) ->
                        steps.add(other(patient, now, seen.patients().get(patient))));
        return new Plan(List.copyOf(steps), seen.alike());
    }

    /** A patient whom the message does not name, and whom its merge brings back into use. */
    private static PlanStep other(String patient, Replacement now, KnownPatient known) {
        ObjectNode there = known.current().resource();
        ObjectNode said = Json.object().put("resourceType", "Patient").put("active", true);
        Set<Key> keys = known.links().stream().map(Link::key).collect(Collectors.toSet());
        Owned before =
                Owned.read(patient, known.links().stream().map(Link::owned).toList());
        Map<String, Instant> merges = now.since() == null ? Map.of() : Map.of(Replacements.PART, now.since());
        return new PlanStep(
                new BatchEntry(said, keys, Set.of()),
                Plan.Action.UPDATE,
                patient.substring(patient.indexOf('/') + 1),
                known.current().version(),
                Survivors.replaced(there, now.by()),
                there,
                said,
                before,
                with(before, merges).statements(),
                known.links(),
                Set.of(),
                Set.of(),
                merges);
    }

    private static Owned with(Owned owned, Map<String, Instant> parts) {
        Owned then = owned;
        for (Map.Entry<String, Instant> part : parts.entrySet()) {
            then = then.withTime(part.getKey(), part.getValue());
        }
        return then;
    }

    private PlanStep step(BatchEntry entry) {
        Found found = seen.of(entry);
        Replacement replacement = replacements.of(entry);
        Map<String, Instant> merges = merges(entry, replacement);
        ObjectNode said = said(entry);
        if (found.serverId() == null) {
            ObjectNode body = replacement == null ? said : Survivors.replaced(said, replacement.by());
            return new PlanStep(
                    entry,
                    Plan.Action.CREATE,
                    null,
                    null,
                    body,
                    null,
                    body,
                    null,
                    Statements.NONE,
                    List.of(),
                    found.otherKeys(),
                    Set.of(),
                    merges);
        }
        String version = found.current() == null ? null : found.current().version();
        ObjectNode there = found.current() == null ? null : found.current().resource();
        ObjectNode rest = there == null ? null : References.without(there, seen.nowhere());
        String reference = entry.type() + "/" + found.serverId();
        PlanStep leave = new PlanStep(
                entry,
                Plan.Action.SUPERSEDED,
                found.serverId(),
                version,
                said,
                there,
                said,
                null,
                Statements.NONE,
                found.links(),
                Set.of(),
                Set.of(),
                merges);
        boolean inParts = Statements.isShared(entry.type());
        boolean overtaken = Freshness.overtakes(found.newest(), eventTime, StatusRank.of(said));
        boolean past = overtaken && isOfThePast(entry, there, said);
        if (there != null && overtaken && !inParts && !past && entry.type().equals(REPORT)) {
            return lateReport(leave, rest, found.owned(reference));
        }
        if (there == null || overtaken && !inParts && !past) {
            return leave;
        }
        if (replacements.isOne(entry)) {
            return leave.at(Plan.Action.UNCHANGED, found.serverId(), version);
        }
        boolean isReplaced = Survivors.replacedBy(there).isPresent();
        if (entry.saysReplaced() || isReplaced) {
            said = Survivors.withoutReplacement(said);
        }
        checkSubject(entry, there, said);
        if (!isReplaced && Persons.areTwo(there, said)) {
            throw Identity.ofAnotherPerson(entry, reference);
        }
        if (Measurements.areOfTwoTests(there, said)) {
            throw Identity.ofAnotherTest(entry, reference);
        }
        Set<String> marksThere = rules.entries().marks(rest);
        Set<String> marksSaid = rules.entries().marks(said);
        Owned known = found.owned(reference);
        Owned before = known != null ? known : firstSeen(entry, reference, marksThere, marksSaid);
        Merged merged = past
                ? rules.merge()
                        .mergePast(
                                rest,
                                said,
                                before,
                                entry.takenBack(),
                                eventTime,
                                found.newest().eventTime())
                : merged(entry, rest, said, before, found);
        if (replacement != null || !merges.isEmpty() || replacements.isOvertaken(entry)) {
            merged = settled(merged, replacement, merges, replacements.isOvertaken(entry));
        }
        if (!JsonValues.same(merged.resource(), there)) {
            return leave.update(merged, before);
        }
        boolean news = known == null || known.isUnknown() || !merged.owned().equals(before);
        if (isReplaced && !news && !batch.merges() && merged.outdated().isEmpty()) {
            String survivor = seen.serverReference(entry);
            return leave.at(Plan.Action.REDIRECTED, survivor.substring(survivor.indexOf('/') + 1), null);
        }
        Owned ours = news ? merged.owned().with(marksThere, marksSaid).within(marksThere) : null;
        return leave.unwritten(overtaken ? Plan.Action.SUPERSEDED : Plan.Action.UNCHANGED, ours, merged.outdated());
    }

    private Map<String, Instant> merges(BatchEntry entry, Replacement replacement) {
        Map<String, Instant> merges = new HashMap<>(replacements.merges(entry));
        if (replacement != null && replacement.since() != null) {
            merges.put(Replacements.PART, replacement.since());
        }
        return merges;
    }

    private static Merged settled(
            Merged merged, Replacement replacement, Map<String, Instant> merges, boolean isOvertaken) {
        Set<String> outdated = new TreeSet<>(merged.outdated());
        if (isOvertaken) {
            outdated.add(Replacements.PART);
        }
        return new Merged(
                replacement == null ? merged.resource() : Survivors.replaced(merged.resource(), replacement.by()),
                with(merged.owned(), merges),
                outdated);
    }

    /** An older report changes nothing of a newer one; the results that it brings all the same are named in it. */
    private PlanStep lateReport(PlanStep leave, ObjectNode rest, Owned known) {
        ObjectNode there = leave.there();
        ObjectNode body = rest.deepCopy();
        Set<String> named = new HashSet<>();
        body.path(RESULT).forEach(result -> named.add(Json.text(result, "reference")));
        for (JsonNode result : leave.said().path(RESULT)) {
            BatchEntry target = batch.entry(String.valueOf(Json.text(result, "reference")));
            boolean isNew = target != null && seen.of(target).serverId() == null;
            if (isNew && named.add(Json.text(result, "reference"))) {
                body.withArrayProperty(RESULT).add(result);
            }
        }
        if (body.equals(there)) {
            return leave;
        }
        Set<String> outdated = new TreeSet<>();
        leave.said().properties().forEach(field -> {
            boolean differs = !field.getValue().equals(there.get(field.getKey()));
            if (differs && !field.getKey().equals(RESULT)) {
                outdated.add(REPORT + '.' + field.getKey());
            }
        });
        Owned before = known == null ? Owned.unknown(leave.reference()) : known;
        return leave.update(new Merged(body, before, outdated), before);
    }

    /** A message that comes late, by its time, still tells where the patient was, when it is still the same patient's. */
    private boolean isOfThePast(BatchEntry entry, ObjectNode there, ObjectNode said) {
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

    private Merged merged(BatchEntry entry, ObjectNode there, ObjectNode said, Owned before, Found found) {
        if (!Statements.isShared(entry.type())) {
            return rules.merge().merge(there, said, before, entry.takenBack(), eventTime);
        }
        Instant newest = found.newest() == null ? null : found.newest().eventTime();
        return rules.merge().merge(there, said, before, entry.takenBack(), eventTime, newest);
    }

    /** What the message says, its references leading to the platform where the target is there. */
    private ObjectNode said(BatchEntry entry) {
        ObjectNode said = References.rewritten(entry.resource(), entry.referring(), reference -> {
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
    private void checkSubject(BatchEntry entry, ObjectNode there, ObjectNode said) {
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
        boolean isInBatch = batch.entries().stream()
                .map(one -> seen.of(one).serverId() == null
                        ? ""
                        : one.type() + "/" + seen.of(one).serverId())
                .anyMatch(before.get()::equals);
        if (!same && !isInBatch && !seen.absent().contains(before.get())) {
            throw Identity.ofAnother(entry, entry.type() + "/" + seen.of(entry).serverId());
        }
    }

    /**
     * Whether what is there is taken for somebody else's: no link tells of a record that several sources write, and it is not what the
     * message says.
     */
    boolean takesForOthers() {
        return batch.entries().stream()
                .filter(entry -> Statements.isShared(entry.type()))
                .anyMatch(entry -> {
                    Found found = seen.of(entry);
                    return found.current() != null
                            && found.links().isEmpty()
                            && !firstSeen(
                                            entry,
                                            entry.type() + "/" + found.serverId(),
                                            rules.entries()
                                                    .marks(found.current().resource()),
                                            rules.entries().marks(said(entry)))
                                    .isUnknown();
                });
    }
}
