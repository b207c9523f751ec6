package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * What one delivery holds of the link register, so that nobody else creates or changes the same records meanwhile. Without
 * a claim, for a dry run, it holds nothing.
 *
 * <p>Identifiers without a link are held from before they are looked up; those that had one lately are not, so that messages
 * of one doctor's patients do not wait for each other. The resources that are updated are held after that, all at once.
 */
final class Hold {

    /** Another delivery waits for what this one holds, and holds what this one wants. */
    static final class Crossed extends RuntimeException {}

    /** Identifiers that had a link lately, of all deliveries: as hashes, as a wrong one costs a second look and no more. */
    static final class Known {

        private static final int MOST = 200_000;

        private final Set<Integer> hashes = ConcurrentHashMap.newKeySet();

        private boolean has(Key key) {
            return hashes.contains(key.hashCode());
        }

        private void remember(List<Link> found, Set<Key> open) {
            if (hashes.size() > MOST) {
                hashes.clear();
            }
            found.forEach(link -> hashes.add(link.key().hashCode()));
            open.forEach(key -> hashes.remove(key.hashCode()));
        }
    }

    private final Known known;
    private final Links links;
    private final Claimed claim;
    private final Set<Key> ours = new HashSet<>();

    /** @param claim null for a dry run */
    Hold(Links links, Known known, Claimed claim) {
        this.known = known;
        this.links = links;
        this.claim = claim;
    }

    /** The links of the identifiers; those that have none are held from now on. */
    List<Link> find(Collection<Key> keys, Set<Key> gone) {
        if (claim == null) {
            return without(links.find(keys), gone);
        }
        reserve(keys.stream()
                .filter(key -> gone.contains(key) || !known.has(key))
                .toList());
        for (; ; ) {
            List<Link> found = without(links.find(keys), gone);
            Set<Key> open = new HashSet<>(keys);
            found.forEach(link -> open.remove(link.key()));
            known.remember(found, open);
            if (ours.containsAll(open)) {
                return found;
            }
            reserve(open);
        }
    }

    private static List<Link> without(List<Link> links, Set<Key> gone) {
        return gone.isEmpty()
                ? links
                : links.stream().filter(link -> !gone.contains(link.key())).toList();
    }

    /** The links as they are now. */
    List<Link> findAgain(Collection<Key> keys, Set<Key> gone) {
        return without(links.find(keys), gone);
    }

    /** Holds more, waiting for those who hold it. */
    void reserve(Collection<Key> keys) {
        Collection<Key> more = keys.stream().filter(key -> !ours.contains(key)).toList();
        if (!more.isEmpty()) {
            hold(more, List.of());
        }
    }

    /** To be called right before every write, when nothing is waited for any more: nobody else can have the message meanwhile. */
    void requireClaim() {
        links.requireHeld(claim);
    }

    /** @throws WaitingFailure when something of other messages may be on the platform that no link tells of */
    void requireNothingInDoubt() {
        if (links.othersAreInDoubt(claim)) {
            throw new WaitingFailure(
                    "The platform has the patient otherwise than this message says, and another message may have written that, of which"
                            + " no answer came; this one waits until that is looked up.",
                    true);
        }
    }

    /** Saves links now, ahead of the end of the message. */
    void save(Collection<Link> before) {
        if (!before.isEmpty()) {
            hold(List.of(), new ArrayList<>(before));
        }
    }

    /** Keeps warnings with the message, ahead of its end. */
    void warn(JsonNode issues) {
        links.warn(claim, issues);
    }

    private void hold(Collection<Key> keys, Collection<Link> before) {
        try {
            links.reserve(claim, keys, before);
            ours.addAll(keys);
        } catch (Links.HeldUntilLeaseException ranOut) {
            throw new WaitingFailure(
                    "A worker stopped while it was writing what this message is about; it waits until that is looked up.",
                    false);
        } catch (CancellationException stopped) {
            if (Thread.currentThread().isInterrupted()) {
                throw new PlaceFailure(stopped.getMessage(), 0, null);
            }
            throw new Crossed();
        }
    }

    /** Gives back what is held, for another look. */
    void free() {
        if (claim != null && !ours.isEmpty()) {
            links.free(claim);
            ours.clear();
        }
    }
}
