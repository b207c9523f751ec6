package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * Finds out which of a message's resources are on the platform already: by the link register, then, for identifiers that
 * have no link, by a verified search. Patients and others that are nobody's part come first, so that the search for
 * what belongs to them can be checked against them.
 */
class Resolver {

    private final Links links;
    private final Search search;
    private final DeliverySettings settings;
    private final String base;

    Resolver(Links links, Search search, DeliverySettings settings, String base) {
        this.links = links;
        this.search = search;
        this.settings = settings;
        this.base = base;
    }

    /**
     * Gives every item that is on the platform its id there.
     *
     * @throws MessageFailure when an item could be several resources there
     */
    void resolve(Batch batch) {
        Map<Key, Link> known =
                links.find(batch.keys()).stream().collect(Collectors.toMap(Link::key, link -> link, (a, b) -> a));
        for (Item item : batch.items()) {
            List<Link> own = item.keys().stream()
                    .filter(known::containsKey)
                    .map(known::get)
                    .toList();
            Set<String> ids = own.stream().map(Link::serverId).collect(Collectors.toCollection(LinkedHashSet::new));
            if (ids.size() > 1) {
                throw several(item, ids);
            }
            item.linked(own);
        }
        Predicate<Item> isPart = item -> item.subject().map(batch::item).isPresent();
        look(batch, batch.items().stream().filter(isPart.negate()).toList(), known.keySet());
        look(batch, batch.items().stream().filter(isPart).toList(), known.keySet());
    }

    private void look(Batch batch, List<Item> items, Set<Key> known) {
        Map<String, List<Item>> byType =
                items.stream().collect(Collectors.groupingBy(Item::type, LinkedHashMap::new, Collectors.toList()));
        byType.forEach((type, ofType) -> {
            Set<Key> unknown = new LinkedHashSet<>();
            ofType.forEach(item -> unknown.addAll(Batch.without(item.keys(), known)));
            if (!unknown.isEmpty()) {
                Search.Found found = search.byIdentifier(type, unknown);
                ofType.forEach(item -> decide(batch, item, found));
            }
        });
    }

    private void decide(Batch batch, Item item, Search.Found found) {
        Map<String, JsonNode> candidates = new LinkedHashMap<>();
        for (JsonNode hit : found.hits()) {
            if (Item.keysOf(hit).stream().anyMatch(item.keys()::contains) && sameSubject(batch, item, hit)) {
                candidates.putIfAbsent(Json.text(hit, "id"), hit);
            }
        }
        if (item.serverId() != null) {
            candidates.remove(item.serverId());
            if (!candidates.isEmpty() && settings.onSeveralHits() == DeliverySettings.SeveralHits.FAIL) {
                Set<String> ids = new LinkedHashSet<>(Set.of(item.serverId()));
                ids.addAll(candidates.keySet());
                throw several(item, ids);
            }
        } else if (candidates.isEmpty()) {
            if (!found.complete()) {
                throw MessageFailure.of(
                        "incomplete",
                        item.type() + ".identifier",
                        "The platform's search for " + item.type() + " by identifier has more pages than are read, so"
                                + " whether the record is there already is not known; it seems to ignore the filter. Raise"
                                + " dhp.delivery.search-pages or ask the platform's operator, then replay.");
            }
        } else {
            item.foundAt(candidates.size() == 1 ? candidates.keySet().iterator().next() : chosen(item, candidates));
        }
    }

    private boolean sameSubject(Batch batch, Item item, JsonNode hit) {
        if (item.subject().isEmpty()) {
            return true;
        }
        String ours = item.subject().get();
        Item subject = batch.item(ours);
        if (subject != null && subject.serverId() == null) {
            return false;
        }
        ServerId expected = ServerId.of(subject == null ? ours : subject.serverReference());
        Optional<ServerId> theirs = Item.subjectOf(hit).filter(this::onServer).map(ServerId::of);
        return expected != null
                && theirs.isPresent()
                && theirs.get().reference().equals(expected.reference());
    }

    private boolean onServer(String reference) {
        return !reference.contains("://") || reference.startsWith(base + "/");
    }

    private String chosen(Item item, Map<String, JsonNode> candidates) {
        Comparator<JsonNode> byChange = Comparator.comparing(
                hit -> Json.text(hit.path("meta"), "lastUpdated"), Comparator.nullsFirst(Comparator.naturalOrder()));
        Collection<JsonNode> hits = candidates.values();
        return switch (settings.onSeveralHits()) {
            case FAIL -> throw several(item, candidates.keySet());
            case NEWEST -> Json.text(hits.stream().max(byChange).orElseThrow(), "id");
            case OLDEST -> Json.text(hits.stream().min(byChange).orElseThrow(), "id");
        };
    }

    private static MessageFailure several(Item item, Collection<String> ids) {
        String candidates =
                ids.stream().map(id -> item.type() + "/" + id).sorted().collect(Collectors.joining(", "));
        return MessageFailure.of(
                "multiple-matches",
                item.type() + ".identifier",
                "The identifiers of the " + item.type() + " lead to several resources on the platform: " + candidates
                        + ". Have them merged there, or correct the identifiers at the source, then replay.");
    }
}
