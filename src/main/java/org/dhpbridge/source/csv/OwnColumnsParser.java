package org.dhpbridge.source.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads the part of a descriptor that says how a site's own columns become those of a documented feed. */
final class OwnColumnsParser {

    static final List<String> KEYS = List.of(
            "title",
            "feed",
            "columns",
            "optional",
            "formats",
            "defaults",
            "groupBy",
            "absent",
            "codes",
            "only",
            "delimiter",
            "charset",
            "skipLines");
    private static final List<String> FORMAT_KEYS = List.of("decimal", "thousands");

    private final CsvFeed documented;
    private final Consumer<String> mistakes;
    private final Map<String, OwnColumns.Target> targets = new LinkedHashMap<>();

    /**
     * @param documented the feed that is meant
     * @param mistakes takes every mistake as a sentence without its end
     */
    OwnColumnsParser(CsvFeed documented, Consumer<String> mistakes) {
        this.documented = documented;
        this.mistakes = mistakes;
    }

    OwnColumns parse(JsonNode root) {
        map(root, "columns", "{FAM: family, GIVEN: given}").forEach(this::target);
        OwnColumns own = new OwnColumns(
                documented.name(),
                Collections.unmodifiableMap(targets),
                formats(map(root, "formats", "{BORN: dd.MM.yyyy, RESULT: {decimal: \",\"}}")),
                defaults(map(root, "defaults", "{status: F}")),
                absent(root),
                codes(map(root, "codes", "{SEX: {1: M, 2: F}, UNIT: our-units}")),
                only(map(root, "only", "{CATEGORY: laboratory}")));
        requireWhatTheFeedNeeds(own.filled());
        return own;
    }

    /** The columns of the file: all must be there but those that {@code optional} lists. */
    Map<String, CsvFeed.Column> columns(JsonNode root) {
        Set<String> optional = new LinkedHashSet<>(names(root, "optional"));
        Map<String, CsvFeed.Column> columns = new LinkedHashMap<>();
        targets.forEach((column, target) ->
                columns.put(column, new CsvFeed.Column(!optional.contains(column), holds(root, column, target), "")));
        root.path("only")
                .fieldNames()
                .forEachRemaining(
                        column -> columns.putIfAbsent(column, new CsvFeed.Column(true, ColumnKind.ANYTHING, "")));
        return Collections.unmodifiableMap(columns);
    }

    /** What the feed's column holds that it fills as it is; what a format or codes change may look otherwise here. */
    private ColumnKind holds(JsonNode root, String column, OwnColumns.Target target) {
        boolean changed = root.path("formats").has(column) || root.path("codes").has(column);
        String only = target.columns().size() == 1 ? target.columns().get(0) : "";
        CsvFeed.Column filled = documented.columns().get(only);
        return changed || filled == null ? ColumnKind.ANYTHING : filled.holds();
    }

    /** The columns that make rows one message: named by the site, or those that fill what the feed groups by. */
    RowKey groupBy(JsonNode root) {
        if (root.has("groupBy")) {
            return new RowKey(names(root, "groupBy").stream().map(List::of).toList());
        }
        return documented.groupBy().in(this::filling);
    }

    /** The columns that make rows speak of the same record. */
    RowKey sameRecord() {
        return documented.sameRecord().in(this::filling);
    }

    private List<String> filling(String column) {
        return targets.entrySet().stream()
                .filter(target -> target.getValue().columns().contains(column))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<String> names(JsonNode root, String key) {
        List<String> names = new ArrayList<>();
        JsonNode listed = root.path(key);
        (listed.isArray() ? listed : listed.isTextual() ? List.of(listed) : List.<JsonNode>of())
                .forEach(name -> names.add(name.asText()));
        names.stream().filter(name -> !targets.containsKey(name)).forEach(name -> unknownColumn(key, name));
        return names;
    }

    private Map<String, JsonNode> map(JsonNode root, String key, String example) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        JsonNode node = root.path(key);
        if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
            mistakes.accept(key + " must be a map, as in " + key + ": " + example);
        }
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private void target(String column, JsonNode named) {
        boolean list = named.isArray();
        List<String> meant = list
                ? Stream.iterate(0, i -> i < named.size(), i -> i + 1)
                        .map(i -> named.get(i).asText())
                        .toList()
                : Arrays.stream(named.asText().trim().split("\\s+"))
                        .filter(name -> !name.isEmpty())
                        .toList();
        if (meant.isEmpty()) {
            mistakes.accept("column " + column + " must name a column of the feed " + documented.name());
        }
        meant.stream()
                .filter(name -> !documented.columns().containsKey(name))
                .forEach(name -> mistakes.accept("column " + column + " names " + name + ", which the feed "
                        + documented.name() + " does not have; it has "
                        + documented.columns().keySet()));
        if (targets.keySet().stream().anyMatch(known -> CsvFeed.fold(known).equals(CsvFeed.fold(column)))) {
            mistakes.accept("column " + column + " stands twice; capitals make no difference, nor do blanks, - and _");
        }
        targets.put(column, new OwnColumns.Target(meant, !list && meant.size() > 1));
    }

    private void requireWhatTheFeedNeeds(Set<String> filled) {
        boolean subject = documented.subject().stream().anyMatch(filled::contains);
        documented.required().stream()
                .filter(column -> !filled.contains(column)
                        && !(subject && documented.subject().contains(column)))
                .forEach(column -> mistakes.accept("no column is said to be " + column + ", which the feed "
                        + documented.name() + " needs; name it under columns, or give it a value under defaults"));
    }

    private Map<String, OwnColumns.Format> formats(Map<String, JsonNode> described) {
        Map<String, OwnColumns.Format> formats = new LinkedHashMap<>();
        described.forEach((column, format) -> {
            requireColumn("formats", column);
            formats.put(column, format.isObject() ? numbers(column, format) : dates(column, format));
        });
        return Collections.unmodifiableMap(formats);
    }

    private OwnColumns.Format numbers(String column, JsonNode format) {
        format.fieldNames().forEachRemaining(key -> {
            if (!FORMAT_KEYS.contains(key)) {
                mistakes.accept(
                        "formats of " + column + ": the key " + key + " is not known; known are " + FORMAT_KEYS);
            }
        });
        String decimal = format.path("decimal").asText(".");
        String thousands = format.path("thousands").asText("");
        boolean clear = decimal.length() == 1
                && ".,".contains(decimal)
                && (thousands.isEmpty() || thousands.length() == 1 && ".,' ".contains(thousands))
                && !decimal.equals(thousands);
        if (!clear) {
            mistakes.accept(
                    "formats of " + column + ": decimal must be . or , and thousands another one of . , ' or a blank");
        }
        return new OwnColumns.Format(List.of(), decimal, thousands.isEmpty() ? null : thousands);
    }

    private OwnColumns.Format dates(String column, JsonNode format) {
        List<String> patterns = new ArrayList<>();
        (format.isArray() ? format : List.of(format)).forEach(pattern -> patterns.add(pattern.asText()));
        patterns.forEach(pattern -> checkPattern(column, pattern));
        if (patterns.isEmpty()) {
            mistakes.accept("formats of " + column + " must be a date pattern as dd.MM.yyyy, a list of them, excel, or"
                    + " {decimal: \",\"}");
        }
        return new OwnColumns.Format(List.copyOf(patterns), null, null);
    }

    private void checkPattern(String column, String pattern) {
        if (pattern.equals(OwnColumns.Format.EXCEL) || pattern.equals(OwnColumns.Format.EXCEL_1904)) {
            return;
        }
        String wrong =
                "formats of " + column + ": " + pattern + " is no pattern of a date or time, as dd.MM.yyyy, dd.MM.yyyy"
                        + " HH:mm, yyyyMMdd or HH:mm; excel is for Excel's day numbers";
        try {
            DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            mistakes.accept(wrong);
            return;
        }
        String letters = pattern.replaceAll("'[^']*'", "");
        boolean hasYear = letters.matches(".*[yuY].*");
        if (hasYear && !letters.matches("[^yuY]*(y{4}|u{4})[^yuY]*")) {
            mistakes.accept("formats of " + column + ": " + pattern
                    + (letters.matches("[^yuY]*(yy|uu|YY)[^yuY]*")
                            ? " has a year of two digits, which does not say the century; let the source write four"
                            : " has no year that can be meant; write yyyy, once"));
        } else if (!hasYear && !letters.contains("H")) {
            mistakes.accept(wrong);
        }
    }

    private Map<String, String> defaults(Map<String, JsonNode> described) {
        Map<String, String> defaults = new LinkedHashMap<>();
        described.forEach((column, value) -> {
            if (!documented.columns().containsKey(column)) {
                mistakes.accept("defaults names " + column + ", which the feed " + documented.name()
                        + " does not have; it has " + documented.columns().keySet());
            }
            if (!value.isValueNode() || CsvFeed.strip(value.asText()).isEmpty() || value.isNull()) {
                mistakes.accept("defaults of " + column + " must be a text or a number");
            }
            defaults.put(column, CsvFeed.strip(value.asText()));
        });
        return Collections.unmodifiableMap(defaults);
    }

    /**
     * The feed's tokens, the descriptor's, and those of a column alone, which stand in a map under its name. Those of the feed wait in a
     * column whose words a table may know.
     */
    private Map<String, Map<String, String>> absent(JsonNode root) {
        Map<String, JsonNode> described = map(root, "absent", "{\"n/a\": unknown, RESULT: {\"-\": not-performed}}");
        Map<String, String> everywhere = new LinkedHashMap<>();
        described.forEach((token, reason) -> {
            if (reason.isObject()) {
                requireColumn("absent", token);
            } else {
                AbsentTokens.put(everywhere, token, reason, mistakes);
            }
        });
        Map<String, Map<String, String>> absent = new LinkedHashMap<>();
        targets.forEach((column, target) -> {
            boolean words = target.columns().stream()
                    .allMatch(to -> documented.columns().containsKey(to)
                            && documented.columns().get(to).hasWords());
            Map<String, String> tokens = new LinkedHashMap<>(words ? Map.of() : documented.absent());
            tokens.putAll(everywhere);
            described
                    .getOrDefault(column, MissingNode.getInstance())
                    .properties()
                    .forEach(token -> AbsentTokens.put(tokens, token.getKey(), token.getValue(), mistakes));
            absent.put(column, Collections.unmodifiableMap(tokens));
        });
        return absent;
    }

    private Map<String, OwnColumns.Codes> codes(Map<String, JsonNode> described) {
        Map<String, OwnColumns.Codes> codes = new LinkedHashMap<>();
        described.forEach((column, table) -> {
            requireColumn("codes", column);
            if (table.isTextual()) {
                codes.put(column, new OwnColumns.Codes(table.asText(), Map.of()));
            } else if (table.isObject()) {
                Map<String, String> own = new LinkedHashMap<>();
                table.properties()
                        .forEach(row -> own.put(
                                row.getKey(),
                                row.getValue().isNull() ? "" : row.getValue().asText()));
                codes.put(column, new OwnColumns.Codes(null, Collections.unmodifiableMap(own)));
            } else {
                mistakes.accept("codes of " + column + " must be the name of a table in mappings/codes, or a map as"
                        + " {1: M, 2: F}");
            }
        });
        return Collections.unmodifiableMap(codes);
    }

    private Map<String, Set<String>> only(Map<String, JsonNode> described) {
        Map<String, Set<String>> only = new LinkedHashMap<>();
        described.forEach((column, wanted) -> {
            Set<String> texts = new LinkedHashSet<>();
            (wanted.isArray() ? wanted : List.of(wanted))
                    .forEach(text -> texts.add(CsvFeed.strip(text.asText()).toLowerCase(Locale.ROOT)));
            if (texts.isEmpty() || wanted.isObject() || wanted.isNull()) {
                mistakes.accept("only of " + column + " must be a text or a list of texts");
            }
            only.put(column, texts);
        });
        return Collections.unmodifiableMap(only);
    }

    private void requireColumn(String key, String column) {
        if (!targets.containsKey(column)) {
            unknownColumn(key, column);
        }
    }

    private void unknownColumn(String key, String column) {
        mistakes.accept(key + " names " + column + ", which is not among columns; those are " + targets.keySet());
    }
}
