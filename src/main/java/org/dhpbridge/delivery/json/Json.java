package org.dhpbridge.delivery.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.dhpbridge.kernel.ExactJson;

/** FHIR JSON as trees whose decimals keep their digits. */
public final class Json {

    private static final ObjectMapper MAPPER = ExactJson.mapper();

    private Json() {}

    /** A new, empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The object that a text holds; null when it holds none. */
    public static ObjectNode readObject(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    /** The object that UTF-8 bytes hold; null when they hold none. */
    public static ObjectNode readObject(byte[] utf8) {
        try {
            return MAPPER.readTree(utf8) instanceof ObjectNode object ? object : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    /**
     * Writes a tree, other texts in place of the references in it.
     *
     * @param with gives the new text for a reference, or null to leave it
     */
    public static void write(JsonNode node, UnaryOperator<String> with, JsonGenerator to) throws IOException {
        if (node.isObject()) {
            to.writeStartObject();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                to.writeFieldName(field.getKey());
                String changed =
                        field.getKey().equals("reference") && field.getValue().isTextual()
                                ? with.apply(field.getValue().textValue())
                                : null;
                if (changed == null) {
                    write(field.getValue(), with, to);
                } else {
                    to.writeString(changed);
                }
            }
            to.writeEndObject();
        } else if (node.isArray()) {
            to.writeStartArray();
            for (JsonNode element : node) {
                write(element, with, to);
            }
            to.writeEndArray();
        } else if (node.isTextual()) {
            to.writeString(node.textValue());
        } else {
            to.writeTree(node);
        }
    }

    /** A generator of compact JSON. */
    public static JsonGenerator generator(Writer to) throws IOException {
        return MAPPER.createGenerator(to);
    }

    /** Compact JSON. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a field; null when it is absent or not a text. */
    public static String text(JsonNode node, String field) {
        return node.path(field).textValue();
    }

    /** Whether two nodes say the same; 1.5 and 1.50 do, so that a server that rewrites decimals is not updated for ever. */
    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(
                (a, b) -> a.isNumber() && b.isNumber()
                        ? a.decimalValue().compareTo(b.decimalValue())
                        : a.equals(b) ? 0 : 1,
                other);
    }

    /** Whether all that {@code part} says stands in {@code whole} too; of arrays in any order. */
    public static boolean within(JsonNode part, JsonNode whole) {
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
