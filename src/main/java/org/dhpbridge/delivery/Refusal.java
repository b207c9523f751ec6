package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.wire.FhirAnswer;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r5.model.OperationOutcome.IssueType;
import org.hl7.fhir.r5.model.ResourceType;

/** Turns the platform's "no" to one request into a {@link MessageFailure}. */
final class Refusal {

    private static final String PATH = "(?:\\.[a-z][A-Za-z]*(?:\\[(?:\\d+|x)])?(?:\\([A-Z][A-Za-z]+\\))?)*";
    private static final Pattern ELEMENT = Pattern.compile("([A-Z][A-Za-z]+)" + PATH);

    /**
     * A place in the Bundle that was sent, as the sandbox ({@code Bundle.entry[2].resource.status}), the platform ({@code
     * .resource.ofType(Observation)}) and HAPI ({@code .resource/*Observation/null*}{@code /.status}) write it.
     */
    private static final Pattern IN_BUNDLE = Pattern.compile("Bundle\\.entry\\[(\\d{1,6})](?:\\.resource)?"
            + "(?:\\.ofType\\([A-Z][A-Za-z]+\\)|/\\*[^*]*\\*/)?(" + PATH + ")");

    /** The platform begins its words with the element. */
    private static final Pattern WORDS = Pattern.compile("([A-Z][A-Za-z]+" + PATH + "): .*", Pattern.DOTALL);

    private static final Set<String> TYPES =
            Arrays.stream(ResourceType.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private Refusal() {}

    /** @param what what was tried, as {@code the read of Patient/7} */
    static MessageFailure of(FhirAnswer answer, String what) {
        return of(answer, what, List.of());
    }

    /** @param sent the resources of the request, in their order */
    static MessageFailure of(FhirAnswer answer, String what, List<ObjectNode> sent) {
        ObjectNode outcome = placed(answer.json(), sent);
        List<Issue> issues = issues(outcome);
        StringBuilder sentence = new StringBuilder("The platform refused " + what + " (" + answer.status() + ")");
        Issue first = issues.stream().filter(Issue::isError).findFirst().orElse(null);
        if (first != null) {
            sentence.append(": ").append(first.code());
            if (first.expression() != null) {
                sentence.append(" at ").append(first.expression());
            }
            Integer entry = sent.size() > 1 ? entry(answer.json(), sent) : null;
            if (entry != null) {
                sentence.append(" (resource ")
                        .append(entry + 1)
                        .append(" of ")
                        .append(sent.size())
                        .append(" that were sent, ")
                        .append(Json.text(sent.get(entry), "resourceType"))
                        .append(')');
            }
        }
        sentence.append('.');
        if (issues.isEmpty()) {
            issues = List.of(Issue.error(
                    "processing", null, "HTTP " + answer.status() + " without an OperationOutcome: " + sentence));
        }
        return MessageFailure.answer(sentence.toString(), issues, outcome);
    }

    /**
     * The same outcome; before each place in a Bundle stands the element of the resource that it means, as {@code
     * Observation.status}.
     */
    private static ObjectNode placed(ObjectNode outcome, List<ObjectNode> sent) {
        if (outcome == null || sent.isEmpty()) {
            return outcome;
        }
        ObjectNode copy = outcome.deepCopy();
        for (JsonNode issue : copy.path("issue")) {
            String element = inResource(issue, sent);
            if (element != null) {
                ArrayNode places = Json.object().arrayNode().add(element);
                issue.path("expression").forEach(places::add);
                ((ObjectNode) issue).set("expression", places);
            }
        }
        return copy;
    }

    private static String inResource(JsonNode issue, List<ObjectNode> sent) {
        Matcher place = IN_BUNDLE.matcher(place(issue));
        if (!place.matches() || Integer.parseInt(place.group(1)) >= sent.size()) {
            return null;
        }
        String type = Json.text(sent.get(Integer.parseInt(place.group(1))), "resourceType");
        if (!place.group(2).isEmpty()) {
            return type + place.group(2);
        }
        Matcher words = WORDS.matcher(issue.path("diagnostics").asText());
        boolean ofType = words.matches()
                && (words.group(1).equals(type) || words.group(1).startsWith(type + "."));
        return ofType ? words.group(1) : type;
    }

    /** The index of the resource that the first error is about; null when the outcome does not say. */
    private static Integer entry(JsonNode outcome, List<ObjectNode> sent) {
        for (JsonNode issue : outcome.path("issue")) {
            Matcher place = IN_BUNDLE.matcher(place(issue));
            if (place.matches() && Integer.parseInt(place.group(1)) < sent.size()) {
                return Integer.valueOf(place.group(1));
            }
        }
        return null;
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
            issues.add(
                    new Issue(severity == null ? "error" : severity, code(code), element(place(issue)), words(issue)));
        }
        return issues;
    }

    private static String place(JsonNode issue) {
        JsonNode expression = issue.path("expression").path(0);
        return expression.isTextual()
                ? expression.asText()
                : issue.path("location").path(0).asText();
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
        return element.matches() && TYPES.contains(element.group(1)) ? path : null;
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
