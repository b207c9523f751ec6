package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.conformance.Issue;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r5.model.OperationOutcome.IssueType;
import org.hl7.fhir.r5.model.ResourceType;

/** Turns the platform's "no" to one request into a {@link MessageFailure}. */
final class Refusal {

    private static final Pattern ELEMENT =
            Pattern.compile("([A-Z][A-Za-z]+)(\\.[a-z][A-Za-z]*(\\[(\\d+|x)])?(\\([A-Z][A-Za-z]+\\))?)*");

    private Refusal() {}

    /** @param what what was tried, as {@code the update of Patient/7} */
    static MessageFailure of(FhirAnswer answer, String what) {
        List<Issue> issues = issues(answer.json());
        StringBuilder sentence = new StringBuilder("The platform refused " + what + " (" + answer.status() + ")");
        issues.stream().filter(Issue::isError).findFirst().ifPresent(issue -> sentence.append(": ")
                .append(issue.code())
                .append(issue.expression() == null ? "" : " at " + issue.expression()));
        sentence.append('.');
        if (issues.isEmpty()) {
            issues = List.of(Issue.error(
                    "processing", null, "HTTP " + answer.status() + " without an OperationOutcome: " + sentence));
        }
        return MessageFailure.answer(sentence.toString(), issues, answer.json());
    }

    /**
     * The issues of an OperationOutcome, in its order; none when it is something else. Codes and elements go into sentences
     * that everybody reads, so they are taken over only when they are such; a server may quote the message anywhere.
     */
    static List<Issue> issues(JsonNode outcome) {
        List<Issue> issues = new ArrayList<>();
        if (outcome == null) {
            return issues;
        }
        for (JsonNode issue : outcome.path("issue")) {
            String severity = Json.text(issue, "severity");
            String code = Json.text(issue, "code");
            issues.add(new Issue(severity == null ? "error" : severity, code(code), where(issue), words(issue)));
        }
        return issues;
    }

    private static String where(JsonNode issue) {
        JsonNode expression = issue.path("expression").path(0);
        return element(
                expression.isTextual()
                        ? expression.asText()
                        : issue.path("location").path(0).asText());
    }

    private static String code(String code) {
        try {
            return code != null && IssueType.fromCode(code) != null ? code : "processing";
        } catch (FHIRException unknown) {
            return "processing";
        }
    }

    private static String element(String path) {
        Matcher element = ELEMENT.matcher(path);
        return element.matches() && isResource(element.group(1)) ? path : null;
    }

    private static boolean isResource(String type) {
        return Arrays.stream(ResourceType.values())
                .anyMatch(known -> known.name().equals(type));
    }

    private static String words(JsonNode issue) {
        String details = Json.text(issue.path("details"), "text");
        String diagnostics = Json.text(issue, "diagnostics");
        if (details == null || details.equals(diagnostics)) {
            return diagnostics;
        }
        return diagnostics == null ? details : details + " " + diagnostics;
    }
}
