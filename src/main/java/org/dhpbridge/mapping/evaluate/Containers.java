package org.dhpbridge.mapping.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.impl.NodeUtils;

/** Expressions that make objects and lists. */
final class Containers {

    private Containers() {}

    /** {@code {"name": …}}, its names known beforehand; what is nothing is left out. */
    static final class NewObject extends JsltNode {
        private final Let[] lets;
        private final String[] names;
        private final JsltNode[] values;

        NewObject(Let[] lets, String[] names, JsltNode[] values) {
            this.lets = lets;
            this.names = names;
            this.values = values;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            Let.all(lets, frames, input);
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < names.length; i++) {
                JsonNode value = values[i].apply(frames, input);
                if (isValue(value)) {
                    object.set(names[i], value);
                }
            }
            return object;
        }
    }

    /** {@code […, …]} */
    static final class NewList extends JsltNode {
        private final JsltNode[] values;

        NewList(JsltNode[] values) {
            this.values = values;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode(values.length);
            for (JsltNode value : values) {
                list.add(value.apply(frames, input));
            }
            return list;
        }
    }

    /** {@code [for (…) … if (…)]} */
    static final class Each extends JsltNode {
        private final JsltNode source;
        private final Let[] lets;
        private final JsltNode value;
        private final JsltNode condition;
        private final Lookups.Foreign otherwise;

        /**
         * @param condition null for none
         * @param otherwise has the words for what is no list
         */
        Each(JsltNode source, Let[] lets, JsltNode value, JsltNode condition, Lookups.Foreign otherwise) {
            this.source = source;
            this.lets = lets;
            this.value = value;
            this.condition = condition;
            this.otherwise = otherwise;
        }

        @Override
        JsonNode apply(Frames frames, JsonNode input) {
            JsonNode found = source.apply(frames, input);
            if (found == NullNode.instance) {
                return found;
            }
            if (found instanceof ArrayNode list) {
                return each(list, frames);
            }
            return found instanceof ObjectNode
                    ? each(NodeUtils.convertObjectToArray(found), frames)
                    : otherwise.apply(frames, input);
        }

        private JsonNode each(ArrayNode list, Frames frames) {
            ArrayNode results = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < list.size(); i++) {
                JsonNode one = list.get(i);
                Let.all(lets, frames, one);
                if (condition == null || condition.isTrue(frames, one)) {
                    results.add(value.apply(frames, one));
                }
            }
            return results;
        }
    }
}
