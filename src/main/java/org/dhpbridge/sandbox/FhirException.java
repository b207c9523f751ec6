package org.dhpbridge.sandbox;

import java.util.List;
import org.dhpbridge.conformance.Issue;

/** A request that is answered with an error status and an OperationOutcome. */
final class FhirException extends RuntimeException {

    private final int status;
    private final transient List<Issue> issues;

    FhirException(int status, List<Issue> issues) {
        super(status + " " + (issues.isEmpty() ? "" : issues.get(0).diagnostics()));
        this.status = status;
        this.issues = List.copyOf(issues);
    }

    FhirException(int status, String code, String diagnostics) {
        this(status, List.of(Issue.error(code, null, diagnostics)));
    }

    FhirException(int status, String code, String expression, String diagnostics) {
        this(status, List.of(Issue.error(code, expression, diagnostics)));
    }

    int status() {
        return status;
    }

    List<Issue> issues() {
        return issues;
    }

    /** The same refusal, said of one entry of a bundle. */
    FhirException inEntry(int index) {
        String entry = "Bundle.entry[" + index + "]";
        return new FhirException(
                status,
                issues.stream()
                        .map(i -> new Issue(
                                i.severity(),
                                i.code(),
                                entry + (i.expression() == null ? "" : ".resource." + withoutType(i.expression())),
                                i.diagnostics()))
                        .toList());
    }

    private static String withoutType(String expression) {
        return expression.substring(expression.indexOf('.') + 1);
    }
}
