package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dhpbridge.conformance.Issue;

/** The platform will never take this message as it is (400, 409, 422, several candidates …): dead at once. */
public final class MessageFailure extends DeliveryFailure {

    private final transient List<Issue> issues;
    private final transient ObjectNode outcome;
    private final boolean answer;

    private MessageFailure(String sentence, List<Issue> issues, ObjectNode outcome, boolean answer) {
        super(sentence);
        this.answer = answer;
        this.issues = List.copyOf(issues);
        this.outcome = outcome;
    }

    /**
     * A failure that the bridge itself found, with one issue that says the same as the sentence.
     *
     * @param code of FHIR's issue types, as {@code required}
     * @param expression the element, as {@code Patient.identifier}; null when it is about no element
     */
    public static MessageFailure of(String code, String expression, String sentence) {
        return new MessageFailure(sentence, List.of(Issue.error(code, expression, sentence)), null, false);
    }

    /** The platform's answer to a request. */
    public static MessageFailure answer(String sentence, List<Issue> issues, ObjectNode outcome) {
        return new MessageFailure(sentence, issues, outcome, true);
    }

    /** Whether the platform itself said no, and so is well. */
    public boolean isAnswer() {
        return answer;
    }

    /**
     * What is wrong, at least one. Those of the server carry its own words, which may quote the message: for the ledger,
     * not for a log.
     */
    public List<Issue> issues() {
        return issues;
    }

    /** The server's OperationOutcome as it came; null when there was none. For the ledger, not for a log. */
    public ObjectNode outcome() {
        return outcome;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.MESSAGE;
    }
}
