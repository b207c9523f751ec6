package org.dhpbridge.mapping.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.impl.NodeUtils;

/** An expression of a mapping. A class and not an interface: there are some thousand calls a message, and those are cheaper. */
abstract class JsltNode {

    /**
     * @param input what {@code .} means
     * @return never null
     */
    abstract JsonNode apply(Frames frames, JsonNode input);

    /** Whether the result counts as true. */
    boolean isTrue(Frames frames, JsonNode input) {
        return isTrue(apply(frames, input));
    }

    /** What {@link NodeUtils#isTrue} says, the usual kinds of value first. */
    static boolean isTrue(JsonNode value) {
        if (value == NullNode.instance || value == BooleanNode.FALSE) {
            return false;
        }
        if (value instanceof TextNode text) {
            return !text.textValue().isEmpty();
        }
        if (value instanceof ObjectNode object) {
            return !object.isEmpty();
        }
        if (value instanceof ArrayNode array) {
            return !array.isEmpty();
        }
        return value == BooleanNode.TRUE || NodeUtils.isTrue(value);
    }

    /** What {@link NodeUtils#isValue} says: whether it is something that an object keeps. */
    static boolean isValue(JsonNode value) {
        if (value instanceof TextNode) {
            return true;
        }
        if (value instanceof ObjectNode object) {
            return !object.isEmpty();
        }
        if (value instanceof ArrayNode array) {
            return !array.isEmpty();
        }
        return value != NullNode.instance && NodeUtils.isValue(value);
    }

    static JsonNode orNull(JsonNode value) {
        return value == null ? NullNode.instance : value;
    }
}
