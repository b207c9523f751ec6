package org.dhpbridge.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads a tree that a splitter wrote: the payload of CSV, of database rows and of JSON bodies of rows. */
final class TreeReader implements FormatReader {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(64 << 20)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

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
