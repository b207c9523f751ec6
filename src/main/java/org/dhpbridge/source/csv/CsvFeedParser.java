package org.dhpbridge.source.csv;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.dhpbridge.source.charset.Charsets;

/** Reads a feed's descriptor and says all that is wrong with it at once. */
final class CsvFeedParser {

    private static final List<String> KEYS = List.of(
            "title",
            "columns",
            "groupBy",
            "sameRecord",
            "subject",
            "subjectKind",
            "authority",
            "eventTime",
            "absent",
            "delimiter",
            "charset",
            "skipLines");
    private static final int MOST_SKIPPED = 1000;
    private static final List<String> COLUMN_KEYS = List.of("required", "date", "holds", "words", "title");
    private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

    private static final List<String> SUBJECT_KINDS = List.of("patient", "practitioner", "organization");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String name;
    private final JsonNode root;
    private final List<String> mistakes = new ArrayList<>();

    /** @throws WrongDescriptorException when the text is no YAML */
    CsvFeedParser(String name, String text) {
        this.name = name;
        this.root = tree(text);
    }

    /** Whether the descriptor is of a site's own columns of a feed that another one documents. */
    boolean isOfOwnColumns() {
        return root.has("feed");
    }

    CsvFeed parse() {
        if (!root.isObject()) {
            mistakes.add("it must be a map with the keys " + KEYS);
        }
        root.fieldNames().forEachRemaining(key -> refuseUnknown(key, KEYS, ""));
        Map<String, CsvFeed.Column> columns = columns(root.path("columns"));
        CsvFeed feed = new CsvFeed(
                name,
                columns,
                key(root, "groupBy", columns),
                key(root, "sameRecord", columns),
                names(root, "subject", columns),
                subjectKind(root.path("subjectKind").asText("patient")),
                names(root, "authority", columns).stream().findFirst().orElse(""),
                names(root, "eventTime", columns),
                absent(root.path("absent")),
                delimiter(root.path("delimiter").asText("auto")),
                charset(root.path("charset").asText("utf-8")),
                skipLines(root.path("skipLines"), 0),
                null);
        refuseMistakes();
        return feed;
    }

    /** @param documented the feeds by name that a site's own columns may be of */
    CsvFeed parse(Map<String, CsvFeed> documented) {
        CsvFeed base = documented.get(root.path("feed").asText());
        if (base == null) {
            mistakes.add("feed names " + root.path("feed").asText() + ", which is no documented feed; those are "
                    + documented.keySet().stream().sorted().toList());
            refuseMistakes();
        }
        root.fieldNames().forEachRemaining(key -> refuseUnknown(key, OwnColumnsParser.KEYS, ""));
        OwnColumnsParser parser = new OwnColumnsParser(base, mistakes::add);
        OwnColumns own = parser.parse(root);
        CsvFeed feed = new CsvFeed(
                name,
                parser.columns(root),
                parser.groupBy(root),
                parser.sameRecord(),
                base.subject(),
                base.subjectKind(),
                base.authority(),
                base.eventTime(),
                Map.of(),
                delimiter(root.path("delimiter").asText(base.delimiter())),
                charset(root.path("charset").asText(base.charset())),
                skipLines(root.path("skipLines"), base.skipLines()),
                own);
        if (own.targets().isEmpty() || feed.required().isEmpty()) {
            mistakes.add("columns must name at least one column that is not optional, as in columns: {FAM: family}");
        }
        refuseMistakes();
        return feed;
    }

    private void refuseMistakes() {
        if (!mistakes.isEmpty()) {
            throw new WrongDescriptorException("mappings/csv/" + name + ".yaml: " + String.join("; ", mistakes) + ".");
        }
    }

    private int skipLines(JsonNode described, int otherwise) {
        if (described.isMissingNode()) {
            return otherwise;
        }
        boolean clear = described.isInt() && described.intValue() >= 0 && described.intValue() <= MOST_SKIPPED;
        if (!clear) {
            mistakes.add("skip-lines must be the number of lines before the header, 0 to " + MOST_SKIPPED);
        }
        return clear ? described.intValue() : otherwise;
    }

    private String subjectKind(String kind) {
        if (!SUBJECT_KINDS.contains(kind)) {
            mistakes.add("subjectKind must be one of " + SUBJECT_KINDS);
        }
        return kind;
    }

    private JsonNode tree(String text) {
        try {
            return camelCase(YAML.readTree(text));
        } catch (JsonProcessingException e) {
            throw new WrongDescriptorException(
                    "mappings/csv/" + name + ".yaml is not well-formed YAML: " + e.getOriginalMessage(), e);
        }
    }

    /** {@code group-by} is another spelling of {@code groupBy}. */
    private static JsonNode camelCase(JsonNode root) {
        if (!(root instanceof ObjectNode map)) {
            return root;
        }
        ObjectNode spelled = map.objectNode();
        map.properties()
                .forEach(member -> spelled.set(
                        HYPHEN.matcher(member.getKey())
                                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT)),
                        member.getValue()));
        return spelled;
    }

    private Map<String, CsvFeed.Column> columns(JsonNode described) {
        Map<String, CsvFeed.Column> columns = new LinkedHashMap<>();
        if (!described.isObject() || described.isEmpty()) {
            mistakes.add("columns must name at least one column, as in columns: {order_id: {required: true}}");
        }
        described.properties().forEach(entry -> {
            JsonNode column = entry.getValue();
            if (!column.isObject() && !column.isNull()) {
                mistakes.add("column " + entry.getKey() + " must be a map of " + COLUMN_KEYS + ", or empty");
            }
            column.fieldNames()
                    .forEachRemaining(key -> refuseUnknown(key, COLUMN_KEYS, "column " + entry.getKey() + ": "));
            for (String flag : List.of("required", "date")) {
                if (column.has(flag) && !column.path(flag).isBoolean()) {
                    mistakes.add("column " + entry.getKey() + ": " + flag + " must be true or false");
                }
            }
            boolean doubled = columns.keySet().stream()
                    .anyMatch(known -> CsvFeed.fold(known).equals(CsvFeed.fold(entry.getKey())));
            if (doubled) {
                mistakes.add("column " + entry.getKey()
                        + " stands twice; capitals make no difference, nor do blanks, - and _");
            }
            columns.put(
                    entry.getKey(),
                    new CsvFeed.Column(
                            column.path("required").asBoolean(),
                            holds(entry.getKey(), column),
                            column.path("words").asText()));
        });
        if (columns.values().stream().noneMatch(CsvFeed.Column::required)) {
            mistakes.add("no column is required: true, so no file could be told to be of this feed");
        }
        return Collections.unmodifiableMap(columns);
    }

    /** {@code date: true} is another way to say {@code holds: date}. */
    private ColumnKind holds(String name, JsonNode column) {
        if (!column.has("holds")) {
            return column.path("date").asBoolean() ? ColumnKind.DATE : ColumnKind.ANYTHING;
        }
        return ColumnKind.named(column.path("holds").asText()).orElseGet(() -> {
            mistakes.add("column " + name + ": holds must be one of " + ColumnKind.names());
            return ColumnKind.ANYTHING;
        });
    }

    private List<String> names(JsonNode root, String key, Map<String, CsvFeed.Column> columns) {
        List<String> names = listed(root, key);
        names.stream().filter(column -> !columns.containsKey(column)).forEach(column -> unknownColumn(key, column));
        return names;
    }

    private RowKey key(JsonNode root, String key, Map<String, CsvFeed.Column> columns) {
        return RowKey.parse(listed(root, key), columns::containsKey, column -> unknownColumn(key, column));
    }

    private void unknownColumn(String key, String column) {
        mistakes.add(key + " names " + column + ", which is not among columns");
    }

    private List<String> listed(JsonNode root, String key) {
        JsonNode listed = root.path(key);
        List<String> names = new ArrayList<>();
        if (listed.isTextual()) {
            names.add(listed.asText());
        } else if (listed.isArray()) {
            listed.forEach(column -> names.add(column.asText()));
        } else if (!listed.isMissingNode() && !listed.isNull()) {
            mistakes.add(key + " must be a list of columns");
        }
        return List.copyOf(names);
    }

    private Map<String, String> absent(JsonNode tokens) {
        Map<String, String> absent = new LinkedHashMap<>();
        if (!tokens.isObject() && !tokens.isMissingNode() && !tokens.isNull()) {
            mistakes.add("absent must be a map of a text and a reason, as in absent: {\"n/a\": unknown}");
        }
        tokens.properties().forEach(token -> AbsentTokens.put(absent, token.getKey(), token.getValue(), mistakes::add));
        return Collections.unmodifiableMap(absent);
    }

    private String delimiter(String delimiter) {
        if (CsvOptions.delimiterNamed(delimiter).isEmpty() && !delimiter.equals(CsvOptions.AUTO)) {
            mistakes.add("delimiter must be auto, tab, or one of , ; |");
        }
        return delimiter;
    }

    private String charset(String charset) {
        if (!charset.equals(CsvOptions.AUTO) && Charsets.named(charset).isEmpty()) {
            mistakes.add("charset " + charset + " is not known; usual are auto, utf-8, windows-1251, utf-16");
        }
        return charset;
    }

    private void refuseUnknown(String key, List<String> known, String where) {
        if (!known.contains(key)) {
            mistakes.add(where + "the key " + key + " is not known; known are " + known);
        }
    }
}
