package org.dhpbridge.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.dhpbridge.kernel.ExactJson;

/** JSON as FHIR means it: decimals keep their digits, a repeated key is an error. */
final class StrictJson {

    private static final ObjectMapper MAPPER = ExactJson.strict()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StrictJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads a JSON object that a client sent; anything else is its mistake and answers 400. */
    static ObjectNode fromClient(byte[] json) {
        if (parse(json) instanceof ObjectNode object) {
            return object;
        }
        throw new FhirException(400, "structure", "The body must be one JSON object.");
    }

    /** Reads any JSON that a client sent. */
    static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new FhirException(
                    400,
                    "structure",
                    "The body is not readable JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ".");
        } catch (IOException e) {
            throw new FhirException(400, "structure", "The body is not readable as UTF-8 JSON.");
        }
    }

    /** Reads JSON that this package wrote. */
    static ObjectNode stored(byte[] json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot read back what it stored", e);
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The sandbox cannot write its own answer", e);
        }
    }
}
