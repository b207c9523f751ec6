package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.dhpbridge.fhirpath.Place;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Patterns;
import org.dhpbridge.profile.Shape;
import org.dhpbridge.profile.TypeRule;

/** What an element must look like by itself, whatever stands inside it. */
final class Forms {

    private final Report report;

    Forms(Report report) {
        this.report = report;
    }

    /** @param companion what stands in the property with the underscore; null for nothing */
    void beside(Shape.Property property, JsonNode companion, Place parent) {
        if (companion != null && !property.type().isPrimitive()) {
            String name = property.element().name();
            report.error("structure", parent.child("_" + name), Sentences.nothingBeside(property.type()));
        }
    }

    /** Whether an element that may repeat stands in arrays, as it must. */
    boolean areArrays(ElementRule rule, JsonNode value, JsonNode companion, Place parent) {
        boolean areArrays = (value == null || value.isArray()) && (companion == null || companion.isArray());
        if (!areArrays) {
            report.error(
                    "structure",
                    parent.child(rule.name()),
                    "The element may repeat, so JSON must hold it in an array.");
        }
        return areArrays;
    }

    /** Whether an element that may not repeat stands in no array, and is not null. */
    boolean areSingle(JsonNode value, JsonNode companion, Place place) {
        if (value != null && value.isArray() || companion != null && companion.isArray()) {
            report.error("structure", place, "The element may not repeat, so JSON must not hold it in an array.");
            return false;
        }
        if (value != null && value.isNull() || companion != null && companion.isNull()) {
            nullElement(place);
            return false;
        }
        return true;
    }

    void nullElement(Place place) {
        report.error(
                "structure", place, "The element is null. Leave it out when there is no value; FHIR JSON has no null.");
    }

    void primitive(TypeRule type, JsonNode value, Place place) {
        Optional<String> wrong = Primitives.check(type, value);
        if (wrong.isPresent()) {
            report.error("value", place, wrong.get());
        }
    }

    void constant(ElementRule rule, JsonNode value, JsonNode companion, Place place) {
        if (value != null && !Patterns.matches(rule, value)) {
            report.error("value", place, Sentences.otherThanFixed(rule));
        }
        if (value != null && rule.isExact() && companion != null && companion.has("extension")) {
            report.error("value", place, Sentences.otherThanFixed(rule) + " No extension may stand beside it.");
        }
    }

    void extension(ObjectNode extension, boolean insideAnother, Place place) {
        JsonNode url = extension.path("url");
        if (!url.isTextual()) {
            report.error("structure", place.child("url"), "An extension must have a url: the one that defines it.");
        } else if (!insideAnother && !Primitives.isAbsolute(url.asText())) {
            report.error("structure", place.child("url"), Sentences.RELATIVE_EXTENSION);
        }
    }

    void identifier(ObjectNode identifier, Place place) {
        JsonNode system = identifier.path("system");
        if (system.isTextual() && !Primitives.isAbsolute(system.asText())) {
            report.error("value", place.child("system"), Sentences.RELATIVE_SYSTEM);
        }
    }

    /** An error where the validators of servers say so too; they read past an empty array of primitives. */
    void emptyArray(ElementRule rule, TypeRule type, Place parent) {
        String sentence = "The array is empty. Leave the element out when there is nothing to send.";
        if (type.isPrimitive() && rule.min() == 0) {
            report.warning("structure", parent.child(rule.name()), sentence);
        } else {
            report.error("structure", parent.child(rule.name()), sentence);
        }
    }
}
