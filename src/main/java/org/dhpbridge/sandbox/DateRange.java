package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The time that a FHIR date, dateTime, instant or Period covers, from inclusive to exclusive (FHIR R5, search by date).
 * What has no offset is Uzbekistan's time.
 */
record DateRange(Instant from, Instant until) {

    private static final ZoneOffset UZBEKISTAN = ZoneOffset.ofHours(5);

    /** @throws DateTimeException when it is no FHIR date or dateTime */
    static DateRange parse(String text) {
        // a plus sign that nobody encoded arrives as a blank
        String value = text.replace(' ', '+');
        return switch (value.length()) {
            case 4 ->
                days(Year.parse(value).atDay(1), Year.parse(value).plusYears(1).atDay(1));
            case 7 ->
                days(
                        YearMonth.parse(value).atDay(1),
                        YearMonth.parse(value).plusMonths(1).atDay(1));
            case 10 -> days(LocalDate.parse(value), LocalDate.parse(value).plusDays(1));
            default -> moment(value);
        };
    }

    private static DateRange days(LocalDate from, LocalDate until) {
        return new DateRange(
                from.atStartOfDay().toInstant(UZBEKISTAN), until.atStartOfDay().toInstant(UZBEKISTAN));
    }

    private static DateRange moment(String value) {
        boolean zoned = value.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
        Instant from = zoned
                ? OffsetDateTime.parse(value).toInstant()
                : LocalDateTime.parse(value).toInstant(UZBEKISTAN);
        String time = value.substring(value.indexOf('T') + 1).replaceAll("(Z|[+-]\\d\\d:\\d\\d)$", "");
        Duration precision =
                switch (time.length()) {
                    case 5 -> Duration.ofMinutes(1);
                    case 8 -> Duration.ofSeconds(1);
                    default -> Duration.ofMillis(1);
                };
        return new DateRange(from, from.plus(precision));
    }

    /** The time an element of a resource covers; empty when it is not one that has a time. */
    static Optional<DateRange> of(JsonNode element) {
        try {
            if (element.isTextual()) {
                return Optional.of(parse(element.textValue()));
            }
            if (element.has("start") || element.has("end")) {
                Instant from = element.has("start")
                        ? parse(element.path("start").asText()).from()
                        : Instant.MIN;
                Instant until =
                        element.has("end") ? parse(element.path("end").asText()).until() : Instant.MAX;
                return Optional.of(new DateRange(from, until));
            }
            return Optional.empty();
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** Whether a resource's time stands in a relation to this one, the search value (FHIR R5, prefixes). */
    boolean compare(String prefix, DateRange resource) {
        return switch (prefix) {
            case "eq" -> !resource.from.isBefore(from) && !resource.until.isAfter(until);
            case "ne" -> resource.from.isBefore(from) || resource.until.isAfter(until);
            case "lt" -> resource.from.isBefore(from);
            case "gt" -> resource.until.isAfter(until);
            case "le" -> resource.from.isBefore(until);
            case "ge" -> resource.until.isAfter(from);
            case "sa" -> !resource.from.isBefore(until);
            case "eb" -> !resource.until.isAfter(from);
            default -> resource.from.isBefore(until) && resource.until.isAfter(from);
        };
    }
}
