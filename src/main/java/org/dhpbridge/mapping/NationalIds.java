package org.dhpbridge.mapping;

import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises Uzbek national identifiers by their form (docs/platform.md, Identifiers). Nothing is looked up. */
public final class NationalIds {

    private static final Pattern GAPS = Pattern.compile("[\\s\\u00a0-]");
    private static final Pattern PINFL = Pattern.compile("\\d{14}");
    private static final Pattern PASSPORT = Pattern.compile("[A-Z]{2}\\d{7}");
    private static final int[] WEIGHTS = {7, 3, 1};

    /** Cyrillic capitals that look like Latin ones: passport series are Latin, keyboards are not. */
    private static final String CYRILLIC = "АВЕКМНОРСТХ";

    private static final String LATIN = "ABEKMHOPCTX";

    private NationalIds() {}

    /** The 14 digits of a PINFL written with or without spaces; empty when there are not 14 digits. */
    static Optional<String> pinfl(String text) {
        String digits = GAPS.matcher(text).replaceAll("");
        return PINFL.matcher(digits).matches() ? Optional.of(digits) : Optional.empty();
    }

    /**
     * Whether 14 digits are built as a PINFL is: century and sex (1–6), day, month, and the check digit. Some real numbers
     * fail the check digit, so a failure is a reason to warn, never to refuse.
     */
    static boolean wellFormed(String pinfl) {
        int century = digit(pinfl, 0);
        int day = number(pinfl, 1);
        int month = number(pinfl, 3);
        return century >= 1 && century <= 6 && day >= 1 && day <= 31 && month >= 1 && month <= 12 && checkDigit(pinfl);
    }

    private static boolean checkDigit(String pinfl) {
        int sum = 0;
        for (int i = 0; i < 13; i++) {
            sum += digit(pinfl, i) * WEIGHTS[i % 3];
        }
        return sum % 10 == digit(pinfl, 13);
    }

    /**
     * Series and number of an Uzbek passport or ID card, as {@code AA1234567}: upper case, without spaces, №, and with
     * Cyrillic look-alikes made Latin; empty when the text is not of that form.
     */
    static Optional<String> passport(String text) {
        StringBuilder plain = new StringBuilder();
        for (char c : text.toUpperCase(java.util.Locale.ROOT).toCharArray()) {
            if (!Character.isWhitespace(c) && c != '\u00a0' && c != '№' && c != '-') {
                plain.append(latin(c));
            }
        }
        return PASSPORT.matcher(plain).matches() ? Optional.of(plain.toString()) : Optional.empty();
    }

    /** The same text with Latin capitals in the place of Cyrillic ones that look like them. */
    public static String latin(String text) {
        StringBuilder latin = new StringBuilder(text.length());
        text.chars().forEach(c -> latin.append(latin((char) c)));
        return latin.toString();
    }

    private static char latin(char c) {
        int lookAlike = CYRILLIC.indexOf(c);
        return lookAlike < 0 ? c : LATIN.charAt(lookAlike);
    }

    private static int digit(String text, int at) {
        return text.charAt(at) - '0';
    }

    private static int number(String text, int at) {
        return digit(text, at) * 10 + digit(text, at + 1);
    }
}
