package org.dhpbridge.pipeline;

import java.util.List;
import org.dhpbridge.ledger.NewMessage;

/** A batch whose messages are ready for the ledger. */
record IdentifiedBatch(Arrival arrival, List<NewMessage> messages) {

    /** Names nothing of what is in it. */
    @Override
    public String toString() {
        return messages.size() + " messages of " + arrival;
    }
}
