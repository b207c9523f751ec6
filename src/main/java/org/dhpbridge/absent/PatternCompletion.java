package org.dhpbridge.absent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Completes a value with what a pattern prescribes; a value that says otherwise is left as it is. */
final class PatternCompletion {

    private PatternCompletion() {}

    static void into(ObjectNode value, ObjectNode pattern) {
        if (agrees(value, pattern)) {
            complete(value, pattern);
        }
    }

    private static boolean agrees(JsonNode value, JsonNode pattern) {
        if (value instanceof ObjectNode object && pattern.isObject()) {
            for (Map.Entry<String, JsonNode> field : pattern.properties()) {
                JsonNode known = object.get(field.getKey());
                if (known != null && !agrees(known, field.getValue())) {
                    return false;
                }
            }
            return true;
        }
        if (value.isArray() && pattern.isArray()) {
            for (JsonNode one : pattern) {
                if (!value.isEmpty() && partner((ArrayNode) value, one) == null) {
                    return false;
                }
            }
            return true;
        }
        return value.equals(pattern);
    }

    private static ObjectNode partner(ArrayNode values, JsonNode pattern) {
        for (JsonNode value : values) {
            if (value instanceof ObjectNode object && agrees(object, pattern)) {
                return object;
            }
        }
        return null;
    }

    private static void complete(ObjectNode value, JsonNode pattern) {
        for (Map.Entry<String, JsonNode> field : pattern.properties()) {
            JsonNode known = value.get(field.getKey());
            if (known == null) {
                value.set(field.getKey(), field.getValue().deepCopy());
            } else if (known instanceof ObjectNode object) {
                complete(object, field.getValue());
            } else if (known instanceof ArrayNode array) {
                for (JsonNode one : field.getValue()) {
                    ObjectNode partner = partner(array, one);
                    if (partner == null) {
                        array.add(one.deepCopy());
                    } else {
                        complete(partner, one);
                    }
                }
            }
        }
    }
}
