package org.dhpbridge.source.csv;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How a site's own columns become those of a documented feed. All maps are keyed by the site's columns, in the order of the
 * descriptor, but {@code defaults}.
 *
 * @param feed the documented feed
 * @param targets the feed's columns that a column fills
 * @param formats how a column writes dates or numbers
 * @param defaults column of the feed → its value where no column fills it
 * @param absent what stands for a declared absence in a column, in lower case, and the data-absent-reason code it means
 * @param codes what the texts of a column become
 * @param only texts, in lower case, of which a row must have one in a column to be read at all
 */
public record OwnColumns(
        String feed,
        Map<String, Target> targets,
        Map<String, Format> formats,
        Map<String, String> defaults,
        Map<String, Map<String, String>> absent,
        Map<String, Codes> codes,
        Map<String, Set<String>> only) {

    /**
     * @param columns of the feed, at least one
     * @param words whether the words of a cell go to the columns one by one, the last taking the rest; else each column gets
     *     the whole cell
     */
    public record Target(List<String> columns, boolean words) {}

    /**
     * @param dates patterns of {@link java.time.format.DateTimeFormatter}, or {@link #EXCEL} and {@link #EXCEL_1904}; empty
     *     for a column of numbers
     * @param decimal between whole and fraction; null for a column of dates
     * @param thousands between groups of three digits; null when there is none
     */
    public record Format(List<String> dates, String decimal, String thousands) {

        /** Day numbers from 1900 on, as Excel keeps dates. */
        public static final String EXCEL = "excel";

        /** Day numbers from 1904 on, as Excel for the Macintosh did. */
        public static final String EXCEL_1904 = "excel-1904";

        public boolean isOfDates() {
            return !dates.isEmpty();
        }
    }

    /**
     * @param table name of a table in {@code mappings/codes}; null when the descriptor itself says what becomes what
     * @param own text → what it becomes; an empty one for nothing; {@code *} for everything else
     */
    public record Codes(String table, Map<String, String> own) {}

    /** @param cell column → its text in a row, empty when there is none */
    boolean keeps(UnaryOperator<String> cell) {
        return only.entrySet().stream().allMatch(wanted -> wanted.getValue()
                .contains(cell.apply(wanted.getKey()).toLowerCase(Locale.ROOT)));
    }

    /** The feed's columns that are filled from a column of the file or by default. */
    Set<String> filled() {
        Set<String> filled = new HashSet<>(defaults.keySet());
        targets.values().forEach(target -> filled.addAll(target.columns()));
        return filled;
    }
}
