package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.OwnColumns;

/**
 * Makes of a row with a site's own columns one with the columns of the documented feed: absent tokens first, then codes, then
 * formats, then the columns that it fills; defaults where nothing did.
 */
final class OwnRow {

    private static final String ANYTHING = "*";

    private final CsvFeed feed;
    private final OwnColumns own;
    private final CodeTables tables;
    private final Map<String, DatePatterns> dates = new HashMap<>();
    private final Map<String, NumberPattern> numbers = new HashMap<>();
    private final Map<String, Map<String, String>> codes = new HashMap<>();
    private final Memo<String, String> columns;
    private final boolean strictDates;

    /**
     * @param feed one with own columns
     * @param strictDates whether a date in another form than the site names is an error
     */
    OwnRow(CsvFeed feed, CodeTables tables, boolean strictDates) {
        this.strictDates = strictDates;
        this.feed = feed;
        this.tables = tables;
        own = feed.own();
        columns = new Memo<>(feed::columnNamed);
        own.formats().forEach((column, format) -> {
            if (format.isOfDates()) {
                dates.put(column, new DatePatterns(format.dates()));
            } else {
                numbers.put(column, new NumberPattern(format));
            }
        });
        own.codes().forEach((column, table) -> {
            Map<String, String> folded = new HashMap<>();
            table.own().forEach((from, to) -> folded.put(fold(from), to));
            codes.put(column, folded);
        });
    }

    /** @throws MappingException when the descriptor names a table that is not there, or is wrong */
    void check() {
        own.codes().forEach((column, table) -> {
            if (table.table() != null && tables.find(table.table()).isEmpty()) {
                throw new MappingException(
                        "mappings/csv/" + feed.name() + ".yaml: codes of " + column + " names the table "
                                + table.table() + ", but there is no file " + CodeTables.path(table.table())
                                + ". Write it, or correct the name.");
            }
        });
    }

    /** @param row of a reader, not changed */
    ObjectNode read(ObjectNode row) {
        Filling filling = new Filling(row);
        own.targets()
                .keySet()
                .forEach(column -> filling.cells.computeIfPresent(column, (name, text) -> {
                    filling.fill(name, text);
                    return text;
                }));
        return filling.finished();
    }

    private static String fold(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** One row being filled. */
    private final class Filling {

        private final Map<String, String> cells = new HashMap<>();
        private final ObjectNode filled;
        private final ObjectNode names;
        private final Set<String> refused = new HashSet<>();
        private final String place;

        Filling(ObjectNode row) {
            filled = row.objectNode();
            names = row.objectNode();
            for (String position : List.of("_line", "_row")) {
                if (row.has(position)) {
                    filled.set(position, row.get(position));
                }
            }
            place = row.has("_line")
                    ? "line " + row.get("_line").asText()
                    : "row " + row.path("_row").asText();
            for (Map.Entry<String, JsonNode> cell : row.properties()) {
                String column = columns.of(cell.getKey());
                if (own.targets().containsKey(column)
                        && cells.putIfAbsent(column, cell.getValue().asText()) != null) {
                    report("error", "duplicate", column, "another column of the row has the same name. Leave one out.");
                }
            }
        }

        void fill(String column, String text) {
            OwnColumns.Target target = own.targets().get(column);
            String reason = own.absent().get(column).get(text.toLowerCase(Locale.ROOT));
            String value = reason == null ? formatted(column, coded(column, text)) : AbsentMarker.of(reason);
            if (value == null) {
                refused.addAll(target.columns());
                filled.remove(target.columns());
            } else if (target.words() && reason == null) {
                String[] words = value.split("[\\s\\u00a0]+", target.columns().size());
                for (int i = 0; i < words.length; i++) {
                    put(target.columns().get(i), column, words[i]);
                }
            } else {
                target.columns().forEach(to -> put(to, column, value));
            }
        }

        ObjectNode finished() {
            own.defaults().forEach((to, value) -> {
                if (!filled.has(to) && !refused.contains(to)) {
                    filled.put(to, value);
                    names.put(to, to + " (default of mappings/csv/" + feed.name() + ".yaml)");
                }
            });
            return filled.set(FeedRows.SOURCE_COLUMNS, names);
        }

        /** Two columns for one: the second goes behind the first, as a time behind its day; without one of them there is none. */
        private void put(String to, String from, String value) {
            if (value.isEmpty() || refused.contains(to)) {
                return;
            }
            String before = filled.path(to).asText();
            boolean joins = !before.isEmpty() && AbsentMarker.reasonIn(before).isEmpty();
            if (joins && AbsentMarker.reasonIn(value).isPresent()) {
                return;
            }
            filled.put(to, joins ? before + " " + value : value);
            names.put(to, joins ? names.path(to).asText() + " + " + from : from);
        }

        /** What the table makes of a text; the text itself when no table knows it; empty for nothing. */
        private String coded(String column, String text) {
            OwnColumns.Codes table = own.codes().get(column);
            if (table == null) {
                return text;
            }
            if (table.table() == null) {
                Map<String, String> known = codes.get(column);
                return known.getOrDefault(fold(text), known.getOrDefault(ANYTHING, text));
            }
            CodeTable found = tables.get(table.table());
            Optional<ObjectNode> row = found.row("", text);
            if (row.isEmpty()) {
                MappingRun.current().add(new Unmapped(found.name(), "", text, where(column)));
                row = found.otherwise();
            }
            return row.map(r -> r.path("to").asText()).orElse(text);
        }

        /** @return null when the text has not the form that the site names for the column */
        private String formatted(String column, String text) {
            if (text.isEmpty() || !own.formats().containsKey(column)) {
                return text;
            }
            DatePatterns days = dates.get(column);
            Optional<String> read = days == null ? numbers.get(column).read(text) : days.read(text);
            if (read.isEmpty()) {
                report(
                        days == null || strictDates ? "error" : "warning",
                        "value",
                        column,
                        days == null
                                ? "this number is not written as "
                                        + numbers.get(column).allowed() + ", which mappings/csv/" + feed.name()
                                        + ".yaml names. Correct one of them."
                                : "this is no " + days.allowed() + ", which mappings/csv/" + feed.name()
                                        + ".yaml names, or a day that does not exist; it was left out. Correct one of"
                                        + " them.");
            }
            return read.orElse(null);
        }

        private void report(String severity, String code, String column, String sentence) {
            MappingRun.current()
                    .add(new Issue(severity, code, null, where(column) + ": " + sentence).at(where(column)));
        }

        private String where(String column) {
            return place + ", column " + column;
        }
    }
}
