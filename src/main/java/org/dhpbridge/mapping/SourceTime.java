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
 * Hours without minutes count from the full hour, for FHIR has no such precision.
 */
final class SourceTime {

    static final String ALLOWED =
            "YYYY[MM[DD[HHMM[SS]]]] with an optional ±ZZZZ (HL7), yyyy-MM-dd or dd.MM.yyyy, each with "
                    + "an optional HH:mm[:ss], of a day and time that exist";

    private static final String CLOCK =
            "(?:[T ]+(?<h>\\d{2}|\\d(?=:)):?(?<m>\\d{2})?(?::?(?<s>\\d{2})(?:[.,](?<f>\\d{1,9})\\d*)?)?)?";
    private static final String ZONE = "\\s*(?<z>Z|[+-]\\d{2}:?\\d{2})?";
    private static final Pattern HL7 = Pattern.compile(
            "(?<y>\\d{4})(?:(?<mo>\\d{2})(?:(?<d>\\d{2})(?:(?<h>\\d{2})(?:(?<m>\\d{2})(?:(?<s>\\d{2})(?:\\.(?<f>\\d{1,9})\\d*)?)?)?)?)?)?"
                    + ZONE);
    private static final Pattern ISO =
            Pattern.compile("(?<y>\\d{4})-(?<mo>\\d{2})(?:-(?<d>\\d{2})" + CLOCK + ZONE + ")?");
    private static final Pattern DOTTED =
            Pattern.compile("(?<d>\\d{1,2})\\.(?<mo>\\d{1,2})\\.(?<y>\\d{4})" + CLOCK + ZONE);

    private static final int DAY = "YYYYMMDD".length();
    private static final int DAY_AND_TIME = "YYYYMMDDHHMMSS".length();

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

        static Parts of(String digits) {
            boolean timed = digits.length() == DAY_AND_TIME;
            return new Parts(
                    digits.substring(0, 4),
                    digits.substring(4, 6),
                    digits.substring(6, 8),
                    timed ? digits.substring(8, 10) : null,
                    timed ? digits.substring(10, 12) : null,
                    timed ? digits.substring(12) : null,
                    null,
                    null);
        }
    }

    private final LocalDate day;
    private final ChronoUnit precision;
    private final LocalTime time;
    private final String fraction;
    private final ZoneOffset offset;

    private SourceTime(LocalDate day, ChronoUnit precision, LocalTime time, String fraction, ZoneOffset offset) {
        this.day = day;
        this.precision = precision;
        this.time = time;
        this.fraction = fraction;
        this.offset = offset;
    }

    /**
     * @param text trimmed or not
     * @param zone applied where the text names no offset
     * @return empty when the text has none of the forms above or names a day or time that does not exist
     */
    static Optional<SourceTime> read(String text, ZoneId zone) {
        String trimmed = text.strip();
        if (isDigits(trimmed)) {
            return build(Parts.of(trimmed), zone);
        }
        for (Pattern form : new Pattern[] {HL7, ISO, DOTTED}) {
            Matcher found = form.matcher(trimmed);
            if (found.matches()) {
                return build(Parts.of(found), zone);
            }
        }
        return Optional.empty();
    }

    /** A day, or a day and a time to the second, without anything else: the usual form, told without a regular expression. */
    private static boolean isDigits(String text) {
        if (text.length() != DAY && text.length() != DAY_AND_TIME) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static Optional<SourceTime> build(Parts parts, ZoneId zone) {
        try {
            ChronoUnit precision = parts.month() == null
                    ? ChronoUnit.YEARS
                    : parts.day() == null
                            ? ChronoUnit.MONTHS
                            : parts.hour() == null ? ChronoUnit.DAYS : ChronoUnit.SECONDS;
            LocalDate day = LocalDate.of(number(parts.year(), 0), number(parts.month(), 1), number(parts.day(), 1));
            LocalTime time =
                    LocalTime.of(number(parts.hour(), 0), number(parts.minute(), 0), number(parts.second(), 0));
            ZoneOffset offset = parts.zone() == null
                    ? zone.getRules().getOffset(LocalDateTime.of(day, time))
                    : ZoneOffset.of(parts.zone());
            return Optional.of(new SourceTime(day, precision, time, parts.fraction(), offset));
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
}
