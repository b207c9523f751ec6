package org.dhpbridge.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.wire.FhirGateway;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.ledger.Links.Key;

/**
 * Finds out where a message's records are on the platform and how they are there now: by the link register, then, for
 * identifiers that have no link, by a verified search, then by reads. All that a round can ask is asked at once; what
 * belongs to a patient who is not there is not searched for, as it is not there either.
 */
class Look {

    private final DeliverySettings settings;
    private final Links register;
    private final Questions questions;
    private final Identity identity;
    private final SharedNumbers sharing;

    Look(FhirGateway gateway, DeliverySettings settings, Links register, ServerOffer offer) {
        this.settings = settings;
        this.register = register;
        this.questions = new Questions(gateway, settings, offer);
        this.identity = new Identity(settings.onSeveralHits(), gateway.base());
        this.sharing = new SharedNumbers(questions, this::requireEverywhere);
    }

    /**
     * @param gone identifiers whose links lead nowhere, as an earlier look found out
     * @throws DeliveryFailure when the platform does not answer, or a record could be several
     */
    Seen at(Batch batch, Hold hold, Set<Key> gone, Instant eventTime) {
        return new Looking(batch, hold, gone, eventTime, questions, identity, this::requireEverywhere)
                .see(hold.find(batch.keys(), gone));
    }

    /** As {@link SharedNumbers#measurements}. */
    Map<BatchEntry, Key> measurements(Batch batch, Seen seen, Hold hold, Set<Key> gone) {
        return sharing.measurements(batch, seen, hold, gone);
    }

    /** @throws PlaceFailure when it was written so lately that the platform may still answer as it was before */
    private void requireEverywhere(Set<Key> keys, String reference) {
        if (register.savedWithin(keys, settings.settle())) {
            throw new PlaceFailure(
                    reference + " was written a moment ago and is not everywhere yet; it will be tried again.",
                    404,
                    null);
        }
    }
}
