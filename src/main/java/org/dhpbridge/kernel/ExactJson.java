package org.dhpbridge.kernel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/** JSON whose decimals keep their digits, as FHIR means them (FHIR R5, datatypes, decimal): 1.50 stays 1.50. */
public final class ExactJson {

    private static final int LONGEST_TEXT = 64 << 20;
    private static final ObjectMapper MAPPER = exact(JsonMapper.builder()).build();

    private ExactJson() {}

    /** The mapper that all share: not to be configured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Compact JSON in UTF-8, with a question mark for half a character. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    /** For what others write: nothing may follow the value. */
    public static JsonMapper.Builder strict() {
        return exact(JsonMapper.builder()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** As {@link #strict}, of texts up to 64 MiB: documents stand in messages as one text. */
    public static JsonMapper.Builder strictWithLongTexts() {
        StreamReadConstraints limits =
                StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build();
        return exact(JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(limits).build()))
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    private static JsonMapper.Builder exact(JsonMapper.Builder builder) {
        return builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }
}
