package org.dhpbridge.mapping;

import static java.time.temporal.ChronoField.MONTH_OF_YEAR;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises Uzbek national identifiers by their form (docs/platform.md, Identifiers). Nothing is looked up. */
public final class NationalIds {

    private static final Pattern PASSPORT = Pattern.compile("[A-Z]{2}\\d{7}");
    private static final Pattern PASSPORT_OF_ZEROS = Pattern.compile("[A-Z]{2}0{7}");
    private static final int PINFL_DIGITS = 14;
    private static final int PASSPORT_LETTERS_AND_DIGITS = 9;
    private static final int[] WEIGHTS = {7, 3, 1};

    /** Nobody born before can have got a PINFL, which is younger than a life is long. */
    private static final int FIRST_YEAR_OF_BIRTH = 1870;

    /** Cyrillic capitals that look like Latin ones: passport series are Latin, keyboards are not. */
    private static final String CYRILLIC = "АВЕКМНОРСТХ";

    private static final String LATIN = "ABEKMHOPCTX";

    private NationalIds() {}

    /** The 14 digits of a PINFL written with or without spaces; empty when there are not 14 digits. */
    static Optional<String> pinfl(String text) {
        if (text.length() < PINFL_DIGITS) {
            return Optional.empty();
        }
        StringBuilder digits = new StringBuilder(PINFL_DIGITS);
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9' && digits.length() < PINFL_DIGITS) {
                digits.append(c);
            } else if (!isGap(c)) {
                return Optional.empty();
            }
        }
        return digits.length() == PINFL_DIGITS ? Optional.of(digits.toString()) : Optional.empty();
    }

    private static boolean isGap(char c) {
        return c == ' ' || c == '-' || c == '\u00a0' || c >= '\t' && c <= '\r';
    }

    private static boolean isOneDigit(String digits) {
        return digits.equals(digits.substring(0, 1).repeat(digits.length()));
    }

    /**
     * Whether 14 digits are built as a PINFL is: century and sex (1–6), day, month, year, and the check digit. Some real numbers
     * fail the check digit, so a failure is a reason to warn, never to refuse.
     */
    static boolean wellFormed(String pinfl) {
        return birthDate(pinfl).isPresent() && checkDigit(pinfl);
    }

    /**
     * The birth date inside a PINFL; empty when there can be none. The first digit says century and sex: 1 and 2 are men and women
     * of the 19th, 3 and 4 of the 20th, 5 and 6 of the 21st; day, month and year follow with two digits each.
     */
    static Optional<LocalDate> birthDate(String pinfl) {
        int first = digit(pinfl, 0);
        if (first < 1 || first > 6) {
            return Optional.empty();
        }
        int year = 1800 + (first - 1) / 2 * 100 + number(pinfl, 5);
        int month = number(pinfl, 3);
        int day = number(pinfl, 1);
        boolean isDay = MONTH_OF_YEAR.range().isValidIntValue(month)
                && day > 0
                && day <= YearMonth.of(year, month).lengthOfMonth();
        return isDay && year >= FIRST_YEAR_OF_BIRTH ? Optional.of(LocalDate.of(year, month, day)) : Optional.empty();
    }

    /** Whether a PINFL is a man's, by its first digit. */
    static boolean isOfMan(String pinfl) {
        return digit(pinfl, 0) % 2 == 1;
    }

    /**
     * Whether a text has the form of a national number and was typed in the place of one: a PINFL of one repeated digit, a
     * passport of zeros. Many people have it.
     */
    static boolean isFiller(String text) {
        return pinfl(text).filter(NationalIds::isOneDigit).isPresent()
                || passport(text)
                        .filter(number -> PASSPORT_OF_ZEROS.matcher(number).matches())
                        .isPresent();
    }

    /**
     * Whether a text in the place of a PINFL can be nobody's: one repeated digit, or a birth date inside that no day is, or one
     * that is still to come.
     */
    static boolean isNobodysPinfl(String text, LocalDate today) {
        return pinfl(text)
                .filter(digits -> isOneDigit(digits)
                        || birthDate(digits)
                                .filter(born -> !born.isAfter(today))
                                .isEmpty())
                .isPresent();
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
        if (text.length() < PASSPORT_LETTERS_AND_DIGITS || Character.isDigit(text.charAt(0))) {
            return Optional.empty();
        }
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
