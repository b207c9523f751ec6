package org.dhpbridge.console.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.dhpbridge.kernel.BoundedMap;

/** Lets each sender do something so often in a span of time, and no more. Remembers a bounded number of senders. */
final class Throttle {

    private static final int MOST_SENDERS = 10_000;

    private final int most;
    private final Duration span;
    private final Clock clock;
    private final Map<String, Deque<Instant>> times = BoundedMap.byUse(MOST_SENDERS);

    Throttle(int most, Duration span, Clock clock) {
        this.most = most;
        this.span = span;
        this.clock = clock;
    }

    /** Counts one attempt of the sender. */
    synchronized boolean admit(String sender) {
        Instant now = clock.instant();
        Deque<Instant> earlier = times.computeIfAbsent(sender, name -> new ArrayDeque<>());
        while (!earlier.isEmpty() && earlier.peekFirst().isBefore(now.minus(span))) {
            earlier.removeFirst();
        }
        if (earlier.size() >= most) {
            return false;
        }
        earlier.addLast(now);
        return true;
    }
}
