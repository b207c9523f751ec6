package org.dhpbridge.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Map;

/** FHIR JSON as trees whose decimals keep their digits. */
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The object that a text holds; null when it holds none. */
    static ObjectNode readObject(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a field; null when it is absent or not a text. */
    static String text(JsonNode node, String field) {
        return node.path(field).textValue();
    }

    /** Whether two nodes say the same; 1.5 and 1.50 do, so that a server that rewrites decimals is not updated for ever. */
    static boolean same(JsonNode one, JsonNode other) {
        return one.equals(
                (a, b) -> a.isNumber() && b.isNumber()
                        ? a.decimalValue().compareTo(b.decimalValue())
                        : a.equals(b) ? 0 : 1,
                other);
    }

    /** Whether all that {@code part} says stands in {@code whole} too; of arrays in any order. */
    static boolean within(JsonNode part, JsonNode whole) {
        if (part.isObject() && whole.isObject()) {
            for (Map.Entry<String, JsonNode> field : part.properties()) {
                JsonNode there = whole.get(field.getKey());
                if (there == null || !within(field.getValue(), there)) {
                    return false;
                }
            }
            return true;
        }
        if (part.isArray() && whole.isArray()) {
            for (JsonNode element : part) {
                if (!anyWithin(element, whole)) {
                    return false;
                }
            }
            return true;
        }
        return same(part, whole);
    }

    private static boolean anyWithin(JsonNode element, JsonNode array) {
        for (JsonNode there : array) {
            if (within(element, there)) {
                return true;
            }
        }
        return false;
    }
}
