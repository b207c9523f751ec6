package org.dhpbridge.ledger;

import java.time.Instant;

/**
 * How the work on a claimed message ends.
 *
 * @param step its name in the history; null when nothing is said there
 * @param state null when the message is due again
 * @param failure null when nothing failed
 * @param detail a sentence for the history; may be null
 * @param again not to be claimed before; null when the message ended, or is due at once
 * @param attempt whether it costs the message an attempt
 * @param inDoubt whether something of it may be on the platform that no link tells of
 */
record End(
        Claimed claimed,
        String step,
        State state,
        Result result,
        Failure failure,
        String detail,
        Instant again,
        boolean attempt,
        boolean inDoubt) {

    static End of(Claimed claimed, State state, Result result, Failure failure, String detail) {
        return new End(claimed, state.code(), state, result, failure, detail, null, false, false);
    }

    static End retry(Claimed claimed, Instant at, Failure failure, boolean attempt, Result written, boolean inDoubt) {
        return new End(claimed, "retry", null, written, failure, failure.sentence(), at, attempt, inDoubt);
    }

    static End release(Claimed claimed) {
        return new End(claimed, "released", null, Result.NONE, null, null, null, false, false);
    }

    /** Without a word in the history. */
    static End postpone(Claimed claimed, Instant notBefore) {
        return new End(claimed, null, null, Result.NONE, null, null, notBefore, false, false);
    }

    boolean isPostponed() {
        return failure == null && again != null;
    }

    boolean isFinal() {
        return state != null;
    }

    boolean isRetry() {
        return failure != null && state == null;
    }
}
