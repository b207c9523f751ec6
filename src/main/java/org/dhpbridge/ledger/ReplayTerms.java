package org.dhpbridge.ledger;

import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * How ended messages become due again.
 *
 * @param who the person or the tool that asks for it, for the history; at most 200 characters
 * @param why a sentence for the history; may be null
 * @param identify gives for the id of a message what it is about, worked out anew; nothing leaves the message as it was
 *     received. Null when no message is to be identified again
 */
public record ReplayTerms(String who, String why, LongFunction<Optional<Identified>> identify) {

    public ReplayTerms {
        Objects.requireNonNull(who, "who");
    }

    /** Each as it was received. */
    public static ReplayTerms now(String who, String why) {
        return new ReplayTerms(who, why, null);
    }
}
