package org.dhpbridge.delivery.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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

    /** A copy that shares what stands in it. */
    public static ObjectNode shallow(ObjectNode object) {
        ObjectNode copy = object();
        copy.setAll(object);
        return copy;
    }

    /** A copy that shares what stands in it, without a field. */
    public static ObjectNode without(ObjectNode object, String field) {
        ObjectNode copy = shallow(object);
        copy.remove(field);
        return copy;
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
        if (node instanceof TextNode text) {
            to.writeString(text.textValue());
        } else if (node instanceof ObjectNode object) {
            to.writeStartObject();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                to.writeFieldName(field.getKey());
                String changed = field.getKey().equals("reference") && field.getValue() instanceof TextNode text
                        ? with.apply(text.textValue())
                        : null;
                if (changed == null) {
                    write(field.getValue(), with, to);
                } else {
                    to.writeString(changed);
                }
            }
            to.writeEndObject();
        } else if (node instanceof ArrayNode array) {
            to.writeStartArray();
            for (int at = 0; at < array.size(); at++) {
                write(array.get(at), with, to);
            }
            to.writeEndArray();
        } else if (node instanceof NumericNode number) {
            number.serialize(to, null); // it writes itself, and needs nobody who looks for a serializer
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
