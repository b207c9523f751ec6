package org.dhpbridge.delivery.wire;

import java.util.EnumSet;
import java.util.Set;
import org.dhpbridge.delivery.FailureKind;
import org.dhpbridge.delivery.wire.FhirAnswer.Body;

/**
 * What an answer of the FHIR server means: the one table of it, read by {@link FhirGateway} and by {@code docs/errors.md}.
 * What only the OperationOutcome says changes nothing here: its code is the code of the dead letter.
 */
public enum Verdict {
    DONE("taken as it is", null),
    NOT_THERE(
            "no more there: looked for anew, and created when it is nowhere; a transaction that only creates is refused",
            null),
    CONFLICT(
            "somebody else was faster: looked at again and decided again, up to `dhp.delivery.conflict-retries` times",
            null),
    REFUSED("refused for good", FailureKind.MESSAGE),
    BATCH_REFUSED("no batches here: asked one by one until the next start", null),
    NOT_GRANTED("no access", FailureKind.ACCESS),
    TOKEN_REFUSED("the same request once more with a new token; a second 401 means no access", FailureKind.ACCESS),
    NOT_WELL("the platform is not well, or busy; `Retry-After` is honoured, 429 halves the pace", FailureKind.PLACE),
    REDIRECT("not followed, as the token must go nowhere else", FailureKind.PLACE),
    UNREADABLE("no FHIR JSON (a proxy's page), or broken off, too slow, too large", FailureKind.PLACE),
    UNREADABLE_WRITE("taken, but the answer is unreadable: what was written is looked up", FailureKind.UNCLEAR);

    /** Those that name resources by their ids. */
    private static final Set<Interaction> OF_RESOURCES =
            EnumSet.of(Interaction.READ, Interaction.UPDATE, Interaction.TRANSACTION);

    private final String meaning;
    private final FailureKind failure;

    Verdict(String meaning, FailureKind failure) {
        this.meaning = meaning;
        this.failure = failure;
    }

    public String meaning() {
        return meaning;
    }

    /** The kind of failure that it is; null when the delivery goes on. */
    public FailureKind failure() {
        return failure;
    }

    /** @param status of the HTTP answer, or of an entry's answer in a batch */
    public static Verdict of(Interaction asked, int status, Body body) {
        if (status == 401) {
            return TOKEN_REFUSED;
        }
        if (status == 403) {
            return NOT_GRANTED;
        }
        if (status == 408 || status == 429 || status >= 500 && !(status == 501 && asked == Interaction.BATCH)) {
            return NOT_WELL;
        }
        if (status < 200 || status >= 300 && status < 400) {
            return REDIRECT;
        }
        boolean done = status < 300;
        boolean elsewhere = body == Body.FOREIGN && (done || status == 404 || status == 405);
        if (elsewhere || body == Body.BROKEN) {
            return asked.writes() && done ? UNREADABLE_WRITE : UNREADABLE;
        }
        if (done) {
            return DONE;
        }
        if (asked == Interaction.BATCH) {
            return BATCH_REFUSED;
        }
        boolean gone = status == 404 || status == 410 || status == 400 && asked == Interaction.READ;
        if (gone && OF_RESOURCES.contains(asked)) {
            return NOT_THERE;
        }
        boolean conflict = status == 412 || status == 409 || status == 428;
        return conflict && asked.writes() && asked != Interaction.CREATE ? CONFLICT : REFUSED;
    }
}
