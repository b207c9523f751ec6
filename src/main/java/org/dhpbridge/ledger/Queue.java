package org.dhpbridge.ledger;

import java.time.Instant;

/**
 * What waits.
 *
 * @param depth how many messages are due, those in work among them
 * @param oldest when the oldest of them was received; null when none is due
 */
public record Queue(long depth, Instant oldest) {}
