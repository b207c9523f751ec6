package org.dhpbridge.pipeline;

import java.util.Optional;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.ledger.Corrections.CorrectionRow;
import org.dhpbridge.ledger.Ledger;

/** The correction by a person that the replay of a message, named by its number, would undo; a replay of many leaves such messages out. */
public final class UndoneCorrection {

    private UndoneCorrection() {}

    /** @return a warning; empty when nobody has written the message anew */
    public static Optional<Issue> of(Ledger ledger, long message) {
        return by(ledger, message)
                .map(correction -> Issue.warning(
                        "corrected",
                        null,
                        "A person has written message " + message + " anew, as message " + correction
                                + ". A replay of the first sends it as it was, and undoes the correction, for both are of one time."
                                + " Replay message " + correction + " instead."));
    }

    /** @return the number of the message that a person wrote last in the place of this one */
    public static Optional<Long> by(Ledger ledger, long message) {
        return ledger.corrections(message).stream()
                .filter(row -> row.corrects() == message)
                .map(CorrectionRow::message)
                .max(Long::compare);
    }
}
