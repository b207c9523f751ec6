package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Faults as a person asks for them: {@code {"seed":7,"faults":[{"kind":"error","status":503,"count":2}]}}, or the list
 * alone.
 *
 * @param seed of the chances; the same seed and the same requests give the same faults
 */
record FaultSet(long seed, List<FaultRule> rules) {

    static final FaultSet NONE = new FaultSet(0, List.of());

    /** @throws IllegalArgumentException with a sentence that says what is allowed */
    static FaultSet parse(byte[] json) {
        JsonNode node;
        try {
            node = StrictJson.parse(json);
        } catch (FhirException e) {
            throw new IllegalArgumentException(e.issues().get(0).diagnostics());
        }
        if (node.isArray()) {
            return new FaultSet(anySeed(), rules(node));
        }
        if (!node.isObject() || !node.path("faults").isArray()) {
            throw new IllegalArgumentException(
                    "Send {\"faults\":[{\"kind\":\"error\"}]}, with a \"seed\" beside \"faults\" if you like; GET"
                            + " /faults/kinds lists the kinds.");
        }
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(Set.of("seed", "faults"));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + unknown.iterator().next() + "\" is not known here; allowed are seed and faults.");
        }
        JsonNode seed = node.path("seed");
        if (!seed.isMissingNode() && !(seed.isIntegralNumber() && seed.canConvertToLong())) {
            throw new IllegalArgumentException("seed takes a whole number.");
        }
        return new FaultSet(seed.isMissingNode() ? anySeed() : seed.longValue(), rules(node.path("faults")));
    }

    private static long anySeed() {
        return ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }

    private static List<FaultRule> rules(JsonNode list) {
        List<FaultRule> rules = new ArrayList<>();
        for (JsonNode node : list) {
            rules.add(rule(node, "faults[" + rules.size() + "]"));
        }
        return List.copyOf(rules);
    }

    private static FaultRule rule(JsonNode node, String place) {
        FaultKind kind = FaultKind.of(node.path("kind").asText())
                .orElseThrow(() ->
                        new IllegalArgumentException(place + ".kind must be one of " + FaultKind.allCodes() + "."));
        Map<String, FaultField> allowed = Stream.concat(
                        FaultField.OF_EVERY_KIND.stream(), kind.fields().keySet().stream())
                .collect(Collectors.toMap(FaultField::code, field -> field));
        Map<FaultField, Object> values = new EnumMap<>(FaultField.class);
        node.properties().forEach(property -> {
            if (property.getKey().equals("kind")) {
                return;
            }
            FaultField field = allowed.get(property.getKey());
            if (field == null) {
                throw new IllegalArgumentException(place + ": the kind " + kind.code() + " has no \""
                        + property.getKey() + "\"; allowed are kind, "
                        + allowed.keySet().stream().sorted().collect(Collectors.joining(", ")) + ".");
            }
            Object value = field.read(property.getValue());
            values.put(field, Objects.requireNonNullElseGet(value, () -> {
                throw new IllegalArgumentException(place + "." + field.code() + " takes " + field.takes() + ".");
            }));
        });
        return new FaultRule(kind, values);
    }
}
