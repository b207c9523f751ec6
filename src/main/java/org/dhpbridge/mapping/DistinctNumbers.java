package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells things apart that would have one number: results of one test, orders of one service. What decides which is the first
 * of them is what they say of themselves, never where they stand in the message, so that a message that comes again in
 * another order, or corrected, finds its records again.
 */
final class DistinctNumbers {

    private static final Pattern SET_ID = Pattern.compile("\\d{1,9}");
    private static final Comparator<JsonNode> BY_MARKS =
            (one, other) -> compare(one.path("marks"), other.path("marks"));

    private DistinctNumbers() {}

    /**
     * @param entries objects with {@code number}; {@code marks}: a list of texts, the strongest first, that stay the same when
     *     a thing is corrected (null sorts first); {@code set}: the set id of the segment, which decides between equal marks
     *     when every one of them has its own; {@code content}: decides when they have not
     * @return the same objects, those of one number side by side; {@code nth} says which one it is, from 2; the first has none
     */
    static ArrayNode of(JsonNode entries) {
        Map<String, List<JsonNode>> byNumber = new LinkedHashMap<>();
        for (JsonNode entry : entries) {
            byNumber.computeIfAbsent(entry.path("number").asText(""), k -> new ArrayList<>())
                    .add(entry);
        }
        ArrayNode distinct = JsonNodeFactory.instance.arrayNode();
        byNumber.values().forEach(equals -> count(equals, distinct));
        return distinct;
    }

    private static void count(List<JsonNode> equals, ArrayNode distinct) {
        if (equals.size() == 1) {
            distinct.add(equals.get(0));
            return;
        }
        equals.sort(BY_MARKS.thenComparing(
                eachHasItsSetId(equals) ? DistinctNumbers::bySetId : DistinctNumbers::byContent));
        for (int at = 0; at < equals.size(); at++) {
            ObjectNode entry = JsonNodeFactory.instance.objectNode();
            entry.setAll((ObjectNode) equals.get(at));
            distinct.add(at == 0 ? entry : entry.put("nth", at + 1));
        }
    }

    private static boolean eachHasItsSetId(List<JsonNode> entries) {
        Set<Integer> ids = new HashSet<>();
        return entries.stream()
                .map(entry -> entry.path("set").asText(""))
                .allMatch(id -> SET_ID.matcher(id).matches() && ids.add(Integer.valueOf(id)));
    }

    private static int bySetId(JsonNode one, JsonNode other) {
        return Integer.compare(one.path("set").asInt(), other.path("set").asInt());
    }

    private static int byContent(JsonNode one, JsonNode other) {
        return one.path("content").asText("").compareTo(other.path("content").asText(""));
    }

    private static int compare(JsonNode one, JsonNode other) {
        for (int at = 0; at < Math.max(one.size(), other.size()); at++) {
            int order = text(one.path(at)).compareTo(text(other.path(at)));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static String text(JsonNode mark) {
        return mark.isNull() ? "" : mark.asText("");
    }

    /** Whether no two members have the same text in a field. */
    static boolean differ(JsonNode members, String field) {
        Set<String> seen = new HashSet<>();
        for (JsonNode member : members) {
            if (!seen.add(member.path(field).asText(""))) {
                return false;
            }
        }
        return true;
    }

    /** The members by a number that each of them has in a field; as they stand when one has none, or two the same. */
    static JsonNode inOrder(JsonNode members, String field) {
        Set<Integer> seen = new HashSet<>();
        List<JsonNode> sorted = new ArrayList<>();
        for (JsonNode member : members) {
            String id = member.path(field).asText("");
            if (!SET_ID.matcher(id).matches() || !seen.add(Integer.valueOf(id))) {
                return members;
            }
            sorted.add(member);
        }
        sorted.sort(Comparator.comparingInt(member -> member.path(field).asInt()));
        return JsonNodeFactory.instance.arrayNode().addAll(sorted);
    }

    /** The members, each with the field of the nearest one before it when it has none of its own. */
    static JsonNode carried(JsonNode members, String field) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        JsonNode last = null;
        for (JsonNode member : members) {
            boolean own = member.hasNonNull(field);
            last = own ? member.get(field) : last;
            all.add(
                    own || last == null
                            ? member
                            : ((ObjectNode) member)
                                    .objectNode()
                                    .<ObjectNode>setAll((ObjectNode) member)
                                    .set(field, last));
        }
        return all;
    }
}
