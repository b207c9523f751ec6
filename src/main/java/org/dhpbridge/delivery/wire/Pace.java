package org.dhpbridge.delivery.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.dhpbridge.delivery.PlaceFailure;

/**
 * How fast requests go out: at most as fast as the site allows, and slower for as long as the platform says that it is
 * too much. A 429 halves the pace, from what it really was; every second without one gives a tenth of it back. Requests
 * go out evenly spaced, without bursts.
 */
class Pace {

    private static final long SECOND = 1_000_000_000L;

    /** However often the platform says 429, a request every ten seconds finds out whether it still does; no sooner than the site allows. */
    private static final double SLOWEST = 0.1;

    private static final double RECOVERY = 1.1;
    private static final int MEASURED_SECONDS = 10;

    private final double fastest;
    private final LongSupplier clock;
    private final Deque<Long> sent = new ArrayDeque<>();
    private double rate;
    private double before429;
    private long next;
    private long changedAt;

    /**
     * @param fastest requests a second; 0 for no limit of our own
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    Pace(double fastest, LongSupplier clock) {
        this.fastest = fastest == 0 ? Double.POSITIVE_INFINITY : fastest;
        this.clock = clock;
        this.rate = this.fastest;
        this.next = clock.getAsLong();
    }

    /** Waits until the next request may go out. */
    void await() {
        long wait = reserve();
        if (wait == 0) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaceFailure("Stopped while waiting for the pace of dhp.delivery.max-rate.", 0, null);
        }
    }

    /** Takes the next place in the row; gives the nanoseconds until it comes. */
    synchronized long reserve() {
        long now = clock.getAsLong();
        recover(now);
        long at = Math.max(now, next);
        next = at + (long) (SECOND / rate);
        sent.addLast(at);
        while (sent.getFirst() < now - MEASURED_SECONDS * SECOND) {
            sent.removeFirst();
        }
        return at - now;
    }

    /** The platform said 429. Many at once, to requests under way together, count as one. */
    synchronized void tooFast() {
        long now = clock.getAsLong();
        if (rate < fastest && now - changedAt < SECOND) {
            return;
        }
        double average = sent.size() / (double) MEASURED_SECONDS;
        before429 = Math.min(rate, Math.max(average, recent(now)));
        rate = Math.max(Math.min(SLOWEST, fastest), before429 / 2);
        changedAt = now;
        next = now + (long) (SECOND / rate);
    }

    /** Requests of the last second: a burst that just began is faster than its average over ten seconds. */
    private double recent(long now) {
        return sent.stream().filter(at -> at > now - SECOND).count();
    }

    private void recover(long now) {
        while (rate < fastest && now - changedAt >= SECOND) {
            rate *= RECOVERY;
            changedAt += SECOND;
            if (rate >= fastest || fastest == Double.POSITIVE_INFINITY && rate >= 2 * before429) {
                rate = fastest;
            }
        }
    }
}
