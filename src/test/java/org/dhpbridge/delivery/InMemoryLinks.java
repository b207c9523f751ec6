package org.dhpbridge.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Links;

/** The link register as the ledger keeps it, in memory. */
final class InMemoryLinks implements Links {

    private final Map<Key, Link> links = new ConcurrentHashMap<>();
    private final AtomicInteger findsLeft = new AtomicInteger();
    private volatile Runnable meanwhile;

    /** Runs something between the so-manieth look into the register from now on and its answer. */
    void meanwhile(int find, Runnable what) {
        meanwhile = what;
        findsLeft.set(find);
    }

    @Override
    public List<Link> find(Collection<Key> keys) {
        List<Link> found =
                keys.stream().map(links::get).filter(Objects::nonNull).toList();
        if (findsLeft.getAndDecrement() == 1) {
            meanwhile.run();
        }
        return found;
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
    public boolean savedWithin(Collection<Key> keys, Duration time) {
        return false;
    }

    @Override
    public void forget(Collection<Key> keys) {
        keys.forEach(links::remove);
    }

    @Override
    public void reserve(Claimed claim, Collection<Key> keys, Collection<Link> before) {
        save(before);
    }

    @Override
    public void free(Claimed claim) {
        // Nobody else holds anything.
    }

    @Override
    public <T> T reserving(Collection<Key> keys, Supplier<T> work) {
        return work.get();
    }

    void clear() {
        links.clear();
    }
}
