package org.dhpbridge.absent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
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
        for (String name : names(object)) {
            JsonNode child = object.get(name);
            Cleaned cleaned = cleaned(child, object.get(name.startsWith("_") ? name.substring(1) : "_" + name));
            if (cleaned.reason != null) {
                reasons.computeIfAbsent(object, o -> new HashMap<>()).putIfAbsent(plain(name), cleaned.reason);
                first = first == null ? cleaned.reason : first;
            }
            if (cleaned.empty) {
                object.remove(name);
            }
        }
        return first;
    }

    private static String plain(String name) {
        return name.startsWith("_") ? name.substring(1) : name;
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /**
     * @param empty nothing is left of it
     * @param reason the first reason found in what is gone; null when none was
     */
    private record Cleaned(boolean empty, String reason) {}

    private Cleaned cleaned(JsonNode node, JsonNode companion) {
        if (node instanceof ObjectNode object) {
            String reason = clean(object);
            boolean onlyUrl = object.size() == 1 && object.has("url");
            boolean empty = object.isEmpty() || onlyUrl;
            return new Cleaned(empty, empty ? reason : null);
        }
        if (node instanceof ArrayNode array) {
            return cleaned(array, companion != null && companion.isArray());
        }
        if (node.isTextual()) {
            String text = node.asText();
            Optional<String> reason = AbsentMarker.reasonIn(text);
            return new Cleaned(reason.isPresent() || text.isBlank(), reason.orElse(null));
        }
        return new Cleaned(node.isNull(), null);
    }

    private Cleaned cleaned(ArrayNode array, boolean aligned) {
        String first = null;
        boolean anything = false;
        for (Iterator<JsonNode> members = array.iterator(); members.hasNext(); ) {
            Cleaned member = cleaned(members.next(), null);
            first = first == null ? member.reason : first;
            anything |= !member.empty;
            if (member.empty && !aligned) {
                members.remove();
            }
        }
        return new Cleaned(!anything, anything ? null : first);
    }
}
