package org.dhpbridge.pipeline;

import org.dhpbridge.delivery.DeliveryOutcome;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.transform.Draft;

/**
 * A claimed message on its way to the platform: the body of the routes {@code transform} and {@code deliver}, and of those that
 * end it. Each step hands on what it knows more.
 *
 * @param message as it was claimed
 * @param raw its bytes; null until it is opened
 * @param draft how far it is transformed; null until it is read
 * @param isSendable whether the draft is checked, so that delivery is next
 * @param outcome what the platform did; null until it is delivered
 */
public record Work(Claimed message, RawMessage raw, Draft draft, boolean isSendable, DeliveryOutcome outcome) {

    /** Nothing was done yet. */
    public static Work of(Claimed message) {
        return new Work(message, null, null, false, null);
    }

    Work with(RawMessage opened) {
        return new Work(message, opened, draft, isSendable, outcome);
    }

    Work with(Draft reached) {
        return new Work(message, null, reached, isSendable, outcome);
    }

    Work sendable(Draft checked) {
        return new Work(message, null, checked, true, outcome);
    }

    Work with(DeliveryOutcome delivered) {
        return new Work(message, raw, draft, isSendable, delivered);
    }

    /**
     * Whether a worker had it before and was interrupted, so that the platform may have it already. A site's own {@code
     * worker.yaml} may ask for it by this name.
     */
    public boolean isInterrupted() {
        return message.interrupted();
    }

    /** Names nothing of what is in it. */
    @Override
    public String toString() {
        return "message #" + message.id();
    }
}
