package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * The replay of many messages.
 *
 * @param who asked for it
 * @param why a sentence; may be null
 * @param selection which messages; what comes to match it later is left out
 * @param fromReceive whether they are read and identified again, as if they came now
 * @param perSecond how many become due a second; null for as many as can be
 * @param total how many were selected when it began
 * @param replayed how many became due so far
 */
public record ReplayJob(
        long id,
        String who,
        String why,
        Selection selection,
        boolean fromReceive,
        Double perSecond,
        long total,
        long replayed,
        Progress progress,
        Instant createdAt) {

    /** How far it is. */
    public enum Progress {
        RUNNING,
        PAUSED,
        /** What became due before stays due. */
        CANCELLED,
        DONE;

        /** As the ledger has it, {@code running}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Progress of(String code) {
            return Arrays.stream(values())
                    .filter(progress -> progress.code().equals(code))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * What is asked for: a job before it begins.
     *
     * @param form number of the form that asks; null for none
     */
    public record Wish(
            Selection selection,
            boolean fromReceive,
            Double perSecond,
            Instant notBefore,
            String who,
            String why,
            String form) {}

    /** Whether more of it may come. */
    public boolean isOpen() {
        return progress == Progress.RUNNING || progress == Progress.PAUSED;
    }
}
