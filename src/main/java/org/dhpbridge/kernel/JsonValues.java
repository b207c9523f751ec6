package org.dhpbridge.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Map;

/** When two JSON trees say the same: decimals by their value at any depth, so that 1.5 is 1.50 and 1 is 1.0. */
public final class JsonValues {

    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private JsonValues() {}

    /** Whether two nodes say the same; arrays in the same order. */
    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    /**
     * Whether all that {@code part} says stands in {@code whole} too; of arrays in any order. So does a value what a pattern asks
     * for (FHIR R5, ElementDefinition.pattern[x]).
     */
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
