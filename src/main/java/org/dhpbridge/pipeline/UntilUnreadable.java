package org.dhpbridge.pipeline;

import java.io.Closeable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.UnreadableFileException;

/** The batches of a body, and one dead letter of the whole body when it turns out on the way that it cannot be read. */
final class UntilUnreadable implements Iterator<List<SourceItem>>, Closeable {

    private final Batches batches;
    private final Function<UnreadableFileException, SourceItem> whole;
    private List<SourceItem> next;
    private boolean ended;

    UntilUnreadable(Batches batches, Function<UnreadableFileException, SourceItem> whole) {
        this.batches = batches;
        this.whole = whole;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
        }
        return next != null;
    }

    @Override
    public List<SourceItem> next() {
        hasNext();
        List<SourceItem> batch = next;
        next = null;
        return batch;
    }

    private List<SourceItem> read() {
        try {
            if (batches.hasNext()) {
                return batches.next();
            }
            ended = true;
            return null;
        } catch (UnreadableFileException e) {
            ended = true;
            return List.of(whole.apply(e));
        }
    }

    @Override
    public void close() {
        batches.close();
    }
}
