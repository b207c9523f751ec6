package org.dhpbridge.kernel;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that comes round again and again in a daemon thread of its own, from its beginning to its end, also when a round fails.
 * Safe for many threads.
 */
public final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private volatile ScheduledExecutorService scheduler;

    /** @param name of the thread, as thread dumps and logs show it */
    public Rounds(String name) {
        this.name = name;
    }

    /**
     * @param first how long the first round waits
     * @param pause between the end of a round and the next; must not be zero
     */
    public synchronized void begin(Duration first, Duration pause, Runnable round) {
        start().scheduleWithFixedDelay(goingOn(round), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param every from the beginning of a round to that of the next; the first one waits as long. Must not be zero */
    public synchronized void beginEvery(Duration every, Runnable round) {
        start().scheduleAtFixedRate(goingOn(round), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An executor never comes back to work that threw, and says nothing of it. */
    private Runnable goingOn(Runnable round) {
        return () -> {
            try {
                round.run();
            } catch (RuntimeException | Error e) {
                tell(e);
            }
        };
    }

    /** Only where it happened: the text of an unforeseen exception may quote a message. */
    private void tell(Throwable e) {
        if (isOn()) {
            StackTraceElement[] trace = e.getStackTrace();
            LOG.error(
                    "A round of {} failed: {}{}; the next one comes as ever. Please report this.",
                    name,
                    e.getClass().getName(),
                    trace.length == 0 ? "" : " at " + trace[0]);
        }
    }

    private ScheduledExecutorService start() {
        if (isOn()) {
            throw new IllegalStateException("The rounds of " + name + " have begun already");
        }
        scheduler = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name));
        return scheduler;
    }

    /** Between beginning and end; never waits. */
    public boolean isOn() {
        return scheduler != null;
    }

    /** No further round; one that is under way is interrupted. Nothing when no round has begun. */
    public synchronized void end() {
        if (isOn()) {
            scheduler.shutdownNow();
            scheduler = null;
        }
    }

    /**
     * No further round. Waits for one that is under way, without an interrupt, which would close the file of an H2 ledger under
     * everybody. Nothing when no round has begun.
     *
     * @return whether none is under way any more; when the caller is interrupted that counts as true
     */
    public synchronized boolean endAfterRound(Duration longest) {
        if (!isOn()) {
            return true;
        }
        scheduler.shutdown();
        try {
            return scheduler.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            scheduler = null;
        }
    }
}
