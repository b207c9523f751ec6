package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dhpbridge.fhirpath.Place;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Patterns;
import org.dhpbridge.profile.TypeRule;

/** What an element must look like by itself, whatever stands inside it. */
final class Forms {

    private final Report report;

    Forms(Report report) {
        this.report = report;
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
