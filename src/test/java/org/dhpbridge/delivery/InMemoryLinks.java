package org.dhpbridge.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.dhpbridge.ledger.Links;

/** The link register as the ledger keeps it, in memory. */
final class InMemoryLinks implements Links {

    private final Map<Key, Link> links = new ConcurrentHashMap<>();

    @Override
    public List<Link> find(Collection<Key> keys) {
        return keys.stream().map(links::get).filter(Objects::nonNull).toList();
    }

    @Override
    public void save(Collection<Link> changed) {
        changed.forEach(link -> links.merge(
                link.key(),
                link,
                (before, now) -> now.owned() != null
                        ? now
                        : new Link(
                                now.key(),
                                now.serverId(),
                                now.version(),
                                now.eventTime(),
                                now.statusRank(),
                                before.owned())));
    }

    @Override
    public void forget(Collection<Key> keys) {
        keys.forEach(links::remove);
    }

    @Override
    public <T> T reserving(Collection<Key> keys, Supplier<T> work) {
        return work.get();
    }

    void clear() {
        links.clear();
    }
}
