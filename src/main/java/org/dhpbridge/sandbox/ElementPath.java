package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path into a resource as the table of search parameters writes it: element names joined by dots, repeats flattened;
 * a step may keep only elements with a certain child, as {@code telecom[system=phone]}.
 */
record ElementPath(List<PathStep> steps) {

    record PathStep(String name, String child, String value) {

        boolean keeps(JsonNode node) {
            return child == null || node.path(child).asText().equals(value);
        }
    }

    static ElementPath parse(String path) {
        return new ElementPath(
                Arrays.stream(path.split("\\.")).map(ElementPath::step).toList());
    }

    private static PathStep step(String text) {
        int bracket = text.indexOf('[');
        if (bracket < 0) {
            return new PathStep(text, null, null);
        }
        String[] condition = text.substring(bracket + 1, text.length() - 1).split("=");
        return new PathStep(text.substring(0, bracket), condition[0], condition[1]);
    }

    List<JsonNode> select(JsonNode resource) {
        List<JsonNode> nodes = List.of(resource);
        for (PathStep step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : nodes) {
                JsonNode child = node.path(step.name());
                if (child.isArray()) {
                    child.forEach(item -> addKept(step, item, next));
                } else if (!child.isMissingNode()) {
                    addKept(step, child, next);
                }
            }
            nodes = next;
        }
        return nodes;
    }

    private static void addKept(PathStep step, JsonNode node, List<JsonNode> kept) {
        if (step.keeps(node)) {
            kept.add(node);
        }
    }
}
