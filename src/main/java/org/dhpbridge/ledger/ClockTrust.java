package org.dhpbridge.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the time is good enough to purge by: after a start with a clock that is a year ahead all that is kept would go before the clock is
 * set. It is when the platform's clock says so, or when it has gone on evenly for long.
 */
final class ClockTrust {

    private static final Logger LOG = LoggerFactory.getLogger(ClockTrust.class);

    /** What is purged so much too early does not matter. */
    private static final Duration MUCH = Duration.ofDays(1);

    /** By then a clock that can be set is set. */
    private static final Duration SETTLED = Duration.ofHours(1);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Supplier<Optional<Duration>> ahead;
    private Instant last;
    private long lastNanos;
    private long evenSince;
    private boolean jumped;
    private boolean warning;

    /**
     * @param clock the one that is in question
     * @param nanos as {@link System#nanoTime}
     * @param ahead how far the clock is ahead of another, as far as that is known
     */
    ClockTrust(InstantSource clock, LongSupplier nanos, Supplier<Optional<Duration>> ahead) {
        this.clock = clock;
        this.nanos = nanos;
        this.ahead = ahead;
    }

    /** To be asked again and again, by one thread. */
    boolean holds() {
        Instant now = clock.instant();
        long at = nanos.getAsLong();
        boolean first = last == null;
        boolean jumps = !first && isMuch(Duration.between(last.plusNanos(at - lastNanos), now));
        if (first || jumps) {
            evenSince = at;
        }
        jumped |= jumps;
        last = now;
        lastNanos = at;
        Optional<Duration> known = ahead.get();
        if (known.filter(ClockTrust::isMuch).isPresent()) {
            tell(known.get());
            return false;
        }
        warning = false;
        return known.isPresent() && !jumped || at - evenSince >= SETTLED.toNanos();
    }

    private void tell(Duration known) {
        if (!warning) {
            LOG.warn(
                    "The clock of the ledger is {} days {} the platform's: nothing is purged until it is set right"
                            + " (timedatectl set-ntp true)",
                    known.abs().toDays(),
                    known.isNegative() ? "behind" : "ahead of");
        }
        warning = true;
    }

    private static boolean isMuch(Duration difference) {
        return difference.abs().compareTo(MUCH) > 0;
    }
}
