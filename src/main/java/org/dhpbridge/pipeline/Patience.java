package org.dhpbridge.pipeline;

import java.time.Duration;

/**
 * How long a message waits before the platform is tried again.
 *
 * @param initial first wait; doubled with every failure, half of it drawn by chance
 * @param longest longest wait
 * @param attempts how many attempts a message has that fails alone, while others get through
 * @param settle shortest wait after an answer that was lost: only then does a search show what was written
 * @param probe how long delivery rests before one message tries again after the platform refused access
 */
public record Patience(Duration initial, Duration longest, int attempts, Duration settle, Duration probe) {

    /** A platform may ask for so much; the page of a proxy that asks for a year must not stop delivery for a year. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    /**
     * What is kept of a wait that was asked for: an hour at the longest, or the longest wait if that is more; and the first wait
     * at the shortest, as a date of a clock that is behind asks for none at all, again and again.
     */
    Duration kept(Duration asked) {
        Duration most = longest.compareTo(LONGEST_ASKED) > 0 ? longest : LONGEST_ASKED;
        Duration atMost = asked.compareTo(most) > 0 ? most : asked;
        return atMost.compareTo(initial) < 0 ? initial : atMost;
    }
}
