package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Fixed and pattern values (FHIR R5, ElementDefinition.fixed[x] and pattern[x]). */
public final class Patterns {

    private Patterns() {}

    /** True when a value is the fixed one, or holds at least what the pattern holds. */
    public static boolean matches(ElementRule rule, JsonNode value) {
        return value != null && (rule.isExact() ? same(rule.value(), value) : holds(rule.value(), value));
    }

    static boolean same(JsonNode left, JsonNode right) {
        return left.isNumber() && right.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue()) == 0
                : left.equals(right);
    }

    static boolean holds(JsonNode pattern, JsonNode value) {
        if (value == null) {
            return false;
        }
        if (pattern.isObject()) {
            for (Map.Entry<String, JsonNode> field : pattern.properties()) {
                if (!holds(field.getValue(), value.get(field.getKey()))) {
                    return false;
                }
            }
            return value.isObject();
        }
        if (pattern.isArray()) {
            for (JsonNode one : pattern) {
                if (!anyHolds(one, value)) {
                    return false;
                }
            }
            return true;
        }
        return same(pattern, value);
    }

    private static boolean anyHolds(JsonNode pattern, JsonNode values) {
        for (JsonNode value : values) {
            if (holds(pattern, value)) {
                return true;
            }
        }
        return false;
    }
}
