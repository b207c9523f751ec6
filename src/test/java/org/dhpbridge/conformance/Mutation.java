package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** One way to spoil a resource, at one of the places where it can be done. */
enum Mutation {
    REMOVE(at -> true, (at, random) -> {
        at.remove();
    }),
    DUPLICATE(at -> at.inArray(), (at, random) -> {
        ((ArrayNode) at.parent()).insert(at.index() + 1, at.value().deepCopy());
    }),
    TOO_MANY(at -> at.value().isArray() && !at.value().isEmpty(), (at, random) -> {
        ArrayNode array = (ArrayNode) at.value();
        JsonNode one = array.get(random.nextInt(array.size()));
        for (int i = 0; i < 3; i++) {
            array.add(one.deepCopy());
        }
    }),
    RETYPE(at -> true, (at, random) -> {
        List<JsonNode> others = List.of(
                TextNode.valueOf("text"),
                IntNode.valueOf(7),
                BooleanNode.TRUE,
                Strange.NODES.objectNode().put("value", "text"),
                Strange.NODES.arrayNode().add("text"));
        List<JsonNode> fit = others.stream()
                .filter(other -> other.getNodeType() != at.value().getNodeType())
                .toList();
        at.set(fit.get(random.nextInt(fit.size())));
    }),
    NULL(at -> true, (at, random) -> {
        at.set(NullNode.instance);
    }),
    WRONG_CODE(at -> at.value().isTextual() && at.isCode(), (at, random) -> {
        at.set(TextNode.valueOf(random.nextBoolean() ? "no-such-code" : "active"));
    }),
    WRONG_SYSTEM(at -> at.isNamed("system"), (at, random) -> {
        at.set(TextNode.valueOf("http://example.org/none"));
    }),
    OTHER_SYSTEM(at -> at.isNamed("system"), (at, random) -> {
        List<String> others = List.of(
                "http://loinc.org",
                "http://terminology.hl7.org/CodeSystem/v2-0203",
                "http://hl7.org/fhir/administrative-gender");
        at.set(TextNode.valueOf(others.get(random.nextInt(others.size()))));
    }),
    WRONG_TARGET(at -> at.isNamed("reference") && at.value().isTextual(), (at, random) -> {
        List<String> others = List.of(
                "Medication/m", "Patient/p", "Organization/o", "http://example.org/fhir/Slot/s", "NoSuchType/n");
        at.set(TextNode.valueOf(others.get(random.nextInt(others.size()))));
    }),
    EXTRA_SLICE(at -> at.inArray() && at.value().isObject(), (at, random) -> {
        ObjectNode other = at.value().deepCopy();
        for (String key : List.of("system", "url", "use", "type", "code", "coding")) {
            if (other.path(key).isTextual()) {
                other.put(key, key.equals("use") ? "old" : "http://example.org/other");
            } else if (other.has(key) && random.nextBoolean()) {
                other.remove(key);
            }
        }
        ((ArrayNode) at.parent()).add(other);
    }),
    EMPTY_STRING(at -> at.value().isValueNode(), (at, random) -> {
        at.set(TextNode.valueOf(random.nextBoolean() ? "" : "  "));
    }),
    EMPTY_OBJECT(at -> at.value().isObject(), (at, random) -> {
        at.set(Strange.NODES.objectNode());
    }),
    EMPTY_ARRAY(at -> at.value().isArray(), (at, random) -> {
        at.set(Strange.NODES.arrayNode());
    }),
    BAD_DATE(at -> at.isDate(), (at, random) -> {
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
    }),
    BAD_DECIMAL(at -> at.value().isNumber(), (at, random) -> {
        List<JsonNode> others = List.of(
                TextNode.valueOf("12,5"),
                TextNode.valueOf(at.value().asText()),
                Strange.NODES.numberNode(-1.5),
                Strange.NODES.numberNode(0));
        at.set(others.get(random.nextInt(others.size())));
    }),
    UNKNOWN_ELEMENT(at -> at.value().isObject(), (at, random) -> {
        ((ObjectNode) at.value()).put(random.nextBoolean() ? "colour" : "valueColour", "red");
    }),
    WRONG_PATTERN(
            at -> at.value().isTextual() && (at.isNamed("use") || at.isNamed("url") || at.isNamed("status")),
            (at, random) -> {
                at.set(TextNode.valueOf(at.isNamed("url") ? "http://example.org/ext" : "old"));
            }),
    SWAPPED_DISPLAY(at -> at.isNamed("display") && at.value().isTextual(), (at, random) -> {
        at.set(TextNode.valueOf("Something else"));
    }),
    SECOND_CHOICE(at -> at.isChoice(), (at, random) -> {
        ((ObjectNode) at.parent()).put(at.choiceName() + (random.nextBoolean() ? "String" : "DateTime"), "2024");
    }),
    OTHER_CHOICE(at -> at.isChoice(), (at, random) -> {
        ObjectNode parent = (ObjectNode) at.parent();
        at.remove();
        parent.put(at.choiceName() + (random.nextBoolean() ? "String" : "DateTime"), "2024");
    }),
    SWAPPED_ORDER(at -> at.value().isArray() && at.value().size() > 1, (at, random) -> {
        ArrayNode array = (ArrayNode) at.value();
        array.add(array.remove(0));
    }),
    EMPTIED(at -> at.value().isObject() && at.value().size() > 1, (at, random) -> {
        ObjectNode object = (ObjectNode) at.value();
        String kept = object.fieldNames().next();
        object.retain(kept);
    }),
    DECLARED_ABSENT(at -> at.parent().isObject() && at.value().isValueNode(), (at, random) -> {
        ObjectNode parent = (ObjectNode) at.parent();
        at.remove();
        parent.putObject("_" + at.name())
                .putArray("extension")
                .addObject()
                .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                .put("valueCode", random.nextBoolean() ? "unknown" : "none-of-these");
    }),
    WRONG_RESOURCE_TYPE(at -> at.isTop(), (at, random) -> at.object()
            .put("resourceType", pick(random, "Basic", "NoSuchType", "patient", "", "Patient", "HumanName"))),
    ARRAY_FOR_SINGLE(
            at -> !at.inArray() && !at.value().isArray(),
            (at, random) -> at.set(Strange.NODES.arrayNode().add(at.value()))),
    SINGLE_FOR_ARRAY(
            at -> at.value().isArray() && !at.value().isEmpty(),
            (at, random) -> at.set(at.value().get(0))),
    NULL_IN_ARRAY(at -> at.value().isArray(), (at, random) -> ((ArrayNode) at.value()).addNull()),
    BOOLEAN_AS_TEXT(
            at -> at.value().isBoolean(),
            (at, random) -> at.set(TextNode.valueOf(at.value().asText()))),
    CONTAINED(
            at -> at.isTop(), (at, random) -> at.object().putArray("contained").add(Strange.contained(random))),
    MODIFIER_EXTENSION(at -> at.value().isObject(), (at, random) -> ((ObjectNode) at.value())
            .withArray("modifierExtension")
            .add(Strange.NODES.objectNode().put("url", "http://example.org/m").put("valueBoolean", true))),
    BAD_ID(
            at -> at.isTop() || at.value().isObject(),
            (at, random) -> (at.isTop() ? at.object() : (ObjectNode) at.value())
                    .put("id", pick(random, "a".repeat(65), "a b", "a_b", "", "a".repeat(64), "кирилл", "a#1"))),
    PRIMITIVE(
            at -> at.value().isObject(),
            (at, random) -> ((ObjectNode) at.value()).withArray("extension").add(Strange.primitive(random))),
    EXTENSION(
            at -> at.value().isObject(),
            (at, random) -> ((ObjectNode) at.value()).withArray("extension").add(Strange.extension(random))),
    COMPANION(at -> at.parent().isObject() && !at.name().startsWith("_"), (at, random) -> at.object()
            .set("_" + at.name(), Strange.companion(random, at.value()))),
    TYPE_OF_REFERENCE(at -> at.isNamed("reference") && at.value().isTextual(), (at, random) -> {
        at.object().put("type", pick(random, "Medication", "Patient", "NoSuchType", "http://example.org/T"));
        if (random.nextBoolean()) {
            at.remove();
        }
    }),
    STRANGE_REFERENCE(
            at -> at.isNamed("reference") && at.value().isTextual(),
            (at, random) -> at.set(TextNode.valueOf(pick(
                    random,
                    "#none",
                    "Patient",
                    "Patient/",
                    "Patient/a b",
                    "urn:uuid:1",
                    "urn:uuid:0c5e9d3a-6f4b-4d2e-9a51-3f6b2c1d7e80",
                    "urn:oid:1.2.3",
                    "Patient?identifier=1",
                    "patient/1",
                    "https://dhp.uz/fhir/Patient/1/_history/2",
                    "Medication/" + "m".repeat(65))))),
    STRANGE_TEXT(
            at -> at.value().isTextual(),
            (at, random) -> at.set(TextNode.valueOf(pick(
                    random,
                    " " + at.value().asText(),
                    at.value().asText() + " ",
                    at.value().asText() + "\n",
                    at.value().asText() + "\u0007",
                    at.value().asText() + "\u00a0",
                    "\t",
                    "a  b",
                    "<b>bold</b>")))),
    STRANGE_TIME(
            at -> at.isDate(),
            (at, random) -> at.set(TextNode.valueOf(pick(
                    random,
                    "2024-02-01T24:00:00Z",
                    "2024-02-01T10:00:00+15:00",
                    "2024-02-01T10:00:60Z",
                    "2024-02-01T10:00:00.123456789+05:00",
                    "2024-02-01T10:00:00+5:00",
                    "2024-02-01 10:00:00+05:00",
                    "2024-02-01T10:00:00",
                    "2024-2-1",
                    "0000-01-01",
                    "1000-01-01",
                    "9999-12-31",
                    "2024-02-29",
                    "2023-02-29",
                    "24-02-01")))),
    STRANGE_NUMBER(
            at -> at.value().isNumber(),
            (at, random) -> at.set(Strange.NODES.numberNode(new BigDecimal(
                    pick(random, "1.0", "1E2", "1E400", "2147483648", "-1", "0.000000000000000000001", "1.50"))))),
    META(at -> at.isTop(), (at, random) -> Strange.meta(at.object(), random)),
    NARRATIVE(at -> at.isTop(), (at, random) -> at.object().set("text", Strange.narrative(random))),
    LANGUAGE(at -> at.isTop(), (at, random) -> at.object()
            .put("language", pick(random, "xx", "uz-Cyrl-UZ", "english", "en_US", "ru"))),
    COMMENTS(
            at -> at.value().isObject(),
            (at, random) -> ((ObjectNode) at.value()).putArray("fhir_comments").add("a comment"));

    private final Predicate<Spot> fits;
    private final BiConsumer<Spot, Random> spoil;

    Mutation(Predicate<Spot> fits, BiConsumer<Spot, Random> spoil) {
        this.fits = fits;
        this.spoil = spoil;
    }

    private static String pick(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    boolean fits(Spot at) {
        return fits.test(at);
    }

    void apply(Spot at, Random random) {
        spoil.accept(at, random);
    }
}
