package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dhpbridge.home.HomeFiles;

/** Shows code tables to people. */
final class CodeTableViews {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,60}");
    private static final String TAKEN_BY = "pack-cod(?:e|ing)\\(\"([^\"]+)\",\\s*translate\\(\"%s\"";

    private CodeTableViews() {}

    static Optional<CodeTableView> of(String name, CodeTables tables, HomeFiles files) {
        return NAME.matcher(name).matches() ? tables.find(name).map(table -> view(table, files)) : Optional.empty();
    }

    private static CodeTableView view(CodeTable table, HomeFiles files) {
        List<String> columns = new ArrayList<>(table.header());
        columns.remove(0);
        boolean bySource = columns.remove("source");
        return new CodeTableView(
                table.name(),
                table.header(),
                columns,
                bySource,
                about(files.text(CodeTables.path(table.name())).orElse("")),
                table.rows().stream().map(CodeTableViews::row).toList(),
                elements(table.name(), files));
    }

    private static Map<String, String> row(ObjectNode row) {
        Map<String, String> columns = new LinkedHashMap<>();
        row.properties()
                .forEach(
                        column -> columns.put(column.getKey(), column.getValue().asText()));
        return columns;
    }

    private static String about(String text) {
        return text.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining(" "));
    }

    /** As the mappings write it: the table's code goes straight into an element of the pack. */
    private static List<String> elements(String table, HomeFiles files) {
        Pattern taken = Pattern.compile(TAKEN_BY.formatted(table));
        return files.list("mappings", ".jslt").stream()
                .flatMap(path -> taken.matcher(files.text(path).orElse("")).results())
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
    }
}
