package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;

/** Gives the rows of a message the columns that the mapping of their feed reads. */
final class FeedRows {

    /** In a prepared row: column of the feed → what the source calls it, where it has a name of its own for it. */
    static final String SOURCE_COLUMNS = "_columns";

    /** Labels of rows come from outside, so what is remembered must have an end. */
    private static final int REMEMBERED = 10_000;

    private record Label(String feed, String text) {}

    private final CsvFeeds feeds;
    private final Map<Label, String> columns = new ConcurrentHashMap<>();

    FeedRows(CsvFeeds feeds) {
        this.feeds = feeds;
    }

    /**
     * @param tree a message of rows, not changed
     * @return the tree itself when there is nothing to do, or no such feed
     */
    ObjectNode prepared(ObjectNode tree) {
        boolean asWritten = tree.path("format").asText().equals("rows");
        return feeds.find(tree.path("feed").asText())
                .filter(feed -> asWritten)
                .map(feed -> asDocumented(tree, feed))
                .orElse(tree);
    }

    private ObjectNode asDocumented(ObjectNode tree, CsvFeed feed) {
        ObjectNode prepared = tree.objectNode();
        tree.properties().forEach(member -> {
            if (!member.getKey().equals("rows")) {
                prepared.set(member.getKey(), member.getValue());
            }
        });
        ArrayNode rows = prepared.putArray("rows");
        tree.path("rows").forEach(row -> rows.add(renamed((ObjectNode) row, feed)));
        return prepared;
    }

    private ObjectNode renamed(ObjectNode row, CsvFeed feed) {
        ObjectNode renamed = row.objectNode();
        ObjectNode names = row.objectNode();
        row.properties().forEach(cell -> {
            String label = cell.getKey();
            String column = column(feed, label);
            if (renamed.has(column)) {
                MappingRun.current().add(twice(row, label, column));
                return;
            }
            if (cell.getValue().isTextual()) {
                renamed.put(column, feed.declared(cell.getValue().textValue()));
            } else {
                renamed.set(column, cell.getValue());
            }
            if (!column.equals(label)) {
                names.put(column, label);
            }
        });
        if (!names.isEmpty()) {
            renamed.set(SOURCE_COLUMNS, names);
        }
        return renamed;
    }

    private static Issue twice(ObjectNode row, String label, String column) {
        return Issue.error(
                "duplicate",
                null,
                "row " + row.path("_row").asText() + ", column " + label + ": another column of the row means " + column
                        + " too. Only one can be meant: leave one out.");
    }

    private String column(CsvFeed feed, String label) {
        if (columns.size() > REMEMBERED) {
            columns.clear();
        }
        return columns.computeIfAbsent(new Label(feed.name(), label), asked -> feed.columnNamed(asked.text()));
    }
}
