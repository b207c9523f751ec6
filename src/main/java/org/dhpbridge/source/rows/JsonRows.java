package org.dhpbridge.source.rows;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.source.UnreadableMessageException;

/**
 * Reads a JSON body of rows: one object, or an array of objects; the names are columns, the values texts, numbers (with the
 * digits as they are written), {@code true}, {@code false} or {@code null}, which is left out.
 */
public final class JsonRows {

    private static final JsonMapper JSON = ExactJson.strictWithLongTexts()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String FORM = "A body of rows is one JSON object, or an array of objects, whose values are"
            + " texts, numbers, true, false or null";

    private JsonRows() {}

    /**
     * @param body JSON in UTF-8, UTF-16 or UTF-32
     * @return the rows as {@link RowMessages} takes them: column → text
     * @throws UnreadableMessageException code {@code json}, when it is no such body; the sentence holds no value of it
     */
    public static List<ObjectNode> read(byte[] body) {
        JsonNode root = parse(body);
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode row : root.isArray() ? root : List.of(root)) {
            if (!row.isObject()) {
                throw refused(
                        root.isArray() ? "row " + (rows.size() + 1) : "", "This is no JSON object. " + FORM + ".");
            }
            rows.add(texts(row, "row " + (rows.size() + 1)));
        }
        if (rows.stream().allMatch(ObjectNode::isEmpty)) {
            throw refused("", "The body holds no value. " + FORM + ".");
        }
        return rows;
    }

    private static ObjectNode texts(JsonNode row, String place) {
        ObjectNode texts = JsonNodeFactory.instance.objectNode();
        row.properties().forEach(cell -> {
            JsonNode value = cell.getValue();
            if (value.isContainerNode()) {
                throw refused(
                        place + ", column " + cell.getKey(),
                        "This value is an object or an array. " + FORM + ". Send what is in it as columns.");
            }
            if (!value.isNull()) {
                RowTexts.put(texts, cell.getKey(), text(value));
            }
        });
        return texts;
    }

    private static String text(JsonNode value) {
        return value.isBigDecimal() ? plain(value.decimalValue()) : value.asText();
    }

    /** {@code 1e-400000000} is a short number and a long text: no quantity of anything needs more digits than this. */
    private static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) > 400 ? number.toString() : number.toPlainString();
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root == null || root.isMissingNode()) {
                throw refused("", "The body is empty. " + FORM + ".");
            }
            return root;
        } catch (IOException e) {
            throw refused("", "The body is not well-formed JSON, or names a column twice. " + FORM + ".");
        }
    }

    private static UnreadableMessageException refused(String place, String sentence) {
        return new UnreadableMessageException("json", place, sentence);
    }
}
