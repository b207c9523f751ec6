package org.dhpbridge.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import org.dhpbridge.ledger.Links.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Keeps two messages from working with the same link keys at once: those of this bridge in memory, those of several bridges
 * in the database that they share. Whoever crashes loses its keys by the lease.
 */
final class Reservations {

    private enum Taken {
        NO,
        YES,
        /** Others held one of them and let their lease run out; nothing is taken. */
        AFTER_THEIR_LEASE
    }

    private record KeyRequest(UUID holder, SortedSet<UUID> hashes, Collection<Link> links) {}

    private static final Logger LOG = LoggerFactory.getLogger(Reservations.class);
    private static final int FIRST_WAIT = 20;
    private static final int LONGEST_WAIT = 250;
    private static final int HEAVIEST = 1000;

    private final Database db;
    private final LinkTable table;
    private final Duration lease;
    private final Holds holds;
    private final GroupCommit<KeyRequest, Taken> attempts;

    Reservations(Database db, LinkTable table, Duration lease) {
        this.db = db;
        this.table = table;
        this.lease = lease;
        holds = new Holds(db);
        attempts = new GroupCommit<>(
                1, HEAVIEST, attempt -> 1 + attempt.hashes().size(), all -> db.inTransaction(() -> tryTake(all)));
    }

    /**
     * Waits until nobody else holds any of the keys, then holds all of them, and saves the links in the same transaction.
     *
     * @param hashes of the keys
     * @throws CancellationException when the thread is interrupted while it waits, or would wait for somebody who waits for
     *     it
     */
    void take(UUID holder, Collection<UUID> hashes, Collection<Link> links) {
        boolean first = !holds.isHolder(holder);
        Set<UUID> added = holds.take(holder, hashes);
        SortedSet<UUID> shared = db.isEmbedded() ? new TreeSet<>() : new TreeSet<>(added);
        if (shared.isEmpty() && links.isEmpty()) {
            return;
        }
        boolean done = false;
        try {
            takeShared(new KeyRequest(holder, shared, links), first);
            done = true;
        } finally {
            if (!done) {
                holds.free(holder, added);
            }
        }
    }

    /** @param first who holds nothing waits as long as it takes; who holds something may wait for one who waits for it */
    private void takeShared(KeyRequest attempt, boolean first) {
        long began = System.nanoTime();
        for (int wait = FIRST_WAIT; !isTaken(attempts.commit(attempt)); wait = Math.min(2 * wait, LONGEST_WAIT)) {
            if (!first && System.nanoTime() - began > lease.toNanos()) {
                throw new CancellationException(
                        "Another bridge holds the same records for long; this message makes way and is tried again.");
            }
            try {
                Thread.sleep(ThreadLocalRandom.current().nextInt(wait / 2, wait));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("Stopped while another bridge was writing the same record.");
            }
        }
    }

    private static boolean isTaken(Taken taken) {
        if (taken == Taken.AFTER_THEIR_LEASE) {
            throw new Links.HeldUntilLeaseException();
        }
        return taken == Taken.YES;
    }

    private List<Taken> tryTake(List<KeyRequest> all) {
        SortedSet<UUID> hashes = new TreeSet<>();
        all.forEach(attempt -> hashes.addAll(attempt.hashes()));
        boolean ranOut = !hashes.isEmpty() && removeEnded(hashes);
        Map<UUID, UUID> others = hashes.isEmpty() ? Map.of() : others(hashes);
        Object until = db.column(db.now().plus(lease));
        List<Taken> taken = new ArrayList<>();
        SortedMap<UUID, UUID> reserved = new TreeMap<>();
        List<LinkChanges> links = new ArrayList<>();
        for (KeyRequest attempt : all) {
            boolean free = attempt.hashes().stream().noneMatch(others::containsKey);
            boolean waits = ranOut && !attempt.hashes().isEmpty();
            taken.add(waits ? Taken.AFTER_THEIR_LEASE : free ? Taken.YES : Taken.NO);
            if (free && !waits) {
                attempt.hashes().forEach(hash -> reserved.put(hash, attempt.holder()));
                links.add(new LinkChanges(List.copyOf(attempt.links()), Set.of()));
            }
        }
        List<Object[]> rows = new ArrayList<>();
        reserved.forEach((hash, holder) -> rows.add(new Object[] {db.key(hash), db.key(holder), until}));
        db.jdbc.batchUpdate("INSERT INTO link_reservation (link_key, reservation, held_until) VALUES (?, ?, ?)", rows);
        table.change(links);
        return taken;
    }

    /** @return whether there were any */
    private boolean removeEnded(SortedSet<UUID> hashes) {
        return db.sql
                        .sql("DELETE FROM link_reservation WHERE " + db.anyKey("link_key") + " AND held_until < ?")
                        .param(db.keys(hashes))
                        .param(db.column(db.now()))
                        .update()
                > 0;
    }

    private Map<UUID, UUID> others(SortedSet<UUID> hashes) {
        Map<UUID, UUID> others = new HashMap<>();
        db.sql
                .sql("SELECT link_key, reservation FROM link_reservation WHERE " + db.anyKey("link_key"))
                .param(db.keys(hashes))
                .query(row -> {
                    others.put(db.key(row, "link_key"), db.key(row, "reservation"));
                });
        return others;
    }

    /** Prolongs all that this bridge holds; to be called several times within a lease. */
    void renew() {
        holds.removeEnded();
        if (db.isEmbedded()) {
            return;
        }
        Set<UUID> lasting = holds.lasting();
        if (!lasting.isEmpty()) {
            Object until = db.column(db.now().plus(lease));
            List<Object[]> rows = lasting.stream()
                    .sorted()
                    .map(holder -> new Object[] {until, db.key(holder)})
                    .toList();
            db.inTransaction(() ->
                    db.jdbc.batchUpdate("UPDATE link_reservation SET held_until = ? WHERE reservation = ?", rows));
        }
    }

    /** Within the transaction that ends the holders' work; to be followed by {@link #ended} when it is committed. */
    void delete(Collection<UUID> holders) {
        if (db.isEmbedded()) {
            return;
        }
        List<Object[]> rows = holders.stream()
                .filter(holds::isHolder)
                .sorted()
                .map(holder -> new Object[] {db.key(holder)})
                .toList();
        db.jdbc.batchUpdate("DELETE FROM link_reservation WHERE reservation = ?", rows);
    }

    /** The holder holds nothing any more, or only until its lease ends in the database. */
    void ended(UUID holder) {
        holds.free(holder);
    }

    /** The holder will not free its keys: they are free when its lease is over. */
    void letRunOut(UUID holder) {
        holds.letRunOut(holder, lease);
    }

    void free(UUID holder) {
        try {
            if (holds.isHolder(holder)) {
                db.inTransaction(() -> {
                    delete(Set.of(holder));
                    return holder;
                });
            }
        } catch (DataAccessException e) {
            LOG.warn("The ledger's database does not answer; other bridges wait for {} to end.", lease, e);
        } finally {
            holds.free(holder);
        }
    }
}
