package org.dhpbridge.ledger;

import java.time.Instant;

/**
 * What a person holds back, on every bridge on the ledger.
 *
 * @param target {@link #DELIVERY}, or what {@link #source} says
 * @param until null until somebody ends it
 */
public record Pause(String target, String who, String why, Instant since, Instant until) {

    /** Nothing is sent to the platform. */
    public static final String DELIVERY = "delivery";

    private static final String SOURCE = "source:";

    /** The target of a source that is not read and takes nothing. */
    public static String source(String name) {
        return SOURCE + name;
    }

    /** The source that is not read; null when it is delivery that rests. */
    public String source() {
        return target.startsWith(SOURCE) ? target.substring(SOURCE.length()) : null;
    }

    /** The same for the same pause of a target, and for no other. */
    public String stamp() {
        return Long.toString(since.toEpochMilli());
    }

    /** Whether it is over. */
    public boolean isOver(Instant now) {
        return until != null && !until.isAfter(now);
    }
}
