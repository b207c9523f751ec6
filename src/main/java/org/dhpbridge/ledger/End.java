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
 * @param doubt what becomes of the doubt whether something of it is on the platform that no link tells of; an end ends it, unless it begins
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
        Doubt doubt) {

    enum Doubt {
        AS_BEFORE,
        BEGINS,
        ENDS
    }

    static End of(Claimed claimed, State state, Result result, Failure failure, String detail) {
        return new End(claimed, state.code(), state, result, failure, detail, null, false, Doubt.AS_BEFORE);
    }

    static End deadInDoubt(Claimed claimed, Result result, Failure failure) {
        return new End(
                claimed, State.DEAD.code(), State.DEAD, result, failure, failure.sentence(), null, false, Doubt.BEGINS);
    }

    static End retry(Claimed claimed, Instant at, Failure failure, boolean attempt, Result written, Doubt doubt) {
        return new End(claimed, "retry", null, written, failure, failure.sentence(), at, attempt, doubt);
    }

    /** Without a word in the history: it would be said again every few seconds. */
    static End wait(Claimed claimed, Instant at, Failure failure, Result written, Doubt doubt) {
        return new End(claimed, null, null, written, failure, null, at, false, doubt);
    }

    static End release(Claimed claimed) {
        return new End(claimed, "released", null, Result.NONE, null, null, null, false, Doubt.AS_BEFORE);
    }

    /** Without a word in the history. */
    static End postpone(Claimed claimed, Instant notBefore) {
        return new End(claimed, null, null, Result.NONE, null, null, notBefore, false, Doubt.AS_BEFORE);
    }

    boolean isPostponed() {
        return failure == null && again != null;
    }

    boolean isFinal() {
        return state != null;
    }

    boolean endsDoubt() {
        return doubt == Doubt.ENDS || isFinal() && doubt != Doubt.BEGINS;
    }

    boolean isRetry() {
        return failure != null && state == null;
    }
}
