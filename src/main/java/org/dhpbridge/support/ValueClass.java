package org.dhpbridge.support;

import java.util.regex.Pattern;

/** What can be said of a value without saying it: of what kind its characters are, and how many. */
public final class ValueClass {

    private static final Pattern DATE = Pattern.compile("(18|19|20)\\d{2}(0[1-9]|1[0-2])([0-2]\\d|3[01])"
            + "(\\d{2}){0,3}(\\.\\d+)?([+-]\\d{4})?"
            + "|\\d{4}[-./]\\d{1,2}[-./]\\d{1,2}([T ].*)?|\\d{1,2}[-./]\\d{1,2}[-./](\\d{2}|\\d{4})([T ].*)?");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern NUMBER = Pattern.compile("[<>=~+-]*\\d+([.,]\\d+)?");

    private ValueClass() {}

    /** As {@code digits, 14}, {@code date-like, 8}, {@code cyrillic letters, 7} or {@code latin letters and digits, 9}. */
    static String of(String value) {
        return kind(value.strip()) + ", " + value.codePointCount(0, value.length());
    }

    private static String kind(String value) {
        if (value.isEmpty()) {
            return "blanks";
        }
        if (DATE.matcher(value).matches()) {
            return "date-like";
        }
        if (DIGITS.matcher(value).matches()) {
            return "digits";
        }
        if (NUMBER.matcher(value).matches()) {
            return "number";
        }
        return letters(value);
    }

    private static String letters(String value) {
        boolean letters = value.codePoints().anyMatch(Character::isLetter);
        boolean digits = value.codePoints().anyMatch(Character::isDigit);
        boolean others = value.codePoints().anyMatch(c -> !Character.isLetterOrDigit(c));
        String kind = letters ? script(value) + " letters" + (digits ? " and digits" : "") : digits ? "digits" : "";
        if (!others) {
            return kind;
        }
        return kind.isEmpty() ? "signs" : kind + " with signs";
    }

    private static String script(String value) {
        boolean latin = has(value, Character.UnicodeScript.LATIN);
        boolean cyrillic = has(value, Character.UnicodeScript.CYRILLIC);
        if (latin && cyrillic) {
            return "latin and cyrillic";
        }
        return latin ? "latin" : cyrillic ? "cyrillic" : "other";
    }

    private static boolean has(String value, Character.UnicodeScript script) {
        return value.codePoints().anyMatch(c -> Character.isLetter(c) && Character.UnicodeScript.of(c) == script);
    }

    /**
     * A text of which nothing is known, character by character: {@code a} for a Latin letter, {@code я} for a Cyrillic one,
     * {@code 9} for a digit; ASCII signs and line ends stay, for they are what may be wrong with it.
     */
    public static String masked(String text, int longest) {
        StringBuilder mask = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> mask.append(mask(c)));
        int more = text.codePointCount(0, text.length()) - longest;
        return more > 0 ? mask + " … " + more + " more" : mask.toString();
    }

    private static char mask(int c) {
        if (Character.isDigit(c)) {
            return '9';
        }
        if (Character.isLetter(c)) {
            return Character.UnicodeScript.of(c) == Character.UnicodeScript.CYRILLIC ? 'я' : 'a';
        }
        return c < 0x7F ? (char) c : '?';
    }
}
