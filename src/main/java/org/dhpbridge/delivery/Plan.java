package org.dhpbridge.delivery;

import java.util.List;
import java.util.Map;
import org.dhpbridge.delivery.merge.Entries;
import org.dhpbridge.delivery.merge.Merge;

/**
 * What is to be done with each record of a message: the whole decision, made of what was seen and nothing else. It is what a
 * dry run shows, and what is then written.
 *
 * @param steps one an entry, in the order of the batch; behind them patients whom a merge concerns and the message does not name
 * @param alike other records that may be the same thing as one that is to be created, as {@link Seen#alike}
 */
record Plan(List<PlanStep> steps, Map<BatchEntry, String> alike) {

    /** What is done with one record. */
    enum Action {
        CREATE,
        UPDATE,
        UNCHANGED,
        SUPERSEDED,
        /** The patient was merged into another one: what is about him goes there, and his old record has all that is said of him. */
        REDIRECTED
    }

    /**
     * The rules by which a plan is made.
     *
     * @param merge puts what the message says into what is there
     * @param entries says what makes entries of lists the same
     */
    record Rules(Merge merge, Entries entries) {}

    List<PlanStep> creates() {
        return with(Action.CREATE);
    }

    List<PlanStep> updates() {
        return with(Action.UPDATE);
    }

    /** Steps after which the link register remembers something else of what is ours, whether they are written or not. */
    List<PlanStep> remembering() {
        return steps.stream()
                .filter(step -> step.action() == Action.UPDATE || step.ours() != null)
                .toList();
    }

    private List<PlanStep> with(Action action) {
        return steps.stream().filter(step -> step.action() == action).toList();
    }
}
