package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The ledger at a glance.
 *
 * @param counts how many messages by source and state, sorted; what is zero is left out
 * @param oldestDue when the oldest due message was received; null when none is due
 * @param warnings how many messages have a warning of each code; {@code *} for those that have any
 */
public record Summary(List<Count> counts, Instant oldestDue, Map<String, Long> warnings) {

    public record Count(String source, State state, long messages) {}

    /** Messages of a state over all sources. */
    public long of(State state) {
        return counts.stream()
                .filter(c -> c.state() == state)
                .mapToLong(Count::messages)
                .sum();
    }
}
