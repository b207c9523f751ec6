package org.dhpbridge.pipeline;

import java.time.Instant;
import java.util.List;
import org.dhpbridge.delivery.DeliveryOutcome.Placed;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Failure;

/**
 * What became of a message in this attempt.
 *
 * @param placed what stands on the platform; empty unless delivered or superseded
 * @param failure why it is dead or due again; null otherwise
 * @param dueAgain when it is tried next; null unless due again
 * @param warnings code of each warning that the message has, once an occurrence; empty when due again
 */
public record Ended(
        Claimed message, Fate fate, List<Placed> placed, Failure failure, Instant dueAgain, List<String> warnings) {

    /** Without warnings. */
    public Ended(Claimed message, Fate fate, List<Placed> placed, Failure failure, Instant dueAgain) {
        this(message, fate, placed, failure, dueAgain, List.of());
    }

    /** The same with the warnings of a message. */
    public Ended with(List<String> codes) {
        return new Ended(message, fate, placed, failure, dueAgain, codes);
    }

    public enum Fate {
        DELIVERED,
        SUPERSEDED,
        DEAD,
        DUE_AGAIN
    }
}
