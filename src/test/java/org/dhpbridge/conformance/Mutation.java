package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** One way to spoil a resource, at one of the places where it can be done. */
enum Mutation {
    REMOVE(at -> true) {
        @Override
        void apply(Spot at, Random random) {
            at.remove();
        }
    },
    DUPLICATE(at -> at.inArray()) {
        @Override
        void apply(Spot at, Random random) {
            ((ArrayNode) at.parent()).insert(at.index() + 1, at.value().deepCopy());
        }
    },
    TOO_MANY(at -> at.value().isArray() && !at.value().isEmpty()) {
        @Override
        void apply(Spot at, Random random) {
            ArrayNode array = (ArrayNode) at.value();
            JsonNode one = array.get(random.nextInt(array.size()));
            for (int i = 0; i < 3; i++) {
                array.add(one.deepCopy());
            }
        }
    },
    RETYPE(at -> true) {
        @Override
        void apply(Spot at, Random random) {
            List<JsonNode> others = List.of(
                    TextNode.valueOf("text"),
                    IntNode.valueOf(7),
                    BooleanNode.TRUE,
                    NODES.objectNode().put("value", "text"),
                    NODES.arrayNode().add("text"));
            List<JsonNode> fit = others.stream()
                    .filter(other -> other.getNodeType() != at.value().getNodeType())
                    .toList();
            at.set(fit.get(random.nextInt(fit.size())));
        }
    },
    NULL(at -> true) {
        @Override
        void apply(Spot at, Random random) {
            at.set(NullNode.instance);
        }
    },
    WRONG_CODE(at -> at.value().isTextual() && at.isCode()) {
        @Override
        void apply(Spot at, Random random) {
            at.set(TextNode.valueOf(random.nextBoolean() ? "no-such-code" : "active"));
        }
    },
    WRONG_SYSTEM(at -> at.isNamed("system")) {
        @Override
        void apply(Spot at, Random random) {
            at.set(TextNode.valueOf("http://example.org/none"));
        }
    },
    OTHER_SYSTEM(at -> at.isNamed("system")) {
        @Override
        void apply(Spot at, Random random) {
            List<String> others = List.of(
                    "http://loinc.org",
                    "http://terminology.hl7.org/CodeSystem/v2-0203",
                    "http://hl7.org/fhir/administrative-gender");
            at.set(TextNode.valueOf(others.get(random.nextInt(others.size()))));
        }
    },
    WRONG_TARGET(at -> at.isNamed("reference") && at.value().isTextual()) {
        @Override
        void apply(Spot at, Random random) {
            List<String> others = List.of(
                    "Medication/m", "Patient/p", "Organization/o", "http://example.org/fhir/Slot/s", "NoSuchType/n");
            at.set(TextNode.valueOf(others.get(random.nextInt(others.size()))));
        }
    },
    EXTRA_SLICE(at -> at.inArray() && at.value().isObject()) {
        @Override
        void apply(Spot at, Random random) {
            ObjectNode other = at.value().deepCopy();
            for (String key : List.of("system", "url", "use", "type", "code", "coding")) {
                if (other.path(key).isTextual()) {
                    other.put(key, key.equals("use") ? "old" : "http://example.org/other");
                } else if (other.has(key) && random.nextBoolean()) {
                    other.remove(key);
                }
            }
            ((ArrayNode) at.parent()).add(other);
        }
    },
    EMPTY_STRING(at -> at.value().isValueNode()) {
        @Override
        void apply(Spot at, Random random) {
            at.set(TextNode.valueOf(random.nextBoolean() ? "" : "  "));
        }
    },
    EMPTY_OBJECT(at -> at.value().isObject()) {
        @Override
        void apply(Spot at, Random random) {
            at.set(NODES.objectNode());
        }
    },
    EMPTY_ARRAY(at -> at.value().isArray()) {
        @Override
        void apply(Spot at, Random random) {
            at.set(NODES.arrayNode());
        }
    },
    BAD_DATE(at -> at.isDate()) {
        @Override
        void apply(Spot at, Random random) {
            List<String> others = List.of(
                    "2024-13-01",
                    "2024-02-30",
                    "01.02.2024",
                    "20240201",
                    "2024-02-01T10:00",
                    "2024-02-01T25:00:00Z",
                    "2024",
                    "2024-02-01");
            at.set(TextNode.valueOf(others.get(random.nextInt(others.size()))));
        }
    },
    BAD_DECIMAL(at -> at.value().isNumber()) {
        @Override
        void apply(Spot at, Random random) {
            List<JsonNode> others = List.of(
                    TextNode.valueOf("12,5"),
                    TextNode.valueOf(at.value().asText()),
                    NODES.numberNode(-1.5),
                    NODES.numberNode(0));
            at.set(others.get(random.nextInt(others.size())));
        }
    },
    UNKNOWN_ELEMENT(at -> at.value().isObject()) {
        @Override
        void apply(Spot at, Random random) {
            ((ObjectNode) at.value()).put(random.nextBoolean() ? "colour" : "valueColour", "red");
        }
    },
    WRONG_PATTERN(at -> at.value().isTextual() && (at.isNamed("use") || at.isNamed("url") || at.isNamed("status"))) {
        @Override
        void apply(Spot at, Random random) {
            at.set(TextNode.valueOf(at.isNamed("url") ? "http://example.org/ext" : "old"));
        }
    },
    SWAPPED_DISPLAY(at -> at.isNamed("display") && at.value().isTextual()) {
        @Override
        void apply(Spot at, Random random) {
            at.set(TextNode.valueOf("Something else"));
        }
    },
    SECOND_CHOICE(at -> at.isChoice()) {
        @Override
        void apply(Spot at, Random random) {
            ((ObjectNode) at.parent()).put(at.choiceName() + (random.nextBoolean() ? "String" : "DateTime"), "2024");
        }
    },
    OTHER_CHOICE(at -> at.isChoice()) {
        @Override
        void apply(Spot at, Random random) {
            ObjectNode parent = (ObjectNode) at.parent();
            at.remove();
            parent.put(at.choiceName() + (random.nextBoolean() ? "String" : "DateTime"), "2024");
        }
    },
    SWAPPED_ORDER(at -> at.value().isArray() && at.value().size() > 1) {
        @Override
        void apply(Spot at, Random random) {
            ArrayNode array = (ArrayNode) at.value();
            array.add(array.remove(0));
        }
    },
    EMPTIED(at -> at.value().isObject() && at.value().size() > 1) {
        @Override
        void apply(Spot at, Random random) {
            ObjectNode object = (ObjectNode) at.value();
            String kept = object.fieldNames().next();
            object.retain(kept);
        }
    },
    DECLARED_ABSENT(at -> at.parent().isObject() && at.value().isValueNode()) {
        @Override
        void apply(Spot at, Random random) {
            ObjectNode parent = (ObjectNode) at.parent();
            at.remove();
            parent.putObject("_" + at.name())
                    .putArray("extension")
                    .addObject()
                    .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                    .put("valueCode", random.nextBoolean() ? "unknown" : "none-of-these");
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Predicate<Spot> fits;

    Mutation(Predicate<Spot> fits) {
        this.fits = fits;
    }

    boolean fits(Spot at) {
        return fits.test(at);
    }

    abstract void apply(Spot at, Random random);
}
