package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.dao.TransientDataAccessResourceException;

/** Links in the ledger's database. */
final class JdbcLinks implements Links {

    private final LinkTable table;
    private final Reservations reservations;
    private final Claims claims;

    JdbcLinks(LinkTable table, Reservations reservations, Claims claims) {
        this.table = table;
        this.reservations = reservations;
        this.claims = claims;
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
    public boolean othersAreInDoubt(Claimed claim) {
        return claims.othersAreInDoubt(claim);
    }

    @Override
    public void reserve(Claimed claim, Collection<Key> keys, Collection<Link> before) {
        reservations.take(claim.holder(), table.hashes(keys), before);
    }

    @Override
    public void requireHeld(Claimed claim) {
        if (!claims.isHeld(claim)) {
            throw new TransientDataAccessResourceException("The claim of message " + claim.id()
                    + " was not renewed within its lease: another bridge may have the"
                    + " message. Nothing more of it is sent from here.");
        }
    }

    @Override
    public void warn(Claimed claim, JsonNode issues) {
        claims.warn(claim, issues);
    }

    @Override
    public void free(Claimed claim) {
        reservations.free(claim.holder());
    }
}
