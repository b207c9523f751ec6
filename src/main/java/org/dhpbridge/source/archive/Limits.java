package org.dhpbridge.source.archive;

/**
 * What a sensible archive does not exceed. An archive that does is made to fill disk and memory, or was packed wrongly.
 *
 * @param entries how many entries it may have
 * @param ratio how many times larger than packed an entry may be, once it is longer than {@code free}
 * @param free bytes that are unpacked at any ratio
 * @param longest bytes of one entry
 */
record Limits(int entries, long ratio, long free, long longest) {

    /** Exports are packed 5 to 50 times smaller; more than 1000 times is not possible with this compression. */
    static final Limits USUAL = new Limits(100_000, 200, 100L << 20, 16L << 30);
}
