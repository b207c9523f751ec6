package org.dhpbridge.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

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
    record Key(String resourceType, String system, String value) {}

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

    /** The links of those keys that have one, in no order. */
    List<Link> find(Collection<Key> keys);

    /** Inserts or replaces the links by key. */
    void save(Collection<Link> links);

    /** Whether a link of one of the keys was saved within a time that ends now. */
    boolean savedWithin(Collection<Key> keys, Duration time);

    /** Forgets links whose target is gone from the platform (404, 410). */
    void forget(Collection<Key> keys);

    /**
     * Does the work while no other bridge on this ledger does any for one of the keys; waits for those that do. To be held
     * from the search for a record until its link is saved, so that two bridges do not both create it.
     *
     * @param keys none: nobody is waited for
     * @throws java.util.concurrent.CancellationException when the thread is interrupted while it waits
     */
    <T> T reserving(Collection<Key> keys, Supplier<T> work);
}
