package org.dhpbridge.console;

import java.time.Instant;
import java.util.Set;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.State;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Filters of messages as requests write them. */
final class Filters {

    private Filters() {}

    /**
     * @param state as {@code dead}; null or blank for {@code otherwise}
     * @param otherwise null for all states
     * @throws ResponseStatusException 400 that says what is allowed
     */
    static MessageFilter of(
            String state,
            State otherwise,
            String source,
            String errorCode,
            String warning,
            Instant since,
            Instant until,
            Long before,
            int limit) {
        try {
            Set<State> states = state == null || state.isBlank()
                    ? otherwise == null ? Set.of() : Set.of(otherwise)
                    : Set.of(State.of(state));
            return MessageFilter.of()
                    .withStates(states)
                    .withSource(blankToNull(source))
                    .withErrorCode(blankToNull(errorCode))
                    .withWarning(blankToNull(warning))
                    .withReceived(since, until)
                    .withBeforeId(before)
                    .withLimit(limit);
        } catch (IllegalArgumentException e) {
            throw badRequest(e.getMessage(), e);
        }
    }

    static ResponseStatusException badRequest(String allowed, Throwable cause) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, allowed, cause);
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
