package org.dhpbridge.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.dhpbridge.source.SourceItem;

/**
 * What a source got at one time: a file, a body, the new rows of a table. The body of the receiving routes, read batch by batch
 * as it is asked for. Asked anew, it goes on with the batch that is not in the ledger yet. Used by one thread at a time.
 */
public abstract class Arrival implements Iterable<SourceBatch> {

    private final Source source;
    private final String place;
    private final Tally tally;
    private Iterator<List<SourceItem>> items;
    private SourceBatch unkept;

    /**
     * @param place where it came from, for people: the file, or the queue and the message's id; null for nothing to tell
     * @param exchange after which it is closed
     */
    Arrival(Source source, String place, Tally tally, Exchange exchange) {
        this.source = source;
        this.place = place;
        this.tally = tally;
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                close();
            }
        });
    }

    /** Begins to read, once. */
    abstract Iterator<List<SourceItem>> open();

    /** Everything of it is in the ledger. */
    void done(Exchange exchange) {}

    /**
     * It cannot be read, or not to its end.
     *
     * @return what became of it and why, for people; null when that is told already
     */
    abstract String failed(RuntimeException why, Exchange exchange);

    public Source source() {
        return source;
    }

    /** Where it came from, for people; null for nothing to tell. */
    public String place() {
        return place;
    }

    public Tally tally() {
        return tally;
    }

    /** A batch is in the ledger. */
    void kept() {
        unkept = null;
    }

    @Override
    public Iterator<SourceBatch> iterator() {
        if (items == null) {
            items = open();
        }
        return new Rest();
    }

    /** What is not in the ledger yet. Camel's splitter empties it when a batch fails: then nothing more is read. */
    private final class Rest implements Iterator<SourceBatch> {

        private SourceBatch handedOut;
        private boolean failed;

        @Override
        public boolean hasNext() {
            return !failed && ((unkept != null && unkept != handedOut) || items.hasNext());
        }

        @Override
        public SourceBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            failed = unkept != null && unkept == handedOut;
            if (unkept == null) {
                unkept = new SourceBatch(Arrival.this, items.next());
            }
            handedOut = unkept;
            return unkept;
        }
    }

    void close() {
        if (items instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Names nothing of what is in it. */
    @Override
    public String toString() {
        return source.name() + (place == null ? "" : " " + place);
    }
}
