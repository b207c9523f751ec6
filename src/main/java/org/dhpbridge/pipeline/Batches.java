package org.dhpbridge.pipeline;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;

/** A splitter's items in batches that one ledger transaction takes, bounded in number and in bytes. */
final class Batches implements Iterator<List<SourceItem>>, Closeable {

    private static final int MOST_ITEMS = 200;
    private static final int MOST_BYTES = 8 << 20;

    private final MessageSplitter splitter;
    private final Runnable between;
    private UnreadableFileException unreadable;

    Batches(MessageSplitter splitter) {
        this(splitter, () -> {});
    }

    /** @param between runs before each batch and after the last: what was handed out before is in the ledger then */
    Batches(MessageSplitter splitter, Runnable between) {
        this.splitter = splitter;
        this.between = between;
    }

    @Override
    public boolean hasNext() {
        between.run();
        if (unreadable != null) {
            throw unreadable;
        }
        return splitter.hasNext();
    }

    @Override
    public List<SourceItem> next() {
        List<SourceItem> batch = new ArrayList<>();
        int bytes = 0;
        try {
            while (batch.size() < MOST_ITEMS && bytes < MOST_BYTES && splitter.hasNext()) {
                SourceItem item = splitter.next();
                batch.add(item);
                bytes += size(item);
            }
        } catch (UnreadableFileException e) {
            // what was read before it is to be kept first
            unreadable = e;
        }
        return batch;
    }

    private static int size(SourceItem item) {
        return item instanceof SourceProblem problem
                ? problem.raw().payload().length
                : ((RawMessage) item).payload().length;
    }

    @Override
    public void close() {
        splitter.close();
    }
}
