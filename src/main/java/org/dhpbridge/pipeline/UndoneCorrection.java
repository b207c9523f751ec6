package org.dhpbridge.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
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

    /** @return the number of the message that a person wrote last in the place of this one, or of one that is in its place */
    public static Optional<Long> by(Ledger ledger, long message) {
        NavigableSet<Long> inItsPlace = new TreeSet<>();
        Deque<Long> next = new ArrayDeque<>(List.of(message));
        while (!next.isEmpty()) {
            long corrected = next.remove();
            ledger.corrections(corrected).stream()
                    .filter(row -> row.corrects() == corrected)
                    .map(CorrectionRow::message)
                    .filter(inItsPlace::add)
                    .forEach(next::add);
        }
        return inItsPlace.isEmpty() ? Optional.empty() : Optional.of(inItsPlace.last());
    }
}
