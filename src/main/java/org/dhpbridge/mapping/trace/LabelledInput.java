package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies a reader's tree so that every value knows its field: {@code PID-5.1}, {@code OBX[2]-5} where a message has several
 * OBX, {@code PID-3[2].1} where a field has several repetitions, {@code PID-8.2} for all that goes beyond a primitive value, {@code column FAM}, {@code column FAM (line 7)} where a
 * message has several rows. A field or component that is not divided in the message has no number of its first part.
 */
final class LabelledInput {

    private static final String SEGMENT = "_segment";
    /** Ends of the keys under which {@link org.dhpbridge.source.hl7.Hl7Reader} keeps what goes beyond a field's definition. */
    private static final String FURTHER_REPETITIONS = "~";

    private static final String WHOLE_OF_PARTS = "^";
    private static final String WHOLE_OF_SUBPARTS = "&";

    private static final Pattern POSITION = Pattern.compile("(?:.*-)?(\\d+)[~^&]*");

    /** What a reader tells of the message beside its segments, and where it read it. */
    private static final Map<String, String> HEADER = Map.of(
            "type", "MSH-9.1",
            "structure", "MSH-9.3",
            "version", "MSH-12",
            "controlId", "MSH-10",
            "charset", "MSH-18",
            "charsetNote", "MSH-18",
            "typeNote", "MSH-9");

    /** The numbers that the segments of one name have in the message, in order. */
    private final Map<String, TreeSet<Integer>> segments = new HashMap<>();

    private LabelledInput() {}

    static ObjectNode of(ObjectNode tree) {
        LabelledInput labels = new LabelledInput();
        if (tree.has("rows")) {
            return labels.table(tree);
        }
        labels.count(tree);
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> part : tree.properties()) {
            copy.set(
                    part.getKey(),
                    part.getKey().equals("message")
                            ? header(part.getValue(), tree)
                            : labels.group(part.getKey(), part.getValue()));
        }
        return copy;
    }

    private ObjectNode table(ObjectNode tree) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        boolean several = tree.path("rows").size() > 1;
        for (Map.Entry<String, JsonNode> part : tree.properties()) {
            if (!part.getKey().equals("rows")) {
                copy.set(part.getKey(), labelled(part.getValue(), part.getKey()));
                continue;
            }
            ArrayNode rows = copy.putArray("rows");
            part.getValue().forEach(row -> rows.add(row(row, several)));
        }
        return copy;
    }

    /** A column has the name that the source gives it; a row its line in the file, or its number. */
    private static ObjectNode row(JsonNode row, boolean several) {
        String line = row.has("_line")
                ? " (line " + row.get("_line").asText() + ")"
                : row.has("_row") ? " (row " + row.get("_row").asText() + ")" : "";
        ObjectNode labelled = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> cell : row.properties()) {
            String name = row.path("_columns").path(cell.getKey()).asText(cell.getKey());
            String label = cell.getKey().startsWith("_") ? "line number" : "column " + name;
            labelled.set(cell.getKey(), labelled(cell.getValue(), several ? label + line : label));
        }
        return labelled;
    }

    private static JsonNode labelled(JsonNode value, String label) {
        return labelled(value, Origin.input(label));
    }

    private static JsonNode labelled(JsonNode value, Origin origin) {
        return TracedNodes.map(value, scalar -> TracedNodes.with(scalar, origin));
    }

    private static JsonNode header(JsonNode message, ObjectNode tree) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> part : message.properties()) {
            String label = part.getKey().equals("event") ? eventField(tree) : HEADER.get(part.getKey());
            copy.set(part.getKey(), labelled(part.getValue(), label == null ? "MSH" : label));
        }
        return copy;
    }

    /** The event stands in MSH-9; in old messages only in EVN-1, or in the name of the structure. */
    private static String eventField(ObjectNode tree) {
        JsonNode kind = tree.path("MSH").path("MSH-9");
        if (kind.has("MSG-2")) {
            return "MSH-9.2";
        }
        return tree.path("EVN").has("EVN-1") ? "EVN-1" : kind.has("MSG-3") ? "MSH-9.3" : "MSH-9";
    }

    private void count(JsonNode node) {
        for (Map.Entry<String, JsonNode> part : node.properties()) {
            for (JsonNode one : part.getValue().isArray()
                    ? part.getValue()
                    : JsonNodeFactory.instance.arrayNode().add(part.getValue())) {
                if (one.has(SEGMENT)) {
                    segments.computeIfAbsent(name(part.getKey()), n -> new TreeSet<>())
                            .add(one.get(SEGMENT).asInt());
                } else if (one.isObject()) {
                    count(one);
                }
            }
        }
    }

    private static String name(String key) {
        return key.replace("~", "");
    }

    private JsonNode group(String key, JsonNode node) {
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(member -> copy.add(group(key, member)));
            return copy;
        }
        if (node.has(SEGMENT)) {
            return segment(name(key), node);
        }
        if (!node.isObject()) {
            return labelled(node, key);
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(part -> copy.set(part.getKey(), group(part.getKey(), part.getValue())));
        return copy;
    }

    private ObjectNode segment(String name, JsonNode segment) {
        TreeSet<Integer> all = segments.get(name);
        String label = all.size() > 1
                ? name + "[" + all.headSet(segment.get(SEGMENT).asInt(), true).size() + "]"
                : name;
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : segment.properties()) {
            copy.set(field.getKey(), field(field.getKey(), field.getValue(), label));
        }
        return copy;
    }

    private static JsonNode field(String key, JsonNode value, String segment) {
        String position = position(key);
        if (position == null) {
            return labelled(value, segment);
        }
        String label = segment + "-" + position;
        if (key.endsWith(FURTHER_REPETITIONS)) {
            return repetitions(value, label, 2);
        }
        if (key.endsWith(WHOLE_OF_PARTS)) {
            return labelled(value, Origin.input(label, label + ".2"));
        }
        return value.isArray() && value.size() > 1 ? repetitions(value, label, 1) : repetition(value, label);
    }

    private static JsonNode repetition(JsonNode value, String label) {
        return value.isArray()
                ? JsonNodeFactory.instance.arrayNode().add(component(value.get(0), label))
                : component(value, label);
    }

    /** @param from number of the first one */
    private static ArrayNode repetitions(JsonNode values, String label, int from) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < values.size(); i++) {
            copy.add(component(values.get(i), label + "[" + (from + i) + "]"));
        }
        return copy;
    }

    private static JsonNode component(JsonNode value, String label) {
        if (!value.isObject()) {
            return labelled(value, label);
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> part : value.properties()) {
            String position = position(part.getKey());
            boolean undivided = value.size() == 1 && "1".equals(position);
            String own = undivided ? label : label + "." + position;
            copy.set(
                    part.getKey(),
                    part.getKey().endsWith(WHOLE_OF_SUBPARTS)
                            ? labelled(part.getValue(), Origin.input(own, own + ".2"))
                            : component(part.getValue(), own));
        }
        return copy;
    }

    /** The number of {@code PID-5} or {@code XPN-1}; null when the key has none. */
    private static String position(String key) {
        Matcher found = POSITION.matcher(key);
        return found.matches() ? found.group(1) : null;
    }
}
