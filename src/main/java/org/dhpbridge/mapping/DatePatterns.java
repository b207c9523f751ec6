package org.dhpbridge.mapping;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dhpbridge.source.csv.OwnColumns;

/** Dates and times in the forms that a site names for a column. */
final class DatePatterns {

    private interface Form {
        Optional<String> read(String text);
    }

    private final List<Form> forms;
    private final String allowed;

    /** @param patterns of {@link OwnColumns.Format#dates}, in the order in which they are tried */
    DatePatterns(List<String> patterns) {
        forms = patterns.stream().map(DatePatterns::form).toList();
        allowed = String.join(" or ", patterns);
    }

    /** The forms, for people. */
    String allowed() {
        return allowed;
    }

    /** @return the date, time or both in ISO 8601, as precise as the text; empty when it has none of the forms */
    Optional<String> read(String text) {
        return forms.stream().flatMap(form -> form.read(text).stream()).findFirst();
    }

    private static Form form(String pattern) {
        return switch (pattern) {
            case OwnColumns.Format.EXCEL -> text -> ExcelDay.read(text, false);
            case OwnColumns.Format.EXCEL_1904 -> text -> ExcelDay.read(text, true);
            default -> {
                DateTimeFormatter formatter = formatter(pattern);
                yield text -> parsed(formatter, text);
            }
        };
    }

    /** A day that does not exist is refused; {@code yyyy} is the year, whatever the era. */
    private static DateTimeFormatter formatter(String pattern) {
        StringBuilder years = new StringBuilder();
        boolean quoted = false;
        for (char c : pattern.toCharArray()) {
            quoted ^= c == '\'';
            years.append(!quoted && c == 'y' ? 'u' : c);
        }
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(years.toString())
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static Optional<String> parsed(DateTimeFormatter formatter, String text) {
        try {
            TemporalAccessor found = formatter.parse(text);
            String day = day(found);
            LocalTime time = found.query(TemporalQueries.localTime());
            ZoneOffset offset = found.query(TemporalQueries.offset());
            if (time == null) {
                return Optional.of(day);
            }
            String clock = DateTimeFormatter.ISO_LOCAL_TIME.format(time) + (offset == null ? "" : offset.getId());
            return Optional.of(day.isEmpty() ? clock : day + "T" + clock);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String day(TemporalAccessor found) {
        LocalDate day = found.query(TemporalQueries.localDate());
        if (day != null) {
            return day.toString();
        }
        if (!found.isSupported(ChronoField.YEAR)) {
            return "";
        }
        String year = String.format("%04d", found.get(ChronoField.YEAR));
        return found.isSupported(ChronoField.MONTH_OF_YEAR)
                ? String.format("%s-%02d", year, found.get(ChronoField.MONTH_OF_YEAR))
                : year;
    }
}
