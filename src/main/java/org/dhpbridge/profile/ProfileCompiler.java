package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compiles profiles to rules: the elements of a snapshot or differential (FHIR R5, Profiling, 5.1) are laid over base R5,
 * or over the profile that they build on.
 */
final class ProfileCompiler implements TypeShapes {

    private final Definitions definitions;
    private final BaseTypes base;
    private final ElementReader reader;
    private final Map<String, Profile> profiles = new ConcurrentHashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    ProfileCompiler(Definitions definitions, Terminology terminology) {
        this.definitions = definitions;
        this.reader = new ElementReader(terminology, this);
        this.base = new BaseTypes(definitions, terminology, this);
    }

    @Override
    public Shape shape(String type, List<String> canonicals) {
        boolean one = canonicals.size() == 1
                && definitions.structure(canonicals.get(0)).isPresent();
        return one ? profile(canonicals.get(0)).shape() : base.shape(type);
    }

    @Override
    public String typeOf(String canonical) {
        return definitions
                .structure(canonical)
                .map(definition -> definition.path("type").asText())
                .orElse(null);
    }

    boolean isDefined(String canonical) {
        return definitions.structure(canonical).isPresent();
    }

    /** Empty when neither the pack nor base R5 defines the profile. */
    Optional<Profile> find(String canonical) {
        Profile known = profiles.get(PackJson.withoutVersion(canonical));
        if (known != null) {
            return Optional.of(known);
        }
        return isDefined(canonical) ? Optional.of(profile(canonical)) : Optional.empty();
    }

    /** @throws PackException when the profile is not defined, or its definition cannot be used */
    Profile profile(String canonical) {
        String url = PackJson.withoutVersion(canonical);
        Profile known = profiles.get(url);
        return known != null ? known : compileOnce(url);
    }

    private synchronized Profile compileOnce(String url) {
        Profile known = profiles.get(url);
        if (known != null) {
            return known;
        }
        if (!underWay.add(url)) {
            throw new PackException("The profile " + url + " builds on itself (by way of " + String.join(", ", underWay)
                    + "). Correct the profile pack.");
        }
        try {
            Profile compiled = compile(url);
            profiles.put(url, compiled);
            return compiled;
        } finally {
            underWay.remove(url);
        }
    }

    private Profile compile(String url) {
        ObjectNode definition = definitions
                .structure(url)
                .orElseThrow(() -> new PackException("The profile " + url + " is not in the profile pack."));
        String type = definition.path("type").asText();
        boolean derived = "constraint".equals(definition.path("derivation").asText());
        JsonNode snapshot = definition.path("snapshot").path("element");
        ElementRule root = derived && snapshot.isEmpty() ? rootOfBase(url, type, definition) : rootOf(type);
        if (derived) {
            JsonNode elements =
                    snapshot.isEmpty() ? definition.path("differential").path("element") : snapshot;
            if (elements.isEmpty()) {
                throw new PackException("The profile " + url + " has neither a snapshot nor a differential.");
            }
            for (JsonNode element : elements) {
                overlay(url, root, element);
            }
        }
        return new Profile(url, type, root);
    }

    private ElementRule rootOfBase(String url, String type, ObjectNode definition) {
        String parent = definition.path("baseDefinition").asText("");
        if (definitions.structure(parent).isEmpty()) {
            throw new PackException(
                    "The profile " + url + " has no snapshot, and what it builds on ("
                            + (parent.isEmpty() ? "nothing" : parent)
                            + ") is neither in the profile pack nor part of FHIR R5. Use a package with snapshots, or add the missing profile.");
        }
        return definitions.isOwnStructure(parent) || !parent.equals(R5Base.STRUCTURE + type)
                ? profile(parent).root().copy()
                : rootOf(type);
    }

    private ElementRule rootOf(String type) {
        ElementRule root = new ElementRule(type, type, false, false, null);
        root.max = ElementRule.UNBOUNDED;
        root.types = List.of(new TypeRule(type, () -> base.shape(type)));
        return root;
    }

    private void overlay(String url, ElementRule root, JsonNode element) {
        String id = element.has("id") ? element.path("id").asText() : idFromPath(element);
        List<ElementRule> rules = List.of(root);
        String[] steps = id.split("\\.");
        for (int i = 1; i < steps.length; i++) {
            List<ElementRule> next = new ArrayList<>();
            for (ElementRule rule : rules) {
                next.addAll(step(rule, steps[i], idOf(steps, i)));
            }
            if (next.isEmpty() && isTextOfPrimitive(rules, steps[i])) {
                return;
            }
            if (next.isEmpty()) {
                throw new PackException("The profile " + url + " speaks of " + id + ", but " + idOf(steps, i - 1)
                        + " has no element " + steps[i] + " in FHIR R5. Correct the profile pack.");
            }
            rules = next;
        }
        for (ElementRule rule : rules) {
            apply(url, rule, element);
        }
    }

    /** In FHIR's model the text of a primitive is an element of its own; in JSON it is not. */
    private static boolean isTextOfPrimitive(List<ElementRule> rules, String step) {
        return step.equals("value")
                && rules.stream().flatMap(rule -> rule.types.stream()).allMatch(TypeRule::isPrimitive);
    }

    private static String idFromPath(JsonNode element) {
        String path = element.path("path").asText();
        return element.has("sliceName") ? path + ":" + element.path("sliceName").asText() : path;
    }

    private static String idOf(String[] steps, int last) {
        return String.join(".", List.of(steps).subList(0, last + 1));
    }

    private void apply(String url, ElementRule rule, JsonNode element) {
        if (element.has("type") && rule.id().contains(".")) {
            List<TypeRule> types = reader.types(element, rule.types);
            for (TypeRule type : types) {
                if (!definitions.hasType(type.code())) {
                    throw new PackException("The profile " + url + " gives " + rule.id() + " the type " + type.code()
                            + ", which FHIR R5 does not have. Correct the profile pack.");
                }
            }
            rule.types = types;
        }
        reader.constrain(rule, element);
        rule.types.forEach(type -> dropRulesOfType(rule, type));
    }

    /** Snapshots repeat the rules of an element's type on the element. */
    private static void dropRulesOfType(ElementRule rule, TypeRule type) {
        if (!rule.invariants.isEmpty()) {
            Set<String> keys = new LinkedHashSet<>();
            type.shape().invariants().forEach(invariant -> keys.add(invariant.key()));
            rule.invariants = rule.invariants.stream()
                    .filter(invariant -> !keys.contains(invariant.key()))
                    .toList();
        }
    }

    private static List<ElementRule> step(ElementRule rule, String step, String id) {
        int colon = step.indexOf(':');
        String name = (colon < 0 ? step : step.substring(0, colon)).replace("[x]", "");
        List<ElementRule> found = new ArrayList<>();
        for (TypeRule type : rule.types) {
            if (type.shape().element(name) != null) {
                found.add(type.ownShape().element(name));
            } else if (colon < 0) {
                Shape.Property named = type.shape().property(name);
                if (named != null && named.element().isChoice()) {
                    ElementRule choice = type.ownShape().element(named.element().name());
                    found.add(choice.slice(name, id));
                }
            }
        }
        if (colon < 0) {
            return found;
        }
        String slice = step.substring(colon + 1);
        return found.stream().map(element -> element.slice(slice, id)).toList();
    }
}
