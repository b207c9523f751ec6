package org.dhpbridge.source.rows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.csv.CsvFeed;

/**
 * Reads the rows of one query: a JSON object a row, column label → text, in the order of the query. What each SQL type
 * becomes stands at {@link JdbcValue}. NULL, and a text of blanks, is left out, as an empty cell of a CSV file is.
 *
 * <p>The caller moves the cursor ({@link ResultSet#next}) and closes the result; nothing else of the result is touched, so it
 * may read a watermark from the same row before or after. Not safe for several threads, as the result is not.
 */
public final class JdbcRows {

    private final ResultSet result;
    private final List<String> labels;
    private final List<JdbcValue> values;

    /**
     * @param result of a query; the cursor may stand anywhere
     * @param feed whose rows these are; capitals, blanks, hyphens and underscores make no difference between a label and the
     *     feed's column
     * @param zone in which a time stamp with time zone is written: databases keep the moment, and the day of it depends on
     *     the zone. The site's ({@code dhp.site.zone})
     * @throws UnreadableFileException code {@code header}, when the query lacks a required column of the feed, or has one
     *     twice; the sentence says which
     */
    public JdbcRows(ResultSet result, CsvFeed feed, ZoneId zone) throws SQLException {
        this.result = result;
        ResultSetMetaData about = result.getMetaData();
        List<String> found = new ArrayList<>();
        values = new ArrayList<>();
        for (int column = 1; column <= about.getColumnCount(); column++) {
            found.add(about.getColumnLabel(column));
            values.add(JdbcValue.of(about.getColumnType(column), about.getColumnTypeName(column), zone));
        }
        labels = distinct(found, feed);
        requireColumns(found, feed);
    }

    /**
     * @return the row at the cursor; empty when every column is NULL or blank
     * @throws UnreadableColumnException when a column cannot be read, be it for its value or because the connection is lost
     */
    public ObjectNode row() throws UnreadableColumnException {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        UnreadableColumnException failure = null;
        for (int i = 0; i < labels.size(); i++) {
            try {
                String value = values.get(i).read(result, i + 1);
                if (value != null) {
                    RowTexts.put(row, labels.get(i), value);
                }
            } catch (SQLException e) {
                failure = failure == null ? new UnreadableColumnException(labels.get(i), row, e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return row;
    }

    private static void requireColumns(List<String> labels, CsvFeed feed) {
        List<String> missing = feed.missing(labels);
        if (!missing.isEmpty()) {
            throw new UnreadableFileException(
                    "header",
                    "The query has no column " + String.join(", ", missing) + ", which the feed " + feed.name()
                            + " needs; it has " + labels
                            + ". Name its columns as the feed does (SELECT … AS …), or describe them in"
                            + " mappings/csv (docs/mapping.md).");
        }
    }

    private static List<String> distinct(List<String> labels, CsvFeed feed) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>();
        for (String label : labels) {
            String column = feed.columnNamed(label);
            if (!known.add(column) && feed.columns().containsKey(column)) {
                throw new UnreadableFileException(
                        "header",
                        "The query has the column " + column
                                + " twice; only one can be meant. Leave one out, or give it"
                                + " another name (SELECT … AS …).");
            }
            String name = label;
            for (int again = 2; !names.add(name); again++) {
                name = label + " (" + again + ")";
            }
        }
        return List.copyOf(names);
    }
}
