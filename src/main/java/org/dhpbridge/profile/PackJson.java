package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.kernel.ExactJson;

final class PackJson {

    private static final ObjectMapper MAPPER = ExactJson.mapper();

    private PackJson() {}

    static ObjectNode object(byte[] json, String name) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new PackException(name + " in the profile pack is not a JSON object.");
        } catch (IOException e) {
            throw new PackException(name + " in the profile pack is not JSON.", e);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>(array.size());
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    static String withoutVersion(String canonical) {
        int bar = canonical.indexOf('|');
        return bar < 0 ? canonical : canonical.substring(0, bar);
    }
}
