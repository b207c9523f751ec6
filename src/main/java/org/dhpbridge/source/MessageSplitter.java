package org.dhpbridge.source;

import java.util.Iterator;

/**
 * Cuts one source into its messages, in order and in bounded memory. {@code hasNext} and {@code next} throw {@link
 * UnreadableFileException} when the source as a whole is none of its kind, and {@link java.io.UncheckedIOException} when
 * it cannot be read on.
 */
public interface MessageSplitter extends Iterator<SourceItem>, AutoCloseable {

    /** Lets go of the source; safe to call twice. */
    @Override
    void close();
}
