package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an ElementDefinition onto a rule: what it says replaces what the rule said before. */
final class ElementReader {

    /** Of base R5, not checked as rules: they are built into the walk, or are advice. */
    private static final Set<String> BUILT_IN = Set.of("ele-1", "dom-6");

    private static final String FHIRPATH_TYPES = "http://hl7.org/fhirpath/System.";
    private static final String FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";

    private final Terminology terminology;
    private final TypeShapes shapes;

    ElementReader(Terminology terminology, TypeShapes shapes) {
        this.terminology = terminology;
        this.shapes = shapes;
    }

    void constrain(ElementRule rule, JsonNode element) {
        if (element.has("min")) {
            rule.min = element.path("min").asInt();
        }
        if (element.has("max")) {
            String max = element.path("max").asText();
            rule.max = "*".equals(max) ? ElementRule.UNBOUNDED : Integer.parseInt(max);
        }
        if (element.path("mustSupport").asBoolean()) {
            rule.mustSupport = true;
        }
        JsonNode binding = element.path("binding");
        if (binding.has("valueSet")) {
            rule.binding = new Binding(
                    binding.path("strength").asText(), binding.path("valueSet").asText(), terminology);
        }
        if (binding.has("additional")) {
            rule.additionalBindings = additional(binding.path("additional"));
        }
        for (Iterator<String> names = element.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith("fixed") || name.startsWith("pattern")) {
                rule.value = element.get(name);
                rule.exact = name.startsWith("fixed");
            }
        }
        JsonNode slicing = element.path("slicing");
        if (slicing.isObject()) {
            List<Discriminator> discriminators = new ArrayList<>();
            slicing.path("discriminator")
                    .forEach(d -> discriminators.add(new Discriminator(
                            d.path("type").asText(), d.path("path").asText())));
            rule.slice(
                    discriminators,
                    slicing.path("rules").asText("open"),
                    slicing.path("ordered").asBoolean());
        }
        rule.invariants = invariants(element, rule.invariants);
    }

    private List<AdditionalBinding> additional(JsonNode bindings) {
        List<AdditionalBinding> required = new ArrayList<>();
        for (JsonNode one : bindings) {
            if ("required".equals(one.path("purpose").asText())) {
                Binding binding = new Binding("required", one.path("valueSet").asText(), terminology);
                if (one.path("usage").isEmpty()) {
                    required.add(new AdditionalBinding(binding, null, List.of()));
                }
                for (JsonNode usage : one.path("usage")) {
                    String path = usage.path("code").path("code").asText();
                    List<JsonNode> codings = new ArrayList<>();
                    usage.path("valueCodeableConcept").path("coding").forEach(codings::add);
                    required.add(new AdditionalBinding(binding, path.substring(path.indexOf('.') + 1), codings));
                }
            }
        }
        return List.copyOf(required);
    }

    /** The rules of an element added to those known, without those that its types bring anyway. */
    List<Invariant> invariants(JsonNode element, List<Invariant> known) {
        if (!element.has("constraint")) {
            return known;
        }
        List<Invariant> all = new ArrayList<>(known);
        Set<String> keys = new HashSet<>(BUILT_IN);
        known.forEach(invariant -> keys.add(invariant.key()));
        for (JsonNode constraint : element.path("constraint")) {
            if (constraint.has("expression") && keys.add(constraint.path("key").asText())) {
                all.add(new Invariant(
                        constraint.path("key").asText(),
                        constraint.path("severity").asText(),
                        constraint.path("expression").asText(),
                        constraint.path("human").asText("")));
            }
        }
        return all;
    }

    /** The types that an element names; a type known before keeps what was constrained inside it. */
    List<TypeRule> types(JsonNode element, List<TypeRule> known) {
        Map<String, Set<String>> profiles = new LinkedHashMap<>();
        Map<String, Set<String>> targets = new LinkedHashMap<>();
        for (JsonNode type : element.path("type")) {
            String code = code(type);
            profiles.computeIfAbsent(code, c -> new LinkedHashSet<>()).addAll(PackJson.texts(type.path("profile")));
            targets.computeIfAbsent(code, c -> new LinkedHashSet<>())
                    .addAll(PackJson.texts(type.path("targetProfile")));
        }
        List<TypeRule> types = new ArrayList<>();
        profiles.forEach((code, canonicals) -> {
            List<String> of = List.copyOf(canonicals);
            List<String> to = List.copyOf(targets.get(code));
            TypeRule before = known.stream()
                    .filter(type -> type.code().equals(code))
                    .findFirst()
                    .orElse(null);
            types.add(
                    before != null && before.profiles().equals(of)
                            ? before.with(of, to)
                            : new TypeRule(code, of, to, shapes));
        });
        return types;
    }

    private static String code(JsonNode type) {
        String code = type.path("code").asText();
        if (!code.startsWith(FHIRPATH_TYPES)) {
            return code;
        }
        for (JsonNode extension : type.path("extension")) {
            if (FHIR_TYPE.equals(extension.path("url").asText())) {
                return extension.path("valueUrl").asText();
            }
        }
        String name = code.substring(FHIRPATH_TYPES.length());
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
