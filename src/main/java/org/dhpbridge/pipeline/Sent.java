package org.dhpbridge.pipeline;

import java.time.Duration;
import java.util.Locale;
import org.dhpbridge.delivery.FailureKind;

/**
 * A message was brought to the platform, or was not. Told to whoever listens, in the thread that delivers.
 *
 * @param took all that the delivery asked and wrote there
 */
public record Sent(SendOutcome outcome, Duration took) {

    public enum SendOutcome {
        DELIVERED,
        /** The platform has newer from us. */
        SUPERSEDED,
        /** The platform refused the message. */
        REJECTED,
        /** The platform could not be reached or was not well. */
        UNREACHABLE,
        /** The answer to a write was lost. */
        UNCLEAR,
        /** It has to wait for what is not known of another message. */
        WAITING,
        /** The platform did not let us in. */
        REFUSED,
        /** The bridge or its ledger failed. */
        FAULT;

        static SendOutcome of(FailureKind kind) {
            return valueOf(kind.outcome().toUpperCase(Locale.ROOT));
        }
    }
}
