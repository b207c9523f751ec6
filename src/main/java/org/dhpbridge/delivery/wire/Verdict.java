package org.dhpbridge.delivery.wire;

import java.util.EnumSet;
import java.util.Set;
import org.dhpbridge.delivery.wire.FhirAnswer.Body;

/**
 * What an answer of the FHIR server means; what follows of it is {@link FhirGateway}'s, and in {@code docs/errors.md}. What only the OperationOutcome says changes nothing here: its code is the code of the dead letter.
 */
public enum Verdict {
    /** Taken as it is. */
    DONE,
    /** No more there: looked for anew, and created when it is nowhere; a transaction that only creates is refused. */
    NOT_THERE,
    /** Somebody else was faster: looked at again and decided again. */
    CONFLICT,
    /** Refused for good. */
    REFUSED,
    /** No batches here: asked one by one. */
    BATCH_REFUSED,
    /** No access. */
    NOT_GRANTED,
    /** The same request once more with a new token; a second 401 means no access. */
    TOKEN_REFUSED,
    /** Not well, or busy. */
    NOT_WELL,
    /** Not followed, as the token must go nowhere else. */
    REDIRECT,
    /** No FHIR JSON (a proxy's page, a gateway's words), a success that tells of an error, or broken off, too slow, too large. */
    UNREADABLE,
    /** Taken, but the answer is unreadable, or tells of an error: what was written is looked up. */
    UNREADABLE_WRITE;

    /** Those that name resources by their ids. */
    private static final Set<Interaction> OF_RESOURCES =
            EnumSet.of(Interaction.READ, Interaction.UPDATE, Interaction.TRANSACTION);

    /** Those whose way names one resource. */
    private static final Set<Interaction> NAMING = EnumSet.of(Interaction.READ, Interaction.UPDATE);

    /** Those that can be done without. */
    private static final Set<Interaction> SPARED = EnumSet.of(Interaction.BATCH, Interaction.CAPABILITIES);

    /** What a FHIR server says of a resource, and a gateway before it of a way that it does not know. */
    private static final Set<Integer> OF_WAYS = Set.of(400, 404, 405, 410);

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
        if (body == Body.BROKEN || isOther(asked, status, body)) {
            return asked.writes() && done ? UNREADABLE_WRITE : UNREADABLE;
        }
        if (asked == Interaction.BATCH && (!done || body == Body.ERROR)) {
            return BATCH_REFUSED;
        }
        if (done) {
            return DONE;
        }
        boolean gone = status == 404 || status == 410 || status == 400 && asked == Interaction.READ;
        if (gone && OF_RESOURCES.contains(asked)) {
            return NOT_THERE;
        }
        boolean conflict = status == 412 || status == 409 || status == 428;
        return conflict && asked.writes() && asked != Interaction.CREATE ? CONFLICT : REFUSED;
    }

    /** Whether it is not what was asked for. That something is gone (410) nobody says of a way without a word, so that is of a resource. */
    private static boolean isOther(Interaction asked, int status, Body body) {
        if (status < 300) {
            return body == Body.FOREIGN || body == Body.ERROR && !SPARED.contains(asked);
        }
        boolean ofResource = status == 410 || status == 404 && NAMING.contains(asked);
        boolean mute = body == Body.NONE && !ofResource;
        return !SPARED.contains(asked) && OF_WAYS.contains(status) && (mute || body == Body.FOREIGN);
    }
}
