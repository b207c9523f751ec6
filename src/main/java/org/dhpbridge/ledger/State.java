package org.dhpbridge.ledger;

import java.util.Locale;

/** Where a message stands. A message in work is {@link #DUE}: it ends, or it is due again. */
public enum State {
    /** To be worked on, now or at its next attempt. */
    DUE,
    /** The platform holds it. */
    DELIVERED,
    /** Something newer about the same record was delivered before it. */
    SUPERSEDED,
    /** A person must look. */
    DEAD;

    /** The name in the database and the API, as {@code due}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param code as {@code due}, in any case
     * @throws IllegalArgumentException with the allowed names when there is no such state
     */
    public static State of(String code) {
        for (State state : values()) {
            if (state.name().equalsIgnoreCase(code)) {
                return state;
            }
        }
        throw new IllegalArgumentException(
                "There is no such message state; allowed are due, delivered, superseded and dead.");
    }
}
