package org.dhpbridge.transform;

import java.util.List;
import org.dhpbridge.conformance.Issue;

/** The message itself keeps it from being sent: a person must look. Its text holds no personal data. */
public final class RejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String step;
    private final transient Draft draft;

    /**
     * @param step {@code map}, {@code account} or {@code check}: where it was found
     * @param draft what the message had become; at least one of its issues is an error
     */
    RejectedException(String step, Draft draft) {
        super(draft.issues().stream()
                .filter(Issue::isError)
                .findFirst()
                .orElseThrow()
                .diagnostics());
        this.step = step;
        this.draft = draft;
    }

    public String step() {
        return step;
    }

    public List<Issue> issues() {
        return draft.issues();
    }

    /** What the message had become until then. */
    public Draft draft() {
        return draft;
    }
}
