package org.dhpbridge.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Links in the ledger's database. */
final class JdbcLinks implements Links {

    private final LinkTable table;
    private final Reservations reservations;

    JdbcLinks(LinkTable table, Reservations reservations) {
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
}
