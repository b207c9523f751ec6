package org.dhpbridge.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who in this bridge works with which link keys. Keys are taken all at once; who asks for more while it holds some may end
 * in a circle of waiting, which is told instead of waited for.
 */
final class Holds {

    private static final long LOOK_AGAIN_MILLIS = 500;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Map<UUID, UUID> holders = new HashMap<>();
    private final Map<UUID, Set<UUID>> keys = new HashMap<>();
    private final Map<UUID, Instant> ends = new HashMap<>();
    private final Map<UUID, UUID> waits = new HashMap<>();
    private final Database db;

    Holds(Database db) {
        this.db = db;
    }

    /**
     * Waits until nobody else holds any of the keys, then holds all of them.
     *
     * @return those that the holder did not hold before
     * @throws Links.HeldUntilLeaseException when somebody who held one of them let the lease run out; of a ledger that several
     *     bridges share the database tells it
     * @throws CancellationException when the thread is interrupted, or would wait for somebody who waits for it
     */
    Set<UUID> take(UUID holder, Collection<UUID> wanted) {
        try {
            lock.lockInterruptibly();
            try {
                for (Optional<UUID> other = other(holder, wanted); other.isPresent(); other = other(holder, wanted)) {
                    await(holder, other.get());
                }
                Set<UUID> added = new HashSet<>(wanted);
                added.removeIf(key -> holder.equals(holders.put(key, holder)));
                keys.computeIfAbsent(holder, h -> new HashSet<>()).addAll(added);
                return added;
            } finally {
                waits.remove(holder);
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Stopped while another message was writing the same record.");
        }
    }

    private Optional<UUID> other(UUID holder, Collection<UUID> wanted) {
        for (UUID key : wanted) {
            UUID other = holders.get(key);
            if (other != null && !other.equals(holder)) {
                Instant end = ends.get(other);
                if (end != null && !end.isAfter(db.now())) {
                    remove(other);
                    if (db.isEmbedded()) {
                        throw new Links.HeldUntilLeaseException();
                    }
                } else {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    private void await(UUID holder, UUID other) throws InterruptedException {
        for (UUID next = other; next != null; next = waits.get(next)) {
            if (next.equals(holder)) {
                throw new CancellationException(
                        "Two messages wait for each other's records; this one makes way and is tried again.");
            }
        }
        waits.put(holder, other);
        freed.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        waits.remove(holder);
    }

    /** Whether it holds any key. */
    boolean isHolder(UUID holder) {
        lock.lock();
        try {
            return keys.containsKey(holder);
        } finally {
            lock.unlock();
        }
    }

    /** All that hold keys, and whose holds do not end by themselves. */
    Set<UUID> lasting() {
        lock.lock();
        try {
            Set<UUID> lasting = new HashSet<>(keys.keySet());
            lasting.removeAll(ends.keySet());
            return lasting;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets those whose time is over and whom nobody waited for. */
    void removeEnded() {
        lock.lock();
        try {
            Instant now = db.now();
            Set.copyOf(ends.keySet()).stream()
                    .filter(holder -> !ends.get(holder).isAfter(now))
                    .forEach(this::remove);
        } finally {
            lock.unlock();
        }
    }

    void free(UUID holder, Collection<UUID> some) {
        lock.lock();
        try {
            some.forEach(key -> holders.remove(key, holder));
            Set<UUID> left = keys.get(holder);
            if (left != null) {
                left.removeAll(some);
                if (left.isEmpty()) {
                    remove(holder);
                }
            }
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void free(UUID holder) {
        lock.lock();
        try {
            remove(holder);
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the keys for a time longer, for one who will not free them. */
    void letRunOut(UUID holder, Duration time) {
        lock.lock();
        try {
            if (keys.containsKey(holder)) {
                ends.putIfAbsent(holder, db.now().plus(time));
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(UUID holder) {
        Set<UUID> ownKeys = keys.remove(holder);
        ends.remove(holder);
        if (ownKeys != null) {
            ownKeys.forEach(key -> holders.remove(key, holder));
        }
    }
}
