package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.ledger.Links.Key;

/**
 * Brings a resource that is on the platform up to what the message knows: read, merge, and write only when something
 * changes, always with {@code If-Match}. Who is overtaken reads and merges again.
 */
class Updates {

    private final FhirGateway gateway;
    private final Merge merge;
    private final Entries entries;
    private final Links links;
    private final DeliverySettings settings;
    private final KeyLocks locks = new KeyLocks();

    Updates(FhirGateway gateway, Merge merge, Entries entries, Links links, DeliverySettings settings) {
        this.gateway = gateway;
        this.merge = merge;
        this.entries = entries;
        this.links = links;
        this.settings = settings;
    }

    /** Reads the item's resource; false when the platform no longer has it. */
    boolean read(Item item) {
        FhirAnswer answer = gateway.read(item.type(), item.serverId());
        if (answer.ok()) {
            item.current(answer);
            return true;
        }
        if (answer.gone()) {
            return false;
        }
        throw Refusal.of(answer, "the read of " + item.serverReference());
    }

    /**
     * Works while no other message changes these resources: what of them is ours is in the link register, and two that
     * change it at once would forget each other's. Both are read again then, as they belong together.
     */
    <T> T alone(Collection<Item> items, Supplier<T> work) {
        Set<Key> resources = items.stream()
                .map(item -> new Key(item.type(), gateway.base(), item.serverId()))
                .collect(Collectors.toSet());
        return locks.holding(
                resources,
                () -> links.reserving(resources, () -> {
                    for (Item item : items) {
                        item.linkedMeanwhile(links.find(item.keys()));
                        item.current(null);
                    }
                    return work.get();
                }));
    }

    /**
     * What the platform's resource is to become with what the message knows; to be called {@link #alone}. What of it will
     * be ours is linked already, so that it is known as ours also when the answer to the write gets lost.
     *
     * @param ours what the message says, its references leading to the platform
     * @return null when nothing changes; then the item is done
     */
    ObjectNode change(Item item, ObjectNode ours) {
        if (item.current() == null && !read(item)) {
            throw new PlaceFailure(
                    item.serverReference() + " was removed while it was being updated; it will be looked up again.",
                    410,
                    null);
        }
        ObjectNode known = known(item);
        Set<String> knownMarks = entries.marks(known);
        Set<String> ourMarks = entries.marks(ours);
        Owned before = owned(item, knownMarks, ourMarks);
        ObjectNode merged = merge.merge(known, ours, before, item.takenBack());
        if (Json.same(merged, known)) {
            if (item.owned() == null || before.isUnknown()) {
                item.owned(before.with(knownMarks, ourMarks).within(knownMarks));
            }
            item.done(
                    item.action() == null ? Action.UNCHANGED : item.action(),
                    item.current().version());
            return null;
        }
        item.owned(before.with(knownMarks, ourMarks));
        links.save(item.linksBeforeWrite());
        return merged;
    }

    private boolean changes(Item item, ObjectNode ours) {
        ObjectNode known = known(item);
        Owned before = owned(item, entries.marks(known), entries.marks(ours));
        return !Json.same(merge.merge(known, ours, before, item.takenBack()), known);
    }

    /** Remembers what of the resource as it stands there now is ours. */
    void written(Item item, ObjectNode merged) {
        item.owned(item.owned().within(entries.marks(merged)));
    }

    /**
     * What was found by search without a link was written by us and the answer lost, or by somebody else. By us, when it
     * says all that we say; and in part at least when it is about a subject, as such a record has one source. It may say more
     * than this message: another one of ours, which knows the patient by more numbers, may have been the one that was cut off.
     */
    private static Owned owned(Item item, Set<String> known, Set<String> ours) {
        if (item.owned() != null) {
            return item.owned();
        }
        boolean fromUs = item.subject().isPresent() || known.containsAll(ours);
        return fromUs ? Owned.unknown(item.serverReference()) : Owned.nothing(item.serverReference());
    }

    /** The resource as read, its references to this server relative. */
    private ObjectNode known(Item item) {
        ObjectNode known = item.current().json();
        if (known == null) {
            throw new PlaceFailure(
                    gateway.base() + " answered the read of " + item.serverReference() + " without a resource.",
                    item.current().status(),
                    null);
        }
        References.rewrite(
                known,
                reference -> reference.startsWith(gateway.base() + "/")
                        ? reference.substring(gateway.base().length() + 1)
                        : null);
        return known;
    }

    /** The version that was read, for {@code If-Match}. */
    String version(Item item) {
        String version = item.current().version();
        if (version == null) {
            throw MessageFailure.of(
                    "not-supported",
                    item.type(),
                    "The platform names no version (ETag or meta.versionId) of " + item.serverReference()
                            + ", so it cannot be updated without the risk of overwriting somebody else's change.");
        }
        return version;
    }

    /**
     * Brings the resource up to date and links it.
     *
     * @param ours what the message says, its references leading to the platform
     */
    void update(Item item, ObjectNode ours, Instant eventTime) {
        if (item.current() != null && !changes(item, ours)) {
            change(item, ours);
            links.save(item.links(eventTime));
            return;
        }
        alone(List.of(item), () -> {
            if (overtaken(item, eventTime)) {
                return false;
            }
            write(item, ours);
            links.save(item.links(eventTime));
            return true;
        });
    }

    /**
     * Whether newer was delivered for the item's record since this message looked for it, by a message of another subject
     * that is about the same record; then the item is superseded. To be called {@link #alone}.
     */
    boolean overtaken(Item item, Instant eventTime) {
        boolean overtaken = item.action() == null && item.superseded(eventTime);
        if (overtaken) {
            item.superseded();
        }
        return overtaken;
    }

    private void write(Item item, ObjectNode ours) {
        FhirAnswer refused = null;
        String refusedVersion = null;
        for (int attempt = 0; attempt <= settings.conflictRetries(); attempt++) {
            ObjectNode merged = change(item, ours);
            if (merged == null) {
                return;
            }
            String version = version(item);
            if (refused != null && refused.status() == 409 && version.equals(refusedVersion)) {
                throw Refusal.of(refused, "the update of " + item.serverReference());
            }
            FhirAnswer answer = gateway.update(sendable(merged), item.serverId(), version);
            if (answer.ok()) {
                written(item, merged);
                item.done(item.action() == null ? Action.UPDATED : item.action(), answer.version());
                return;
            }
            if (!answer.conflict() && answer.status() != 404 && answer.status() != 410) {
                throw Refusal.of(answer, "the update of " + item.serverReference());
            }
            refused = answer;
            refusedVersion = version;
            item.current(null);
        }
        throw new PlaceFailure(
                item.serverReference() + " was changed by others " + (settings.conflictRetries() + 1)
                        + " times while it was being updated; it will be tried again.",
                412,
                null);
    }

    /** Leaves out what is the server's to set. */
    static ObjectNode sendable(ObjectNode merged) {
        ObjectNode body = merged.deepCopy();
        if (body.get("meta") instanceof ObjectNode meta) {
            meta.remove("versionId");
            meta.remove("lastUpdated");
            if (meta.isEmpty()) {
                body.remove("meta");
            }
        }
        return body;
    }
}
