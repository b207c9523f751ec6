package org.dhpbridge.transform;

import java.util.List;
import org.dhpbridge.conformance.Issue;

/** The message itself keeps it from being sent: a person must look. Its text holds no personal data. */
public final class RejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String step;
    private final transient List<Issue> issues;

    /**
     * @param step {@code map} or {@code check}: where it was found
     * @param issues at least one error
     */
    RejectedException(String step, List<Issue> issues) {
        super(issues.stream().filter(Issue::isError).findFirst().orElseThrow().diagnostics());
        this.step = step;
        this.issues = List.copyOf(issues);
    }

    public String step() {
        return step;
    }

    public List<Issue> issues() {
        return issues;
    }
}
