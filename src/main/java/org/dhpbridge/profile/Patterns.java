package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import org.dhpbridge.kernel.JsonValues;

/** Fixed and pattern values (FHIR R5, ElementDefinition.fixed[x] and pattern[x]). */
public final class Patterns {

    private Patterns() {}

    /** True when a value is the fixed one, or holds at least what the pattern holds; false when there is no value. */
    public static boolean matches(ElementRule rule, JsonNode value) {
        return value != null && matches(rule.value(), rule.isExact(), value);
    }

    static boolean matches(JsonNode constant, boolean exact, JsonNode value) {
        return exact ? JsonValues.same(constant, value) : JsonValues.within(constant, value);
    }
}
