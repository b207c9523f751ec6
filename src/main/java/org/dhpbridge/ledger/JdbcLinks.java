package org.dhpbridge.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Links in the ledger's database. */
final class JdbcLinks implements Links {

    private final Database db;
    private final LinkTable table;
    private final Reservations reservations;

    JdbcLinks(Database db, LinkTable table, Reservations reservations) {
        this.db = db;
        this.table = table;
        this.reservations = reservations;
    }

    @Override
    public List<Link> find(Collection<Key> keys) {
        return table.find(keys);
    }

    @Override
    public boolean savedWithin(Collection<Key> keys, Duration time) {
        return table.savedWithin(keys, time);
    }

    @Override
    public void reserve(Claimed claim, Collection<Key> keys, Collection<Link> before) {
        reservations.take(claim.holder(), LinkTable.hashes(keys).keySet(), before);
    }

    @Override
    public void free(Claimed claim) {
        reservations.free(claim.holder());
    }

    @Override
    public void save(Collection<Link> links) {
        change(new LinkChanges(List.copyOf(links), Set.of()));
    }

    @Override
    public void forget(Collection<Key> keys) {
        change(new LinkChanges(List.of(), Set.copyOf(keys)));
    }

    private void change(LinkChanges changes) {
        db.inTransaction(() -> {
            table.change(List.of(changes));
            return changes;
        });
    }

    @Override
    public <T> T reserving(Collection<Key> keys, Supplier<T> work) {
        UUID holder = UUID.randomUUID();
        reservations.take(holder, LinkTable.hashes(keys).keySet(), List.of());
        try {
            return work.get();
        } finally {
            reservations.free(holder);
        }
    }
}
