package org.dhpbridge.source.csv;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.source.charset.Charsets;

/** Reads a feed's descriptor and says all that is wrong with it at once. */
final class CsvFeedParser {

    private static final List<String> KEYS = List.of(
            "title",
            "columns",
            "groupBy",
            "subject",
            "subjectKind",
            "authority",
            "eventTime",
            "absent",
            "delimiter",
            "charset");
    private static final List<String> COLUMN_KEYS = List.of("required", "title");

    /** Codes of http://terminology.hl7.org/CodeSystem/data-absent-reason (FHIR R5). */
    private static final Set<String> REASONS = Set.of(
            "unknown",
            "asked-unknown",
            "temp-unknown",
            "not-asked",
            "asked-declined",
            "masked",
            "not-applicable",
            "unsupported",
            "as-text",
            "error",
            "not-a-number",
            "negative-infinity",
            "positive-infinity",
            "not-performed",
            "not-permitted");

    private static final List<String> SUBJECT_KINDS = List.of("patient", "practitioner", "organization");

    private final YAMLMapper yaml = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final String name;
    private final List<String> mistakes = new ArrayList<>();

    CsvFeedParser(String name) {
        this.name = name;
    }

    CsvFeed parse(String text) {
        JsonNode root = tree(text);
        if (!root.isObject()) {
            mistakes.add("it must be a map with the keys " + KEYS);
        }
        root.fieldNames().forEachRemaining(key -> refuseUnknown(key, KEYS, ""));
        Map<String, CsvFeed.Column> columns = columns(root.path("columns"));
        CsvFeed feed = new CsvFeed(
                name,
                root.path("title").asText(),
                columns,
                names(root, "groupBy", columns),
                names(root, "subject", columns),
                subjectKind(root.path("subjectKind").asText("patient")),
                names(root, "authority", columns).stream().findFirst().orElse(""),
                names(root, "eventTime", columns),
                absent(root.path("absent")),
                delimiter(root.path("delimiter").asText("auto")),
                charset(root.path("charset").asText("utf-8")));
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("mappings/csv/" + name + ".yaml: " + String.join("; ", mistakes) + ".");
        }
        return feed;
    }

    private String subjectKind(String kind) {
        if (!SUBJECT_KINDS.contains(kind)) {
            mistakes.add("subjectKind must be one of " + SUBJECT_KINDS);
        }
        return kind;
    }

    private JsonNode tree(String text) {
        try {
            return yaml.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "mappings/csv/" + name + ".yaml is not well-formed YAML: " + e.getOriginalMessage(), e);
        }
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
            JsonNode required = column.path("required");
            if (!required.isMissingNode() && !required.isBoolean()) {
                mistakes.add("column " + entry.getKey() + ": required must be true or false");
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
                            required.asBoolean(), column.path("title").asText()));
        });
        if (columns.values().stream().noneMatch(CsvFeed.Column::required)) {
            mistakes.add("no column is required: true, so no file could be told to be of this feed");
        }
        return Collections.unmodifiableMap(columns);
    }

    private List<String> names(JsonNode root, String key, Map<String, CsvFeed.Column> columns) {
        JsonNode listed = root.path(key);
        List<String> names = new ArrayList<>();
        if (listed.isTextual()) {
            names.add(listed.asText());
        } else if (listed.isArray()) {
            listed.forEach(column -> names.add(column.asText()));
        } else if (!listed.isMissingNode() && !listed.isNull()) {
            mistakes.add(key + " must be a list of columns");
        }
        names.stream()
                .filter(column -> !columns.containsKey(column))
                .forEach(column -> mistakes.add(key + " names " + column + ", which is not among columns"));
        return List.copyOf(names);
    }

    private Map<String, String> absent(JsonNode tokens) {
        Map<String, String> absent = new LinkedHashMap<>();
        if (!tokens.isObject() && !tokens.isMissingNode() && !tokens.isNull()) {
            mistakes.add("absent must be a map of a text and a reason, as in absent: {\"n/a\": unknown}");
        }
        tokens.properties().forEach(token -> {
            String reason = token.getValue().asText();
            if (!REASONS.contains(reason)) {
                mistakes.add("absent gives \"" + token.getKey() + "\" the reason \"" + reason + "\"; allowed are "
                        + REASONS.stream().sorted().toList());
            }
            absent.put(token.getKey().strip().toLowerCase(Locale.ROOT), reason);
        });
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
