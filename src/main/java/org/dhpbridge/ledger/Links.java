package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The register of which source record lives where on the platform. Keys are stored hashed: no identifier of a patient
 * stands readable in the table.
 */
public interface Links {

    /**
     * A business identifier of a resource.
     *
     * @param resourceType as {@code Patient}
     * @param system identifier.system; may be empty, never null
     * @param value identifier.value
     */
    record Key(String resourceType, String system, String value) {

        /** Written out, as {@link #hashCode}: a record's own goes through method handles, which the JVM's first compiler does not inline. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Objects.equals(value, key.value)
                    && Objects.equals(system, key.system)
                    && Objects.equals(resourceType, key.resourceType);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * Objects.hashCode(resourceType) + Objects.hashCode(system)) + Objects.hashCode(value);
        }
    }

    /**
     * Where a source record lives.
     *
     * @param serverId logical id on the platform
     * @param version version id that the platform gave last; may be stale
     * @param eventTime the source's time of what was delivered last; null when the source had none
     * @param statusRank how final the delivered state is (0 when its type has no such order): a lower rank never overwrites
     *     a higher one of the same event time
     * @param owned what of the resource's content came from us, opaque to the register; null when it is not known. Saving
     *     null leaves what is remembered
     */
    record Link(Key key, String serverId, String version, Instant eventTime, int statusRank, String owned) {}

    /** Who held the keys let the lease run out: what became of its message is looked up first. */
    final class HeldUntilLeaseException extends RuntimeException {}

    /** The links of those keys that have one, in no order. */
    List<Link> find(Collection<Key> keys);

    /** Whether a link of one of the keys was saved within a time that ends now. */
    boolean savedWithin(Collection<Key> keys, Duration time);

    /**
     * Whether something of another message may be on the platform that no link tells of. Not when it cannot be looked up because it
     * waits behind another one of its subject, or has not been for long.
     */
    boolean othersAreInDoubt(Claimed claim);

    /**
     * Holds the keys for the claim, until the claim ends or {@link #free} is called: nobody else, of this bridge or of
     * another on the same ledger, holds one of them meanwhile. Waits for those that do. To be held from the search for a
     * record until its link is saved, so that two messages do not both create it. May be called again for the same claim,
     * with more keys.
     *
     * @param before links to be saved in the same transaction: what must be known before something is written on the
     *     platform
     * @throws HeldUntilLeaseException when somebody who held one of the keys stopped without an end, and may have written
     * @throws java.util.concurrent.CancellationException when the thread is interrupted while it waits, or when a claim that
     *     holds keys already would wait for one that waits for it; the keys that it held before it still holds then
     */
    void reserve(Claimed claim, Collection<Key> keys, Collection<Link> before);

    /**
     * To be called right before anything is written on the platform, when nothing is waited for any more: a bridge that slept, or was cut off from the ledger, for longer than
     * its lease may have lost the message to another one.
     *
     * @throws org.springframework.dao.DataAccessException when the claim may be somebody else's by now
     */
    void requireHeld(Claimed claim);

    /**
     * Keeps warnings with the message ahead of its end: what is written after them may be found by a later attempt as it should be,
     * which then has no reason to warn.
     *
     * @param issues in place of {@link Claimed#issues}
     */
    void warn(Claimed claim, JsonNode issues);

    /** Frees the keys that the claim holds, without ending it. */
    void free(Claimed claim);
}
