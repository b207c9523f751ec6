package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is wrong with a resource, as FHIR's own resource for it (FHIR R5, OperationOutcome). */
public final class OperationOutcomes {

    private OperationOutcomes() {}

    /** An issue each, in their order. */
    public static ObjectNode of(List<Issue> issues) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
        ArrayNode list = outcome.putArray("issue");
        for (Issue issue : issues) {
            ObjectNode node = list.addObject()
                    .put("severity", issue.severity())
                    .put("code", issue.code())
                    .put("diagnostics", issue.diagnostics());
            if (issue.expression() != null) {
                node.putArray("expression").add(issue.expression());
            }
        }
        return outcome;
    }
}
