package org.dhpbridge.kernel;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/** When to tell what comes again and again: the first time at once, then at most once a minute. Safe for many threads. */
public final class OnceAMinute {

    private static final long PAUSE = Duration.ofMinutes(1).toNanos();
    private static final int REMEMBERED = 1000;

    private final LongSupplier nanoTime;
    private final Map<Object, Long> reminders = BoundedMap.byArrival(REMEMBERED);

    public OnceAMinute() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    public OnceAMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether it is to be told now; who asks tells it, and nobody else for a minute. */
    public boolean isDue() {
        return isDue("");
    }

    /**
     * The same of one among many.
     *
     * @param what an address, or the name of a source
     */
    public synchronized boolean isDue(Object what) {
        long now = nanoTime.getAsLong();
        Long before = reminders.get(what);
        if (before != null && now - before < PAUSE) {
            return false;
        }
        reminders.put(what, now);
        return true;
    }
}
