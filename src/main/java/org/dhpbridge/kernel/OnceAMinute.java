package org.dhpbridge.kernel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** When to tell what comes again and again: the first time at once, then at most once a minute. Safe for many threads. */
public final class OnceAMinute {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final AtomicLong next;

    public OnceAMinute() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    public OnceAMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        next = new AtomicLong(nanoTime.getAsLong());
    }

    /** Whether it is to be told now; who asks tells it, and nobody else for a minute. */
    public boolean isDue() {
        long now = nanoTime.getAsLong();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + PAUSE.toNanos());
    }
}
