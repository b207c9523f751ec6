package org.dhpbridge.delivery.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The references of a resource: every {@code reference} of FHIR's Reference type, however deep. */
public final class References {

    private static final Pattern RELATIVE = Pattern.compile("[A-Za-z]+/[A-Za-z0-9.\\-]{1,64}");

    private References() {}

    /** Whether a text is a relative reference, as {@code Patient/7}. */
    public static boolean isRelative(String reference) {
        return RELATIVE.matcher(reference).matches();
    }

    /** The texts of all references in a tree, each once. */
    public static Set<String> in(JsonNode node) {
        Set<String> found = new LinkedHashSet<>();
        collect(node, found);
        return found;
    }

    private static void collect(JsonNode node, Set<String> found) {
        if (node.isObject()) {
            String reference = Json.text(node, "reference");
            if (reference != null) {
                found.add(reference);
            }
        }
        if (node.isContainerNode()) {
            node.forEach(child -> collect(child, found));
        }
    }

    /** The elements of a resource in which a reference stands, however deep, as {@code subject}. */
    public static Set<String> elementsOf(ObjectNode resource) {
        Set<String> elements = new HashSet<>();
        for (Map.Entry<String, JsonNode> field : resource.properties()) {
            if (isAnyIn(field.getValue())) {
                elements.add(field.getKey());
            }
        }
        return elements;
    }

    private static boolean isAnyIn(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                JsonNode child = field.getValue();
                if (child instanceof TextNode ? field.getKey().equals("reference") : isAnyIn(child)) {
                    return true;
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (isAnyIn(array.get(i))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The same resource with other references. What does not change is shared with the one given, which stays as it is.
     *
     * @param with gives the new text for an old one, or null to leave it
     */
    public static ObjectNode rewritten(ObjectNode resource, UnaryOperator<String> with) {
        return changedObject(resource, rewriting(with));
    }

    /**
     * As {@link #rewritten(ObjectNode, UnaryOperator)}, of a resource of which is known where its references stand.
     *
     * @param elements the {@link #elementsOf elements} that have any; may name some that the resource lacks
     */
    public static ObjectNode rewritten(ObjectNode resource, Set<String> elements, UnaryOperator<String> with) {
        BiFunction<ObjectNode, String, ObjectNode> change = rewriting(with);
        ObjectNode result = resource;
        for (String element : elements) {
            JsonNode value = resource.get(element);
            JsonNode other = changed(value, change);
            if (other != value) {
                result = result == resource ? Json.shallow(resource) : result;
                result.set(element, other);
            }
        }
        return result;
    }

    private static BiFunction<ObjectNode, String, ObjectNode> rewriting(UnaryOperator<String> with) {
        return (node, reference) -> {
            String text = with.apply(reference);
            if (text == null || text.equals(reference)) {
                return node;
            }
            ObjectNode copy = Json.shallow(node);
            copy.put("reference", text);
            return copy;
        };
    }

    /**
     * The same resource, its references to what is not there yet turned into logical ones: the target's type and identifier
     * stand in for its id (FHIR R5, references.html#logical).
     *
     * @param identifiers the identifier by the reference that it replaces
     */
    public static ObjectNode logical(ObjectNode resource, Map<String, JsonNode> identifiers) {
        return changedObject(resource, (node, reference) -> {
            JsonNode identifier = identifiers.get(reference);
            if (identifier == null) {
                return node;
            }
            ObjectNode copy = Json.shallow(node);
            copy.remove("reference");
            copy.put("type", reference.substring(0, reference.indexOf('/')));
            copy.set("identifier", identifier);
            return copy;
        });
    }

    /**
     * The same resource without the entries of its lists that refer to one of these; the resource itself when there are none.
     *
     * @param targets as {@code Observation/7}
     */
    public static ObjectNode without(ObjectNode resource, Set<String> targets) {
        ObjectNode rest = resource;
        for (Map.Entry<String, JsonNode> field :
                targets.isEmpty() ? Set.<Map.Entry<String, JsonNode>>of() : resource.properties()) {
            if (!(field.getValue() instanceof ArrayNode list)) {
                continue;
            }
            ArrayNode kept = list.arrayNode();
            list.forEach(entry -> {
                if (!targets.contains(String.valueOf(Json.text(entry, "reference")))) {
                    kept.add(entry);
                }
            });
            if (kept.size() < list.size()) {
                rest = rest == resource ? Json.shallow(resource) : rest;
                rest.set(field.getKey(), kept);
                if (kept.isEmpty()) {
                    rest.remove(field.getKey());
                }
            }
        }
        return rest;
    }

    private static JsonNode changed(JsonNode node, BiFunction<ObjectNode, String, ObjectNode> change) {
        if (node instanceof ObjectNode object) {
            return changedObject(object, change);
        }
        return node instanceof ArrayNode array ? changedArray(array, change) : node;
    }

    /** @param change gives another object for one that refers to something, and its reference; or the same */
    private static ObjectNode changedObject(ObjectNode object, BiFunction<ObjectNode, String, ObjectNode> change) {
        String reference = null;
        ObjectNode result = object;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode child = field.getValue();
            if (child instanceof TextNode text) {
                reference = field.getKey().equals("reference") ? text.textValue() : reference;
                continue;
            }
            JsonNode other = changed(child, change);
            if (other != child) {
                result = result == object ? Json.shallow(object) : result;
                result.set(field.getKey(), other);
            }
        }
        return reference == null ? result : change.apply(result, reference);
    }

    private static ArrayNode changedArray(ArrayNode array, BiFunction<ObjectNode, String, ObjectNode> change) {
        ArrayNode result = array;
        for (int i = 0; i < array.size(); i++) {
            JsonNode child = array.get(i);
            JsonNode other = changed(child, change);
            if (other != child) {
                if (result == array) {
                    result = array.arrayNode(array.size()).addAll(array);
                }
                result.set(i, other);
            }
        }
        return result;
    }
}
