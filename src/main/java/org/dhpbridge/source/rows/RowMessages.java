package org.dhpbridge.source.rows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.source.charset.Decoded;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.RowGroups;

/**
 * Makes messages of rows, as the ledger keeps them and {@link org.dhpbridge.source.MessageReader} reads them again: content
 * type {@code application/json}, and as payload, in UTF-8,
 *
 * <pre>{"format":"rows","feed":"lab-results","rows":[{"_row":1,"ORDER_ID":"17","VALUE":"5.30"}]}</pre>
 *
 * with the columns in the order and spelling of the source, texts without the blanks around them, and nothing for NULL. What
 * the feed's descriptor says of absent tokens and of a site's own columns is done when the message is mapped: after a
 * correction of the descriptor a replay reads the same row anew.
 *
 * <p>The key of a message is {@code rows:<feed>:} and the SHA-256 of that payload, then {@code :<occasion>} when there is one.
 * Equal rows are thus one delivery, however often a source hands them over. Where equal rows can be two events (a patient
 * moves away and back, and the row tells no time), the occasion tells them apart: the number of the outbox entry, the id of
 * the queue's message; for a table that is read by a watermark the watermark's column in the row does.
 *
 * <p>Not safe for several threads at once.
 */
public final class RowMessages {

    private static final String CONTENT_TYPE = "application/json";

    private final CsvFeed feed;
    private final Map<String, String> columns = new HashMap<>();

    /** @param feed whose rows these are: one of {@code mappings/csv/}, as {@link org.dhpbridge.source.csv.CsvFeeds} finds it */
    public RowMessages(CsvFeed feed) {
        this.feed = feed;
    }

    /**
     * A message of each row, or of the rows one after the other that the feed groups ({@code group-by} of its descriptor),
     * read as they are asked for. A row without a single value is passed over.
     *
     * @param rows column → text
     * @param occasion what tells this delivery from another one with equal rows; empty for nothing
     * @param origin where the rows come from, for people: the location becomes {@code <origin>, rows 3-5}; empty for nothing
     */
    public Rows messages(Iterator<ObjectNode> rows, String occasion, String origin) {
        return messages(rows, occasion, origin, (item, first, last) -> {});
    }

    /** @param each hears of each message when it is made, before it is handed out */
    public Rows messages(Iterator<ObjectNode> rows, String occasion, String origin, Listener each) {
        return new Rows(rows, occasion, origin, each);
    }

    /** Hears of which rows a message is made. */
    public interface Listener {

        /**
         * @param first its first row, from 1
         * @param last its last row
         */
        void message(SourceItem item, long first, long last);
    }

    /** Rows cut into messages. */
    public final class Rows extends MessageSplitter {

        private final Iterator<ObjectNode> rows;
        private final String occasion;
        private final String origin;
        private final Listener each;
        private final RowGroups groups = new RowGroups();
        private long count;
        private long begun;
        private long settled;

        private Rows(Iterator<ObjectNode> rows, String occasion, String origin, Listener each) {
            this.rows = rows;
            this.occasion = occasion;
            this.origin = origin;
            this.each = each;
        }

        @Override
        protected void advance() {
            if (rows.hasNext()) {
                count++;
                ObjectNode row = rows.next();
                if (!row.isEmpty() && feed.keeps(column -> cell(row, column))) {
                    begun = count;
                    groups.add(groupValues(row), row, count, count, length(row)).forEach(this::handOut);
                }
            } else {
                end();
                groups.finish().forEach(this::handOut);
            }
        }

        private void handOut(RowGroups.RowGroup group) {
            String place = group.first() == group.last()
                    ? "row " + group.last()
                    : "rows " + group.first() + "-" + group.last();
            String location = origin.isEmpty() ? place : origin + ", " + place;
            SourceItem item = item(group.rows(), occasion, location, group.tooLong());
            each.message(item, group.first(), group.last());
            handOut(item);
            settled = group.last();
        }

        /**
         * How many of the first rows are through: each is part of a message that was taken, or was passed over. The rows of a
         * message that is not complete yet are not among them; 0 while a message that is complete waits.
         */
        public long settled() {
            if (!isDrained()) {
                return 0;
            }
            return begun <= settled ? count : settled;
        }

        @Override
        protected void release() {}
    }

    /**
     * A row of a database of which a column cannot be read, for a dead letter.
     *
     * @param row what can be read of it
     */
    public SourceProblem unreadable(ObjectNode row, String occasion, String location, String sentence) {
        ObjectNode tree = tree();
        tree.putArray("rows").addObject().put("_row", 1).setAll(row);
        return problem(tree, occasion, location, "value", sentence);
    }

    /**
     * The messages of a JSON body, as a queue delivers it: one row, or an array of rows, grouped as the feed says.
     *
     * @param body see {@link JsonRows#read}
     * @param occasion what tells this delivery from another one with equal rows; empty for nothing
     * @param origin see {@link #messages}
     * @return in order; a single problem, which holds the body, when it cannot be read
     */
    public MessageSplitter json(byte[] body, String occasion, String origin) {
        try {
            return messages(JsonRows.read(body).iterator(), occasion, origin);
        } catch (UnreadableMessageException e) {
            return single(unreadable(body, occasion, origin, e));
        }
    }

    private static MessageSplitter single(SourceItem item) {
        return new MessageSplitter() {
            @Override
            protected void advance() {
                handOut(item);
                end();
            }

            @Override
            protected void release() {}
        };
    }

    private SourceItem unreadable(byte[] body, String occasion, String origin, UnreadableMessageException why) {
        ObjectNode tree = tree();
        tree.putArray("rows");
        tree.put("text", Decoded.of(body, null, List.of()).text());
        return problem(tree, occasion, origin, why.code(), why.getMessage());
    }

    private SourceItem item(List<ObjectNode> rows, String occasion, String location, boolean tooLong) {
        ObjectNode tree = tree();
        ArrayNode numbered = tree.putArray("rows");
        for (ObjectNode row : rows) {
            numbered.addObject().put("_row", numbered.size()).setAll(row);
        }
        return tooLong
                ? problem(tree, occasion, location, "group-too-long", RowGroups.tooLong(feed.groupBy()))
                : raw(tree, occasion, location);
    }

    private SourceProblem problem(ObjectNode tree, String occasion, String location, String code, String sentence) {
        tree.putObject("problem").put("code", code).put("location", location).put("sentence", sentence);
        return new SourceProblem(raw(tree, occasion, location), code, sentence, true);
    }

    private RawMessage raw(ObjectNode tree, String occasion, String location) {
        byte[] payload = ExactJson.bytes(tree);
        String key =
                "rows:" + feed.name() + ":" + Digests.sha256Hex(payload) + (occasion.isEmpty() ? "" : ":" + occasion);
        return new RawMessage(CONTENT_TYPE, payload, key, location);
    }

    private ObjectNode tree() {
        return JsonNodeFactory.instance.objectNode().put("format", "rows").put("feed", feed.name());
    }

    private List<String> groupValues(ObjectNode row) {
        return feed.groupBy().values(column -> cell(row, column));
    }

    private String cell(ObjectNode row, String column) {
        for (var cell : row.properties()) {
            if (columnNamed(cell.getKey()).equals(column)) {
                return cell.getValue().asText();
            }
        }
        return "";
    }

    /** Labels of JSON bodies come from outside, so what is remembered must have an end. */
    private String columnNamed(String label) {
        if (columns.size() > 10_000) {
            columns.clear();
        }
        return columns.computeIfAbsent(label, feed::columnNamed);
    }

    private static int length(ObjectNode row) {
        int length = 0;
        for (var cell : row) {
            length += cell.asText().length();
        }
        return length;
    }
}
