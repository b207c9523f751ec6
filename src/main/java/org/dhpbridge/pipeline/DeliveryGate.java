package org.dhpbridge.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.camel.Body;
import org.dhpbridge.kernel.BoundedMap;
import org.dhpbridge.ledger.Claimed;

/**
 * Lets messages through to the platform, or holds them back: when it refuses us as a whole (access) and not one message
 * among others, or cannot be reached by several messages in a row (the circuit). While it is shut, one message at a time
 * goes through as a probe; the first that succeeds opens it. Its wait grows with every probe that fails, never with the
 * messages that were under way when it shut, and begins small again once something got through. Safe for many threads.
 */
public final class DeliveryGate {

    /** So many messages in a row must fail by the platform's fault before the gate shuts. */
    static final int FAILURES_THAT_SHUT = 3;

    /** A probe of which nothing is heard for so long is given up: its worker was lost. */
    static final Duration LONGEST_PROBE = Duration.ofMinutes(10);

    /** So many messages that failed are remembered; one that is forgotten counts as one that fails for the first time. */
    static final int MOST_FAILURES = 10_000;

    /** Whether delivery goes on. */
    public enum GateState {
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
    public record GateStatus(GateState state, Instant since, String reason, Instant nextProbe) {}

    /**
     * @param messages how many of the wanted ones may be claimed now
     * @param probe stands for the message that is to be the probe until it is claimed; null when it is none
     */
    record GatePass(int messages, Long probe) {}

    private final Clock clock;
    /** Those that failed last: of a message that ends at another bridge nothing is heard here any more. */
    private final Map<Long, Long> successesAtLastFailure = BoundedMap.byUse(MOST_FAILURES);

    private GateState state = GateState.OPEN;
    private Instant since;
    private String reason;
    private Instant nextProbe;
    private Long probe;
    private long probesAdmitted;
    private Instant probeSince;
    private int failedProbes;
    private int failuresInARow;
    private long successes;
    private long successesAtLastRefusal;

    public DeliveryGate(Clock clock) {
        this.clock = clock;
    }

    /** To be followed by {@link #noteClaims} with what was claimed of them. */
    synchronized GatePass admit(int wanted) {
        if (state == GateState.OPEN) {
            return new GatePass(wanted, null);
        }
        Instant now = clock.instant();
        boolean underWay = probe != null && now.isBefore(probeSince.plus(LONGEST_PROBE));
        if (underWay || now.isBefore(nextProbe)) {
            return new GatePass(0, null);
        }
        probesAdmitted++;
        probe = -probesAdmitted;
        probeSince = now;
        return new GatePass(1, probe);
    }

    /** Says which message is the probe, to whom it was admitted; without one the next that is due is. */
    synchronized void noteClaims(GatePass admitted, Iterable<Claimed> messages) {
        if (probe == null || !probe.equals(admitted.probe())) {
            return;
        }
        probe = null;
        for (Claimed message : messages) {
            probe = message.id();
        }
    }

    /** Whether a claimed message may be sent: the gate may have shut since it was claimed. */
    public synchronized boolean letsThrough(@Body Work work) {
        return state == GateState.OPEN || isProbe(work.message().id());
    }

    /** @return true when this success opened the gate */
    synchronized boolean noteSuccess(long messageId) {
        successes++;
        successesAtLastFailure.remove(messageId);
        return open();
    }

    /**
     * The platform is well, though it refused this message for good.
     *
     * @return true when this opened the gate
     */
    synchronized boolean noteAnswer(long messageId) {
        successesAtLastFailure.remove(messageId);
        return open();
    }

    private boolean open() {
        failuresInARow = 0;
        failedProbes = 0;
        boolean shut = state != GateState.OPEN;
        if (shut) {
            state = GateState.OPEN;
            since = clock.instant();
            reason = null;
            nextProbe = null;
            probe = null;
        }
        return shut;
    }

    /** A message ended without the platform's verdict on its health: it needs no memory here, and as a probe told nothing. */
    synchronized void forget(long messageId) {
        successesAtLastFailure.remove(messageId);
        if (isProbe(messageId)) {
            probe = null;
        }
    }

    /**
     * While others get through, a refusal is taken for the message's own, as of data that is not granted, and leaves an open
     * gate open. The next one before anybody got through shuts it.
     *
     * @param failsAlone whether others got through between two failures of the message, now or before
     * @param wait how long the next probe waits
     * @return true when this failure shut the gate or changed why it is shut
     */
    synchronized boolean noteRefusal(long messageId, String why, boolean failsAlone, Duration wait) {
        boolean othersPass = failsAlone || successes > successesAtLastRefusal;
        successesAtLastRefusal = successes;
        if (state == GateState.OPEN && othersPass) {
            return false;
        }
        boolean news = state != GateState.REFUSED;
        if (news) {
            shut(GateState.REFUSED, wait);
        } else if (isProbe(messageId)) {
            rest(wait);
        }
        reason = why;
        return news;
    }

    /**
     * @param retryAfter what the platform asked for; null when it did not
     * @param wait how long the next probe waits after so many probes that failed
     * @return true when this failure shut the gate
     */
    synchronized boolean noteOutage(long messageId, String why, Duration retryAfter, IntFunction<Duration> wait) {
        failuresInARow++;
        boolean shuts = state == GateState.OPEN && (failuresInARow >= FAILURES_THAT_SHUT || retryAfter != null);
        if (shuts) {
            shut(GateState.UNREACHABLE, retryAfter == null ? wait.apply(0) : retryAfter);
            reason = why;
        } else if (isProbe(messageId)) {
            failedProbes++;
            rest(retryAfter == null ? wait.apply(failedProbes) : retryAfter);
        } else if (state != GateState.OPEN && retryAfter != null) {
            nextProbe = later(nextProbe, clock.instant().plus(retryAfter));
        }
        return shuts;
    }

    /**
     * Remembers that a message failed, to tell one that fails alone from an outage.
     *
     * @return whether it fails alone: since it failed last, another one succeeded
     */
    synchronized boolean noteFailure(long messageId) {
        Long before = successesAtLastFailure.put(messageId, successes);
        return before != null && before < successes;
    }

    /**
     * @param now by the clock of what is to be tried
     * @return when something is tried next while the gate is shut; empty while it is open
     */
    synchronized Optional<Instant> nextTry(Instant now) {
        if (state == GateState.OPEN) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), nextProbe);
        return Optional.of(left.isNegative() ? now : now.plus(left));
    }

    public synchronized GateStatus status() {
        return new GateStatus(state, since, reason, state == GateState.OPEN ? null : nextProbe);
    }

    private boolean isProbe(long messageId) {
        return probe != null && probe == messageId;
    }

    private void shut(GateState to, Duration wait) {
        rest(wait);
        state = to;
        since = clock.instant();
        failedProbes = 0;
    }

    /** A wait that no clock can hold fails before anything changed: a shut gate without a next probe never opens. */
    private void rest(Duration wait) {
        nextProbe = clock.instant().plus(wait);
        probe = null;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
