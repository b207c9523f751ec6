package org.dhpbridge.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets messages through to the platform, or holds them back: when it refuses us as a whole (access), or cannot be reached
 * by several messages in a row (the circuit). While it is shut, one message at a time goes through as a probe; the first
 * that succeeds opens it. Safe for many threads.
 */
public final class DeliveryGate {

    /** So many messages in a row must fail by the platform's fault before the gate shuts. */
    static final int FAILURES_THAT_SHUT = 3;

    /** Whether delivery goes on. */
    public enum State {
        OPEN,
        /** Not reachable or not well. */
        UNREACHABLE,
        /** No token, or not granted. */
        REFUSED
    }

    /**
     * @param since when the state began; null while open from the start
     * @param reason a sentence; null while open
     * @param nextProbe when a message is tried next; null while open
     */
    public record Status(State state, Instant since, String reason, Instant nextProbe) {}

    private final Clock clock;
    private final Map<Long, Long> successesAtLastFailure = new ConcurrentHashMap<>();
    private State state = State.OPEN;
    private Instant since;
    private String reason;
    private Instant nextProbe;
    private Duration probeEvery = Duration.ZERO;
    private int failuresInARow;
    private long successes;

    public DeliveryGate(Clock clock) {
        this.clock = clock;
    }

    /** @return how many of the wanted messages may be claimed now */
    synchronized int admit(int wanted) {
        if (state == State.OPEN) {
            return wanted;
        }
        Instant now = clock.instant();
        if (now.isBefore(nextProbe)) {
            return 0;
        }
        nextProbe = now.plus(probeEvery);
        return 1;
    }

    /** @return true when this success opened the gate */
    synchronized boolean succeeded(long messageId) {
        successes++;
        failuresInARow = 0;
        successesAtLastFailure.remove(messageId);
        boolean opened = state != State.OPEN;
        if (opened) {
            shut(State.OPEN, null, null);
        }
        return opened;
    }

    /** A message ended without the platform's verdict on its health; it needs no memory here any more. */
    void forget(long messageId) {
        successesAtLastFailure.remove(messageId);
    }

    /** @return true when this failure shut the gate or changed why it is shut */
    synchronized boolean refused(String why, Duration probe) {
        boolean news = state != State.REFUSED;
        if (news) {
            shut(State.REFUSED, why, probe);
        }
        reason = why;
        return news;
    }

    /**
     * @param retryAfter what the platform asked for; null when it did not
     * @param wait how long the next probe waits
     * @return true when this failure shut the gate
     */
    synchronized boolean unreachable(String why, Duration retryAfter, Duration wait) {
        failuresInARow++;
        boolean shuts = state == State.OPEN && (failuresInARow >= FAILURES_THAT_SHUT || retryAfter != null);
        if (shuts) {
            shut(State.UNREACHABLE, why, retryAfter == null ? wait : retryAfter);
        } else if (state == State.UNREACHABLE) {
            probeEvery = retryAfter == null ? wait : retryAfter;
            nextProbe = clock.instant().plus(probeEvery);
        }
        return shuts;
    }

    /**
     * Tells a message that fails alone from an outage: true when, since the message failed last, another one succeeded.
     * Remembers this failure.
     */
    synchronized boolean failsAlone(long messageId) {
        Long before = successesAtLastFailure.put(messageId, successes);
        return before != null && before < successes;
    }

    /** How many messages in a row failed by the platform's fault. */
    synchronized int failuresInARow() {
        return failuresInARow;
    }

    public synchronized Status status() {
        return new Status(state, since, reason, state == State.OPEN ? null : nextProbe);
    }

    private void shut(State to, String why, Duration probe) {
        state = to;
        since = clock.instant();
        reason = why;
        probeEvery = probe;
        nextProbe = probe == null ? null : since.plus(probe);
    }
}
