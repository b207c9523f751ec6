package org.dhpbridge.console;

/** What a person writes about why something is done. */
public final class Reason {

    private static final int SHORTEST = 5;
    private static final int LONGEST = 500;

    private Reason() {}

    /** Whether it says something, and not too much. */
    public static boolean isOne(String text) {
        return text.strip().length() >= SHORTEST && text.length() <= LONGEST;
    }
}
