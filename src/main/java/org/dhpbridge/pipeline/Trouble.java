package org.dhpbridge.pipeline;

import java.time.Duration;

/** A source that cannot be read: what is wrong is told once, and it rests for growing pauses before it is tried again. */
final class Trouble {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private int failures;
    private long restsUntil;
    private String lastSentence;

    synchronized boolean rests() {
        return failures > 0 && System.nanoTime() - restsUntil < 0;
    }

    /**
     * It failed, once more perhaps; it rests now.
     *
     * @return whether that sentence was not told yet
     */
    synchronized boolean begin(String sentence) {
        restsUntil = System.nanoTime()
                + BackOff.wait(FIRST_PAUSE, LONGEST_PAUSE, failures++).toNanos();
        boolean isNew = !sentence.equals(lastSentence);
        lastSentence = sentence;
        return isNew;
    }

    /**
     * It works.
     *
     * @return whether it failed before
     */
    synchronized boolean end() {
        boolean failed = failures > 0;
        failures = 0;
        lastSentence = null;
        return failed;
    }
}
