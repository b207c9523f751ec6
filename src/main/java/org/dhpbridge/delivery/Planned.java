package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * What a delivery would do with one resource. Holds personal data.
 *
 * @param action {@code create}, {@code update}, {@code unchanged}, {@code superseded} or {@code redirected}
 * @param reference where it lives on the platform, as {@code Patient/7}; null when it is new there
 * @param version its version there now; null when it is new or was not read
 * @param resource what would be sent, of an update merged with what is there; of the others what the message says
 * @param differences of an update, what would change in the platform's resource
 */
public record Planned(
        String action, String reference, String version, ObjectNode resource, List<Difference> differences) {

    static Planned of(PlanStep step) {
        boolean update = step.action() == Plan.Action.UPDATE;
        return new Planned(
                step.action().name().toLowerCase(Locale.ROOT),
                step.reference(),
                step.version(),
                update ? Bodies.sendable(step.body()) : step.body(),
                update ? Difference.between(step.entry().type(), step.there(), step.body()) : List.of());
    }

    /** Whether something would be written. */
    public boolean writes() {
        return action.equals("create") || action.equals("update");
    }

    /** Without its content, which is personal data. */
    @Override
    public String toString() {
        return action + " " + (reference == null ? "a new resource" : reference);
    }
}
