package org.dhpbridge.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date or time as sources write it, with the precision they gave. Read forms:
 *
 * <ul>
 *   <li>HL7 v2 DT, DTM and TS: {@code YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ]} (HL7 v2.8, 2A.3.22)
 *   <li>ISO 8601: {@code 2025-03-01}, {@code 2025-03-01 14:05[:10[.5]][Z|±05:00]}, also {@code 2025} and {@code 2025-03}
 *   <li>{@code 01.03.2025}, {@code 01.03.2025 14:05[:10]}
 * </ul>
 *
 * Hours without minutes count from the full hour, for FHIR has no such precision. A month or day of zeros is not known
 * ({@code 19300000} is the year 1930), and neither is a date of zeros, of nines, or of the year 1 ({@link #saysUnknown}). An
 * offset of hours alone ({@code +05}) may follow a time.
 */
final class SourceTime {

    static final String ALLOWED =
            "YYYY[MM[DD[HHMM[SS]]]] with an optional ±ZZZZ (HL7), yyyy-MM-dd or dd.MM.yyyy, each with "
                    + "an optional HH:mm[:ss], of a day and time that exist";

    private static final String CLOCK =
            "(?:[T ]+(?<h>\\d{2}|\\d(?=:)):?(?<m>\\d{2})?(?::?(?<s>\\d{2})(?:[.,](?<f>\\d{1,9})\\d*)?)?)?";
    private static final String ZONE = "\\s*(?<z>Z|[+-]\\d{2}(?::?\\d{2})?)?";
    private static final Pattern HL7 = Pattern.compile(
            "(?<y>\\d{4})(?:(?<mo>\\d{2})(?:(?<d>\\d{2})(?:(?<h>\\d{2})(?:(?<m>\\d{2})(?:(?<s>\\d{2})(?:\\.(?<f>\\d{1,9})\\d*)?)?)?)?)?)?"
                    + ZONE);
    private static final Pattern ISO =
            Pattern.compile("(?<y>\\d{4})-(?<mo>\\d{2})(?:-(?<d>\\d{2})" + CLOCK + ZONE + ")?");
    private static final Pattern DOTTED =
            Pattern.compile("(?<d>\\d{1,2})\\.(?<mo>\\d{1,2})\\.(?<y>\\d{4})" + CLOCK + ZONE);

    private static final String ZERO = "00";
    private static final Pattern ONE_DIGIT_ONLY = Pattern.compile("0{4,}|9{4,}");
    private static final Set<String> YEARS_OF_NO_DATE = Set.of("0000", "0001", "9999");
    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 2199;

    private static final int DAY = "YYYYMMDD".length();
    private static final int DAY_AND_TIME = "YYYYMMDDHHMMSS".length();
    private static final int ZONE_OF_HOURS = "+05".length();
    private static final int ZONE_OF_MINUTES = "+0500".length();

    /** The digits as written; null for what is not. */
    private record Parts(
            String year,
            String month,
            String day,
            String hour,
            String minute,
            String second,
            String fraction,
            String zone) {

        static Parts of(Matcher found) {
            return new Parts(
                    found.group("y"),
                    found.group("mo"),
                    found.group("d"),
                    found.group("h"),
                    found.group("m"),
                    found.group("s"),
                    found.group("f"),
                    found.group("z"));
        }

        static Parts of(String text, int digits) {
            boolean timed = digits == DAY_AND_TIME;
            return new Parts(
                    text.substring(0, 4),
                    text.substring(4, 6),
                    text.substring(6, 8),
                    timed ? text.substring(8, 10) : null,
                    timed ? text.substring(10, 12) : null,
                    timed ? text.substring(12, 14) : null,
                    null,
                    text.length() > digits ? text.substring(digits) : null);
        }

        /** Digits without anything between, six or twelve of them, may be a year of two digits: nothing tells the century. */
        boolean mayBeYearOfTwoDigits(String text) {
            return text.length() == year.length() + 2 || text.length() == year.length() + 8;
        }

        boolean isYearOnly() {
            return month == null || ZERO.equals(month) && (day == null || ZERO.equals(day));
        }

        boolean isMonthOnly() {
            return day == null || ZERO.equals(day);
        }

        boolean hasHour() {
            return hour != null && !isMonthOnly() && !isYearOnly();
        }

        /** Hours alone as the zone: only behind a time, else it is the month or day of another form. */
        boolean isZoneClear() {
            return zone == null || zone.length() != ZONE_OF_HOURS || hour != null;
        }
    }

    private final LocalDate day;
    private final ChronoUnit precision;
    private final LocalTime time;
    private final String fraction;
    private final ZoneOffset offset;
    private final String writtenZone;

    private SourceTime(
            LocalDate day,
            ChronoUnit precision,
            LocalTime time,
            String fraction,
            ZoneOffset offset,
            String writtenZone) {
        this.day = day;
        this.precision = precision;
        this.time = time;
        this.fraction = fraction;
        this.offset = offset;
        this.writtenZone = writtenZone;
    }

    /**
     * @param text trimmed or not
     * @param zone applied where the text names no offset
     * @return empty when the text has none of the forms above, names a day or time that does not exist, or a year before
     *     1800 or after 2199
     */
    static Optional<SourceTime> read(String text, ZoneId zone) {
        return parts(text.strip()).flatMap(parts -> build(parts, zone));
    }

    /** Whether a text has the place of a date and says that there is none: zeros, nines, or the year 1. */
    static boolean saysUnknown(String text) {
        String trimmed = text.strip();
        return ONE_DIGIT_ONLY.matcher(trimmed).matches()
                || parts(trimmed)
                        .filter(parts -> YEARS_OF_NO_DATE.contains(parts.year()))
                        .filter(parts -> !parts.mayBeYearOfTwoDigits(trimmed))
                        .isPresent();
    }

    /** The offset that an HL7 time names; empty when it names none. */
    static Optional<ZoneOffset> zoneOf(String text) {
        return parts(text.strip())
                .flatMap(parts -> Optional.ofNullable(parts.zone()))
                .flatMap(SourceTime::offset);
    }

    private static Optional<ZoneOffset> offset(String zone) {
        try {
            return Optional.of(ZoneOffset.of(zone));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static Optional<Parts> parts(String trimmed) {
        int digits = digits(trimmed, 0);
        if (isUsual(trimmed, digits)) {
            return Optional.of(Parts.of(trimmed, digits));
        }
        for (Pattern form : new Pattern[] {HL7, ISO, DOTTED}) {
            Matcher found = form.matcher(trimmed);
            if (found.matches()) {
                Parts parts = Parts.of(found);
                if (parts.isZoneClear()) {
                    return Optional.of(parts);
                }
            }
        }
        return Optional.empty();
    }

    /** A day, or a day and a time to the second, without a zone or with one of four digits: told without a regular expression. */
    private static boolean isUsual(String text, int digits) {
        if (digits != DAY && digits != DAY_AND_TIME) {
            return false;
        }
        return text.length() == digits
                || text.length() == digits + ZONE_OF_MINUTES
                        && (text.charAt(digits) == '+' || text.charAt(digits) == '-')
                        && digits(text, digits + 1) == text.length();
    }

    /** Where the digits end that begin here. */
    private static int digits(String text, int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) >= '0' && text.charAt(to) <= '9') {
            to++;
        }
        return to;
    }

    private static Optional<SourceTime> build(Parts parts, ZoneId zone) {
        int year = Integer.parseInt(parts.year());
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            return Optional.empty();
        }
        try {
            boolean timed = parts.hasHour();
            ChronoUnit precision = parts.isYearOnly()
                    ? ChronoUnit.YEARS
                    : parts.isMonthOnly() ? ChronoUnit.MONTHS : timed ? ChronoUnit.SECONDS : ChronoUnit.DAYS;
            LocalDate day = LocalDate.of(
                    year,
                    parts.isYearOnly() ? 1 : number(parts.month(), 1),
                    parts.isMonthOnly() ? 1 : number(parts.day(), 1));
            LocalTime time = timed
                    ? LocalTime.of(number(parts.hour(), 0), number(parts.minute(), 0), number(parts.second(), 0))
                    : LocalTime.MIDNIGHT;
            ZoneOffset offset = parts.zone() == null
                    ? zone.getRules().getOffset(LocalDateTime.of(day, time))
                    : ZoneOffset.of(parts.zone());
            return Optional.of(
                    new SourceTime(day, precision, time, timed ? parts.fraction() : null, offset, parts.zone()));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    boolean hasTime() {
        return precision == ChronoUnit.SECONDS;
    }

    /** Whether the offset is written as hours alone, as {@code +05}. */
    boolean hasZoneOfHours() {
        return writtenZone != null && writtenZone.length() == ZONE_OF_HOURS;
    }

    /**
     * The same as a day at the site. A moment with an offset of its own is another day in another zone (programs write a
     * birthday as the midnight of their zone, in UTC); midnight itself is a day to which zeros were added.
     */
    SourceTime dayIn(ZoneId site) {
        if (!hasTime() || writtenZone == null || moment().toLocalTime().equals(LocalTime.MIDNIGHT)) {
            return this;
        }
        LocalDate there = moment().atZoneSameInstant(site).toLocalDate();
        return there.equals(day)
                ? this
                : new SourceTime(there, ChronoUnit.DAYS, LocalTime.MIDNIGHT, null, offset, null);
    }

    /** FHIR {@code date}: year, month or day, as the source gave it. */
    String date() {
        String full = day.toString();
        return switch (precision) {
            case YEARS -> full.substring(0, 4);
            case MONTHS -> full.substring(0, 7);
            default -> full;
        };
    }

    /** FHIR {@code dateTime}: as {@link #date()}, or with time and offset when the source gave a time. */
    String dateTime() {
        return hasTime() ? day + "T" + clock() + offset : date();
    }

    /** FHIR {@code time}; only with a time. */
    String clock() {
        String seconds = two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond());
        return fraction == null ? seconds : seconds + "." + fraction;
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    /** The moment; the start of the day, month or year when the source gave no time. */
    OffsetDateTime moment() {
        LocalTime exact =
                fraction == null ? time : time.withNano(Integer.parseInt((fraction + "000000000").substring(0, 9)));
        return OffsetDateTime.of(day, exact, offset);
    }

    /** The last moment that it may mean: of the day, month or year when the source gave no time. */
    OffsetDateTime latest() {
        if (hasTime()) {
            return moment();
        }
        LocalDate last =
                switch (precision) {
                    case YEARS -> day.withDayOfYear(day.lengthOfYear());
                    case MONTHS -> day.withDayOfMonth(day.lengthOfMonth());
                    default -> day;
                };
        return OffsetDateTime.of(last, LocalTime.MAX.truncatedTo(ChronoUnit.MILLIS), offset);
    }

    /** Whether it is over when the other one begins, as far as their precisions tell. */
    boolean isBefore(SourceTime other) {
        return hasTime() && other.hasTime()
                ? moment().isBefore(other.moment())
                : latest().toLocalDate().isBefore(other.day);
    }
}
