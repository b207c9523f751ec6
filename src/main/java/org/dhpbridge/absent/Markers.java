package org.dhpbridge.absent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Takes absent-value markers and everything empty out of a resource, and remembers for which element which reason stood. */
final class Markers {

    private final Map<ObjectNode, Map<String, String>> reasons = new IdentityHashMap<>();

    private Markers() {}

    /** Cleans the resource in place. */
    static Markers takenOutOf(ObjectNode resource) {
        Markers markers = new Markers();
        markers.clean(resource);
        return markers;
    }

    /** The reason that the source gave for an element that is missing now, or for something that was inside it. */
    Optional<String> reason(ObjectNode parent, String property) {
        return Optional.ofNullable(reasons.getOrDefault(parent, Map.of()).get(property));
    }

    /** What was found inside the object that is about to vanish: the first reason, or null. */
    private String clean(ObjectNode object) {
        String first = null;
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = field.getKey();
            Cleaned cleaned = field.getValue() instanceof ArrayNode array
                    ? cleaned(array, object, name)
                    : cleaned(field.getValue());
            if (cleaned.empty) {
                if (cleaned.reason != null) {
                    reasons.computeIfAbsent(object, o -> new HashMap<>()).putIfAbsent(plain(name), cleaned.reason);
                    first = first == null ? cleaned.reason : first;
                }
                fields.remove();
            }
        }
        return first;
    }

    private static boolean hasCompanion(ObjectNode parent, String name) {
        return parent != null
                && parent.path(name.startsWith("_") ? name.substring(1) : "_" + name)
                        .isArray();
    }

    private static String plain(String name) {
        return name.startsWith("_") ? name.substring(1) : name;
    }

    /**
     * @param empty nothing is left of it
     * @param reason the first reason found in what is gone; null when none was
     */
    private record Cleaned(boolean empty, String reason) {

        private static final Cleaned KEPT = new Cleaned(false, null);
        private static final Cleaned EMPTY = new Cleaned(true, null);

        static Cleaned empty(String reason) {
            return reason == null ? EMPTY : new Cleaned(true, reason);
        }
    }

    private Cleaned cleaned(JsonNode node) {
        if (node instanceof TextNode textual) {
            return cleaned(textual.textValue());
        }
        if (node instanceof ObjectNode object) {
            String reason = clean(object);
            boolean onlyUrl = object.size() == 1 && object.has("url");
            return object.isEmpty() || onlyUrl ? Cleaned.empty(reason) : Cleaned.KEPT;
        }
        if (node instanceof ArrayNode array) {
            return cleaned(array, null, null);
        }
        return node.isNull() ? Cleaned.EMPTY : Cleaned.KEPT;
    }

    private static Cleaned cleaned(String text) {
        Optional<String> reason = AbsentMarker.reasonIn(text);
        return reason.isPresent() || text.isBlank() ? Cleaned.empty(reason.orElse(null)) : Cleaned.KEPT;
    }

    /** Members stay where they are when those beside them, in the companion, stand at the same indexes. */
    private Cleaned cleaned(ArrayNode array, ObjectNode parent, String name) {
        String first = null;
        boolean anything = false;
        for (Iterator<JsonNode> members = array.iterator(); members.hasNext(); ) {
            Cleaned member = cleaned(members.next());
            first = first == null ? member.reason : first;
            anything |= !member.empty;
            if (member.empty && !hasCompanion(parent, name)) {
                members.remove();
            }
        }
        return anything ? Cleaned.KEPT : Cleaned.empty(first);
    }
}
