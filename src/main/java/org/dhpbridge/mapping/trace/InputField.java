package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One value of a message, under the name by which origins call its place.
 *
 * @param place as {@code PID-5.1}, {@code OBX[2]-5} or {@code column FAM (line 7)}; equal to what {@link Origin#sources} says
 * @param value text, number, boolean, or null where the source says explicitly that there is none
 */
public record InputField(String place, JsonNode value) {

    private static final String MESSAGE = "message";

    /**
     * @param tree what a reader made of a message
     * @return its values in the order of the tree, without what the reader only tells of the message as a whole
     */
    public static List<InputField> of(ObjectNode tree) {
        List<InputField> fields = new ArrayList<>();
        ObjectNode labelled = LabelledInput.of(tree);
        labelled.properties().forEach(part -> {
            if (!part.getKey().equals(MESSAGE) && !part.getValue().isValueNode()) {
                collect(part.getValue(), fields);
            }
        });
        return fields;
    }

    /** Not what the reader counted: segments and lines. */
    private static boolean isField(String place) {
        return place.startsWith("column ") || place.indexOf('-') > 0;
    }

    private static void collect(JsonNode node, List<InputField> fields) {
        if (!TracedNodes.isScalar(node)) {
            node.forEach(part -> collect(part, fields));
            return;
        }
        Origin origin = TracedNodes.origin(node);
        if (origin != null && origin.isOfInput() && isField(origin.sources().get(0))) {
            fields.add(new InputField(origin.sources().get(0), node));
        }
    }
}
