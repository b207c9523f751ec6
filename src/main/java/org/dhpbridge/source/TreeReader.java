package org.dhpbridge.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.dhpbridge.kernel.ExactJson;

/** Reads a tree that a splitter wrote: the payload of CSV, of database rows and of JSON bodies of rows. */
final class TreeReader implements FormatReader {

    private static final JsonMapper JSON = ExactJson.strictWithLongTexts().build();

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public ObjectNode read(byte[] payload, String charset) {
        if (!(parse(payload) instanceof ObjectNode tree)) {
            throw new UnreadableMessageException("json", "", "The payload is not a JSON object.");
        }
        JsonNode problem = tree.get("problem");
        if (problem != null) {
            throw new UnreadableMessageException(
                    problem.path("code").asText(),
                    problem.path("location").asText(),
                    problem.path("sentence").asText());
        }
        return tree;
    }

    private static JsonNode parse(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            throw new UnreadableMessageException("json", "", "The payload is not well-formed JSON.");
        }
    }
}
