package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A message that this bridge works on. Whoever holds it ends it by exactly one of the ledger's {@code delivered},
 * {@code superseded}, {@code dead}, {@code retryAt} or {@code release}.
 *
 * @param id the ledger's number of the message
 * @param attempts attempts that failed and counted, 0 at first
 * @param interrupted an earlier claim of this message ended with neither result nor release (crash, lost lease): something
 *     of it may be on the platform already, look before sending
 * @param inDoubt some attempt of this message was interrupted, or got no answer to what it wrote
 * @param issues what earlier attempts had to say, see {@link Result#issues}; null when they said nothing
 * @param lane the ledger's own: what the claim holds
 * @param claim the ledger's own: the fence, another at every claim
 */
public record Claimed(
        long id,
        String source,
        String contentType,
        String location,
        Instant eventTime,
        Instant receivedAt,
        int attempts,
        boolean interrupted,
        boolean inDoubt,
        JsonNode issues,
        UUID lane,
        UUID claim) {

    /** Who holds link keys: another for every message of a claim, and at every claim. */
    UUID holder() {
        return new UUID(claim.getMostSignificantBits() ^ id, claim.getLeastSignificantBits());
    }
}
