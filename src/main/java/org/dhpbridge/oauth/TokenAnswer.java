package org.dhpbridge.oauth;

import java.time.Duration;

/**
 * The token endpoint was asked.
 *
 * @param took until its answer, or until there was none
 */
public record TokenAnswer(TokenOutcome outcome, Duration took) {

    public enum TokenOutcome {
        GRANTED,
        /** It does not know the client, or what it answered is no token. */
        REFUSED,
        /** Not reachable or not well. */
        UNAVAILABLE
    }
}
