package org.dhpbridge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** By which values people of a hospital look for a message: patient, visit, order, specimen, control id, file. */
final class BusinessKeys {

    private static final int MOST = 300;
    private static final int SHORTEST = 2;
    private static final int LONGEST = 200;
    private static final String SEGMENT = "_segment";

    /** Fields whose first component is such a value, in each of their repetitions. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "MSH", List.of("MSH-10"),
            "PID", List.of("PID-2", "PID-3", "PID-4", "PID-18", "PID-19"),
            "MRG", List.of("MRG-1", "MRG-3", "MRG-5"),
            "PV1", List.of("PV1-19", "PV1-50"),
            "ORC", List.of("ORC-2", "ORC-3", "ORC-4"),
            "OBR", List.of("OBR-2", "OBR-3"),
            "SPM", List.of("SPM-2"),
            "TXA", List.of("TXA-12"));

    /** Columns of feeds, and of sites that name theirs alike. */
    private static final Pattern COLUMN = Pattern.compile(
            "(?iu).*(_id|pinfl|jshshir|passport|mrn|accession|number|_no)|id|visit|order|case|encounter|ПИНФЛ");

    private final boolean wanted;

    /** @param wanted whether anybody can search; else no message has keys */
    BusinessKeys(boolean wanted) {
        this.wanted = wanted;
    }

    /**
     * @param tree of a reader; null when the message cannot be read
     * @param file where it came from; null when it came in no file
     */
    Set<String> of(ObjectNode tree, String file) {
        Set<String> keys = new LinkedHashSet<>();
        if (!wanted) {
            return keys;
        }
        if (file != null) {
            add(file.substring(file.lastIndexOf('/') + 1), keys);
        }
        if (tree != null && tree.has("rows")) {
            tree.get("rows").forEach(row -> row.properties().forEach(cell -> {
                if (COLUMN.matcher(cell.getKey()).matches()) {
                    first(cell.getValue(), keys);
                }
            }));
        } else if (tree != null) {
            segments(tree, keys);
        }
        return keys;
    }

    private static void segments(JsonNode group, Set<String> keys) {
        for (Map.Entry<String, JsonNode> part : group.properties()) {
            if (part.getValue().isArray()) {
                part.getValue().forEach(one -> segment(part.getKey(), one, keys));
            } else {
                segment(part.getKey(), part.getValue(), keys);
            }
        }
    }

    private static void segment(String name, JsonNode node, Set<String> keys) {
        if (node.has(SEGMENT)) {
            FIELDS.getOrDefault(name, List.of()).forEach(field -> first(node.path(field), keys));
        } else if (node.isObject()) {
            segments(node, keys);
        }
    }

    /** The first component of each repetition: the number, not who gave it out. */
    private static void first(JsonNode value, Set<String> keys) {
        if (value.isArray()) {
            value.forEach(repetition -> first(repetition, keys));
        } else if (value.isObject()) {
            value.properties().stream().findFirst().ifPresent(part -> {
                if (part.getKey().endsWith("-1")) {
                    first(part.getValue(), keys);
                }
            });
        } else if (value.isValueNode() && !value.isNull()) {
            add(value.asText(), keys);
        }
    }

    private static void add(String value, Set<String> keys) {
        String text = value.strip();
        if (text.length() >= SHORTEST && text.length() <= LONGEST && keys.size() < MOST) {
            keys.add(text);
        }
    }
}
