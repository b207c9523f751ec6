package org.dhpbridge.mapping.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;

/** Expressions that take a value from where it is. */
final class Lookups {

    private Lookups() {}

    static final class Constant extends JsltNode {
        private final JsonNode value;

        Constant(JsonNode value) {
            this.value = value;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            return value;
        }
    }

    /** {@code .} */
    static final class Input extends JsltNode {
        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            return input;
        }
    }

    /** A variable of the mapping. */
    static final class Global extends JsltNode {
        private final int index;
        private final Foreign otherwise;

        /** @param otherwise has the words for a variable that was never set */
        Global(int index, Foreign otherwise) {
            this.index = index;
            this.otherwise = otherwise;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            JsonNode value = frames.globals[index];
            return value == null ? otherwise.apply(frames, input) : value;
        }
    }

    /** A variable or parameter of the function that is under way. */
    static final class Local extends JsltNode {
        private final int index;
        private final Foreign otherwise;

        /** @param otherwise as of {@link Global} */
        Local(int index, Foreign otherwise) {
            this.index = index;
            this.otherwise = otherwise;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            JsonNode value = frames.locals[index];
            return value == null ? otherwise.apply(frames, input) : value;
        }
    }

    /** {@code $x."PID-3"} */
    static final class Member extends JsltNode {
        private final JsltNode of;
        private final String name;

        /** @param name interned, as the names in a reader's tree are, so that it is found without a look at its letters */
        Member(JsltNode of, String name) {
            this.of = of;
            this.name = name.intern();
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            return of.apply(frames, input) instanceof ObjectNode object ? orNull(object.get(name)) : NullNode.instance;
        }
    }

    /** {@code $x[0]} */
    static final class ListEntry extends JsltNode {
        private final JsltNode of;
        private final JsltNode index;
        private final Foreign otherwise;

        /** @param otherwise takes letters out of texts, and has the words for what is no index */
        ListEntry(JsltNode of, JsltNode index, Foreign otherwise) {
            this.of = of;
            this.index = index;
            this.otherwise = otherwise;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            JsonNode found = of.apply(frames, input);
            if (found instanceof ArrayNode list) {
                JsonNode at = index.apply(frames, input);
                return at.isNumber() ? entry(list, at.intValue()) : otherwise.apply(frames, input);
            }
            return found.isTextual() ? otherwise.apply(frames, input) : NullNode.instance;
        }

        private static JsonNode entry(ArrayNode list, int at) {
            return orNull(list.get(at < 0 ? list.size() + at : at));
        }
    }

    /** Any expression that is not translated, with all that is in it. */
    static final class Foreign extends JsltNode {
        private final ExpressionNode expression;

        Foreign(ExpressionNode expression) {
            this.expression = expression;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            return expression.apply(frames, input);
        }
    }
}
