package org.dhpbridge.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Keeps bridges on one database from working with the same link keys at once. Whoever crashes loses them by the lease. */
final class Reservations {

    private static final Logger LOG = LoggerFactory.getLogger(Reservations.class);
    private static final int FIRST_WAIT = 20;
    private static final int LONGEST_WAIT = 250;

    private final Database db;
    private final Duration lease;
    private final Set<UUID> held = ConcurrentHashMap.newKeySet();

    Reservations(Database db, Duration lease) {
        this.db = db;
        this.lease = lease;
    }

    /**
     * Waits until nobody holds any of the keys, then holds all of them.
     *
     * @param hashes the keys, sorted so that nobody waits in a circle
     * @throws CancellationException when the thread is interrupted while it waits
     */
    UUID take(SortedSet<String> hashes) {
        UUID reservation = UUID.randomUUID();
        for (int wait = FIRST_WAIT; !tryTake(hashes, reservation); wait = Math.min(2 * wait, LONGEST_WAIT)) {
            try {
                Thread.sleep(ThreadLocalRandom.current().nextInt(wait / 2, wait));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("Stopped while another bridge was writing the same record.");
            }
        }
        held.add(reservation);
        return reservation;
    }

    private boolean tryTake(SortedSet<String> hashes, UUID reservation) {
        return db.inTransaction(() -> {
            db.sql
                    .sql("DELETE FROM link_reservation WHERE link_key = ANY(?) AND held_until < ?")
                    .param(Database.texts(hashes))
                    .param(Database.column(db.now()))
                    .update();
            long others = db.sql
                    .sql("SELECT count(*) FROM link_reservation WHERE link_key = ANY(?)")
                    .param(Database.texts(hashes))
                    .query(Long.class)
                    .single();
            if (others > 0) {
                return false;
            }
            Object until = Database.column(db.now().plus(lease));
            List<Object[]> rows = hashes.stream()
                    .map(hash -> new Object[] {hash, reservation, until})
                    .toList();
            db.jdbc.batchUpdate(
                    "INSERT INTO link_reservation (link_key, reservation, held_until) VALUES (?, ?, ?)", rows);
            return true;
        });
    }

    /** Prolongs all that this bridge holds; to be called several times within a lease. */
    void renew() {
        Object until = Database.column(db.now().plus(lease));
        for (UUID reservation : held) {
            db.sql
                    .sql("UPDATE link_reservation SET held_until = ? WHERE reservation = ?")
                    .param(until)
                    .param(reservation)
                    .update();
        }
    }

    void free(UUID reservation) {
        held.remove(reservation);
        try {
            db.sql
                    .sql("DELETE FROM link_reservation WHERE reservation = ?")
                    .param(reservation)
                    .update();
        } catch (DataAccessException e) {
            LOG.warn("The ledger's database does not answer; other bridges wait for {} to end.", lease, e);
        }
    }
}
