package org.dhpbridge.console.page;

/** What a person writes about why something is done. */
final class Reason {

    private static final int SHORTEST = 5;
    private static final int LONGEST = 500;

    private Reason() {}

    static boolean isOne(String text) {
        return text.strip().length() >= SHORTEST && text.length() <= LONGEST;
    }
}
