package org.dhpbridge.mapping.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.Function;

/** Expressions that call something. */
final class Calls {

    private Calls() {}

    /** A function that is written in a mapping; it may call itself, so it is filled after it is known. */
    static final class Procedure {
        private int size;
        private int[] parameters;
        private Let[] lets;
        private JsltNode body;

        void fill(int frame, int[] parameterSlots, Let[] variables, JsltNode value) {
            size = frame;
            parameters = parameterSlots;
            lets = variables;
            body = value;
        }
    }

    /** A call of a function that is written in a mapping. */
    static final class ProcedureCall extends JsltNode {
        private final Procedure procedure;
        private final JsltNode[] arguments;

        ProcedureCall(Procedure procedure, JsltNode[] arguments) {
            this.procedure = procedure;
            this.arguments = arguments;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            Procedure called = procedure;
            JsonNode[] own = new JsonNode[called.size];
            for (int i = 0; i < arguments.length; i++) {
                own[called.parameters[i]] = arguments[i].apply(frames, input);
            }
            JsonNode[] caller = frames.locals;
            frames.locals = own;
            Let.all(called.lets, frames, input);
            JsonNode result = called.body.apply(frames, input);
            frames.locals = caller;
            return result;
        }
    }

    /** A call of a function that is written in Java. */
    static final class Invocation extends JsltNode {
        private final Function function;
        private final JsltNode[] arguments;

        Invocation(Function function, JsltNode[] arguments) {
            this.function = function;
            this.arguments = arguments;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            JsonNode[] values = new JsonNode[arguments.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments[i].apply(frames, input);
            }
            return orNull(function.call(input, values));
        }
    }

    /** {@code fallback(…)} */
    static final class Fallback extends JsltNode {
        private final JsltNode[] choices;

        Fallback(JsltNode[] choices) {
            this.choices = choices;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            for (JsltNode choice : choices) {
                JsonNode value = choice.apply(frames, input);
                if (isValue(value)) {
                    return value;
                }
            }
            return NullNode.instance;
        }
    }
}
