package org.dhpbridge.conformance;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that is wrong with a resource, in the terms of FHIR's OperationOutcome.issue.
 *
 * @param severity {@code error}, {@code warning} or {@code information}; only an error keeps a message from being sent
 * @param code the OperationOutcome issue type: {@code required}, {@code value}, {@code invariant}, {@code code-invalid},
 *     {@code structure}, {@code not-found} …
 * @param expression FHIRPath of the element, as {@code Patient.identifier[0].value}; null when it is about the whole
 * @param field where it stands in the input, as {@code OBX-5 (segment 7)} or {@code line 12, column birth_date}; null when that is
 *     not told apart
 * @param diagnostics a sentence for the person who must act; never holds a value from the input that could identify a
 *     patient
 * @param about the record that it is about, as {@code Observation/<local id>}; null when that is not told apart
 * @param count in how many records of the message it is the same; null in one
 */
public record Issue(
        String severity,
        String code,
        String expression,
        String field,
        String diagnostics,
        @JsonInclude(JsonInclude.Include.NON_NULL) String about,
        @JsonInclude(JsonInclude.Include.NON_NULL) Integer count) {

    /** Of no field that is told apart. */
    public Issue(String severity, String code, String expression, String diagnostics) {
        this(severity, code, expression, null, diagnostics, null, null);
    }

    public static Issue error(String code, String expression, String diagnostics) {
        return new Issue("error", code, expression, diagnostics);
    }

    public static Issue warning(String code, String expression, String diagnostics) {
        return new Issue("warning", code, expression, diagnostics);
    }

    /** The same about a field of the input. */
    public Issue at(String place) {
        return new Issue(
                severity, code, expression, place == null || place.isEmpty() ? null : place, diagnostics, about, count);
    }

    /** The same about a record, as {@code Observation/<local id>}. */
    public Issue of(String record) {
        return new Issue(severity, code, expression, field, diagnostics, record, count);
    }

    /** Those that say the same as one, which says how many they are; in the order of the first of each. */
    public static List<Issue> joined(List<Issue> issues) {
        Map<Issue, Integer> counts = new LinkedHashMap<>();
        issues.forEach(issue -> counts.merge(issue, 1, Integer::sum));
        List<Issue> joined = new ArrayList<>();
        counts.forEach((issue, count) -> joined.add(count == 1 ? issue : issue.times(count)));
        return joined;
    }

    private Issue times(int records) {
        return new Issue(severity, code, expression, field, diagnostics, about, records);
    }

    @JsonIgnore
    public boolean isError() {
        return "error".equals(severity) || "fatal".equals(severity);
    }

    @JsonIgnore
    public boolean isWarning() {
        return "warning".equals(severity);
    }

    public static boolean anyError(List<Issue> issues) {
        for (Issue issue : issues) {
            if (issue.isError()) {
                return true;
            }
        }
        return false;
    }
}
