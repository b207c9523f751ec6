package org.dhpbridge.table;

import java.util.Optional;
import org.dhpbridge.source.MessageSplitter;

/** One run of a query, its rows as messages. Throws {@link SourceDatabaseException} when the database fails meanwhile. */
public abstract class TableRead extends MessageSplitter {

    /**
     * To be called when all messages of this read are in the ledger; a second call does no more than the first.
     *
     * @return what is to be remembered for the next read; empty when nothing is reached that was not reached before
     */
    public abstract Optional<String> commit();

    /** What a person must hear of it, once it is committed; without values of rows. */
    public Optional<String> remark() {
        return Optional.empty();
    }

    /** Whether there are more rows, which the next read is to bring at once. */
    public abstract boolean hasMore();
}
