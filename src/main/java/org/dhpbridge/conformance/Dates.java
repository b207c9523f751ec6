package org.dhpbridge.conformance;

import java.time.Month;
import java.time.chrono.IsoChronology;

/**
 * The forms of {@code date}, {@code dateTime} and {@code instant}: what the regular expressions of FHIR R5 (Data Types,
 * 2.1.29) accept, if the day is one of its month. Read by hand, since dates stand in every resource.
 */
final class Dates {

    private static final int AFTER_YEAR = 4;
    private static final int AFTER_MONTH = 7;
    private static final int AFTER_DAY = 10;
    private static final int NOWHERE = -1;
    private static final int MAX_FRACTION = 9;

    private Dates() {}

    static boolean isDate(String text) {
        return switch (text.length()) {
            case AFTER_YEAR -> startsWithYear(text);
            case AFTER_MONTH -> startsWithMonth(text);
            case AFTER_DAY -> startsWithDay(text) && isDayOfMonth(text);
            default -> false;
        };
    }

    /** The expression lets a zone, or its sign alone, follow a month or a day too. */
    static boolean isDateTime(String text) {
        if (text.length() == AFTER_YEAR) {
            return startsWithYear(text);
        }
        return startsWithMonth(text)
                && (isRestOfZone(text, AFTER_MONTH) || startsWithDay(text) && isRestOfDateTime(text))
                && isDayOfMonth(text);
    }

    static boolean isInstant(String text) {
        int zone = startsWithDay(text) ? afterTime(text) : NOWHERE;
        return zone != NOWHERE && (isZ(text, zone) || isOffset(text, zone)) && isDayOfMonth(text);
    }

    private static boolean isRestOfDateTime(String text) {
        if (isRestOfZone(text, AFTER_DAY)) {
            return true;
        }
        int zone = afterTime(text);
        return zone != NOWHERE && isRestOfZone(text, zone);
    }

    /** What the expression leaves open and the text of the specification demands: a time has a zone. */
    static boolean isTimeWithZone(String dateTime) {
        int time = dateTime.indexOf('T');
        return time < 0
                || dateTime.endsWith("Z")
                || dateTime.indexOf('+', time) > 0 && !dateTime.endsWith("+")
                || dateTime.indexOf('-', time) > 0 && !dateTime.endsWith("-");
    }

    private static boolean isRestOfZone(String text, int at) {
        return text.length() == at
                || isZ(text, at)
                || text.length() == at + 1 && isSign(text.charAt(at))
                || isOffset(text, at);
    }

    private static boolean isZ(String text, int at) {
        return text.length() == at + 1 && text.charAt(at) == 'Z';
    }

    private static boolean isOffset(String text, int at) {
        if (text.length() != at + 6 || !isSign(text.charAt(at)) || text.charAt(at + 3) != ':') {
            return false;
        }
        int hours = two(text, at + 1);
        int minutes = two(text, at + 4);
        return isBetween(0, hours, 13) && isBetween(0, minutes, 59) || hours == 14 && minutes == 0;
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }

    private static boolean startsWithYear(String text) {
        int century = two(text, 0);
        int year = two(text, 2);
        return century >= 0 && year >= 0 && century + year > 0;
    }

    private static boolean startsWithMonth(String text) {
        return text.length() >= AFTER_MONTH
                && startsWithYear(text)
                && text.charAt(AFTER_YEAR) == '-'
                && isBetween(1, two(text, AFTER_YEAR + 1), 12);
    }

    private static boolean startsWithDay(String text) {
        return text.length() >= AFTER_DAY
                && startsWithMonth(text)
                && text.charAt(AFTER_MONTH) == '-'
                && isBetween(1, two(text, AFTER_MONTH + 1), 31);
    }

    /** Where {@code Thh:mm:ss}, with a fraction or without, ends after the day; {@link #NOWHERE} when it is not there. */
    private static int afterTime(String text) {
        int end = AFTER_DAY + "Thh:mm:ss".length();
        boolean time = text.length() >= end
                && text.charAt(AFTER_DAY) == 'T'
                && isBetween(0, two(text, AFTER_DAY + 1), 23)
                && text.charAt(AFTER_DAY + 3) == ':'
                && isBetween(0, two(text, AFTER_DAY + 4), 59)
                && text.charAt(AFTER_DAY + 6) == ':'
                && isBetween(0, two(text, AFTER_DAY + 7), 60);
        if (!time || text.length() == end || text.charAt(end) != '.') {
            return time ? end : NOWHERE;
        }
        int fraction = end + 1;
        while (fraction < text.length() && isDigit(text.charAt(fraction))) {
            fraction++;
        }
        return isBetween(1, fraction - end - 1, MAX_FRACTION) ? fraction : NOWHERE;
    }

    private static boolean isDayOfMonth(String text) {
        if (text.length() < AFTER_DAY) {
            return true;
        }
        int year = 100 * two(text, 0) + two(text, 2);
        Month month = Month.of(two(text, AFTER_YEAR + 1));
        return isBetween(1, two(text, AFTER_MONTH + 1), month.length(IsoChronology.INSTANCE.isLeapYear(year)));
    }

    /** The number of two digits; negative when there are not two. */
    private static int two(String text, int at) {
        char tens = text.charAt(at);
        char ones = text.charAt(at + 1);
        return isDigit(tens) && isDigit(ones) ? 10 * (tens - '0') + ones - '0' : -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isBetween(int least, int value, int most) {
        return least <= value && value <= most;
    }
}
