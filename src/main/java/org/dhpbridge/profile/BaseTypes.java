package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types of base R5 as shapes, each built when first needed. */
final class BaseTypes {

    private static final Set<String> INNER = Set.of("BackboneElement", "Element", "BackboneType");

    private final Definitions definitions;
    private final ElementReader reader;
    private final Map<String, Shape> shapes = new HashMap<>();

    BaseTypes(Definitions definitions, Terminology terminology, TypeShapes typeShapes) {
        this.definitions = definitions;
        this.reader = new ElementReader(terminology, typeShapes);
    }

    /** @throws PackException when FHIR R5 has no such type */
    synchronized Shape shape(String type) {
        Shape known = shapes.get(type);
        if (known == null) {
            ObjectNode definition = definitions
                    .structure(R5Base.STRUCTURE + type)
                    .orElseThrow(() -> new PackException(
                            "The profile pack uses the type " + type + ", which FHIR R5 does not have."));
            known = build(type, definition);
            shapes.put(type, known);
        }
        return known;
    }

    private Shape build(String type, ObjectNode definition) {
        Map<String, Shape> byPath = new HashMap<>();
        Shape root = new Shape(type);
        byPath.put(type, root);
        boolean primitive = "primitive-type".equals(definition.path("kind").asText());
        boolean dataType = "complex-type".equals(definition.path("kind").asText());
        for (JsonNode element : definition.path("snapshot").path("element")) {
            String path = element.path("path").asText();
            int dot = path.lastIndexOf('.');
            if (dot < 0) {
                root.setInvariants(reader.invariants(element, List.of()));
            } else if (primitive && path.endsWith(".value")) {
                root.setRegex(element.path("regex").asText(null));
            } else {
                Shape parent = byPath.get(path.substring(0, dot));
                ElementRule rule = rule(element, path, path.substring(dot + 1), byPath);
                if (dataType && rule.binding != null) {
                    rule.binding = rule.binding.ofDataType();
                }
                parent.put(rule);
            }
        }
        return root;
    }

    private ElementRule rule(JsonNode element, String path, String name, Map<String, Shape> byPath) {
        boolean choice = name.endsWith("[x]");
        ElementRule rule = new ElementRule(
                path,
                choice ? name.substring(0, name.length() - 3) : name,
                choice,
                !"1".equals(element.path("max").asText())
                        && !"0".equals(element.path("max").asText()),
                null);
        rule.max = ElementRule.UNBOUNDED;
        rule.types = types(element, path, byPath);
        reader.constrain(rule, element);
        return rule;
    }

    private List<TypeRule> types(JsonNode element, String path, Map<String, Shape> byPath) {
        if (element.has("contentReference")) {
            String reference = element.path("contentReference").asText();
            String target = reference.substring(reference.indexOf('#') + 1);
            return List.of(new TypeRule("BackboneElement", () -> byPath.get(target)));
        }
        String code = element.path("type").path(0).path("code").asText();
        if (element.path("type").size() == 1 && INNER.contains(code)) {
            Shape inner = new Shape(code);
            byPath.put(path, inner);
            return List.of(new TypeRule(code, () -> inner));
        }
        return new ArrayList<>(reader.types(element, List.of()));
    }
}
