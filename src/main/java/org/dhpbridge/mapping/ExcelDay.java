package org.dhpbridge.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Excel's dates as numbers: whole days, and the time as part of a day ({@code 45123.5} is 16 July 2023, noon). Excel counts a 29
 * February 1900, which there was not.
 */
final class ExcelDay {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}([.,]\\d{1,15})?");
    private static final LocalDate BEFORE_1900 = LocalDate.of(1899, 12, 31);
    private static final LocalDate BEFORE_MARCH_1900 = LocalDate.of(1899, 12, 30);
    private static final LocalDate FIRST_OF_1904 = LocalDate.of(1904, 1, 1);
    private static final int DAY_THAT_WAS_NOT = 60;
    private static final long LAST = 2_958_465;
    private static final BigDecimal SECONDS = BigDecimal.valueOf(86_400);

    /** From 18 May 1927 to 31 December 2099: five digits, which no other form of a date has. */
    private static final Pattern UNMISTAKABLE =
            Pattern.compile("([1-6]\\d{4}|7[0-2]\\d{3}|730[0-4]\\d)([.,]\\d{1,15})?");

    private ExcelDay() {}

    /** Whether a text in a column of dates can only be such a number. */
    static boolean isUnmistakable(String text) {
        return UNMISTAKABLE.matcher(text).matches();
    }

    /**
     * @return as {@code 2023-07-16}, {@code 2023-07-16T12:00:00}, or {@code 12:00:00} for a time without a day; empty when it
     *     is no such number. A time has whole seconds, for the number has no more digits than that; midnight is no time
     */
    static Optional<String> read(String text, boolean from1904) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text.replace(',', '.'));
        long days = number.longValue();
        BigDecimal part = number.subtract(BigDecimal.valueOf(days));
        long seconds = part.multiply(SECONDS).setScale(0, RoundingMode.HALF_UP).longValueExact();
        if (seconds == SECONDS.longValue()) {
            days++;
            seconds = 0;
        }
        if (days > LAST || !from1904 && days == DAY_THAT_WAS_NOT) {
            return Optional.empty();
        }
        String time = DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofSecondOfDay(seconds));
        if (days == 0 && !from1904) {
            return seconds == 0 ? Optional.empty() : Optional.of(time);
        }
        return Optional.of(day(days, from1904) + (seconds == 0 ? "" : "T" + time));
    }

    private static LocalDate day(long days, boolean from1904) {
        LocalDate start = from1904 ? FIRST_OF_1904 : days < DAY_THAT_WAS_NOT ? BEFORE_1900 : BEFORE_MARCH_1900;
        return start.plusDays(days);
    }
}
