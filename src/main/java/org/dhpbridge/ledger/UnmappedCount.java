package org.dhpbridge.ledger;

import java.time.Instant;

/**
 * How often a code stands in messages that ended.
 *
 * @param messages in how many messages it stood when they were transformed last; a replay after the table was completed
 *     takes the message out again
 * @param lastSeen when a message with it ended last
 * @param lastMessage the number of that message
 */
public record UnmappedCount(UnmappedCode code, long messages, Instant firstSeen, Instant lastSeen, long lastMessage) {}
