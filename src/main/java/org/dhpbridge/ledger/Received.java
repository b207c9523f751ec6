package org.dhpbridge.ledger;

/**
 * What a receive did.
 *
 * @param added messages that are new in the ledger, the dead on arrival among them
 * @param duplicates messages that the ledger had already, or that stood more than once in the batch
 */
public record Received(int added, int duplicates) {}
