package org.dhpbridge.source.csv;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceProblem;

/** Makes the payloads of one file: rows as objects keyed by the header, in the tree that mappings read. */
final class CsvRows {

    private final CsvFeed feed;
    private final String fileName;
    private final String sha256;
    private final List<String> header;

    CsvRows(CsvFeed feed, String fileName, String sha256, List<String> header) {
        this.feed = feed;
        this.fileName = fileName;
        this.sha256 = sha256;
        this.header = header;
    }

    /** Those of the same file behind another header. */
    CsvRows under(List<String> other) {
        return new CsvRows(feed, fileName, sha256, other);
    }

    /** @return the filled cells of a row, and its line as {@code _line} */
    ObjectNode row(long line, List<String> cells) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("_line", line);
        for (int i = 0; i < header.size(); i++) {
            String text = feed.read(cells.get(i));
            if (!text.isEmpty()) {
                row.put(header.get(i), text);
            }
        }
        return row;
    }

    /**
     * @param notes what a person should know of how the rows were read; none for most
     * @param unknown columns of the file that the feed does not know, to be named with this message
     */
    RawMessage message(List<ObjectNode> rows, String location, List<String> notes, List<String> unknown) {
        ObjectNode tree = tree();
        if (!unknown.isEmpty()) {
            ArrayNode columns = tree.putArray("unknownColumns");
            unknown.forEach(columns::add);
        }
        if (!notes.isEmpty()) {
            ArrayNode sentences = tree.putArray("notes");
            notes.forEach(sentences::add);
        }
        tree.putArray("rows").addAll(rows);
        return raw(tree, rows.get(0).path("_line").asLong(), location);
    }

    /**
     * @param read rows that were read, for what is wrong with them together
     * @param text of the row that could not be read; null when they could
     * @param sentence without values of the row
     */
    SourceProblem problem(
            long line, String location, String code, List<ObjectNode> read, String text, String sentence) {
        ObjectNode tree = tree();
        tree.putArray("rows").addAll(read);
        if (text != null) {
            ArrayNode names = tree.putArray("header");
            header.forEach(names::add);
            tree.put("text", text);
        }
        tree.putObject("problem").put("code", code).put("location", location).put("sentence", sentence);
        return new SourceProblem(raw(tree, line, location), code, sentence, true);
    }

    private ObjectNode tree() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", "csv")
                .put("feed", feed.name())
                .put("file", fileName);
    }

    private RawMessage raw(ObjectNode tree, long line, String location) {
        String key = "csv:" + feed.name() + ":" + sha256 + ":" + line;
        return new RawMessage("application/json", ExactJson.bytes(tree), key, location);
    }
}
