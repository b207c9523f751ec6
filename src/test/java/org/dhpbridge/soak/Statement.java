package org.dhpbridge.soak;

import java.util.Map;

/**
 * What a message says of a record.
 *
 * @param order when it was so, in seconds, times {@link #RANKS}, plus how final its status is; of two statements the one with
 *     the higher order must stay
 * @param facts what must be on the platform, by name; see {@link Facts}
 */
record Statement(RecordKey record, long order, Map<String, String> facts) {

    static final int RANKS = 16;

    static Statement of(RecordKey record, long seconds, int rank, Map<String, String> facts) {
        return new Statement(record, seconds * RANKS + rank, facts);
    }
}
