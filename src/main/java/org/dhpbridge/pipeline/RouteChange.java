package org.dhpbridge.pipeline;

import java.time.Duration;
import org.dhpbridge.kernel.OnceAMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source is being paused or resumed by the thread that made this; another one watches it. */
final class RouteChange {

    private static final Logger LOG = LoggerFactory.getLogger(RouteChange.class);

    private final String source;
    private final boolean pauses;
    private final Thread thread = Thread.currentThread();
    private final long begin = System.nanoTime();
    private final OnceAMinute turn = new OnceAMinute();
    private boolean ended;

    RouteChange(String source, boolean pauses) {
        this.source = source;
        this.pauses = pauses;
    }

    /** Tells and interrupts it when it takes longer; Camel changes no other source until it has ended. */
    synchronized void watch(Duration longest) {
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        if (ended || taken.compareTo(longest) < 0 || !turn.isDue()) {
            return;
        }
        LOG.warn(
                "source {} hangs while it is {}, for {} s now, and is interrupted; until it goes on no other source is paused or resumed"
                        + " here. If this is said again, restart the bridge: nothing is lost",
                source,
                pauses ? "paused" : "resumed",
                taken.toSeconds());
        interrupt();
    }

    synchronized void interrupt() {
        if (!ended) {
            thread.interrupt();
        }
    }

    /** From now on its thread is not interrupted any more; to be called by it. */
    synchronized void end() {
        ended = true;
        Thread.interrupted();
    }
}
