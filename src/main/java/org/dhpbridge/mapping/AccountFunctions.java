package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.always;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dhpbridge.conformance.Issue;

/**
 * Functions by which a mapping accounts for its input: which segments or rows a resource carries, and which are left out and
 * why. Documented for writers of mappings in docs/mapping.md.
 */
final class AccountFunctions {

    /** On a resource that a mapping makes: the numbers of the segments or rows that it carries. */
    static final String ACCOUNTS = "_accounts";

    /** As a call of it begins in a mapping. */
    static final String CLAIM = "accounts-for(";

    private static final List<String> NUMBERS = List.of("_segment", "_line", "_row");

    private AccountFunctions() {}

    static List<MappingFunction> all() {
        return List.of(
                always("accounts-for", 1, 1, (value, all) -> numbers(value)),
                always("not-carried", 2, 2, (value, all) -> notCarried(value, all.text(1))));
    }

    /** Takes the numbers off a resource. */
    static Set<Integer> takenOff(ObjectNode resource) {
        Set<Integer> numbers = new TreeSet<>();
        JsonNode accounts = resource.remove(ACCOUNTS);
        if (accounts != null) {
            accounts.forEach(number -> numbers.add(number.asInt()));
        }
        return numbers;
    }

    private static JsonNode numbers(JsonNode parts) {
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        for (JsonNode part : all(parts)) {
            numbers.add(IntNode.valueOf(number(part)));
        }
        return numbers.isEmpty() ? null : numbers;
    }

    private static JsonNode notCarried(JsonNode parts, String why) {
        MappingRun run = MappingRun.current();
        for (JsonNode part : all(parts)) {
            String place = place(part);
            run.leaveOut(number(part));
            run.add(Issue.warning("not-carried", null, place + ": " + why).at(place));
        }
        return null;
    }

    /** The segments or rows among these, and in the groups among them, in order. */
    private static List<JsonNode> all(JsonNode parts) {
        List<JsonNode> found = new ArrayList<>();
        collect(parts, found);
        return found;
    }

    private static void collect(JsonNode node, List<JsonNode> found) {
        if (node.isArray()) {
            node.forEach(member -> collect(member, found));
        } else if (node.isObject()) {
            if (number(node) > 0) {
                found.add(node);
            } else {
                node.forEach(member -> collect(member, found));
            }
        }
    }

    private static int number(JsonNode part) {
        for (String name : NUMBERS) {
            if (part.has(name)) {
                return part.get(name).asInt();
            }
        }
        return 0;
    }

    private static String place(JsonNode part) {
        if (!part.has("_segment")) {
            return "line " + number(part);
        }
        String segment = "segment " + number(part);
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            int dash = field.getKey().indexOf('-');
            if (dash > 0) {
                return field.getKey().substring(0, dash) + " (" + segment + ")";
            }
        }
        return segment;
    }
}
