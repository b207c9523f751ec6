package org.dhpbridge.ledger;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dhpbridge.kernel.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;

/**
 * Looks every few seconds how the ledger is, in a thread of its own, and keeps what it saw: who asks for metrics or for the
 * bridge's health never waits for a database that is away. Safe for many threads.
 */
public final class LedgerWatch implements SmartLifecycle {

    /**
     * @param at by the bridge's own clock
     * @param newestBySource when each source brought its newest message that is still kept
     */
    public record Reading(Instant at, Queue queue, Map<String, Instant> newestBySource) {}

    /** The ledger cannot be used. @param text a sentence */
    public record LedgerTrouble(Instant since, String text) {}

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** Longer than a look takes, shorter than a database that is away keeps a connection waiting. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(15);

    private final Ledger ledger;
    private final DatabaseTime time;
    private final Path folder;
    private final Duration longestLook;
    private final Rounds looks = new Rounds("ledger-watch");
    private volatile Reading last;
    private volatile Instant goodAt = Instant.now();
    private volatile LedgerTrouble trouble;

    /** @param folder where the file of the ledger is; null when it is not in a file of this machine */
    LedgerWatch(Ledger ledger, DatabaseTime time, Path folder) {
        this(ledger, time, folder, LONGEST_LOOK);
    }

    LedgerWatch(Ledger ledger, DatabaseTime time, Path folder, Duration longestLook) {
        this.longestLook = longestLook;
        this.ledger = ledger;
        this.time = time;
        this.folder = folder;
    }

    /** What was seen last; empty when that is too old to be told, or when nothing was seen yet. */
    public Optional<Reading> reading() {
        Reading seen = last;
        return seen == null || seen.at().plus(EVERY).plus(longestLook).isBefore(Instant.now())
                ? Optional.empty()
                : Optional.of(seen);
    }

    /** Why the ledger cannot be used, and since when; empty when it can. */
    public Optional<LedgerTrouble> trouble() {
        LedgerTrouble known = trouble;
        if (known != null) {
            return Optional.of(known);
        }
        Instant good = goodAt;
        return isRunning() && good.plus(EVERY).plus(longestLook).isBefore(Instant.now())
                ? Optional.of(new LedgerTrouble(good, "The ledger's database does not answer."))
                : Optional.empty();
    }

    /** How far the database's clock is ahead of this machine's; negative when it is behind. */
    public Duration databaseAhead() {
        return time.ahead();
    }

    /** Bytes that are free where the file of the ledger is; empty for a PostgreSQL, whose disk is not seen from here. */
    public OptionalLong diskFree() {
        if (folder == null) {
            return OptionalLong.empty();
        }
        try {
            FileStore disk = Files.getFileStore(folder);
            return OptionalLong.of(disk.getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private void look() {
        try {
            ledger.probe();
            last = new Reading(Instant.now(), ledger.queue(), ledger.newestBySource());
            ledger.claimingSince()
                    .filter(since -> since.plus(longestLook).isBefore(last.at()))
                    .ifPresentOrElse(
                            since -> begin(
                                    since,
                                    "The ledger's database does not answer the workers that claim messages: nothing is"
                                            + " delivered."),
                            this::end);
        } catch (RuntimeException e) {
            String cause =
                    NestedExceptionUtils.getMostSpecificCause(e).getClass().getSimpleName();
            begin(goodAt, "The ledger cannot be written (" + cause + "): sources wait, and nothing is delivered.");
        }
    }

    private void begin(Instant since, String text) {
        if (trouble == null) {
            trouble = new LedgerTrouble(since, text);
            LOG.warn("{} Nothing is lost.", text);
        }
    }

    private void end() {
        goodAt = last.at();
        if (trouble != null) {
            LOG.info("The ledger can be used again");
        }
        trouble = null;
    }

    @Override
    public synchronized void start() {
        goodAt = Instant.now();
        looks.begin(Duration.ZERO, EVERY, this::look);
    }

    @Override
    public synchronized void stop() {
        if (!looks.endAfterRound(longestLook)) {
            LOG.warn("The ledger's database does not answer at the stop");
        }
    }

    @Override
    public boolean isRunning() {
        return looks.isOn();
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
