package org.dhpbridge.source.charset;

/**
 * How much a text looks like Uzbek or Russian in Cyrillic, or a language in Latin letters, rather than like the same bytes
 * read with a wrong character set. Names and results are too short for the statistics of a detector alone: wrong Cyrillic
 * shows by rare letters, capitals inside of words and symbols between letters.
 */
final class Plausibility {

    private static final String FREQUENT = "оеаинтсрвлкм";
    private static final String USUAL = "дпуяыьгзбчйўқғҳ";
    private static final String RARE = "хжшюцщэфъёіїєґ";

    private Plausibility() {}

    /** @return the mean over the characters beyond ASCII, about 3 for good text, below 0 for bad; 0 without any */
    static double of(CharSequence text) {
        int sum = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                char before = i == 0 ? ' ' : text.charAt(i - 1);
                char after = i + 1 == text.length() ? ' ' : text.charAt(i + 1);
                sum += weight(before, c, after);
                count++;
            }
        }
        return count == 0 ? 0 : (double) sum / count;
    }

    private static int weight(char before, char c, char after) {
        if (c == '\uFFFD' || c < 0xA0 || (c >= 0x2500 && c < 0x2600)) {
            return -6;
        }
        boolean inWord = Character.isLetter(before) || Character.isLetter(after);
        if (!Character.isLetter(c)) {
            boolean between = Character.isLetter(before) && Character.isLetter(after);
            boolean apostrophe = c == '\u2018' || c == '\u2019' || c == '\u02BB' || c == '\u02BC';
            return between && !apostrophe ? -3 : 1;
        }
        if (Character.isUpperCase(c) && Character.isLowerCase(before)) {
            return -4;
        }
        boolean cyrillic = Character.UnicodeScript.of(c) == Character.UnicodeScript.CYRILLIC;
        if (cyrillic) {
            return isAsciiLetter(before) || isAsciiLetter(after) ? -3 : frequency(Character.toLowerCase(c));
        }
        if (isAsciiLetter(before) || isAsciiLetter(after)) {
            return 2;
        }
        return inWord ? -2 : 0;
    }

    private static int frequency(char letter) {
        if (FREQUENT.indexOf(letter) >= 0) {
            return 3;
        }
        if (USUAL.indexOf(letter) >= 0) {
            return 2;
        }
        return RARE.indexOf(letter) >= 0 ? 1 : -3;
    }

    private static boolean isAsciiLetter(char c) {
        return c < 0x80 && Character.isLetter(c);
    }
}
