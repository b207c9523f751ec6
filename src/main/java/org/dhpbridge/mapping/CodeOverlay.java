package org.dhpbridge.mapping;

import java.util.List;
import java.util.Map;

/**
 * Rows that stand over those of the code tables' files.
 *
 * @param version tells one overlay from another
 */
public record CodeOverlay(long version, List<Row> rows) {

    /** The files alone. */
    public static final CodeOverlay NONE = new CodeOverlay(0, List.of());

    /**
     * A row of a table.
     *
     * @param table as {@code units}
     * @param source who coined the code; empty for everybody
     * @param from as the source writes it
     * @param columns the other columns
     */
    public record Row(String table, String source, String from, Map<String, String> columns) {}

    List<Row> of(String table) {
        return rows.stream().filter(row -> row.table().equals(table)).toList();
    }
}
