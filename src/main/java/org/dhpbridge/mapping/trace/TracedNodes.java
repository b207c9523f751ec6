package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * JSON values that carry their origin. They are Jackson's own kinds of node, so whatever copies references (JSLT, the
 * filler) carries the origin along, and to all who do not ask they are equal to plain ones.
 */
final class TracedNodes {

    /** A value that knows its origin. */
    private interface Traced {
        Origin origin();
    }

    private static final class Text extends TextNode implements Traced {
        private static final long serialVersionUID = 1L;
        private final transient Origin origin;

        Text(String value, Origin origin) {
            super(value);
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }
    }

    private static final class Decimal extends DecimalNode implements Traced {
        private static final long serialVersionUID = 1L;
        private final transient Origin origin;

        Decimal(BigDecimal value, Origin origin) {
            super(value);
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }
    }

    private static final class Int extends IntNode implements Traced {
        private static final long serialVersionUID = 1L;
        private final transient Origin origin;

        Int(int value, Origin origin) {
            super(value);
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }
    }

    private static final class Long64 extends LongNode implements Traced {
        private static final long serialVersionUID = 1L;
        private final transient Origin origin;

        Long64(long value, Origin origin) {
            super(value);
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }
    }

    private static final class Float64 extends DoubleNode implements Traced {
        private static final long serialVersionUID = 1L;
        private final transient Origin origin;

        Float64(double value, Origin origin) {
            super(value);
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }
    }

    private static final class Big extends BigIntegerNode implements Traced {
        private static final long serialVersionUID = 1L;
        private final transient Origin origin;

        Big(BigInteger value, Origin origin) {
            super(value);
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }
    }

    private static final class Bool extends BooleanNode implements Traced {
        private static final long serialVersionUID = 1L;
        private final transient Origin origin;

        Bool(boolean value, Origin origin) {
            super(value);
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }
    }

    private TracedNodes() {}

    /** The origin of a value; null when it has none, as null, containers and values that no mapping made. */
    static Origin origin(JsonNode node) {
        return node instanceof Traced traced ? traced.origin() : null;
    }

    static boolean isScalar(JsonNode node) {
        return node.isTextual() || node.isNumber() || node.isBoolean();
    }

    /** The same value with an origin; null, containers and other nodes as they are. */
    static JsonNode with(JsonNode node, Origin origin) {
        return switch (node.getNodeType()) {
            case STRING -> new Text(node.textValue(), origin);
            case BOOLEAN -> new Bool(node.booleanValue(), origin);
            case NUMBER ->
                switch (node.numberType()) {
                    case INT -> new Int(node.intValue(), origin);
                    case LONG -> new Long64(node.longValue(), origin);
                    case BIG_INTEGER -> new Big(node.bigIntegerValue(), origin);
                    case BIG_DECIMAL -> new Decimal(node.decimalValue(), origin);
                    default -> new Float64(node.doubleValue(), origin);
                };
            default -> node;
        };
    }

    /**
     * Gives an origin to every value inside that has none, and the place to those of the input beside them. What consists of
     * traced values only was handed on, and stays the very same node.
     */
    static JsonNode fill(JsonNode node, Supplier<Origin> origin) {
        if (!hasUntraced(node)) {
            return node;
        }
        Origin of = origin.get();
        return map(node, value -> {
            Origin known = origin(value);
            if (known == null) {
                return with(value, of);
            }
            return known.file() == null
                    ? with(value, known.through(of.lastFunction()).at(of.file(), of.line()))
                    : value;
        });
    }

    private static boolean hasUntraced(JsonNode node) {
        if (node.isContainerNode()) {
            for (JsonNode member : node) {
                if (hasUntraced(member)) {
                    return true;
                }
            }
            return false;
        }
        return isScalar(node) && origin(node) == null;
    }

    /** A copy in which every value is replaced. */
    static JsonNode map(JsonNode node, UnaryOperator<JsonNode> values) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                copy.set(field.getKey(), map(field.getValue(), values));
            }
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(member -> copy.add(map(member, values)));
            return copy;
        }
        return isScalar(node) ? values.apply(node) : node;
    }

    /** Origins of all values inside. */
    static List<Origin> origins(JsonNode node) {
        List<Origin> found = new ArrayList<>();
        collect(node, found);
        return found;
    }

    private static void collect(JsonNode node, List<Origin> found) {
        if (node.isContainerNode()) {
            node.forEach(member -> collect(member, found));
        } else if (node instanceof Traced traced) {
            found.add(traced.origin());
        }
    }

    /** Says of a value, or of the values of a list, that this place put it where it stands now. */
    static JsonNode placed(JsonNode node, String file, int line) {
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(member -> copy.add(isScalar(member) ? placed(member, file, line) : member));
            return copy;
        }
        if (!isScalar(node)) {
            return node;
        }
        Origin known = origin(node);
        return with(node, (known == null ? Origin.NONE : known).at(file, line));
    }

    /** JSLT compares booleans by identity: what it looks at must be Jackson's own two. */
    static JsonNode plainBooleans(JsonNode node) {
        if (node.isBoolean()) {
            return BooleanNode.valueOf(node.booleanValue());
        }
        boolean inside = false;
        if (node.isArray()) {
            for (JsonNode member : node) {
                inside |= member instanceof Bool;
            }
        }
        return inside ? map(node, value -> value.isBoolean() ? plainBooleans(value) : value) : node;
    }
}
