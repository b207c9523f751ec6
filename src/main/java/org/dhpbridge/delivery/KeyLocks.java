package org.dhpbridge.delivery;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.dhpbridge.ledger.Links.Key;

/**
 * Keeps two messages of this bridge from creating the same record at once: a doctor or an organization is named by the
 * messages of many patients. Held from before the search until the link is saved, for the identifiers that have no link
 * yet; so messages about what is known already never wait.
 */
class KeyLocks {

    private final List<ReentrantLock> stripes =
            IntStream.range(0, 1024).mapToObj(i -> new ReentrantLock()).toList();

    /**
     * Waits until nobody else holds any of the keys, then works. The locks are taken in one order, all at once, so nobody
     * waits in a circle.
     */
    <T> T holding(Collection<Key> keys, Supplier<T> work) {
        TreeSet<Integer> wanted = new TreeSet<>();
        keys.forEach(key -> wanted.add(Math.floorMod(key.hashCode(), stripes.size())));
        wanted.forEach(stripe -> stripes.get(stripe).lock());
        try {
            return work.get();
        } finally {
            wanted.forEach(stripe -> stripes.get(stripe).unlock());
        }
    }
}
