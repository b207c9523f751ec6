package org.dhpbridge.ledger;

import java.util.List;
import java.util.Optional;

/** What a ledger has, for those who only look. */
public interface StoredMessages {

    /** Messages by filter, newest first. */
    List<LedgerMessage> list(MessageFilter filter);

    /** What happened to a message, oldest first; empty when there is no such message. */
    List<HistoryEntry> history(long id);

    /**
     * The bytes as they were received; empty when there is no such message.
     *
     * @throws LedgerKeyException when they do not open
     */
    Optional<byte[]> payload(long id);
}
