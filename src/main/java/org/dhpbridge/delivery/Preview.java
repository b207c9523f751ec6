package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.ledger.Links;

/** Says what a delivery would do, by the same search and merge, without doing it. */
class Preview {

    private final FhirGateway gateway;
    private final DeliverySettings settings;
    private final Links links;
    private final Merge merge;
    private final Entries entries;
    private final ServerOffer offer;

    Preview(
            FhirGateway gateway,
            DeliverySettings settings,
            Links links,
            Merge merge,
            Entries entries,
            ServerOffer offer) {
        this.gateway = gateway;
        this.settings = settings;
        this.links = links;
        this.merge = merge;
        this.entries = entries;
        this.offer = offer;
    }

    List<Planned> of(DeliveryRequest request) {
        Instant eventTime =
                request.eventTime() == null ? null : request.eventTime().toInstant();
        UnwrittenLinks looked = new UnwrittenLinks(links);
        Updates updates = new Updates(gateway, merge, entries, looked, settings);
        Locator locator = new Locator(gateway, settings, looked, updates);
        Batch batch = new Batch(request, merge);
        if (settings.checkCapabilities()) {
            offer.check(batch.items().stream().map(Item::type).collect(Collectors.toSet()));
        }
        while (!locator.locate(batch, eventTime)) {
            batch.items().forEach(Item::lookAgain);
        }
        return batch.items().stream().map(item -> plan(batch, item, updates)).toList();
    }

    private static Planned plan(Batch batch, Item item, Updates updates) {
        ObjectNode ours = batch.withServerReferences(item);
        ours.remove("id");
        if (item.serverId() == null) {
            return new Planned("create", null, null, ours, List.of());
        }
        String version = item.current() == null ? null : item.current().version();
        if (item.action() == Action.SUPERSEDED) {
            return new Planned("superseded", item.serverReference(), version, ours, List.of());
        }
        ObjectNode merged = updates.change(item, ours);
        if (merged == null) {
            return new Planned("unchanged", item.serverReference(), version, ours, List.of());
        }
        JsonNode there = item.current().json();
        return new Planned(
                "update",
                item.serverReference(),
                version,
                Updates.sendable(merged),
                Difference.between(item.type(), there, merged));
    }
}
