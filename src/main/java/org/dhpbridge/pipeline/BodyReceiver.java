package org.dhpbridge.pipeline;

import java.util.Iterator;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.csv.CsvOptions;
import org.springframework.stereotype.Component;

/**
 * Opens a body that came over a wire: from a queue, an HL7 port, an HTTP request. Where a file that is none of its kind
 * stays in a folder, such a body has no place to stay: it becomes a dead letter.
 */
@Component("bodyReceiver")
public class BodyReceiver {

    private static final String RECEIVED = "received";

    private final SourceFiles sources;

    BodyReceiver(SourceFiles sources) {
        this.sources = sources;
    }

    /**
     * @param format {@code hl7}, {@code csv}, {@code json} (rows), or {@code auto} for HL7 or CSV
     * @param feed the CSV feed; needed for {@code csv} and {@code json} only
     * @param occasion what tells equal rows in JSON apart, as the id of a queue's message; null for nothing
     * @param refused why the body is none that the source takes, whatever is in it; null for a body that it takes
     * @param origin where the body came from, for people: the exchange property {@code file} of the messages' locations
     * @return the body's messages, batch by batch; one dead letter when it cannot be read as a whole
     */
    public Iterator<List<SourceItem>> open(
            @Body byte[] body,
            @ExchangeProperty("format") String format,
            @ExchangeProperty("feed") String feed,
            @ExchangeProperty("charset") String charset,
            @ExchangeProperty("delimiter") String delimiter,
            @ExchangeProperty("occasion") String occasion,
            @ExchangeProperty("refused") UnreadableFileException refused,
            @ExchangeProperty("file") String origin,
            Exchange exchange) {
        exchange.setProperty("tally", new Tally());
        byte[] bytes = body == null ? new byte[0] : body;
        exchange.setProperty(RECEIVED, bytes);
        if (refused != null) {
            return unreadable(bytes, refused);
        }
        Content content = Content.of(origin, bytes);
        CsvOptions options = new CsvOptions(delimiter, charset);
        MessageSplitter splitter = null;
        try {
            splitter = switch (format) {
                case "hl7" -> sources.hl7(content, charset);
                case "csv" -> sources.csv(content, feed, options);
                case "json" -> sources.json(content, feed, occasion == null ? "" : occasion);
                default -> sources.recognised(content, options);
            };
            splitter.hasNext();
            return new UntilUnreadable(new Batches(splitter), failure -> SourceProblem.whole(bytes, failure));
        } catch (UnreadableFileException e) {
            if (splitter != null) {
                splitter.close();
            }
            return unreadable(bytes, e);
        }
    }

    private static Iterator<List<SourceItem>> unreadable(byte[] bytes, UnreadableFileException why) {
        SourceItem unreadable = SourceProblem.whole(bytes, why);
        return List.of(List.of(unreadable)).iterator();
    }
}
