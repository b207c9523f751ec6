package org.dhpbridge.ledger;

import java.time.Instant;

/**
 * A message as the ledger shows it, without its payload.
 *
 * @param location file and place in it; null when the source has none
 * @param subject hash of the subject; null when the message is about nobody
 * @param eventTime when it happened, by the source; may be null
 * @param nextAttemptAt not before this time; null when it waits for no time
 * @param endedAt when it was delivered, superseded or dead; null while due
 * @param failure why it is dead, or why the last attempt failed; null when nothing failed
 * @param result what the steps made of it; {@link Result#NONE} when nothing yet
 */
public record LedgerMessage(
        long id,
        String source,
        String contentType,
        String location,
        String subject,
        Instant receivedAt,
        Instant eventTime,
        State state,
        int attempts,
        Instant nextAttemptAt,
        Instant endedAt,
        Failure failure,
        Result result) {}
