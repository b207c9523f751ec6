package org.dhpbridge.delivery;

import java.util.Optional;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.delivery.DeliveryOutcome.Action;

/** What was written though the source may have meant something else: a person is to know. */
final class Doubts {

    private Doubts() {}

    /**
     * @param step as it was planned
     * @param done what was done
     * @param reference where the record is, as {@code Observation/7}
     */
    static Optional<Issue> of(PlanStep step, Action done, String reference) {
        if (done == Action.CREATED && step.entry().isNumbered()) {
            return Optional.of(Issue.warning(
                    "beside",
                    "Observation.effective",
                    "The number of this result (order, service, test and sub-id) is that of a final result of another time, so it"
                            + " stands beside it as " + reference
                            + ". If it is the same measurement, corrected, send it as a correction (HL7 OBX-11: C); if it is one of"
                            + " several, give each a sub-id (HL7 OBX-4) at the source."));
        }
        if (done == Action.UPDATED && Measurements.isReplaced(step.there(), step.said())) {
            return Optional.of(Issue.warning(
                    "replaced",
                    "Observation.value",
                    "The final value of " + reference
                            + " made way for another one that the source does not call a correction. If both were measured, give"
                            + " each a sub-id (HL7 OBX-4), an order or a time of its own at the source; a correction is sent as"
                            + " one (HL7 OBX-11: C)."));
        }
        return Optional.empty();
    }
}
