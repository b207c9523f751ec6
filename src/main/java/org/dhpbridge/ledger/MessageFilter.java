package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which messages; what is null does not restrict.
 *
 * @param states empty: all of them
 * @param errorCode the code of {@link Failure}
 * @param warning code of a warning that it has, {@code any} for any
 * @param since received at or after
 * @param until received before
 * @param beforeId only ids below, for the next page
 * @param limit at most so many, newest first; 1 to 1000
 */
public record MessageFilter(
        Set<State> states,
        String source,
        String errorCode,
        String warning,
        Instant since,
        Instant until,
        Long beforeId,
        int limit) {

    private static final int MOST = 1000;

    public MessageFilter {
        states = states == null ? Set.of() : Set.copyOf(states);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be from 1 to " + MOST + ".");
        }
    }

    /** The newest 100 of the states; of all when none is named. */
    public static MessageFilter of(State... states) {
        Set<State> wanted = EnumSet.noneOf(State.class);
        wanted.addAll(Set.of(states));
        return new MessageFilter(wanted, null, null, null, null, null, null, 100);
    }

    public MessageFilter withStates(Set<State> wanted) {
        return new MessageFilter(wanted, source, errorCode, warning, since, until, beforeId, limit);
    }

    public MessageFilter withSource(String name) {
        return new MessageFilter(states, name, errorCode, warning, since, until, beforeId, limit);
    }

    public MessageFilter withErrorCode(String code) {
        return new MessageFilter(states, source, code, warning, since, until, beforeId, limit);
    }

    public MessageFilter withWarning(String code) {
        return new MessageFilter(states, source, errorCode, code, since, until, beforeId, limit);
    }

    /**
     * @param from null for no bound
     * @param before null for no bound
     */
    public MessageFilter withReceived(Instant from, Instant before) {
        return new MessageFilter(states, source, errorCode, warning, from, before, beforeId, limit);
    }

    public MessageFilter withBeforeId(Long id) {
        return new MessageFilter(states, source, errorCode, warning, since, until, id, limit);
    }

    public MessageFilter withLimit(int most) {
        return new MessageFilter(states, source, errorCode, warning, since, until, beforeId, most);
    }
}
