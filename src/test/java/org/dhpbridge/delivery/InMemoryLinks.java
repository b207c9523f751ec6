package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.LinkChanges;
import org.dhpbridge.ledger.Links;
import org.springframework.dao.TransientDataAccessResourceException;

/** The link register as the ledger keeps it, in memory. A delivery within a delivery of the same thread shares its holds. */
final class InMemoryLinks implements Links {

    private final Map<Key, Link> links = new ConcurrentHashMap<>();
    private final Map<Long, JsonNode> warnings = new ConcurrentHashMap<>();
    private final Map<Key, Thread> holders = new HashMap<>();
    private final Set<Thread> waiting = new HashSet<>();
    private final AtomicInteger findsLeft = new AtomicInteger();
    private volatile Runnable meanwhile;
    private volatile boolean settling;
    private volatile boolean lost;
    private volatile boolean inDoubt;

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

    /** Time and rank never go back, and what is ours stays when nothing is said of it. */
    private void save(Collection<Link> changed) {
        changed.forEach(link -> links.merge(link.key(), link, (before, now) -> {
            Link newest = Freshness.compare(before, now) > 0 ? before : now;
            return new Link(
                    now.key(),
                    now.serverId(),
                    now.version(),
                    newest.eventTime(),
                    newest.statusRank(),
                    now.owned() == null ? before.owned() : now.owned());
        }));
    }

    @Override
    public boolean savedWithin(Collection<Key> keys, Duration time) {
        return settling && keys.stream().anyMatch(links::containsKey);
    }

    /** From now on all that was saved was saved a moment ago, or long ago. */
    void settling(boolean now) {
        settling = now;
    }

    /** From now on something of another message is in doubt, or nothing is. */
    void inDoubt(boolean now) {
        inDoubt = now;
    }

    @Override
    public boolean othersAreInDoubt(Claimed claim) {
        return inDoubt;
    }

    @Override
    public synchronized void reserve(Claimed claim, Collection<Key> keys, Collection<Link> before) {
        Thread me = Thread.currentThread();
        try {
            while (keys.stream().anyMatch(key -> holders.getOrDefault(key, me) != me)) {
                boolean crossed = holders.containsValue(me)
                        && keys.stream().map(holders::get).anyMatch(waiting::contains);
                if (crossed) {
                    throw new CancellationException("Two wait for each other.");
                }
                waiting.add(me);
                wait(1_000);
            }
        } catch (InterruptedException e) {
            me.interrupt();
            throw new CancellationException("Stopped.");
        } finally {
            waiting.remove(me);
        }
        keys.forEach(key -> holders.put(key, me));
        save(before);
    }

    @Override
    public void requireHeld(Claimed claim) {
        if (lost) {
            throw new TransientDataAccessResourceException("The claim is somebody else's.");
        }
    }

    /** From now on all claims are somebody else's, or held. */
    void losing(boolean now) {
        lost = now;
    }

    @Override
    public synchronized void free(Claimed claim) {
        holders.values().removeIf(Thread.currentThread()::equals);
        notifyAll();
    }

    @Override
    public void warn(Claimed claim, JsonNode issues) {
        warnings.put(claim.id(), issues);
    }

    /** What was kept with a message ahead of its end; null for nothing. */
    JsonNode warnings(long message) {
        return warnings.get(message);
    }

    /** The end of the message. */
    void end(Claimed claim, LinkChanges changes) {
        changes.forget().forEach(links::remove);
        save(changes.keep());
        free(claim);
    }

    void clear() {
        links.clear();
    }
}
