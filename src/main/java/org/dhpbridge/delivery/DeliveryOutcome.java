package org.dhpbridge.delivery;

import java.util.List;
import org.dhpbridge.ledger.LinkChanges;

/**
 * What became of a message's resources.
 *
 * @param superseded true when nothing was written because the platform has newer from us of at least one resource
 * @param placed one a resource, in the order of the request
 * @param links what the end of the message changes in the link register
 */
public record DeliveryOutcome(boolean superseded, List<Placed> placed, LinkChanges links) {

    /** What was done to a resource on the platform. */
    public enum Action {
        /** It was new there. */
        CREATED,
        /** Something in it changed. */
        UPDATED,
        /** It was there already, as we have it; nothing was written. */
        UNCHANGED,
        /** Newer from us is there; nothing was written. */
        SUPERSEDED
    }

    /**
     * Where a resource lives.
     *
     * @param localId the id that it had in the request
     * @param serverId its logical id on the platform
     * @param version its version there after the delivery; null when the server named none
     */
    public record Placed(String resourceType, String localId, String serverId, String version, Action action) {}
}
