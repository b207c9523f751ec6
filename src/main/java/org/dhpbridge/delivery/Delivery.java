package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.delivery.DeliverySettings.Mode;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.ledger.Links.Link;

/**
 * Delivers a message's resources: finds out what is on the platform already, creates what is not, updates what changes.
 * Delivering the same request again is always safe: every attempt looks up what is there before it sends anything, so
 * what an earlier attempt wrote, its answer lost or half of it done, is found and not written twice. Safe for many
 * threads; the caller sees to it that one message a subject is delivered at a time.
 */
public class Delivery {

    private final FhirGateway gateway;
    private final DeliverySettings settings;
    private final Links links;
    private final Merge merge;
    private final ServerOffer offer;
    private final Locator locator;
    private final Preview preview;
    private final Updates updates;
    private final Creates creates;
    private final KeyLocks locks = new KeyLocks();

    Delivery(
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
        this.offer = offer;
        this.updates = new Updates(gateway, merge, entries, links, settings);
        this.locator = new Locator(gateway, settings, links, updates);
        this.preview = new Preview(gateway, settings, links, merge, entries, offer);
        this.creates = new Creates(gateway, entries);
    }

    /**
     * @return what became of each resource
     * @throws DeliveryFailure one of its four kinds; what was written until then is linked, as far as it is known
     */
    public DeliveryOutcome deliver(DeliveryRequest request) {
        Instant eventTime =
                request.eventTime() == null ? null : request.eventTime().toInstant();
        Batch batch = new Batch(request, merge);
        if (settings.checkCapabilities()) {
            offer.check(batch.items().stream().map(Item::type).collect(Collectors.toSet()));
        }
        for (int attempt = 0; attempt <= settings.conflictRetries(); attempt++) {
            if (alone(unlinked(batch), () -> locator.locate(batch, eventTime) && write(batch, eventTime))) {
                return outcome(batch);
            }
            batch.items().forEach(Item::lookAgain);
        }
        throw new PlaceFailure(
                "What this message is about kept changing on " + gateway.base()
                        + " while it was being delivered; it will" + " be tried again.",
                412,
                null);
    }

    /**
     * What {@link #deliver} would do now. Reads on the platform, and writes neither there nor into the link register.
     *
     * @return one a resource, in the order of the request
     * @throws DeliveryFailure as {@link #deliver} would
     */
    public List<Planned> preview(DeliveryRequest request) {
        return preview.of(request);
    }

    /** Works while neither another message of this bridge nor another bridge creates a record of these keys. */
    private boolean alone(Set<Links.Key> keys, Supplier<Boolean> work) {
        try {
            return locks.holding(keys, () -> links.reserving(keys, work));
        } catch (CancellationException stopped) {
            throw new PlaceFailure(stopped.getMessage(), 0, null);
        }
    }

    private Set<Links.Key> unlinked(Batch batch) {
        return Batch.without(
                batch.keys(), links.find(batch.keys()).stream().map(Link::key).collect(Collectors.toSet()));
    }

    private boolean write(Batch batch, Instant eventTime) {
        List<Item> toUpdate = new ArrayList<>(batch.items().stream()
                .filter(item -> item.serverId() != null && item.action() == null)
                .toList());
        if (settings.mode() == Mode.SEQUENTIAL || batch.missing().size() == 1 && !settings.transactionUpdates()) {
            toUpdate.addAll(creates.oneByOne(batch, item -> save(item, eventTime)));
        } else if (settings.transactionUpdates()) {
            return updates.alone(toUpdate, () -> everythingAtOnce(batch, toUpdate, eventTime));
        } else if (!batch.missing().isEmpty()) {
            List<Item> missing = batch.missing();
            creates.atOnce(batch, Map.of(), updates);
            missing.forEach(item -> save(item, eventTime));
        }
        for (Item item : toUpdate) {
            updates.update(item, batch.withServerReferences(item), eventTime);
        }
        return true;
    }

    private boolean everythingAtOnce(Batch batch, List<Item> existing, Instant eventTime) {
        Map<Item, ObjectNode> changes = new LinkedHashMap<>();
        for (Item item : existing) {
            if (updates.overtaken(item, eventTime)) {
                continue;
            }
            ObjectNode merged = updates.change(item, batch.withServerReferences(item));
            if (merged != null) {
                changes.put(item, merged);
            }
        }
        if (!(changes.isEmpty() && batch.missing().isEmpty()) && !creates.atOnce(batch, changes, updates)) {
            return false;
        }
        changes.forEach(updates::written);
        batch.items().stream()
                .filter(item -> item.action() != Action.SUPERSEDED)
                .forEach(item -> save(item, eventTime));
        return true;
    }

    private void save(Item item, Instant eventTime) {
        links.save(item.links(eventTime));
    }

    private static DeliveryOutcome outcome(Batch batch) {
        List<DeliveryOutcome.Placed> placed =
                batch.items().stream().map(Item::placed).toList();
        boolean written =
                placed.stream().anyMatch(one -> one.action() == Action.CREATED || one.action() == Action.UPDATED);
        boolean anySuperseded = placed.stream().anyMatch(one -> one.action() == Action.SUPERSEDED);
        return new DeliveryOutcome(anySuperseded && !written, placed);
    }
}
