package org.dhpbridge.mapping.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.impl.AbstractOperator;
import com.schibsted.spt.data.jslt.impl.EqualsComparison;

/** Expressions that decide, and operators. */
final class Choices {

    private Choices() {}

    /** {@code if (…) … else …} */
    static final class If extends JsltNode {
        private final JsltNode test;
        private final Let[] thenLets;
        private final JsltNode then;
        private final Let[] otherwiseLets;
        private final JsltNode otherwise;

        If(JsltNode test, Let[] thenLets, JsltNode then, Let[] otherwiseLets, JsltNode otherwise) {
            this.test = test;
            this.thenLets = thenLets;
            this.then = then;
            this.otherwiseLets = otherwiseLets;
            this.otherwise = otherwise == null ? new Lookups.Constant(NullNode.instance) : otherwise;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            return branch(frames, input).apply(frames, input);
        }

        @Override
        boolean isTrue(Frames frames, JsonNode input) {
            return branch(frames, input).isTrue(frames, input);
        }

        private JsltNode branch(Frames frames, JsonNode input) {
            boolean holds = test.isTrue(frames, input);
            Let.all(holds ? thenLets : otherwiseLets, frames, input);
            return holds ? then : otherwise;
        }
    }

    /** What is true or false. */
    private abstract static class Condition extends JsltNode {
        @Override
        final JsonNode apply(Frames frames, JsonNode input) {
            return BooleanNode.valueOf(isTrue(frames, input));
        }

        @Override
        abstract boolean isTrue(Frames frames, JsonNode input);
    }

    static final class And extends Condition {
        private final JsltNode left;
        private final JsltNode right;

        And(JsltNode left, JsltNode right) {
            this.left = left;
            this.right = right;
        }

        @Override
        boolean isTrue(Frames frames, JsonNode input) {
            return left.isTrue(frames, input) && right.isTrue(frames, input);
        }
    }

    static final class Or extends Condition {
        private final JsltNode left;
        private final JsltNode right;

        Or(JsltNode left, JsltNode right) {
            this.left = left;
            this.right = right;
        }

        @Override
        boolean isTrue(Frames frames, JsonNode input) {
            return left.isTrue(frames, input) || right.isTrue(frames, input);
        }
    }

    /** {@code not(…)} */
    static final class Not extends Condition {
        private final JsltNode value;

        Not(JsltNode value) {
            this.value = value;
        }

        @Override
        boolean isTrue(Frames frames, JsonNode input) {
            return !value.isTrue(frames, input);
        }
    }

    /** {@code ==}, and {@code !=} as the opposite. */
    static final class Equal extends Condition {
        private final JsltNode left;
        private final JsltNode right;
        private final boolean wanted;

        Equal(JsltNode left, JsltNode right, boolean wanted) {
            this.left = left;
            this.right = right;
            this.wanted = wanted;
        }

        @Override
        boolean isTrue(Frames frames, JsonNode input) {
            return areEqual(left.apply(frames, input), right.apply(frames, input)) == wanted;
        }

        private static boolean areEqual(JsonNode one, JsonNode other) {
            return one instanceof TextNode || one == NullNode.instance
                    ? one.equals(other)
                    : EqualsComparison.equals(one, other);
        }
    }

    /** Any other operator of two values that are both evaluated. */
    static final class Operation extends JsltNode {
        private final AbstractOperator operator;
        private final JsltNode left;
        private final JsltNode right;

        Operation(AbstractOperator operator, JsltNode left, JsltNode right) {
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            JsonNode first = left.apply(frames, input);
            return operator.perform(first, right.apply(frames, input));
        }
    }
}
