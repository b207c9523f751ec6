package org.dhpbridge.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.UnreadableMessageException;

/**
 * The shape of a message: which segments, fields and columns are filled, and with values of which kind and length. A name
 * stands there only when a dictionary or a feed's description knows it; a column that the site invented is masked like a
 * value, for whoever forgets the header line makes column names of the first patient.
 */
final class MessageShape {

    /**
     * @param fields place to kind and length of the value; null when the message could not be taken apart
     * @param text the whole, masked; null when it could be taken apart
     * @param values every text of the message, so that nothing else of the export repeats one
     */
    record Description(ObjectNode fields, String text, Set<String> values) {}

    private static final int MOST_FIELDS = 2000;
    private static final int LONGEST_TEXT = 4000;
    private static final String JSON_TREE = "application/json";
    private static final Pattern SEGMENT = Pattern.compile("[A-Z][A-Z0-9]{2}");
    private static final Pattern FIELD = Pattern.compile("([A-Z][A-Z0-9]{1,2})-\\d+.*");
    private static final Pattern BOOK_KEEPING = Pattern.compile("_line|_column_\\d+|_segment");
    private static final ObjectMapper JSON = ExactJson.mapper();

    private final MessageReader reader;
    private final Predicate<String> dictionary;

    /** @param dictionary whether a name is one of HL7's segments or data types, or a site's Z segment */
    MessageShape(MessageReader reader, Predicate<String> dictionary) {
        this.reader = reader;
        this.dictionary = dictionary;
    }

    /** @param knownColumn whether a name is a column of the feed that the message came by */
    Description of(String contentType, byte[] payload, Predicate<String> knownColumn) {
        Set<String> values = new LinkedHashSet<>();
        Optional<ObjectNode> tree = tree(contentType, payload);
        if (tree.isEmpty()) {
            String text = new String(payload, StandardCharsets.UTF_8);
            values.addAll(List.of(text.split("[\\s|^~&;,\"]+")));
            return new Description(null, ValueClass.masked(text, LONGEST_TEXT), values);
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        if (isCsv(tree.get())) {
            tree.get().path("rows").forEach(row -> csvRow(row, knownColumn, fields, values));
            collect(tree.get().path("file"), values);
            rest(tree.get(), fields, values);
        } else {
            tree.get().remove("format");
            tree.get().remove("message");
            walk("", tree.get(), fields, values);
        }
        return new Description(fields, null, values);
    }

    private Optional<ObjectNode> tree(String contentType, byte[] payload) {
        try {
            return contentType.startsWith(JSON_TREE)
                    ? Optional.of(JSON.readTree(payload))
                            .filter(ObjectNode.class::isInstance)
                            .map(ObjectNode.class::cast)
                    : Optional.of(reader.read(contentType, payload));
        } catch (UnreadableMessageException | JsonProcessingException unreadable) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can always be read", e);
        }
    }

    private static boolean isCsv(ObjectNode tree) {
        return tree.path("format").asText().equals("csv");
    }

    private void csvRow(JsonNode row, Predicate<String> known, ObjectNode fields, Set<String> values) {
        String line = "row " + row.path("_line").asText("?");
        for (Map.Entry<String, JsonNode> cell : row.properties()) {
            if (cell.getKey().equals("_line")) {
                continue;
            }
            boolean isKnown = known.test(cell.getKey())
                    || BOOK_KEEPING.matcher(cell.getKey()).matches();
            if (!isKnown) {
                values.add(cell.getKey());
            }
            String name = isKnown ? cell.getKey() : "column named by " + ValueClass.of(cell.getKey());
            leaf(line + "." + name, cell.getValue(), fields, values);
        }
    }

    /** A row that could not be cut into cells. */
    private static void rest(ObjectNode tree, ObjectNode fields, Set<String> values) {
        JsonNode text = tree.path("text");
        if (text.isTextual()) {
            values.addAll(List.of(text.asText().split("[\\t;,|\"]+")));
            fields.put("row that cannot be read", ValueClass.masked(text.asText(), LONGEST_TEXT));
            fields.put("columns of the header", tree.path("header").size());
        }
        tree.path("header").forEach(name -> collect(name, values));
    }

    private void walk(String path, JsonNode node, ObjectNode fields, Set<String> values) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(path + "[" + i + "]", node.get(i), fields, values);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (!BOOK_KEEPING.matcher(member.getKey()).matches()) {
                    walk(path + (path.isEmpty() ? "" : ".") + name(member.getKey()), member.getValue(), fields, values);
                }
            }
        } else {
            leaf(path, node, fields, values);
        }
    }

    /** The names of groups and data types come from the dictionary; that of a segment is the message's own. */
    private String name(String key) {
        Matcher field = FIELD.matcher(key);
        boolean ofUnknownSegment = field.matches() && !dictionary.test(field.group(1));
        if (ofUnknownSegment) {
            return "?" + key.substring(field.end(1));
        }
        return SEGMENT.matcher(key).matches() && !dictionary.test(key) ? "unknown segment" : key;
    }

    private static void leaf(String path, JsonNode value, ObjectNode fields, Set<String> values) {
        collect(value, values);
        if (fields.size() == MOST_FIELDS) {
            fields.put("more", "left off");
        } else if (fields.size() < MOST_FIELDS) {
            String kind = value.isNull()
                    ? "explicitly empty"
                    : value.isObject() ? "declared absent" : ValueClass.of(value.asText());
            String known = fields.path(path).asText(null);
            fields.put(path, known == null ? kind : known + "; " + kind);
        }
    }

    private static void collect(JsonNode value, Set<String> values) {
        if (value.isValueNode() && !value.isNull() && !value.isMissingNode()) {
            values.add(value.asText());
        } else {
            value.forEach(part -> collect(part, values));
        }
    }
}
