package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The references in a resource (FHIR R5, Reference.reference). */
final class ResourceReferences {

    private static final Pattern RESTFUL =
            Pattern.compile("(?:(.*)/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?");

    /**
     * One reference.
     *
     * @param expression where it stands, as {@code Observation.subject}
     * @param value Reference.reference as sent
     */
    record FoundReference(String expression, String value) {}

    /** A resource's type and id, without base and version. */
    record ReferenceTarget(String base, String type, String id) {

        String relative() {
            return type + "/" + id;
        }
    }

    private ResourceReferences() {}

    static List<FoundReference> in(ObjectNode resource) {
        List<FoundReference> found = new ArrayList<>();
        collect(resource, resource.path("resourceType").asText(), found);
        return found;
    }

    private static void collect(JsonNode node, String path, List<FoundReference> found) {
        if (node.isObject()) {
            JsonNode reference = node.get("reference");
            if (reference != null && reference.isTextual()) {
                found.add(new FoundReference(path, reference.textValue()));
            }
            node.properties().forEach(field -> collect(field.getValue(), path + "." + field.getKey(), found));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), path + "[" + i + "]", found);
            }
        }
    }

    /** What a relative or absolute literal reference points to; empty for fragments, URNs and the like. */
    static Optional<ReferenceTarget> target(String reference) {
        Matcher m = RESTFUL.matcher(reference);
        return m.matches() ? Optional.of(new ReferenceTarget(m.group(1), m.group(2), m.group(3))) : Optional.empty();
    }

    /**
     * Replaces every link to an entry of a bundle by what the entry became. Identifier and contact values are left alone:
     * they are strings, not links (FHIR R5, transaction processing rules).
     */
    static void rewrite(JsonNode node, Map<String, String> replacements) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                String replacement =
                        field.getKey().equals("value") ? null : replacement(field.getValue(), replacements);
                if (replacement != null) {
                    field.setValue(TextNode.valueOf(replacement));
                } else {
                    rewrite(field.getValue(), replacements);
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                String replacement = replacement(array.get(i), replacements);
                if (replacement != null) {
                    array.set(i, TextNode.valueOf(replacement));
                } else {
                    rewrite(array.get(i), replacements);
                }
            }
        }
    }

    private static String replacement(JsonNode node, Map<String, String> replacements) {
        return node.isTextual() ? replacements.get(node.textValue()) : null;
    }
}
