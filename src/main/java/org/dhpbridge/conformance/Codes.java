package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import org.dhpbridge.fhirpath.Place;
import org.dhpbridge.profile.Binding;
import org.dhpbridge.profile.CodeSet;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.profile.TypeRule;

/** Codes against the value set that an element is bound to (FHIR R5, Terminologies, 4.1.5 "Binding Strengths"). */
final class Codes {

    private final ProfilePack pack;
    private final Report report;

    Codes(ProfilePack pack, Report report) {
        this.pack = pack;
        this.report = report;
    }

    /** A coding from a code system that is known in full must be one of its codes, however the element is bound. */
    void coding(ElementRule rule, JsonNode coding, Place place) {
        JsonNode system = coding.path("system");
        JsonNode code = coding.path("code");
        if (system.isTextual() && (code.isTextual() || rule.name().equals("coding"))) {
            CodeSet.Membership answer = pack.inSystem(system.asText(), code.asText(""));
            if (answer == CodeSet.Membership.NO) {
                report.error("code-invalid", place.child("code"), Sentences.notInSystem(system.asText()));
            }
        }
    }

    void check(ElementRule rule, Binding binding, TypeRule type, JsonNode value, Place place) {
        if (!binding.isRequired() && !binding.isExtensible()) {
            return;
        }
        switch (type.code()) {
            case "CodeableConcept" -> concept(rule, binding, value, place);
            case "CodeableReference" -> {
                if (!value.path("concept").path("coding").isEmpty()) {
                    concept(rule, binding, value.path("concept"), place.child("concept"));
                }
            }
            case "Coding" -> {
                if (value.has("code")) {
                    judge(rule, binding, contains(binding, value), place);
                }
            }
            case "Quantity", "Age", "Duration", "Count", "Distance" -> {
                if (value.has("code")) {
                    judge(rule, binding, contains(binding, value), place);
                }
            }
            default -> {
                if (type.isPrimitive()) {
                    primitive(rule, binding, value, place);
                }
            }
        }
    }

    private void primitive(ElementRule rule, Binding binding, JsonNode value, Place place) {
        if (value == null || !value.isTextual()) {
            if (value == null && binding.isRequired()) {
                report.error("code-invalid", place, Sentences.noCode(rule, binding));
            }
            return;
        }
        judge(rule, binding, binding.codes().contains(null, value.asText()), place);
    }

    private void concept(ElementRule rule, Binding binding, JsonNode concept, Place place) {
        JsonNode codings = concept.path("coding");
        if (codings.isEmpty()) {
            if (binding.isRequired()) {
                report.error("code-invalid", place, Sentences.noCode(rule, binding));
            }
            return;
        }
        CodeSet.Membership best = CodeSet.Membership.NO;
        for (JsonNode coding : codings) {
            CodeSet.Membership answer = contains(binding, coding);
            if (answer == CodeSet.Membership.YES) {
                return;
            }
            if (answer == CodeSet.Membership.UNKNOWN) {
                best = answer;
            }
        }
        judge(rule, binding, best, place);
    }

    private static CodeSet.Membership contains(Binding binding, JsonNode coding) {
        if (!coding.has("code")) {
            return CodeSet.Membership.NO;
        }
        return binding.codes()
                .contains(coding.path("system").asText(""), coding.path("code").asText());
    }

    private void judge(ElementRule rule, Binding binding, CodeSet.Membership answer, Place place) {
        if (answer == CodeSet.Membership.NO) {
            if (binding.isRequired()) {
                report.error("code-invalid", place, Sentences.notInSet(rule, binding));
            } else if (!binding.isGeneral()) {
                report.warning("code-invalid", place, Sentences.notInSet(rule, binding));
            }
        }
    }
}
