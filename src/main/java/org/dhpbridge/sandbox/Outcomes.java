package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dhpbridge.conformance.Issue;

/** OperationOutcome resources (FHIR R5). */
final class Outcomes {

    private Outcomes() {}

    static ObjectNode of(List<Issue> issues) {
        ObjectNode outcome = StrictJson.object().put("resourceType", "OperationOutcome");
        ArrayNode list = outcome.putArray("issue");
        for (Issue issue : issues) {
            ObjectNode node = list.addObject().put("severity", issue.severity()).put("code", issue.code());
            node.putObject("details").put("text", issue.diagnostics());
            node.put("diagnostics", issue.diagnostics());
            if (issue.expression() != null) {
                node.putArray("expression").add(issue.expression());
            }
        }
        return outcome;
    }

    static ObjectNode information(String text) {
        return of(List.of(new Issue("information", "informational", null, text)));
    }
}
