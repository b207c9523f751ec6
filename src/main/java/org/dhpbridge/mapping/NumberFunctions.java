package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.always;
import static org.dhpbridge.mapping.MappingFunction.isKnown;
import static org.dhpbridge.mapping.MappingFunction.onValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions on numbers as laboratories write them. Documented for writers of mappings in docs/mapping.md. */
final class NumberFunctions {

    private static final Pattern NUMBER = Pattern.compile(
            "[+-]?(\\d+|\\d{1,3}([ \\u00a0\\u202f]\\d{3})+)([.,]\\d+)?([eE][+-]?\\d{1,3})?|[+-]?[.,]\\d+");
    private static final Pattern LIMITS =
            Pattern.compile("\\s*(-?\\d+(?:[.,]\\d+)?)\\s*[-–—]\\s*(-?\\d+(?:[.,]\\d+)?)\\s*");
    private static final Pattern GROUPING = Pattern.compile("[ \\u00a0\\u202f]");
    private static final String COMPARATORS = "<>≤≥";

    private NumberFunctions() {}

    static List<MappingFunction> all() {
        return List.of(
                onValue("decimal", 1, 1, 0, (value, all) -> decimal(value)),
                always("measure", 1, 1, (value, all) -> isKnown(value) ? measure(value) : null),
                always("limits", 1, 1, (value, all) -> isKnown(value) ? limits(value) : null));
    }

    private static JsonNode decimal(JsonNode value) {
        return value.isNumber() ? value : decimal(value.asText().strip());
    }

    private static JsonNode decimal(String written) {
        if (written.isEmpty() || !NUMBER.matcher(written).matches()) {
            return null;
        }
        String plain = GROUPING.matcher(written).replaceAll("").replace(',', '.');
        return DecimalNode.valueOf(new BigDecimal(plain.startsWith("+") ? plain.substring(1) : plain));
    }

    /** Number and comparator of {@code 5,3} or {@code <0.10}. */
    private static JsonNode measure(JsonNode value) {
        String text = value.asText().strip();
        int sign = 0;
        while (sign < text.length()
                && (COMPARATORS.indexOf(text.charAt(sign)) >= 0 || sign == 1 && text.charAt(1) == '=')) {
            sign++;
        }
        JsonNode number =
                value.isNumber() ? value : decimal(text.substring(sign).strip());
        String comparator = text.substring(0, sign).replace("≤", "<=").replace("≥", ">=");
        if (number == null || !comparator.isEmpty() && !comparator.matches("[<>]=?")) {
            return null;
        }
        ObjectNode measure = JsonNodeFactory.instance.objectNode();
        measure.set("value", number);
        return comparator.isEmpty() ? measure : measure.put("comparator", comparator);
    }

    /** The two numbers of a text such as {@code 3.5 - 5.1}. */
    private static JsonNode limits(JsonNode value) {
        Matcher found = LIMITS.matcher(value.asText());
        if (!found.matches()) {
            return null;
        }
        ObjectNode limits = JsonNodeFactory.instance.objectNode();
        limits.set("low", decimal(found.group(1)));
        limits.set("high", decimal(found.group(2)));
        return limits;
    }
}
