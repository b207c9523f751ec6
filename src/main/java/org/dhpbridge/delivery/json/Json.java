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
}
