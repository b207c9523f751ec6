package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.delivery.DeliverySettings.Mode;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.References;
import org.dhpbridge.delivery.merge.Owned;
import org.dhpbridge.delivery.wire.FhirAnswer;
import org.dhpbridge.delivery.wire.FhirGateway;
import org.dhpbridge.delivery.wire.Interaction;
import org.dhpbridge.delivery.wire.Verdict;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/** Does what a plan says, at once or one after the other, and says when it must be planned anew. */
class Write {

    /** What became of a plan. */
    enum End {
        /** All is written. */
        DONE,
        /** Somebody else was faster: what is not written yet must be looked at again. */
        OVERTAKEN,
        /** All is there; records that refer to each other in a circle need one more update. */
        HALF,
        /** All is there, but the platform did not say where. */
        PLACELESS
    }

    private final FhirGateway gateway;
    private final DeliverySettings settings;
    private final Plan.Rules rules;

    Write(FhirGateway gateway, DeliverySettings settings, Plan.Rules rules) {
        this.gateway = gateway;
        this.settings = settings;
        this.rules = rules;
    }

    End write(Plan plan, Batch batch, Hold hold, Progress progress) {
        List<PlanStep> creates = plan.creates();
        List<PlanStep> updates = plan.updates();
        updates.forEach(this::checkVersion);
        if (!isStillSo(plan.remembering(), hold, progress.gone())) {
            return End.OVERTAKEN;
        }
        if (!creates.isEmpty() || !updates.isEmpty()) {
            progress.warn(plan, hold);
        }
        for (PlanStep step : plan.steps()) {
            switch (step.action()) {
                case UNCHANGED, REDIRECTED ->
                    progress.done(step, Action.UNCHANGED, step.serverId(), step.version(), step.ours());
                case SUPERSEDED ->
                    progress.done(
                            step,
                            Action.SUPERSEDED,
                            step.serverId(),
                            step.newest().version(),
                            step.ours());
                default -> {}
            }
        }
        boolean atOnce = settings.mode() == Mode.TRANSACTION && settings.transactionUpdates();
        End end = End.DONE;
        if (settings.mode() == Mode.SEQUENTIAL || creates.size() == 1 && !atOnce) {
            end = oneByOne(batch, creates, hold, progress);
        } else if (!creates.isEmpty() || atOnce && !updates.isEmpty()) {
            end = transaction(batch, creates, atOnce ? updates : List.of(), hold, progress);
        }
        if (end != End.DONE) {
            hold.save(progress.written());
            return end;
        }
        return atOnce ? End.DONE : updates(updates, references(creates, progress), hold, progress);
    }

    private void checkVersion(PlanStep update) {
        if (update.version() == null) {
            throw MessageFailure.of(
                    "not-supported",
                    update.entry().type(),
                    "The platform names no version (ETag or meta.versionId) of " + update.reference()
                            + ", so it cannot be updated without the risk of overwriting somebody else's change.");
        }
    }

    /**
     * Holds the resources of which something is to be remembered, and looks whether the link register still says what it said:
     * what of a resource is ours, and when it was said, stands there, and two messages that add to it at once would forget each
     * other's, also when one of them writes nothing on the platform.
     */
    private boolean isStillSo(List<PlanStep> steps, Hold hold, Set<Key> gone) {
        if (steps.isEmpty()) {
            return true;
        }
        hold.reserve(steps.stream()
                .map(step -> new Key(step.entry().type(), gateway.base(), step.serverId()))
                .toList());
        Set<Key> keys = new HashSet<>();
        steps.forEach(step -> {
            keys.addAll(step.keys());
            keys.addAll(step.keysThere());
        });
        List<Link> now = hold.findAgain(keys, gone);
        return steps.stream().allMatch(step -> now.stream()
                .filter(step::isLinkedBy)
                .collect(Collectors.toSet())
                .equals(Set.copyOf(step.links())));
    }

    private End transaction(Batch batch, List<PlanStep> creates, List<PlanStep> updates, Hold hold, Progress progress) {
        hold.save(before(updates));
        List<PlanStep> steps = new ArrayList<>(creates);
        steps.addAll(updates);
        String bundle = Bodies.transaction(batch, creates, updates, gateway.base());
        progress.conversation().transaction(steps, bundle);
        FhirAnswer answer = progress.conversation().answered(gateway.transaction(bundle, hold::requireClaim));
        if (!answer.ok()) {
            requireConflict(answer, steps, updates, progress);
            return End.OVERTAKEN;
        }
        List<FhirAnswer> each = answer.entries();
        Map<String, String> references = new HashMap<>();
        for (int i = 0; i < creates.size(); i++) {
            BatchEntry entry = creates.get(i).entry();
            FhirAnswer one = at(each, i);
            String id = one.id(entry.type());
            if (one.ok() && id == null) {
                progress.addPlaceless(creates, steps);
                return End.PLACELESS;
            }
            if (one.ok()) {
                references.put(entry.localReference(), entry.type() + "/" + id);
            }
        }
        for (int i = 0; i < creates.size(); i++) {
            if (at(each, i).ok()) {
                created(
                        creates.get(i),
                        at(each, i),
                        creates.get(i).resolved(references).body(),
                        progress);
            }
        }
        for (int i = 0; i < creates.size(); i++) {
            requireTaken(creates.get(i).entry(), gateway.ofEntry(Interaction.CREATE, at(each, i)));
        }
        if (answer.json() != null && each.size() < steps.size()) {
            throw new UnclearFailure(
                    gateway.base()
                            + " took the transaction but its answer does not say what became of each resource; they will be looked up.");
        }
        End end = End.DONE;
        for (int i = 0; i < updates.size(); i++) {
            FhirAnswer one = gateway.ofEntry(Interaction.UPDATE, at(each, creates.size() + i));
            if (!updated(updates.get(i).resolved(references), one, progress)) {
                end = End.OVERTAKEN;
            }
        }
        return end;
    }

    /** @throws DeliveryFailure unless another plan may help: a transaction met what somebody else had changed */
    private static void requireConflict(
            FhirAnswer answer, List<PlanStep> steps, List<PlanStep> updates, Progress progress) {
        String what = "the transaction of " + steps.size() + " resources";
        Verdict verdict = answer.verdict(Interaction.TRANSACTION);
        boolean gone = verdict == Verdict.NOT_THERE && !updates.isEmpty();
        boolean mayPass = answer.status() == 412 && !updates.isEmpty()
                || progress.addConflict(what
                        + answer.status()
                        + updates.stream().map(PlanStep::version).toList());
        if (!mayPass || !gone && verdict != Verdict.CONFLICT) {
            throw Refusal.of(answer, what, steps.stream().map(PlanStep::entry).toList());
        }
    }

    private static FhirAnswer at(List<FhirAnswer> answers, int index) {
        return index < answers.size() ? answers.get(index) : FhirAnswer.taken();
    }

    private static void requireTaken(BatchEntry entry, FhirAnswer answer) {
        if (!answer.ok()) {
            throw Refusal.of(answer, "the new " + entry.type(), List.of(entry));
        }
    }

    private void created(PlanStep step, FhirAnswer answer, ObjectNode body, Progress progress) {
        String id = answer.id(step.entry().type());
        String reference = step.entry().type() + "/" + id;
        Owned owned = rules.merge()
                .created(reference, body, step.entry().takenBack(), progress.eventTime())
                .withTimes(step.merges());
        progress.done(step, Action.CREATED, id, answer.version(), owned);
    }

    /**
     * @return whether it is done; false when another plan may help
     * @throws DeliveryFailure when it is refused, or the answer does not say whether it is done
     */
    private boolean updated(PlanStep step, FhirAnswer answer, Progress progress) {
        if (!answer.ok()) {
            Verdict verdict = answer.verdict(Interaction.UPDATE);
            boolean moved = verdict == Verdict.CONFLICT || verdict == Verdict.NOT_THERE;
            if (!moved || answer.status() == 409 && !progress.addConflict(step.reference() + "/" + step.version())) {
                throw Refusal.of(answer, "the update of " + step.reference(), List.of(step.entry()));
            }
            return false;
        }
        if (answer.isOfAnother(step.reference())) {
            throw new UnclearFailure(gateway.base() + " answered the update of " + step.reference()
                    + " with another resource; it will be looked up.");
        }
        Owned owned =
                ownedThen(step).with(step.statements()).within(rules.entries().marks(step.body()));
        progress.done(step, Action.UPDATED, step.serverId(), answer.version(), owned);
        return true;
    }

    /**
     * What is ours once it is written; it has to be known before, as the answer may get lost. Not so when it was said: what is
     * refused was not.
     */
    private Owned ownedThen(PlanStep step) {
        return step.ours()
                .with(rules.entries().marks(step.there()), rules.entries().marks(step.said()));
    }

    private List<Link> before(List<PlanStep> updates) {
        return updates.stream()
                .flatMap(step -> Progress.before(step, ownedThen(step)).stream())
                .toList();
    }

    /**
     * Creates one resource after the other, what is referred to first. Where resources refer to each other in a circle, a
     * reference that cannot be known yet is sent as a logical one (by identifier).
     */
    private End oneByOne(Batch batch, List<PlanStep> creates, Hold hold, Progress progress) {
        Map<BatchEntry, PlanStep> missing = creates.stream().collect(Collectors.toMap(PlanStep::entry, step -> step));
        Map<String, String> references = new HashMap<>();
        Set<BatchEntry> left = new HashSet<>(missing.keySet());
        boolean half = false;
        for (BatchEntry entry : inOrder(batch, creates)) {
            PlanStep step = missing.get(entry);
            ObjectNode body = step.resolved(references).body();
            Set<BatchEntry> others = new HashSet<>(left);
            Map<String, JsonNode> identifiers = batch.identifiers(others);
            ObjectNode sent = identifiers.isEmpty() ? body : References.logical(body, identifiers);
            half |= sent != body;
            String text = Json.write(sent);
            progress.conversation().create(entry, text);
            FhirAnswer answer = progress.conversation().answered(gateway.create(text, hold::requireClaim));
            requireTaken(entry, answer);
            if (answer.id(entry.type()) == null) {
                throw new UnclearFailure(gateway.base() + " took the new " + entry.type()
                        + " but named no id for it; it will be looked up.");
            }
            created(step, answer, sent, progress);
            left.remove(entry);
            references.put(entry.localReference(), entry.type() + "/" + answer.id(entry.type()));
        }
        return half ? End.HALF : End.DONE;
    }

    private static Collection<BatchEntry> inOrder(Batch batch, List<PlanStep> creates) {
        Set<BatchEntry> missing = creates.stream().map(PlanStep::entry).collect(Collectors.toSet());
        Set<BatchEntry> ordered = new LinkedHashSet<>();
        Set<BatchEntry> entered = new HashSet<>();
        creates.forEach(step -> visit(batch, step.entry(), missing, entered, ordered));
        return ordered;
    }

    private static void visit(
            Batch batch, BatchEntry entry, Set<BatchEntry> missing, Set<BatchEntry> entered, Set<BatchEntry> ordered) {
        if (missing.contains(entry) && entered.add(entry)) {
            batch.targets(entry).forEach(target -> visit(batch, target, missing, entered, ordered));
            ordered.add(entry);
        }
    }

    private static Map<String, String> references(List<PlanStep> creates, Progress progress) {
        Map<String, String> references = new HashMap<>();
        creates.forEach(step -> references.put(step.entry().localReference(), progress.reference(step.entry())));
        return references;
    }

    private End updates(List<PlanStep> updates, Map<String, String> references, Hold hold, Progress progress) {
        List<PlanStep> resolved =
                updates.stream().map(step -> step.resolved(references)).toList();
        if (resolved.isEmpty()) {
            return End.DONE;
        }
        List<Link> before = new ArrayList<>(progress.written());
        before.addAll(before(resolved));
        hold.save(before);
        End end = End.DONE;
        for (PlanStep step : resolved) {
            String text = Json.write(Bodies.sendable(step.body()));
            progress.conversation().update(step, text);
            FhirAnswer answer = progress.conversation()
                    .answered(gateway.update(text, step.reference(), step.version(), hold::requireClaim));
            if (!updated(step, answer, progress)) {
                end = End.OVERTAKEN;
            }
        }
        return end;
    }
}
