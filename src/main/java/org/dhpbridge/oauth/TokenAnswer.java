package org.dhpbridge.oauth;

import java.time.Duration;

/**
 * The token endpoint was asked.
 *
 * @param took until its answer, or until there was none
 */
public record TokenAnswer(Outcome outcome, Duration took) {

    public enum Outcome {
        GRANTED,
        /** It does not know the client, or what it answered is no token. */
        REFUSED,
        /** Not reachable or not well. */
        UNAVAILABLE
    }
}
