package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * One file of {@code mappings/codes}: a translation of a source's words into codes. The first column is {@code from} (the
 * source's spelling, matched to the letter) or {@code from_any_case} (letter case, runs of blanks and the kind of
 * apostrophe do not matter). A column {@code source}, when there is one, holds who coined the code; a row without it is
 * for everybody. A row with {@code from} = {@code *} says what becomes of everything else. Columns {@code if_…} hold the
 * words (blanks between them) with which a row counts, as {@code if_unit}; one code may have several rows then. Lines that begin with {@code
 * #} are comments. All other columns are for the mappings that ask.
 */
final class CodeTable {

    private static final String ANYTHING = "*";
    private static final String CONDITION = "if_";
    private static final int LONGEST_CODE = 100;
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");
    private static final Pattern APOSTROPHES = Pattern.compile("[\u2018\u2019\u02bb\u02bc\u0060\u00b4]");

    private final String name;
    private final boolean anyCase;
    private final List<String> header;

    /** By source and folded code; a row for everybody has no source. */
    private final Map<TextPair, List<ObjectNode>> rows = new LinkedHashMap<>();

    private final Memo<TextPair, List<ObjectNode>> asked = new Memo<>(this::find);

    private CodeTable(String name, boolean anyCase, List<String> header) {
        this.name = name;
        this.anyCase = anyCase;
        this.header = List.copyOf(header);
    }

    /**
     * @param name as {@code units}
     * @param text of the file
     * @throws MappingException when the file is not such a table, with file and line
     */
    static CodeTable parse(String name, String text) {
        String file = "mappings/codes/" + name + ".csv";
        try (CSVParser parser = CsvTable.parse(text)) {
            List<String> header = parser.getHeaderNames();
            String first = header.isEmpty() ? "" : header.get(0);
            if (!first.equals("from") && !first.equals("from_any_case")) {
                throw new MappingException(file
                        + ": the first column must be named 'from' (the source's spelling to the "
                        + "letter) or 'from_any_case' (letter case does not matter), but is named '" + first + "'.");
            }
            CodeTable table = new CodeTable(name, first.equals("from_any_case"), header);
            for (CSVRecord row : parser) {
                table.add(row, header, file + " line " + parser.getCurrentLineNumber());
            }
            return table;
        } catch (IOException | java.io.UncheckedIOException | IllegalArgumentException e) {
            throw new MappingException(file + " is not a readable CSV table: " + e.getMessage(), e);
        }
    }

    private void add(CSVRecord row, List<String> header, String place) {
        if (row.size() != header.size()) {
            throw new MappingException(place + ": the row has " + row.size() + " columns, the header has "
                    + header.size() + "; put a value that holds a comma in double quotes.");
        }
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < header.size(); i++) {
            if (!row.get(i).isEmpty()) {
                columns.put(i == 0 ? "from" : header.get(i), row.get(i));
            }
        }
        String source = columns.path("source").asText("");
        List<ObjectNode> same = rows.computeIfAbsent(new TextPair(source, fold(row.get(0))), key -> new ArrayList<>(1));
        if (same.stream().noneMatch(other -> isSpelling(other, columns))) {
            if (same.stream().anyMatch(other -> conditions(other).equals(conditions(columns)))) {
                throw new MappingException(
                        place + ": this value of the first column stands in the table already; keep one.");
            }
            same.add(columns);
        }
    }

    private static Map<String, String> conditions(ObjectNode row) {
        Map<String, String> conditions = new LinkedHashMap<>();
        row.properties().forEach(column -> {
            if (column.getKey().startsWith(CONDITION)) {
                conditions.put(column.getKey(), column.getValue().asText());
            }
        });
        return conditions;
    }

    /** The same with rows over its own, each in the place of all of its code; what the header does not name of them is left out. */
    CodeTable with(List<CodeOverlay.Row> over) {
        for (CodeOverlay.Row row : over) {
            ObjectNode columns = JsonNodeFactory.instance.objectNode().put("from", row.from());
            if (!row.source().isEmpty()) {
                columns.put("source", row.source());
            }
            row.columns().forEach((column, value) -> {
                if (header.contains(column) && !value.isEmpty()) {
                    columns.put(column, value);
                }
            });
            rows.put(new TextPair(row.source(), fold(row.from())), List.of(columns));
        }
        return this;
    }

    List<String> header() {
        return header;
    }

    List<ObjectNode> rows() {
        return rows.values().stream().flatMap(List::stream).toList();
    }

    String name() {
        return name;
    }

    /** The row of a code that this source coined, or else of everybody's; empty when the table names neither. */
    Optional<ObjectNode> row(String source, String code) {
        return row(source, code, MissingNode.getInstance());
    }

    /**
     * The first such row that counts.
     *
     * @param said by condition, as {@code unit}; what is not said is not asked
     */
    Optional<ObjectNode> row(String source, String code, JsonNode said) {
        TextPair key = new TextPair(source, code);
        List<ObjectNode> found = code.length() > LONGEST_CODE ? find(key) : asked.of(key);
        return found.stream().filter(row -> counts(row, said)).findFirst();
    }

    private static boolean counts(ObjectNode row, JsonNode said) {
        return conditions(row).entrySet().stream().allMatch(condition -> {
            JsonNode word = said.path(condition.getKey().substring(CONDITION.length()));
            return !word.isTextual()
                    || List.of(BLANKS.split(condition.getValue())).contains(word.asText());
        });
    }

    /** Whether two rows say the same of one word, once with and once without the dots of ё. */
    private static boolean isSpelling(ObjectNode one, ObjectNode other) {
        return !one.path("from").asText().equalsIgnoreCase(other.path("from").asText())
                && one.deepCopy().without("from").equals(other.deepCopy().without("from"));
    }

    private List<ObjectNode> find(TextPair key) {
        String folded = fold(key.second());
        List<ObjectNode> own = rows.get(new TextPair(key.first(), folded));
        return own != null ? own : rows.getOrDefault(new TextPair("", folded), List.of());
    }

    /** The row for everything else, when the table has one. */
    Optional<ObjectNode> otherwise() {
        return rows.getOrDefault(new TextPair("", ANYTHING), List.of()).stream().findFirst();
    }

    private String fold(String code) {
        String tidy = isAscii(code) ? code.strip() : Normalizer.normalize(code.strip(), Normalizer.Form.NFC);
        if (!anyCase) {
            return tidy;
        }
        String lower = tidy.toLowerCase(Locale.ROOT).replace('ё', 'е');
        String spaced = lower.indexOf(' ') < 0 && isAscii(lower)
                ? lower
                : BLANKS.matcher(lower).replaceAll(" ");
        return isAscii(spaced) && spaced.indexOf('`') < 0
                ? spaced
                : APOSTROPHES.matcher(spaced).replaceAll("'");
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || c < ' ') {
                return false;
            }
        }
        return true;
    }
}
