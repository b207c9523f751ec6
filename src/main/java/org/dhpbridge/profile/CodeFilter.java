package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/** The filters of one include of a value set (FHIR R5, ValueSet.compose.include.filter): all must hold. */
final class CodeFilter {

    private static final Set<String> OPERATORS = Set.of("=", "is-a", "descendent-of", "is-not-a", "regex", "exists");

    private final JsonNode filters;

    CodeFilter(JsonNode filters) {
        this.filters = filters;
    }

    /** False when a filter uses an operator that is not evaluated here: then the codes are not known. */
    boolean isKnown() {
        for (JsonNode filter : filters) {
            if (!OPERATORS.contains(filter.path("op").asText())) {
                return false;
            }
        }
        return true;
    }

    boolean accepts(JsonNode concept, Set<String> ancestors) {
        for (JsonNode filter : filters) {
            if (!holds(
                    filter.path("property").asText(),
                    filter.path("op").asText(),
                    filter.path("value").asText(),
                    concept,
                    ancestors)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(String property, String op, String value, JsonNode concept, Set<String> ancestors) {
        String code = concept.path("code").asText();
        return switch (op) {
            case "is-a" -> code.equals(value) || isBelow(concept, ancestors, value);
            case "descendent-of" -> isBelow(concept, ancestors, value);
            case "is-not-a" -> !code.equals(value) && !isBelow(concept, ancestors, value);
            case "regex" ->
                Pattern.compile(value).matcher(text(concept, property)).matches();
            case "exists" ->
                Boolean.parseBoolean(value) == !text(concept, property).isEmpty();
            default -> equal(concept, property, value);
        };
    }

    private static boolean isBelow(JsonNode concept, Set<String> ancestors, String value) {
        if (ancestors.contains(value)) {
            return true;
        }
        for (JsonNode property : concept.path("property")) {
            String name = property.path("code").asText();
            if ((name.equals("parent") || name.equals("subsumedBy"))
                    && property.path("valueCode").asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(JsonNode concept, String property, String value) {
        String text = text(concept, property);
        return text.equals(value) || property.equals("notSelectable") && text.isEmpty() && value.equals("false");
    }

    private static String text(JsonNode concept, String name) {
        if (name.equals("code") || name.equals("display")) {
            return concept.path(name).asText("");
        }
        for (JsonNode property : concept.path("property")) {
            if (property.path("code").asText().equals(name)) {
                JsonNode coding = property.path("valueCoding");
                if (coding.isObject()) {
                    return coding.path("system").asText() + "#"
                            + coding.path("code").asText();
                }
                for (JsonNode child : property) {
                    if (child != property.get("code")) {
                        return child.asText();
                    }
                }
            }
        }
        return "";
    }
}
