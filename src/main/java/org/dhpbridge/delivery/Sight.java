package org.dhpbridge.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.delivery.merge.Statements;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/** What a {@link Looking} has found out of one entry so far. */
final class Sight {

    final BatchEntry entry;
    final List<Link> links = new ArrayList<>();

    /** Of the entry that this one is about, set once all sights are there; null when it is none of the message's, or itself. */
    Sight subject;

    /** Identifiers of the entry that have no link. */
    final Set<Key> unlinked = new LinkedHashSet<>();

    /** Where records are of which only one can be meant; empty when that is clear. */
    Set<String> candidates = Set.of();

    /** What it would be called after other numbers of its patient, and is not linked by; null as long as these are not known. */
    Set<Key> otherKeys;

    /** Where it is; null as long as that is not known. */
    String id;

    /** Null as long as it is not read. */
    Current current;

    /** Another record that may be the same thing; null when there is none. */
    String alike;

    /** Whether the link register was asked what it has under the numbers that only the platform's record has. */
    boolean recalled;

    /** Whether it was searched for, or need not be. */
    boolean asked;

    /** Whether the answer to that is there. */
    boolean settled;

    Sight(BatchEntry entry, Map<Key, Link> byKey) {
        this.entry = entry;
        for (Key key : entry.keys()) {
            if (byKey.containsKey(key)) {
                links.add(byKey.get(key));
            } else {
                unlinked.add(key);
            }
        }
        Set<String> linked = Identity.linked(entry, links);
        if (linked.size() > 1) {
            candidates = linked;
        } else if (!linked.isEmpty()) {
            id = linked.iterator().next();
        }
    }

    /** Where it is, as {@code Patient/7}. */
    String reference() {
        return entry.type() + "/" + id;
    }

    /** Where the record is that it is about, as {@code Patient/7}; null when that is nowhere. */
    String subjectReference() {
        if (subject == null) {
            return entry.subject().orElse(null);
        }
        return subject.id == null ? null : subject.reference();
    }

    boolean subjectIsNowhere() {
        return subject != null && subject.id == null && subject.settled;
    }

    /** Whether the link register alone says that nothing of it will be written. */
    boolean isSuperseded(Instant eventTime) {
        return id != null
                && !isShared()
                && !Measurements.isResult(entry.resource())
                && unlinked.isEmpty()
                && Freshness.overtakes(newest(), eventTime, StatusRank.of(entry.resource()));
    }

    /** Whether several sources write such a record, each a part of it. */
    boolean isShared() {
        return Statements.isShared(entry.type());
    }

    /** What was delivered last of it; null when the link register does not know it. */
    Link newest() {
        return links.stream().max(Freshness::compare).orElse(null);
    }

    /** What a record that the link register does not know at all may be called on the platform besides. */
    Set<Key> searchedToo() {
        return id != null || otherKeys == null ? Set.of() : otherKeys;
    }

    /** All by which it is searched for. */
    Set<Key> searched() {
        Set<Key> keys = new LinkedHashSet<>(unlinked);
        keys.addAll(searchedToo());
        if (Identity.maySeemOther(entry) && id == null) {
            keys.addAll(BatchEntry.secondaryKeysOf(entry.resource()));
        }
        return keys;
    }

    /** @param found links of some of the keys that it would have after other numbers of its patient */
    void recall(List<Link> found) {
        for (Key key : otherKeys) {
            found.stream().filter(link -> link.key().equals(key)).forEach(link -> {
                if (id == null) {
                    id = link.serverId();
                }
                if (id.equals(link.serverId())) {
                    links.add(link);
                }
            });
        }
        Set<Key> free = new LinkedHashSet<>(otherKeys);
        found.forEach(link -> free.remove(link.key()));
        otherKeys = free;
    }

    Found found() {
        return id == null
                ? new Found(null, List.of(), otherKeys == null ? Set.of() : otherKeys, null)
                : new Found(id, links, Set.of(), current);
    }
}
