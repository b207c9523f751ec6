package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.source.csv.ColumnKind;
import org.dhpbridge.source.csv.CsvFeed;

/**
 * Takes out of a row what stands in the place of a value and is none: the errors of spreadsheets in every column, and the words and
 * marks that people write for nothing where a column names somebody or something. Each is told with its column.
 */
final class NothingSaid {

    /** Of Excel and LibreOffice, in English and Russian; {@code ####} is a cell that was too narrow. */
    private static final Pattern ERROR = Pattern.compile(
            "#(n/a|ref!|value!|name\\?|num!|null!|div/0!|spill!|calc!|field!|blocked!|connect!|busy!|unknown!|getting_data|н/д|знач!|ссылка!|имя\\?|число!|пусто!|дел/0!|перенос!|вычисл!)"
                    + "|(err|ошибка):\\s?\\d{3}|#{4,}");

    private static final String MONTH =
            "(янв|фев|мар|апр|май|июн|июл|авг|сен|сент|окт|ноя|нояб|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
                    + "|yan|fev|iyn|iyl|avg|sen|okt|noy|dek)";

    /** What a spreadsheet shows when it has taken a number with a point for a day or a month: 10.май, окт.05, 10-May. */
    private static final Pattern DAY_AND_MONTH = Pattern.compile("\\d{1,2}[-.]" + MONTH + "|" + MONTH + "[-.]\\d{1,2}");

    private static final int LONGEST_DAY_AND_MONTH = 10;
    private static final Pattern HAS_DIGIT = Pattern.compile(".*\\d.*", Pattern.DOTALL);
    private static final int LONGEST_ERROR = 40;

    /** Words for nothing that are also names of people or things. */
    private static final Set<String> NAMES_TOO = Set.of("na", "nan", "nil", "none", "empty");

    private static final Set<ColumnKind> MEASURED = EnumSet.of(ColumnKind.RESULT, ColumnKind.NUMBER, ColumnKind.LIMIT);

    private static final CsvFeed.Column ANY = new CsvFeed.Column(false, ColumnKind.ANYTHING, "");

    private NothingSaid() {}

    /** Whether a text is an error that a spreadsheet shows in the place of a value. */
    static boolean isError(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        boolean mayBe = first == '#' || first == 'E' || first == 'e' || first == 'О' || first == 'о';
        return mayBe
                && text.length() <= LONGEST_ERROR
                && ERROR.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether a text is a day and a month, or a month and a year, in the place of a number. */
    private static boolean isDayAndMonth(String text, ColumnKind kind) {
        return MEASURED.contains(kind)
                && text.length() <= LONGEST_DAY_AND_MONTH
                && DAY_AND_MONTH.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * @param row a prepared one, not changed
     * @param columns of the feed by name
     * @return the row itself when there is nothing to take out
     */
    static ObjectNode takenOut(ObjectNode row, Map<String, CsvFeed.Column> columns) {
        ObjectNode kept = row;
        for (var cell : row.properties()) {
            String column = cell.getKey();
            if (!cell.getValue().isTextual() || column.startsWith("_")) {
                continue;
            }
            String text = cell.getValue().textValue();
            CsvFeed.Column known = columns.getOrDefault(column, ANY);
            ColumnKind kind = known.holds();
            if (kind == ColumnKind.MEANING
                    && !known.hasWords()
                    && AbsentMarker.reasonIn(text).isPresent()) {
                MappingRun.current().add(meaningless(new InputPlace(row, column).toString()));
            }
            boolean date = isDayAndMonth(text, kind);
            boolean error = date || isError(text);
            if (error || saysNothing(text, kind)) {
                kept = kept == row ? row.deepCopy() : kept;
                kept.remove(column);
                if (error && (kind == ColumnKind.RESULT || kind == ColumnKind.NUMBER)) {
                    kept.put(column, AbsentMarker.of("error"));
                }
                String place = new InputPlace(row, column).toString();
                MappingRun.current().add(date ? madeADate(place) : issue(place, error, kind));
            }
        }
        return kept;
    }

    private static boolean saysNothing(String text, ColumnKind kind) {
        return switch (kind) {
            case WORDS ->
                NoIdentity.is(text)
                        && !NoIdentity.isOfASpreadsheet(text)
                        && !NAMES_TOO.contains(text.toLowerCase(Locale.ROOT))
                        && !Garbled.is(text);
            case NUMBER -> !HAS_DIGIT.matcher(text).matches() && NoIdentity.is(text);
            default -> false;
        };
    }

    /** A word that declares an absence is not an empty cell, which has a meaning there. */
    private static Issue meaningless(String place) {
        return Issue.error(
                        "value",
                        null,
                        place
                                + ": this says that nobody knows it (absent, docs/mapping.md), and how the rest of the row is meant"
                                + " depends on it. Correct it in the source, or leave the cell empty where its meaning is that of"
                                + " an empty one (docs/csv-feeds.md).")
                .at(place);
    }

    private static Issue madeADate(String place) {
        return Issue.warning(
                        "value",
                        null,
                        place
                                + ": this is a day and a month, as a spreadsheet makes of a number (of 5.10), and the number cannot be"
                                + " known from it; it was read as empty. Format the column as text before you export it, and send"
                                + " the row again.")
                .at(place);
    }

    static Issue issue(String place, boolean error, ColumnKind kind) {
        if (error && kind == ColumnKind.MEANING) {
            return Issue.error(
                            "value",
                            null,
                            place
                                    + ": this is an error of a spreadsheet (as #N/A or #REF!), and how the rest of the row is meant"
                                    + " depends on it. Correct the formula, and send the row again.")
                    .at(place);
        }
        String what = error
                ? ": this is an error of a spreadsheet (as #N/A or #REF!), not a value; it was read as empty. Correct the formula,"
                        + " and send the row again."
                : ": this stands for nothing (as -, ?, 0 or N/A), and was read as empty. Leave the cell empty, or declare what it"
                        + " means (absent, docs/mapping.md).";
        return Issue.warning("value", null, place + what).at(place);
    }
}
