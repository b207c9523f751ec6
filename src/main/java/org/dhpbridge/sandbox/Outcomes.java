package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.conformance.OperationOutcomes;

/** OperationOutcome resources as the platform writes them: each diagnosis stands in {@code details.text} too. */
final class Outcomes {

    private Outcomes() {}

    static ObjectNode of(List<Issue> issues) {
        ObjectNode outcome = OperationOutcomes.of(issues);
        for (JsonNode issue : outcome.path("issue")) {
            ((ObjectNode) issue).putObject("details").set("text", issue.path("diagnostics"));
        }
        return outcome;
    }

    static ObjectNode information(String text) {
        return of(List.of(new Issue("information", "informational", null, text)));
    }
}
