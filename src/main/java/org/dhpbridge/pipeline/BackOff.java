package org.dhpbridge.pipeline;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Exponential back-off with full jitter on its upper half: half of the wait is sure, half is drawn. */
final class BackOff {

    private static final int MOST_DOUBLINGS = 20;

    private BackOff() {}

    /** @param failures how many attempts failed before, 0 for the first wait */
    static Duration wait(Duration initial, Duration longest, int failures) {
        long full = Math.min(longest.toMillis(), initial.toMillis() << Math.min(failures, MOST_DOUBLINGS));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
