package org.dhpbridge.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Cuts one source into its messages, in order and in bounded memory. {@code hasNext} and {@code next} throw {@link
 * UnreadableFileException} when the source as a whole is none of its kind, and {@link UncheckedIOException} when it cannot be
 * read on.
 */
public abstract class MessageSplitter implements Iterator<SourceItem>, AutoCloseable {

    private final Deque<SourceItem> ready = new ArrayDeque<>();
    private boolean ended;

    /** Reads on until something can be handed out, or a little further; says {@link #end} where the source ends. */
    protected abstract void advance() throws IOException;

    /** Lets go of the source; called once or more. */
    protected abstract void release() throws IOException;

    protected final void handOut(SourceItem item) {
        ready.add(item);
    }

    protected final void end() {
        ended = true;
    }

    /** Whether all that was handed out was taken. */
    protected final boolean isDrained() {
        return ready.isEmpty();
    }

    protected final boolean hasEnded() {
        return ended;
    }

    @Override
    public final boolean hasNext() {
        while (ready.isEmpty() && !ended) {
            try {
                advance();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public final SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    /** Lets go of the source; safe to call twice. */
    @Override
    public final void close() {
        try {
            release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
