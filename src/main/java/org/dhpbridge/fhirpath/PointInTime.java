package org.dhpbridge.fhirpath;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * A FHIR {@code date}, {@code dateTime} or {@code instant} as FHIRPath compares it: with the precision that it is written in
 * (FHIRPath N1, 6.2; seconds and their fraction are one precision), the zone when it names one.
 *
 * @param start of the year, month, day or moment, as written
 * @param precision years, months, days or seconds
 * @param isFraction whether a fraction of a second is written
 * @param zone null when none is written
 */
record PointInTime(LocalDateTime start, ChronoUnit precision, boolean isFraction, ZoneOffset zone) {

    /** Where a day begins first, and where it ends last: a time without zone may mean any of them (FHIRPath STU). */
    private static final ZoneOffset EAST = ZoneOffset.ofHours(14);

    private static final ZoneOffset WEST = ZoneOffset.ofHours(-12);
    private static final LocalTime LAST_MILLISECOND = LocalTime.of(23, 59, 59, 999_000_000);
    private static final long LAST_OF_SECOND = 999_000_000;
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");
    private static final int YEAR = 4;
    private static final int MONTH = 7;
    private static final int DAY = 10;
    private static final int SECOND = 19;

    /** @return null when the text is no date, as a time of day or a word */
    static PointInTime of(String text) {
        if (text.length() < YEAR || !Character.isDigit(text.charAt(0))) {
            return null;
        }
        try {
            int zoneAt = zoneAt(text);
            String written = text.substring(0, zoneAt);
            ZoneOffset zone = zoneAt == text.length() ? null : ZoneOffset.of(text.substring(zoneAt));
            return switch (written.length()) {
                case YEAR ->
                    new PointInTime(
                            LocalDate.of(Integer.parseInt(written), 1, 1).atStartOfDay(),
                            ChronoUnit.YEARS,
                            false,
                            zone);
                case MONTH ->
                    new PointInTime(YearMonth.parse(written).atDay(1).atStartOfDay(), ChronoUnit.MONTHS, false, zone);
                case DAY -> new PointInTime(LocalDate.parse(written).atStartOfDay(), ChronoUnit.DAYS, false, zone);
                default -> withTime(written, zone);
            };
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** A leap second is the last one of its minute and one more. */
    private static PointInTime withTime(String written, ZoneOffset zone) {
        boolean leap = written.startsWith(":60", SECOND - 3);
        LocalDateTime time = LocalDateTime.parse(
                leap ? written.substring(0, SECOND - 2) + "59" + written.substring(SECOND) : written);
        return new PointInTime(leap ? time.plusSeconds(1) : time, ChronoUnit.SECONDS, written.length() > SECOND, zone);
    }

    /** A sign that stands behind a day, or behind a time. */
    private static int zoneAt(String text) {
        if (text.endsWith("Z")) {
            return text.length() - 1;
        }
        for (int i = DAY; i < text.length(); i++) {
            if (text.charAt(i) == '+' || text.charAt(i) == '-') {
                return i;
            }
        }
        return text.length();
    }

    /** The first or last millisecond that it may mean, with its zone, or with the farthest one when it names none. */
    String boundary(boolean low) {
        ZoneOffset at = zone != null ? zone : low ? EAST : WEST;
        return MILLISECONDS.format(low ? start : last()) + at;
    }

    private LocalDateTime last() {
        LocalDate day = start.toLocalDate();
        return switch (precision) {
            case YEARS -> day.withDayOfYear(day.lengthOfYear()).atTime(LAST_MILLISECOND);
            case MONTHS -> day.withDayOfMonth(day.lengthOfMonth()).atTime(LAST_MILLISECOND);
            case DAYS -> day.atTime(LAST_MILLISECOND);
            default -> isFraction ? start : start.plusNanos(LAST_OF_SECOND);
        };
    }

    /** Negative, zero or positive; null when one is less precise and they are equal as far as both go. */
    Integer order(PointInTime other) {
        boolean moments = precision == ChronoUnit.SECONDS && other.precision == ChronoUnit.SECONDS;
        boolean zones = moments && zone != null && other.zone != null;
        ChronoUnit common = precision.compareTo(other.precision) > 0 ? precision : other.precision;
        int order = zones
                ? start.atOffset(zone)
                        .toInstant()
                        .compareTo(other.start.atOffset(other.zone).toInstant())
                : truncated(common).compareTo(other.truncated(common));
        return order == 0 && precision != other.precision ? null : Integer.valueOf(order);
    }

    private LocalDateTime truncated(ChronoUnit to) {
        return switch (to) {
            case YEARS -> start.toLocalDate().withDayOfYear(1).atStartOfDay();
            case MONTHS -> start.toLocalDate().withDayOfMonth(1).atStartOfDay();
            case DAYS -> start.toLocalDate().atStartOfDay();
            default -> start;
        };
    }
}
