package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.References;
import org.dhpbridge.delivery.merge.Merge;
import org.dhpbridge.delivery.merge.Owned;
import org.dhpbridge.ledger.Links.Key;

/**
 * The resources of one message, immutable. Those of one type that share an id or an identifier are one record: they are
 * merged, and references to either lead to the one.
 */
final class Batch {

    private final List<BatchEntry> entries;
    private final Map<String, BatchEntry> byReference;
    private final InventedNumbers invented;
    private final Set<Key> keys = new LinkedHashSet<>();

    private Batch(List<BatchEntry> entries, Map<String, BatchEntry> byReference, InventedNumbers invented) {
        this.invented = invented;
        this.entries = List.copyOf(entries);
        this.byReference = byReference;
        entries.forEach(entry -> keys.addAll(entry.keys()));
    }

    /** One record in the making. */
    private static final class Part {
        private ObjectNode resource;
        private final Set<Key> keys;
        private final Set<String> takenBack = new LinkedHashSet<>();

        private Part(ObjectNode resource, Set<Key> keys) {
            this.resource = resource;
            this.keys = keys;
        }
    }

    /**
     * @param request its resources are not changed
     * @throws MessageFailure when one has no type, no id, or no identifier with a value
     */
    static Batch of(DeliveryRequest request, Merge merge) {
        List<Part> parts = new ArrayList<>();
        Map<Key, Part> byKey = new HashMap<>();
        Map<String, Part> byReference = new LinkedHashMap<>();
        for (ObjectNode resource : request.resources()) {
            Set<Key> keys = checkedKeys(resource);
            String reference = Json.text(resource, "resourceType") + "/" + Json.text(resource, "id");
            Part same = byReference.get(reference);
            for (Key key : keys) {
                same = same == null ? byKey.get(key) : same;
            }
            if (same == null) {
                same = new Part(resource, keys);
                parts.add(same);
            } else {
                same.resource = merge.merge(same.resource, resource, Owned.nothing(reference));
                same.keys.addAll(keys);
            }
            same.takenBack.addAll(request.takenBack().getOrDefault(reference, Set.of()));
            byReference.put(reference, same);
            for (Key key : same.keys) {
                byKey.put(key, same);
            }
        }
        Map<Part, BatchEntry> entries = new LinkedHashMap<>();
        parts.forEach(part -> entries.put(part, new BatchEntry(part.resource, part.keys, part.takenBack)));
        Map<String, BatchEntry> references = new HashMap<>();
        byReference.forEach((reference, part) -> references.put(reference, entries.get(part)));
        return new Batch(new ArrayList<>(entries.values()), references, new InventedNumbers(request.ids()));
    }

    private static Set<Key> checkedKeys(ObjectNode resource) {
        String type = Json.text(resource, "resourceType");
        if (type == null || Json.text(resource, "id") == null) {
            throw MessageFailure.of(
                    "required",
                    type,
                    "A mapped resource has no " + (type == null ? "resourceType" : "id")
                            + ", so the others cannot refer to it; the mapping must set one.");
        }
        Set<Key> keys = BatchEntry.keysOf(resource);
        if (keys.isEmpty()) {
            throw MessageFailure.of(
                    "required",
                    type + ".identifier",
                    "The " + type
                            + " has no identifier with a value by which it could be found again, and sending"
                            + " it would double it with every attempt; the mapping must set one.");
        }
        return keys;
    }

    List<BatchEntry> entries() {
        return entries;
    }

    /** All identifiers of all entries. */
    Set<Key> keys() {
        return keys;
    }

    /**
     * The same message with other numbers of some entries, each of which has one.
     *
     * @param numbers by which these entries are found from now on; empty for none
     */
    Batch numbered(Map<BatchEntry, Key> numbers) {
        if (numbers.isEmpty()) {
            return this;
        }
        Map<BatchEntry, BatchEntry> now = new LinkedHashMap<>();
        entries.forEach(
                entry -> now.put(entry, numbers.containsKey(entry) ? entry.numbered(numbers.get(entry)) : entry));
        Map<String, BatchEntry> references = new HashMap<>();
        byReference.forEach((reference, entry) -> references.put(reference, now.get(entry)));
        return new Batch(new ArrayList<>(now.values()), references, invented);
    }

    /** How entries without a number of their own are called. */
    InventedNumbers invented() {
        return invented;
    }

    /** The entry that a reference of the message means; null when it means none of the message's. */
    BatchEntry entry(String reference) {
        return byReference.get(reference);
    }

    /** The entries that one refers to, without itself. */
    Set<BatchEntry> targets(BatchEntry from) {
        Set<BatchEntry> targets = new LinkedHashSet<>();
        for (String reference : References.in(from.resource())) {
            BatchEntry target = entry(reference);
            if (target != null && target != from) {
                targets.add(target);
            }
        }
        return targets;
    }

    /** Whether the message makes one record of two (HL7 A40 and its like). */
    boolean merges() {
        return entries.stream().anyMatch(BatchEntry::saysReplaced);
    }

    /** The identifiers by which logical references can name entries, by the references that these replace. */
    Map<String, JsonNode> identifiers(Set<BatchEntry> of) {
        Map<String, JsonNode> identifiers = new HashMap<>();
        byReference.forEach((reference, entry) -> {
            JsonNode identifier = entry.resource().path("identifier");
            for (JsonNode one : identifier.isObject() ? List.of(identifier) : identifier) {
                if (of.contains(entry) && Json.text(one, "value") != null) {
                    identifiers.putIfAbsent(reference, one);
                }
            }
        });
        return identifiers;
    }
}
