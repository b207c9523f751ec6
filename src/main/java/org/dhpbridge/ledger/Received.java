package org.dhpbridge.ledger;

import java.util.List;

/**
 * What a receive did.
 *
 * @param added messages that are new in the ledger, the dead on arrival among them
 * @param duplicates messages that the ledger had already, or that stood more than once in the batch
 * @param dead the codes of those that are new and dead on arrival, one a message
 */
public record Received(int added, int duplicates, List<String> dead) {

    /** None is dead on arrival. */
    public Received(int added, int duplicates) {
        this(added, duplicates, List.of());
    }
}
