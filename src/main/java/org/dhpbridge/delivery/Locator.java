package org.dhpbridge.delivery;

import java.time.Instant;
import java.util.List;
import org.dhpbridge.ledger.Links;

/** Finds out where a message's resources are on the platform and how they are there now. */
class Locator {

    private final DeliverySettings settings;
    private final Links links;
    private final Resolver resolver;
    private final Updates updates;

    /** @param links told to forget what leads nowhere */
    Locator(FhirGateway gateway, DeliverySettings settings, Links links, Updates updates) {
        this.settings = settings;
        this.links = links;
        this.updates = updates;
        this.resolver = new Resolver(links, new Search(gateway, settings), settings, gateway.base());
    }

    /** Resolves and reads; false when a link led to what is gone, which is then forgotten. */
    boolean locate(Batch batch, Instant eventTime) {
        resolver.resolve(batch);
        boolean allThere = true;
        List<Item> superseded = batch.items().stream()
                .filter(item -> item.serverId() != null && item.superseded(eventTime))
                .toList();
        superseded.forEach(Item::superseded);
        boolean someAreWritten = superseded.size() < batch.items().size();
        for (Item item : batch.items()) {
            boolean needed = someAreWritten || !superseded.contains(item);
            if (item.serverId() != null && needed && !updates.read(item)) {
                gone(item);
                allThere = false;
            }
        }
        return allThere;
    }

    private void gone(Item item) {
        if (!item.isLinked()) {
            throw new PlaceFailure(
                    "The platform's search finds " + item.serverReference()
                            + ", but it cannot be read there: it is deleted, or was written a moment ago and is not"
                            + " everywhere yet. If this stays, ask the platform's operator, then replay.",
                    404,
                    null);
        }
        if (links.savedWithin(item.keys(), settings.settle())) {
            throw new PlaceFailure(
                    item.serverReference()
                            + " was written a moment ago and is not everywhere yet; it will be tried again.",
                    404,
                    null);
        }
        links.forget(item.keys());
    }
}
