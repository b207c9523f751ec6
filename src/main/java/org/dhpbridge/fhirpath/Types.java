package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tests for types: known for resources and choices; JSON's own kinds stand in elsewhere. */
final class Types {

    private static final Set<String> TEXTS = Set.of(
            "string",
            "String",
            "markdown",
            "code",
            "id",
            "uri",
            "url",
            "canonical",
            "oid",
            "uuid",
            "base64Binary",
            "date",
            "dateTime",
            "instant",
            "time",
            "Date",
            "DateTime",
            "Time",
            "xhtml");
    private static final Set<String> NUMBERS =
            Set.of("integer", "Integer", "integer64", "positiveInt", "unsignedInt", "decimal", "Decimal");

    /** The types that a choice may have in R5 (Data Types, 2.1.25.1 "Open Type Element"), and those of special choices. */
    private static final Map<String, String> BY_SUFFIX = Arrays.stream(
                    ("base64Binary boolean canonical code date dateTime"
                                    + " decimal id instant integer integer64 markdown oid positiveInt string time unsignedInt uri url uuid"
                                    + " Address Age Annotation Attachment CodeableConcept CodeableReference Coding ContactPoint Count"
                                    + " Distance Duration HumanName Identifier Money Period Quantity Range Ratio RatioRange Reference"
                                    + " SampledData Signature Timing ContactDetail DataRequirement Expression ParameterDefinition"
                                    + " RelatedArtifact TriggerDefinition UsageContext Availability ExtendedContactDetail Dosage Meta")
                            .split(" "))
            .collect(Collectors.toUnmodifiableMap(
                    type -> Character.toUpperCase(type.charAt(0)) + type.substring(1), Function.identity()));

    private Types() {}

    static String ofSuffix(String suffix) {
        return BY_SUFFIX.get(suffix);
    }

    static Node function(String name, String type) {
        return name.equals("is")
                ? (focus, scope) -> focus.isEmpty() ? List.of() : Node.bool(isOf(focus.get(0), type))
                : (focus, scope) ->
                        focus.stream().filter(item -> isOf(item, type)).toList();
    }

    static Node is(Node operand, String type) {
        Node test = function("is", type);
        return (focus, scope) -> test.eval(operand.eval(focus, scope), scope);
    }

    static Node as(Node operand, String type) {
        Node cast = function("as", type);
        return (focus, scope) -> cast.eval(operand.eval(focus, scope), scope);
    }

    private static boolean isOf(Item item, String type) {
        if (item.type() != null) {
            return item.type().equals(type)
                    || item.type().equalsIgnoreCase(type)
                            && Character.isLowerCase(item.type().charAt(0))
                    || type.equals("Resource")
                            && item.isObject()
                            && item.value().has("resourceType");
        }
        JsonNode value = item.value();
        if (value == null) {
            return false;
        }
        if (value.isTextual()) {
            return TEXTS.contains(type);
        }
        if (value.isNumber()) {
            return NUMBERS.contains(type);
        }
        return value.isBoolean() && type.equalsIgnoreCase("boolean");
    }
}
