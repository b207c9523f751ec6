package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.ledger.Links.Key;

/**
 * The resources of one message. Those of one type that share an id or an identifier are one record: they are merged, and
 * references to either lead to the one.
 */
class Batch {

    private final List<Item> items = new ArrayList<>();
    private final Map<String, Item> byReference = new LinkedHashMap<>();

    Batch(DeliveryRequest request, Merge merge) {
        Map<Key, Item> byKey = new HashMap<>();
        for (ObjectNode resource : request.resources()) {
            Item item = checked(new Item(resource));
            item.takesBack(request.takenBack().getOrDefault(item.localReference(), Set.of()));
            Item same = byReference.get(item.localReference());
            for (Key key : item.keys()) {
                same = same == null ? byKey.get(key) : same;
            }
            if (same == null) {
                same = item;
                items.add(item);
            } else {
                ObjectNode merged =
                        merge.merge(same.ours(), item.ours(), Owned.nothing(same.localReference()), Set.of());
                same.takesBack(item.takenBack());
                same.ours().setAll(merged);
                same.keys().addAll(item.keys());
            }
            byReference.put(item.localReference(), same);
            for (Key key : same.keys()) {
                byKey.put(key, same);
            }
        }
    }

    private static Item checked(Item item) {
        if (item.type() == null || Json.text(item.ours(), "id") == null) {
            throw MessageFailure.of(
                    "required",
                    item.type(),
                    "A mapped resource has no " + (item.type() == null ? "resourceType" : "id")
                            + ", so the others cannot refer to it; the mapping must set one.");
        }
        if (item.keys().isEmpty()) {
            throw MessageFailure.of(
                    "required",
                    item.type() + ".identifier",
                    "The " + item.type()
                            + " has no identifier with a value by which it could be found again, and sending"
                            + " it would double it with every attempt; the mapping must set one.");
        }
        return item;
    }

    List<Item> items() {
        return items;
    }

    /** The items that are not on the platform yet. */
    List<Item> missing() {
        return items.stream().filter(item -> item.serverId() == null).toList();
    }

    Set<Key> keys() {
        Set<Key> keys = new LinkedHashSet<>();
        items.forEach(item -> keys.addAll(item.keys()));
        return keys;
    }

    /** The item that a reference of the message means; null when it means none of the message's. */
    Item item(String reference) {
        return byReference.get(reference);
    }

    /** The items of this message that a resource refers to, without itself. */
    Set<Item> targets(Item from) {
        Set<Item> targets = new LinkedHashSet<>();
        for (String reference : References.in(from.ours())) {
            Item target = item(reference);
            if (target != null && target != from) {
                targets.add(target);
            }
        }
        return targets;
    }

    /** A copy of what the message says of an item, its references leading to the platform where the target is there. */
    ObjectNode withServerReferences(Item item) {
        ObjectNode copy = item.ours().deepCopy();
        References.rewrite(copy, reference -> {
            Item target = item(reference);
            return target == null || target.serverId() == null ? null : target.serverReference();
        });
        return copy;
    }

    /** The identifiers by which logical references can name the items that are not on the platform yet. */
    Map<String, JsonNode> identifiersOfMissing() {
        Map<String, JsonNode> identifiers = new HashMap<>();
        byReference.forEach((reference, item) -> {
            if (item.serverId() == null) {
                JsonNode identifier = item.ours().path("identifier");
                for (JsonNode one : identifier.isObject() ? List.of(identifier) : identifier) {
                    if (Json.text(one, "value") != null) {
                        identifiers.putIfAbsent(reference, one);
                    }
                }
            }
        });
        return identifiers;
    }

    /** Those of the items that have none of the keys linked. */
    static Set<Key> without(Collection<Key> keys, Set<Key> known) {
        Set<Key> rest = new LinkedHashSet<>(keys);
        rest.removeAll(known);
        return rest;
    }
}
