package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The references of a resource: every {@code reference} of FHIR's Reference type, however deep. */
final class References {

    private References() {}

    /** The texts of all references in a tree, each once. */
    static Set<String> in(JsonNode node) {
        Set<String> found = new LinkedHashSet<>();
        collect(node, found);
        return found;
    }

    private static void collect(JsonNode node, Set<String> found) {
        String reference = Json.text(node, "reference");
        if (reference != null) {
            found.add(reference);
        }
        node.forEach(child -> collect(child, found));
    }

    /**
     * Rewrites references in place.
     *
     * @param with gives the new text for an old one, or null to leave it
     */
    static void rewrite(JsonNode node, UnaryOperator<String> with) {
        String reference = Json.text(node, "reference");
        String changed = reference == null ? null : with.apply(reference);
        if (changed != null) {
            ((ObjectNode) node).put("reference", changed);
        }
        node.forEach(child -> rewrite(child, with));
    }

    /**
     * Turns references to what is not there yet into logical ones: the target's type and identifier stand in for its id
     * (FHIR R5, references.html#logical).
     *
     * @param identifiers the identifier by the reference that it replaces
     */
    static void makeLogical(JsonNode node, Map<String, JsonNode> identifiers) {
        String reference = Json.text(node, "reference");
        JsonNode identifier = reference == null ? null : identifiers.get(reference);
        if (identifier != null) {
            ObjectNode logical = (ObjectNode) node;
            logical.remove("reference");
            logical.put("type", reference.substring(0, reference.indexOf('/')));
            logical.set("identifier", identifier);
        }
        node.forEach(child -> makeLogical(child, identifiers));
    }
}
