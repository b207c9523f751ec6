package org.dhpbridge.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Links;

/** The link register to look into: what is saved there is dropped, what is forgotten is forgotten only here. */
final class UnwrittenLinks implements Links {

    private final Links register;
    private final Set<Key> forgotten = new HashSet<>();

    UnwrittenLinks(Links register) {
        this.register = register;
    }

    @Override
    public List<Link> find(Collection<Key> keys) {
        return register.find(
                keys.stream().filter(key -> !forgotten.contains(key)).toList());
    }

    @Override
    public void save(Collection<Link> links) {
        // A look leaves no trace.
    }

    @Override
    public boolean savedWithin(Collection<Key> keys, Duration time) {
        return register.savedWithin(keys, time);
    }

    @Override
    public void forget(Collection<Key> keys) {
        forgotten.addAll(keys);
    }

    @Override
    public void reserve(Claimed claim, Collection<Key> keys, Collection<Link> before) {
        // A look holds back nobody.
    }

    @Override
    public void free(Claimed claim) {
        // Nothing is held.
    }

    @Override
    public <T> T reserving(Collection<Key> keys, Supplier<T> work) {
        return work.get();
    }
}
