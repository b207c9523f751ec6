package org.dhpbridge.ledger;

import java.time.Instant;

/**
 * Which unmapped codes; what is null does not restrict.
 *
 * @param seenSince only those that a message had at or after this time
 * @param limit at most so many, the most frequent first; 1 to 1000
 * @param offset how many of them to skip, for the next page
 */
public record UnmappedFilter(String table, String system, String code, Instant seenSince, int limit, int offset) {

    private static final int MOST = 1000;

    public UnmappedFilter {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be from 1 to " + MOST + ".");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be 0 or more.");
        }
    }

    /** The 1000 most frequent. */
    public static UnmappedFilter all() {
        return new UnmappedFilter(null, null, null, null, MOST, 0);
    }

    /** Those of one table. */
    public UnmappedFilter ofTable(String name) {
        return new UnmappedFilter(name, system, code, seenSince, limit, offset);
    }
}
