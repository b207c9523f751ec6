package org.dhpbridge.ledger;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.dhpbridge.ledger.Links.Key;

/** What the tables know link keys by: 16 bytes that say nothing readable, each found by its key alone. */
final class LinkKeys {

    private static final char PART = '/';
    private static final long OF_ITS_GROUP = 0xFFFF_FFFF_FFFF_0000L;

    private final boolean grouped;

    /** @param grouped whether the keys of one order or visit lie together, which spares an index in a file most of its pages */
    LinkKeys(boolean grouped) {
        this.grouped = grouped;
    }

    /** Every key under what it is known by, in the order in which it is written. */
    SortedMap<UUID, Key> of(Collection<Key> keys) {
        SortedMap<UUID, Key> byHash = new TreeMap<>();
        keys.forEach(key -> byHash.put(of(key), key));
        return byHash;
    }

    UUID of(Key key) {
        return grouped ? grouped(key) : ungrouped(key);
    }

    /** As all ledgers knew it once, and as servers, whose bridges may be of several releases, know it. */
    static UUID ungrouped(Key key) {
        return SubjectKey.keyOf(key.resourceType(), key.system(), key.value());
    }

    /** Six bytes of system and value up to its first slash, where the results of an order part; ten of the whole key. */
    private static UUID grouped(Key key) {
        int part = key.value().indexOf(PART);
        UUID group = SubjectKey.keyOf(
                key.system(), part < 0 ? key.value() : key.value().substring(0, part));
        UUID own = ungrouped(key);
        return new UUID(
                group.getMostSignificantBits() & OF_ITS_GROUP | own.getMostSignificantBits() & ~OF_ITS_GROUP,
                own.getLeastSignificantBits());
    }
}
