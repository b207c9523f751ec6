package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a constant object. JSLT folds an object of constants into one value that knows only where it begins; its keys
 * stand in the text in the same order as in the value, so they are found again one after the other.
 */
final class LiteralLines {

    private final String file;
    private final String text;
    private int at;

    private LiteralLines(String file, String text, int at) {
        this.file = file;
        this.text = text;
        this.at = at;
    }

    /**
     * @param line where the constant begins
     * @return a copy whose values know the line of their key
     */
    static JsonNode placed(JsonNode constant, String file, String text, int line) {
        int start = 0;
        for (int i = 1; i < line && start >= 0; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return new LiteralLines(file, text, start).placed(constant, line);
    }

    private JsonNode placed(JsonNode node, int line) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                copy.set(field.getKey(), placed(field.getValue(), lineOf(field.getKey(), line)));
            }
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(member -> copy.add(placed(member, line)));
            return copy;
        }
        return TracedNodes.with(node, Origin.NONE.at(file, line));
    }

    private int lineOf(String key, int otherwise) {
        Matcher found = Pattern.compile('"' + Pattern.quote(key) + "\"\\s*:").matcher(text);
        if (!found.find(at)) {
            return otherwise;
        }
        at = found.end();
        return 1
                + (int) text.substring(0, found.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
