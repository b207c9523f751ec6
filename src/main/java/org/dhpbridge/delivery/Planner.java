package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.Replacements.Replacement;
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
        ObjectNode said = Json.object().put("resourceType", "Patient").put("active", true);
        Set<Key> keys = known.links().stream().map(Link::key).collect(Collectors.toSet());
        String id = patient.substring(patient.indexOf('/') + 1);
        Found found = new Found(id, known.links(), Set.of(), known.current());
        Owned before = known.owned(patient);
        ObjectNode body = Survivors.replaced(known.current().resource(), now.by());
        return PlanStep.superseded(new BatchEntry(said, keys, Set.of()), found, said, now.times())
                .update(new Merged(body, before.withTimes(now.times()), Set.of()), before);
    }

    private PlanStep step(BatchEntry entry) {
        Found found = seen.of(entry);
        ObjectNode said = said(entry);
        Map<String, Instant> merges = replacements.merges(entry);
        if (found.serverId() == null) {
            return PlanStep.create(entry, found, replacements.in(entry, said), merges);
        }
        PlanStep leave = PlanStep.superseded(entry, found, said, merges);
        if (leave.there() == null) {
            return leave;
        }
        boolean overtaken = Freshness.overtakes(found.newest(), eventTime, StatusRank.of(said));
        boolean past = overtaken && isOfThePast(leave);
        if (overtaken && !past && !Statements.isShared(entry.type())) {
            return LateReport.isReport(entry) ? LateReport.step(leave, batch, seen) : leave;
        }
        return replacements.isOne(entry) ? leave.unchanged() : revised(leave, overtaken, past);
    }

    /**
     * What the message says of a record, merged into it.
     *
     * @param overtaken whether something newer was delivered of it
     * @param past whether the message tells what was before that
     */
    private PlanStep revised(PlanStep leave, boolean overtaken, boolean past) {
        BatchEntry entry = leave.entry();
        ObjectNode there = leave.there();
        boolean isReplaced = Survivors.replacedBy(there).isPresent();
        ObjectNode said =
                entry.saysReplaced() || isReplaced ? Survivors.withoutReplacement(leave.said()) : leave.said();
        requireTheSame(leave, said, isReplaced);
        ObjectNode rest = References.without(there, seen.nowhere());
        Set<String> marksThere = rules.entries().marks(rest);
        Set<String> marksSaid = rules.entries().marks(said);
        Owned known = leave.found().owned(leave.reference());
        Owned before = known != null ? known : firstSeen(entry, leave.reference(), marksThere, marksSaid);
        Merged merged = replacements.in(entry, merged(leave, rest, said, before, past));
        if (!JsonValues.same(merged.resource(), there)) {
            return leave.update(merged, before);
        }
        boolean news = known == null || known.isUnknown() || !merged.owned().equals(before);
        if (isReplaced && !news && !batch.merges() && merged.outdated().isEmpty()) {
            String survivor = seen.serverReference(entry);
            return leave.redirected(survivor.substring(survivor.indexOf('/') + 1));
        }
        Owned ours = news ? merged.owned().with(marksThere, marksSaid).within(marksThere) : null;
        return leave.unwritten(overtaken ? Plan.Action.SUPERSEDED : Plan.Action.UNCHANGED, ours, merged.outdated());
    }

    private Merged merged(PlanStep leave, ObjectNode rest, ObjectNode said, Owned before, boolean past) {
        Set<String> takenBack = leave.entry().takenBack();
        boolean isShared = Statements.isShared(leave.entry().type());
        if (!past && !isShared) {
            return rules.merge().merge(rest, said, before, takenBack, eventTime);
        }
        Instant newest = leave.newest() == null ? null : leave.newest().eventTime();
        return past
                ? rules.merge().mergePast(rest, said, before, takenBack, eventTime, newest)
                : rules.merge().merge(rest, said, before, takenBack, eventTime, newest);
    }

    /** A message that comes late, by its time, still tells where the patient was, when it is still the same patient's. */
    private boolean isOfThePast(PlanStep leave) {
        Instant newest = leave.newest().eventTime();
        return eventTime != null
                && newest != null
                && newest.isAfter(eventTime)
                && Merge.hasPast(leave.entry().type())
                && !leave.entry().moves()
                && BatchEntry.subjectOf(leave.there())
                        .map(seen::survivor)
                        .equals(BatchEntry.subjectOf(leave.said()).map(seen::survivor));
    }

    /** What the message says, its references leading to the platform where the target is there. */
    private ObjectNode said(BatchEntry entry) {
        ObjectNode said = References.rewritten(entry.resource(), entry.referring(), reference -> {
            BatchEntry target = batch.entry(reference);
            String there = target == null ? null : seen.serverReference(target);
            return there != null || target == null ? there : target.localReference();
        });
        ObjectNode there = seen.of(entry).there();
        return Json.without(there == null ? said : batch.invented().kept(entry, said, there), "id");
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

    /** @throws MessageFailure when the record is about somebody or something else than the message says */
    private void requireTheSame(PlanStep leave, ObjectNode said, boolean isReplaced) {
        checkSubject(leave.entry(), leave.there(), said);
        if (!isReplaced && Persons.areTwo(leave.there(), said)) {
            throw Identity.ofAnotherPerson(leave.entry(), leave.reference());
        }
        if (Measurements.areOfTwoTests(leave.there(), said)) {
            throw Identity.ofAnotherTest(leave.entry(), leave.reference());
        }
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
