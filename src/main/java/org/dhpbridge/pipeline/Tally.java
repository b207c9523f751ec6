package org.dhpbridge.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dhpbridge.ledger.Received;

/** What one file or body has brought so far. Used by one thread at a time. */
public final class Tally {

    /** What is dead on arrival, the gravest last. */
    enum Dead {
        /** What stands beside the messages, or the whole that holds none. */
        NO_MESSAGE,
        /** A message that is not for us. */
        REFUSED,
        /** A message that cannot be read. */
        UNREADABLE
    }

    /** Why something of it is dead on arrival. */
    record Refusal(String sentence, Dead what) {}

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    private long added;
    private long duplicates;
    private long dead;
    private Refusal refusal;
    private boolean repeated;
    private Instant reported = Instant.now();

    /** Of a source that brings the same rows again and again, and is only worth a word when there are new ones. */
    static Tally ofARepeatedRead() {
        Tally tally = new Tally();
        tally.repeated = true;
        return tally;
    }

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

    void dead(String sentence, Dead what) {
        dead++;
        if (refusal == null || what.compareTo(refusal.what()) > 0) {
            refusal = new Refusal(sentence, what);
        }
    }

    /** The first of the gravest. */
    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Whether what it brought is worth a line in the log. */
    public boolean isNews() {
        return added > 0 || !repeated;
    }

    public long added() {
        return added;
    }

    public long duplicates() {
        return duplicates;
    }

    /** How many are not dead on arrival, those that came before included. */
    long taken() {
        return added + duplicates - dead;
    }

    /** How many are dead on arrival, those that came before included. */
    public long dead() {
        return dead;
    }
}
