package org.dhpbridge.soak;

import java.util.Map;
import java.util.Set;

/**
 * What a message says of a record.
 *
 * @param order when it was so, in seconds, times {@link #RANKS}, plus how final its status is; of two statements the one with
 *     the higher order must stay
 * @param facts what must be on the platform, by name ({@link Facts}): of each fact the newest that was said; an update says nothing of whether
 *     a visit has ended
 * @param numbers by which the message calls the record: one that no earlier message named is added, however old the message
 */
record Statement(RecordKey record, long order, Map<String, String> facts, Set<String> numbers) {

    static final int RANKS = 16;

    static Statement of(RecordKey record, long seconds, int rank, Map<String, String> facts) {
        return new Statement(record, seconds * RANKS + rank, facts, Set.of());
    }

    Statement calling(Set<String> itsNumbers) {
        return new Statement(record, order, facts, itsNumbers);
    }
}
