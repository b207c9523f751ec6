package org.dhpbridge.ledger;

import java.time.Duration;
import java.util.Optional;

/** Another clock than this machine's, and how far apart they are. */
public interface ClockWitness {

    /** Our clock minus the other; empty as long as it has told no time. */
    Optional<Duration> skew();
}
