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
import java.util.Optional;
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
    private static final int LONGEST_RANGE = 100;

    private record NumberRange(JsonNode low, JsonNode high) {

        JsonNode node() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .<ObjectNode>set("low", low)
                    .set("high", high);
        }
    }

    private final Memo<String, Optional<NumberRange>> ranges = new Memo<>(NumberFunctions::parse);

    List<MappingFunction> all() {
        return List.of(
                onValue("decimal", 1, 1, 0, (value, all) -> decimal(value)),
                always("measure", 1, 1, (value, all) -> isKnown(value) ? measure(value) : null),
                always("limits", 1, 1, (value, all) -> isKnown(value) ? limits(value) : null));
    }

    private static JsonNode decimal(JsonNode value) {
        return value.isNumber() ? value : decimal(value.asText().strip());
    }

    private static JsonNode decimal(String written) {
        boolean simple = isSimple(written);
        if (!simple && !NUMBER.matcher(written).matches()) {
            return null;
        }
        String ungrouped = simple ? written : GROUPING.matcher(written).replaceAll("");
        String plain = ungrouped.replace(',', '.');
        return DecimalNode.valueOf(new BigDecimal(plain.startsWith("+") ? plain.substring(1) : plain));
    }

    /** Digits, with decimals or not: nearly every number that laboratories send, told without a regular expression. */
    private static boolean isSimple(String written) {
        int end = digits(written, 0);
        boolean decimals =
                end > 0 && end + 1 < written.length() && (written.charAt(end) == '.' || written.charAt(end) == ',');
        return end > 0 && (decimals ? digits(written, end + 1) : end) == written.length();
    }

    /** Where the digits end that begin here. */
    private static int digits(String text, int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) >= '0' && text.charAt(to) <= '9') {
            to++;
        }
        return to;
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

    static boolean isMeasure(JsonNode value) {
        return MappingFunction.isKnown(value) && measure(value) != null;
    }

    /** The two numbers of a text such as {@code 3.5 - 5.1}. */
    private JsonNode limits(JsonNode value) {
        String range = value.asText();
        Optional<NumberRange> found = range.length() > LONGEST_RANGE ? parse(range) : ranges.of(range);
        return found.map(NumberRange::node).orElse(null);
    }

    private static Optional<NumberRange> parse(String range) {
        Matcher found = LIMITS.matcher(range);
        return found.matches()
                ? Optional.of(new NumberRange(decimal(found.group(1)), decimal(found.group(2))))
                : Optional.empty();
    }
}
