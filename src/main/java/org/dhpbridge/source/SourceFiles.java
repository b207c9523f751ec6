package org.dhpbridge.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.dhpbridge.source.archive.Archives;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.source.csv.CsvOptions;
import org.dhpbridge.source.csv.CsvSplitter;
import org.dhpbridge.source.hl7.Hl7Splitter;
import org.dhpbridge.source.rows.RowMessages;

/** Opens a file as the messages that are in it; a {@code .zip} or {@code .gz} file as those of its entries. */
public final class SourceFiles {

    /** Code of the exception for a file that is of no kind the bridge reads. */
    public static final String UNKNOWN = "unknown";

    private static final String AUTO = "auto";

    private final Supplier<CsvFeeds> feeds;
    private final Archives archives = new Archives();

    /** @param feeds asked for each file, so that a changed descriptor counts from the next file on */
    public SourceFiles(Supplier<CsvFeeds> feeds) {
        this.feeds = feeds;
    }

    /**
     * @param charset of the file; null, empty or {@code auto} leaves it to each message
     * @throws UnreadableFileException when the file as a whole is no HL7v2
     */
    public MessageSplitter hl7(Content content, String charset) {
        return hl7(content, charset, Hl7Splitter.DEFAULT_LIMIT);
    }

    /**
     * @param charset of the file; null, empty or {@code auto} leaves it to each message
     * @param limit the longest message of a file in bytes; of a longer one the beginning is kept, as a problem
     * @throws UnreadableFileException when the file as a whole is no HL7v2
     */
    public MessageSplitter hl7(Content content, String charset, int limit) {
        return archives.open(content, text -> hl7Text(text, charset, limit));
    }

    private static MessageSplitter hl7Text(Content content, String charset, int limit) {
        String known = charset == null || charset.isBlank() || charset.equalsIgnoreCase(AUTO) ? null : charset;
        // what came whole is in memory already, and has no other place to stay: nothing of it may be left out
        int longest = content.mayBreakOff() ? limit : Hl7Splitter.NO_LIMIT;
        try {
            return new Hl7Splitter(content.open(), known, longest, content.mayBreakOff());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param feed name of the feed's descriptor
     * @throws UnreadableFileException when there is no such feed, or the file as a whole is no CSV of it
     */
    public MessageSplitter csv(Content content, String feed, CsvOptions options) {
        CsvFeed described = feed(feed);
        return archives.open(content, text -> new CsvSplitter(text, described, options));
    }

    /**
     * @param content a JSON body of rows: one object, or an array of objects
     * @param feed name of the feed's descriptor
     * @param occasion what tells this delivery from another one with equal rows, as the id of a queue's message; empty for
     *     nothing ({@link RowMessages})
     * @return its messages; a single problem when it is no such body
     * @throws UnreadableFileException when there is no such feed
     */
    public MessageSplitter json(Content content, String feed, String occasion) {
        try (InputStream in = content.open()) {
            return new RowMessages(feed(feed)).json(in.readAllBytes(), occasion, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CsvFeed feed(String name) {
        CsvFeeds described = feeds.get();
        return described
                .find(name)
                .orElseThrow(() -> new UnreadableFileException(
                        "feed",
                        "There is no CSV feed " + name + ", which the source names: write mappings/csv/" + name
                                + ".yaml, restart, and drop the file again. Described are "
                                + described.all().keySet().stream().sorted().toList() + "."));
    }

    /**
     * Opens a file as what its content says: HL7v2 when a message begins in it, else CSV of the feed whose columns its
     * header has.
     *
     * @throws UnreadableFileException when it is neither
     */
    public MessageSplitter recognised(Content content) {
        return recognised(content, CsvOptions.AS_DESCRIBED);
    }

    /**
     * The same for a source that knows how its files are written.
     *
     * @param options character set of HL7v2 and CSV, and separator of CSV, where the source says them
     * @throws UnreadableFileException when the file is neither
     */
    public MessageSplitter recognised(Content content, CsvOptions options) {
        return archives.open(content, text -> recognisedText(text, options));
    }

    private MessageSplitter recognisedText(Content content, CsvOptions options) {
        MessageSplitter hl7 = null;
        try {
            hl7 = hl7Text(content, options.charset(), Hl7Splitter.DEFAULT_LIMIT);
            hl7.hasNext();
            return hl7;
        } catch (UnreadableFileException e) {
            if (hl7 != null) {
                hl7.close();
            }
            if (!e.code().equals("not-hl7")) {
                throw e;
            }
            return feeds.get()
                    .recognise(content, options)
                    .<MessageSplitter>map(feed -> new CsvSplitter(content, feed, options))
                    .orElseThrow(() -> new UnreadableFileException(
                            UNKNOWN,
                            "The file is neither HL7v2 (no line begins with MSH) nor CSV of a known feed (its first"
                                    + " line has not the required columns of any of mappings/csv/*.yaml)."));
        }
    }
}
