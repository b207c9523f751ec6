package org.dhpbridge.pipeline;

import java.time.Duration;
import java.time.Instant;
import org.dhpbridge.ledger.Received;

/** What one file has brought so far. Used by one thread at a time. */
public final class Tally {

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    private long added;
    private long duplicates;
    private Instant reported = Instant.now();

    /** @return whether it is time to say how far the file is */
    public boolean count(Received received) {
        added += received.added();
        duplicates += received.duplicates();
        boolean due = Duration.between(reported, Instant.now()).compareTo(BETWEEN_REPORTS) > 0;
        if (due) {
            reported = Instant.now();
        }
        return due;
    }

    public long added() {
        return added;
    }

    public long duplicates() {
        return duplicates;
    }
}
