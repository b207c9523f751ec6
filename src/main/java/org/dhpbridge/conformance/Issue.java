package org.dhpbridge.conformance;

import java.util.List;

/**
 * One thing that is wrong with a resource, in the terms of FHIR's OperationOutcome.issue.
 *
 * @param severity {@code error}, {@code warning} or {@code information}; only an error keeps a message from being sent
 * @param code the OperationOutcome issue type: {@code required}, {@code value}, {@code invariant}, {@code code-invalid},
 *     {@code structure}, {@code not-found} …
 * @param expression FHIRPath of the element, as {@code Patient.identifier[0].value}; null when it is about the whole
 * @param diagnostics a sentence for the person who must act; never holds a value from the input that could identify a
 *     patient
 */
public record Issue(String severity, String code, String expression, String diagnostics) {

    public static Issue error(String code, String expression, String diagnostics) {
        return new Issue("error", code, expression, diagnostics);
    }

    public static Issue warning(String code, String expression, String diagnostics) {
        return new Issue("warning", code, expression, diagnostics);
    }

    public boolean isError() {
        return "error".equals(severity) || "fatal".equals(severity);
    }

    public static boolean anyError(List<Issue> issues) {
        return issues.stream().anyMatch(Issue::isError);
    }
}
