package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dhpbridge.ledger.Links.Key;

/**
 * Results for tests, written as {@code 08:00=5.1F}: time, value, and how final it is; either of the first two may be left out.
 */
final class Results {

    private static final Map<String, String> STATUS =
            Map.of("P", "preliminary", "F", "final", "C", "corrected", "X", "cancelled");

    private Results() {}

    /** @param text numbers and results, as {@code N 08:00=5F N/#2 09:00=6F} */
    static List<ObjectNode> results(String text) {
        List<ObjectNode> results = new ArrayList<>();
        String[] words = text.strip().split(" ");
        for (int at = 0; at < words.length; at += 2) {
            results.add(result(words[at], words[at + 1]));
        }
        return results;
    }

    /** @param text as {@code 08:00=5.1F} */
    static ObjectNode result(String number, String text) {
        String value = text.substring(text.indexOf('=') + 1, text.length() - 1);
        ObjectNode result = new ObjectMapper().createObjectNode().put("resourceType", "Observation");
        result.putArray("identifier").addObject().put("system", "s").put("value", number);
        result.put("status", STATUS.get(text.substring(text.length() - 1)));
        if (!text.startsWith("=")) {
            result.put("effectiveDateTime", "2026-03-10T" + text.substring(0, 5) + ":00+05:00");
        }
        if (!value.isEmpty()) {
            result.putObject("valueQuantity").put("value", new BigDecimal(value));
        }
        return result;
    }

    static Key key(JsonNode result) {
        return new Key(
                "Observation",
                "s",
                result.path("identifier").path(0).path("value").asText());
    }
}
