package org.dhpbridge.console.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dhpbridge.ledger.Causes.Cause;
import org.dhpbridge.ledger.Pause;
import org.dhpbridge.ledger.Reports.Span;
import org.dhpbridge.ledger.State;
import org.dhpbridge.pipeline.FilesAside;

/**
 * How the bridge is.
 *
 * @param at when it was looked at
 * @param due messages that wait or are in work
 * @param paused the sources that somebody paused
 * @param aside the sources of which files could not be read as a whole
 * @param oldestDue when the oldest of them was received; null when none waits
 * @param hours the last 24 hours: what is left of the first one, and whole ones
 * @param dead dead messages, whenever received
 * @param causes why messages of the last day are dead, the most frequent first; not all of them
 * @param moreCauses how many causes there are beside these
 * @param warnings how many messages of the last day have each warning, the most frequent first; not all of them
 * @param moreWarnings how many warnings there are beside these
 */
public record Snapshot(
        Instant at,
        Delivery delivery,
        List<Pause> paused,
        List<FilesAside.Aside> aside,
        long due,
        Instant oldestDue,
        List<Span> hours,
        long dead,
        List<Recent> causes,
        int moreCauses,
        Map<String, Long> warnings,
        int moreWarnings,
        List<Source> sources) {

    private static final int DAYS = 7;

    /**
     * @param state {@code open}, {@code unreachable}, {@code refused}, {@code paused} or {@code ledger}
     * @param since null while open
     * @param sentence null while open
     * @param nextProbe when a message is tried next; null when that is not set
     */
    public record Delivery(String state, Instant since, String sentence, Instant nextProbe) {

        /** Whether messages are sent as they come. */
        public boolean isOpen() {
            return state.equals("open");
        }

        /** How it is marked on every page: {@code good}, {@code warn} or {@code bad}. */
        public String mark() {
            return isOpen() ? "good" : state.equals("paused") ? "warn" : "bad";
        }
    }

    /** @param messages those of the last 24 hours; the cause counts all that ever were */
    public record Recent(Cause cause, long messages) {}

    /**
     * @param last when it brought its newest message
     * @param today messages of the last 24 hours
     * @param usual messages a day, over the last week
     * @param silent whether it is silent for longer than it usually is
     */
    public record Source(String name, Instant last, long today, double usual, boolean silent) {

        /** Whether it brought nothing before, so that nothing is usual yet. */
        public boolean isNew() {
            return Math.round(usual * DAYS) <= today;
        }
    }

    /** Messages of the last 24 hours. */
    public long received() {
        return hours.stream().mapToLong(Span::received).sum();
    }

    /** Messages of the last 24 hours that stand there now. */
    public long of(State state) {
        return hours.stream().mapToLong(span -> span.of(state)).sum();
    }

    /** The chart of the last 24 hours. */
    public Bars bars() {
        return new Bars(hours);
    }
}
