package org.dhpbridge.transform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.trace.FieldSources;

/**
 * Names, in an error of the check, the fields of the input that the element was made of. The message is mapped once more for that,
 * with a trace, and only when there is an error.
 */
final class ErrorSources {

    private final Mappings mappings;
    private final Draft draft;
    private FieldSources sources;

    ErrorSources(Mappings mappings, Draft draft) {
        this.mappings = mappings;
        this.draft = draft;
    }

    /** The issue, its sentence beginning as {@code Observation.effective (OBR-7, OBR-8): …} when it is an error and fields are known. */
    Issue named(ObjectNode resource, Issue issue) {
        if (!issue.isError() || issue.expression() == null) {
            return issue;
        }
        List<String> fields = sources().of(name(resource), issue.expression());
        if (fields.isEmpty()) {
            return issue;
        }
        String names = String.join(", ", fields);
        String sentence = issue.expression() + " (" + names + "): " + issue.diagnostics();
        return Issue.error(issue.code(), issue.expression(), sentence).at(names);
    }

    private static String name(ObjectNode resource) {
        return resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
    }

    private FieldSources sources() {
        if (sources == null) {
            sources = mappings.fieldSources(draft.tree(), draft.mapped().mapping());
        }
        return sources;
    }
}
