package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;

/** Gives the rows of a message the columns that the mapping of their feed reads. */
final class FeedRows {

    /** In a prepared row: column of the feed → what the source calls it, where it has a name of its own for it. */
    static final String SOURCE_COLUMNS = "_columns";

    private record Label(String feed, String text) {}

    private final CsvFeeds feeds;
    private final Map<String, OwnRow> own = new HashMap<>();
    private final Map<String, List<String>> dates = new HashMap<>();
    private final Map<String, CsvFeed> documented = new HashMap<>();
    private final CodeTables tables;
    private final Memo<Label, String> columns;

    /**
     * @param tables that a site's own columns may name
     * @param strictDates whether a date in another form than a site names for its column is an error
     */
    FeedRows(CsvFeeds feeds, CodeTables tables, boolean strictDates) {
        this.feeds = feeds;
        this.tables = tables;
        columns = new Memo<>(asked -> feeds.named(asked.feed()).columnNamed(asked.text()));
        feeds.all().forEach((name, feed) -> {
            if (feed.hasOwnColumns()) {
                own.put(name, new OwnRow(feed, tables, strictDates));
            }
            CsvFeed base = feed.hasOwnColumns() ? feeds.named(feed.own().feed()) : feed;
            documented.put(name, base);
            dates.put(
                    name,
                    base.columns().entrySet().stream()
                            .filter(column -> column.getValue().date())
                            .map(Map.Entry::getKey)
                            .toList());
        });
    }

    /** @throws MappingException when a descriptor names a table that is not there */
    void check() {
        own.values().forEach(OwnRow::check);
        documented.values().forEach(feed -> feed.columns().forEach((name, column) -> {
            if (column.hasWords() && tables.find(column.words()).isEmpty()) {
                throw new MappingException(
                        "mappings/csv/" + feed.name() + ".yaml: words of " + name + " names the table "
                                + column.words() + ", but there is no file " + CodeTables.path(column.words())
                                + ". Write it, or correct the name.");
            }
        }));
    }

    /**
     * @param tree a message of rows, not changed; what is wrong with it goes to the {@link MappingRun}
     * @return the tree itself when there is nothing to do, or no such feed
     */
    ObjectNode prepared(ObjectNode tree) {
        Optional<CsvFeed> feed = feeds.find(tree.path("feed").asText());
        return feed.isEmpty() ? tree : prepared(tree, feed.get());
    }

    private ObjectNode prepared(ObjectNode tree, CsvFeed feed) {
        boolean asWritten = tree.path("format").asText().equals("rows");
        ArrayNode rows = tree.arrayNode();
        boolean same = true;
        for (JsonNode member : tree.path("rows")) {
            ObjectNode row = (ObjectNode) member;
            ObjectNode read = asWritten ? read(row, feed) : row;
            ObjectNode named = feed.hasOwnColumns()
                    ? own.get(feed.name()).read(read)
                    : asWritten ? asDocumented(read, feed) : read;
            CsvFeed base = documented.get(feed.name());
            ObjectNode said = NothingSaid.takenOut(declared(named, base), base.columns());
            ObjectNode dated = withoutExcelDays(said, dates.get(feed.name()));
            same &= dated == row;
            rows.add(dated);
        }
        if (same) {
            return tree;
        }
        ObjectNode prepared = tree.objectNode();
        tree.properties().forEach(part -> prepared.set(part.getKey(), part.getValue()));
        return prepared.set("rows", rows);
    }

    /** A token that the words of its column do not know declares an absence. */
    private ObjectNode declared(ObjectNode row, CsvFeed feed) {
        ObjectNode declared = row;
        for (var cell : row.properties()) {
            CsvFeed.Column column = feed.columns().get(cell.getKey());
            if (column == null || !column.hasWords() || !cell.getValue().isTextual()) {
                continue;
            }
            String text = cell.getValue().textValue();
            String marker = feed.declared(text);
            if (!marker.equals(text) && tables.get(column.words()).row("", text).isEmpty()) {
                declared = declared == row ? row.deepCopy() : declared;
                declared.put(cell.getKey(), marker);
            }
        }
        return declared;
    }

    /** The cells of a table or a JSON body say what those of a file say: many were filled from one. */
    private ObjectNode read(ObjectNode row, CsvFeed feed) {
        ObjectNode read = row.objectNode();
        row.properties().forEach(cell -> {
            if (!cell.getValue().isTextual()) {
                read.set(cell.getKey(), cell.getValue());
                return;
            }
            String text = feed.read(
                    columns.of(new Label(feed.name(), cell.getKey())),
                    cell.getValue().textValue());
            if (!text.isEmpty()) {
                read.put(cell.getKey(), text);
            }
        });
        return read;
    }

    private ObjectNode asDocumented(ObjectNode row, CsvFeed feed) {
        ObjectNode renamed = row.objectNode();
        ObjectNode names = row.objectNode();
        row.properties().forEach(cell -> {
            String label = cell.getKey();
            String column = columns.of(new Label(feed.name(), label));
            if (renamed.has(column)) {
                MappingRun.current().add(twice(row, label, column));
                return;
            }
            renamed.set(column, cell.getValue());
            if (!column.equals(label)) {
                names.put(column, label);
            }
        });
        return names.isEmpty() ? renamed : renamed.set(SOURCE_COLUMNS, names);
    }

    private static Issue twice(ObjectNode row, String label, String column) {
        String place = "row " + row.path("_row").asText() + ", column " + label;
        return Issue.error(
                        "duplicate",
                        null,
                        place + ": another column of the row means " + column
                                + " too. Only one can be meant: leave one out.")
                .at(place);
    }

    /** In a column of dates a number of five digits can be nothing else; that it was one is told all the same. */
    private static ObjectNode withoutExcelDays(ObjectNode row, List<String> dates) {
        ObjectNode read = row;
        for (String column : dates) {
            String text = row.path(column).asText();
            if (ExcelDay.isUnmistakable(text)) {
                read = read == row ? row.deepCopy() : read;
                read.put(column, ExcelDay.read(text, false).orElse(text));
                String place = new InputPlace(row, column).toString();
                MappingRun.current()
                        .add(Issue.warning(
                                        "value",
                                        null,
                                        place
                                                + ": this is a number, not a date; it was read as Excel's number of a day"
                                                + " (counted from 1900). Format the column as a date before you export it, or"
                                                + " declare excel for it (docs/mapping.md).")
                                .at(place));
            }
        }
        return read;
    }
}
