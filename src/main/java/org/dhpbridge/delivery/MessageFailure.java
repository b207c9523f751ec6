package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.conformance.Issue;

/** The platform will never take this message as it is (400, 409, 422, several candidates …): dead at once. */
public final class MessageFailure extends DeliveryFailure {

    private final transient List<Issue> issues;
    private final transient ObjectNode outcome;
    private final boolean answer;
    private final String resource;

    private MessageFailure(String sentence, List<Issue> issues, ObjectNode outcome, boolean answer, String resource) {
        super(sentence);
        this.answer = answer;
        this.resource = resource;
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
        return new MessageFailure(sentence, List.of(Issue.error(code, expression, sentence)), null, false, null);
    }

    /**
     * The platform's answer to a request.
     *
     * @param resource what it refuses, as the request has it: {@code Observation/<local id>}; null when that is not known
     */
    public static MessageFailure answer(String sentence, List<Issue> issues, ObjectNode outcome, String resource) {
        return new MessageFailure(sentence, issues, outcome, true, resource);
    }

    /**
     * The same, naming where in the message the refused element comes from.
     *
     * @param fields as {@code OBR-7}; none: the same
     */
    public MessageFailure madeOf(List<String> fields) {
        if (fields.isEmpty()) {
            return this;
        }
        String names = String.join(", ", fields);
        List<Issue> named = new ArrayList<>(issues);
        named.replaceAll(issue -> issue == error() ? issue.at(names) : issue);
        MessageFailure same =
                new MessageFailure(getMessage() + " It was made of " + names + ".", named, outcome, answer, resource);
        same.after(links(), conversation(), doubts(), isLookedUp());
        return same;
    }

    private Issue error() {
        return issues.stream().filter(Issue::isError).findFirst().orElseThrow();
    }

    /** The refused resource, as {@code Observation/<local id>}; null when it is not known, or the bridge itself refused. */
    public String resource() {
        return resource;
    }

    /** The refused element, as {@code Observation.status}; null when it is not known. */
    public String element() {
        return error().expression();
    }

    /** The same, found in what the platform answered. */
    MessageFailure answered() {
        return answer ? this : new MessageFailure(getMessage(), issues, outcome, true, resource);
    }

    /** Whether the platform answered before this was found, and so is well. */
    public boolean isAnswer() {
        return answer;
    }

    /**
     * What is wrong, at least one error. Those of the server carry its own words, which may quote the message: for the ledger,
     * not for a log.
     */
    public List<Issue> issues() {
        return issues;
    }

    /** That of the first error. */
    @Override
    public String code() {
        return error().code();
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
