package org.dhpbridge.console.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.dhpbridge.ledger.Causes.Cause;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.Selection;
import org.dhpbridge.ledger.State;

/**
 * The filter of a list as its address has it; no personal data can stand in it.
 *
 * @param state as {@code dead}; empty for all
 * @param source empty for all
 * @param code of the failure; empty for all
 * @param warning code of a warning that they have, {@code any} for any; empty for all
 * @param cause key of a cause, whose dead messages are meant; empty for all
 * @param hours how far back, as {@code 24}; {@code all} for as long as messages are kept
 */
public record ListFilter(String state, String source, String code, String warning, String cause, String hours) {

    private static final Set<String> STATES = Set.of("", "due", "delivered", "superseded", "dead");
    private static final Set<String> HOURS = Set.of("1", "24", "168", "720", "all");
    private static final int LONGEST = 100;
    private static final Pattern KEY = Pattern.compile("|[0-9a-f]{16}");

    /** Whether every value is one that the list knows; else nothing is shown instead of something else. */
    boolean isKnown() {
        return STATES.contains(state)
                && HOURS.contains(hours)
                && source.length() <= LONGEST
                && code.length() <= LONGEST
                && warning.length() <= LONGEST
                && KEY.matcher(cause).matches();
    }

    MessageFilter messages(Instant now, Long before, int limit) {
        return MessageFilter.of()
                .withStates(state.isEmpty() ? Set.of() : Set.of(State.of(state)))
                .withSource(source.isEmpty() ? null : source)
                .withErrorCode(code.isEmpty() ? null : code)
                .withWarning(warning.isEmpty() ? null : warning)
                .withReceived(since(now), null)
                .withBeforeId(before)
                .withLimit(limit);
    }

    /** The messages of the cause that the rest of the filter leaves; empty when it leaves none. */
    Optional<Selection> of(Cause one, Instant now) {
        boolean agrees = (state.isEmpty() || State.of(state) == State.DEAD)
                && (source.isEmpty() || source.equals(one.source()))
                && (code.isEmpty() || code.equals(one.code()));
        return agrees
                ? Optional.of(Selection.of(one)
                        .withWarning(warning.isEmpty() ? null : warning)
                        .receivedSince(since(now)))
                : Optional.empty();
    }

    private Instant since(Instant now) {
        return hours.equals("all") ? null : now.minus(Duration.ofHours(Long.parseLong(hours)));
    }

    /** As a query of an address. */
    public String query() {
        return "state=" + PageLinks.encoded(state) + "&source=" + PageLinks.encoded(source) + "&code="
                + PageLinks.encoded(code) + "&warning=" + PageLinks.encoded(warning) + "&cause="
                + PageLinks.encoded(cause) + "&hours=" + PageLinks.encoded(hours);
    }
}
