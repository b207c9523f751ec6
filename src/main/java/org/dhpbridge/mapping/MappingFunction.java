package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import org.dhpbridge.absent.AbsentMarker;

/**
 * A function that mappings call. One of its arguments is the value it works on: when that is missing the result is
 * nothing, and when it is an absent marker the result is that marker, so that no function needs to know of either.
 */
final class MappingFunction implements Function {

    /** The work of a function whose value is there. */
    @FunctionalInterface
    interface Body {
        /** @return null for nothing */
        JsonNode apply(JsonNode value, Arguments all);
    }

    /** All arguments of a call. */
    record Arguments(JsonNode[] nodes) {

        /** The argument as text; empty when it is left out, null, or declared absent. */
        String text(int at) {
            JsonNode node = node(at);
            if (node instanceof TextNode text) {
                return isMarker(text) ? "" : text.textValue().strip();
            }
            return node.isValueNode() && !node.isNull() ? node.asText().strip() : "";
        }

        JsonNode node(int at) {
            return at < nodes.length ? nodes[at] : NullNode.instance;
        }
    }

    private final String name;
    private final int minimum;
    private final int maximum;
    private final int valueAt;
    private final Body body;

    private MappingFunction(String name, int minimum, int maximum, int valueAt, Body body) {
        this.name = name;
        this.minimum = minimum;
        this.maximum = maximum;
        this.valueAt = valueAt;
        this.body = body;
    }

    /** @param valueAt which argument is the value, from 0 */
    static MappingFunction onValue(String name, int minimum, int maximum, int valueAt, Body body) {
        return new MappingFunction(name, minimum, maximum, valueAt, body);
    }

    /** A function that is called whatever its arguments are; its first argument is handed on as the value. */
    static MappingFunction always(String name, int minimum, int maximum, Body body) {
        return new MappingFunction(name, minimum, maximum, -1, body);
    }

    static JsonNode text(String value) {
        return value == null ? null : TextNode.valueOf(value);
    }

    static boolean isMarker(JsonNode node) {
        return node instanceof TextNode text && text.textValue().indexOf(AbsentMarker.SIGN) >= 0;
    }

    static boolean isNothing(JsonNode node) {
        if (node instanceof TextNode text) {
            return text.textValue().isBlank();
        }
        return node.isContainerNode() ? node.isEmpty() : node.isNull() || node.isMissingNode();
    }

    /** There, and not declared absent. */
    static boolean isKnown(JsonNode node) {
        return !isNothing(node) && !isMarker(node);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getMinArguments() {
        return minimum;
    }

    @Override
    public int getMaxArguments() {
        return maximum;
    }

    @Override
    public JsonNode call(JsonNode context, JsonNode[] arguments) {
        JsonNode value = valueAt < 0 ? arguments.length == 0 ? NullNode.instance : arguments[0] : arguments[valueAt];
        if (valueAt >= 0) {
            if (isNothing(value)) {
                return NullNode.instance;
            }
            if (isMarker(value)) {
                return value;
            }
        }
        JsonNode result = body.apply(value, new Arguments(arguments));
        return result == null ? NullNode.instance : result;
    }
}
