package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** What may be said of a fault: its name in the JSON, what it takes and what it means. */
enum FaultField {
    PROBABILITY(
            "probability",
            "a number above 0, at most 1",
            "How likely a request that fits is struck; 1 when left out.",
            FaultField::probability),
    COUNT(
            "count",
            "a whole number from 1",
            "How many requests are struck at most; without limit when left out.",
            node -> whole(node, 1, Integer.MAX_VALUE)),
    METHOD(
            "method",
            "one of GET, POST, PUT, DELETE",
            "Only requests with this method.",
            node -> oneOf(List.of("GET", "POST", "PUT", "DELETE"), node.asText().toUpperCase(Locale.ROOT))),
    PATH(
            "path",
            "a path such as /fhir/Patient, Patient or /sso/oauth/token",
            "Only requests whose path starts with these segments. Left out: /fhir, or the token endpoint for the kinds"
                    + " that concern it.",
            FaultField::path),
    BODY_CONTAINS(
            "bodyContains",
            "a text that is not empty",
            "Only requests whose body has this text in it, as an identifier's value.",
            FaultField::text),
    STATUS("status", "a whole number from 400 to 599", "Status of the answer.", node -> whole(node, 400, 599)),
    RETRY_AFTER(
            "retryAfter",
            "a whole number of seconds from 0",
            "Sends a Retry-After header.",
            node -> whole(node, 0, 86_400)),
    RETRY_AFTER_FORM(
            "retryAfterForm",
            "seconds or date",
            "How Retry-After is written: as a number of seconds or as an HTTP-date.",
            node -> oneOf(List.of("seconds", "date"), node.asText())),
    BODY(
            "body",
            "json or html",
            "What the answer holds: JSON (an OperationOutcome, or an OAuth error at the token endpoint) or an HTML"
                    + " page.",
            node -> oneOf(List.of("json", "html"), node.asText())),
    MILLIS("millis", "a whole number of milliseconds from 1", "How long.", node -> whole(node, 1, 86_400_000)),
    FORM(
            "form",
            "one of lower-case, no-expiry, expiry-text, expiry-zero, expiry-negative, expiry-word, huge",
            "What is odd about a token's answer: token_type in lower case; expires_in left out, as a text, 0, -1 or no"
                    + " number; or a megabyte of something else beside the token.",
            node -> oneOf(
                    List.of(
                            "lower-case",
                            "no-expiry",
                            "expiry-text",
                            "expiry-zero",
                            "expiry-negative",
                            "expiry-word",
                            "huge"),
                    node.asText())),
    PARAMETERS(
            "parameters",
            "a list of names of search parameters, such as [\"patient.identifier\", \"date\"]",
            "Which search parameters do not filter; all of them when left out.",
            FaultField::names),
    PLACE_FORM(
            "placeForm",
            "hapi or platform",
            "How a place in a bundle is written.",
            node -> oneOf(List.of("hapi", "platform"), node.asText())),
    PAGE_SIZE(
            "pageSize",
            "a whole number from 1",
            "Most results a page, whatever _count says.",
            node -> whole(node, 1, Integer.MAX_VALUE));

    /** Those that every kind of fault has: they choose the requests that it strikes. */
    static final Set<FaultField> OF_EVERY_KIND = EnumSet.of(PROBABILITY, COUNT, METHOD, PATH, BODY_CONTAINS);

    private final String code;
    private final String takes;
    private final String meaning;
    private final Function<JsonNode, Object> reader;

    FaultField(String code, String takes, String meaning, Function<JsonNode, Object> reader) {
        this.code = code;
        this.takes = takes;
        this.meaning = meaning;
        this.reader = reader;
    }

    String code() {
        return code;
    }

    String takes() {
        return takes;
    }

    String meaning() {
        return meaning;
    }

    /** @return the value in Java's terms; null when it is not what the field takes */
    Object read(JsonNode node) {
        return reader.apply(node);
    }

    private static Object probability(JsonNode node) {
        double value = node.isNumber() ? node.doubleValue() : 0;
        return value > 0 && value <= 1 ? value : null;
    }

    private static Object whole(JsonNode node, int least, int most) {
        boolean fits = node.canConvertToExactIntegral()
                && node.canConvertToInt()
                && node.intValue() >= least
                && node.intValue() <= most;
        return fits ? node.intValue() : null;
    }

    private static Object oneOf(List<String> allowed, String value) {
        return allowed.contains(value) ? value : null;
    }

    private static Object text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }

    private static Object path(JsonNode node) {
        if (!node.isTextual() || node.textValue().matches(".*(://|[?#]).*")) {
            return null;
        }
        String path = "/" + node.textValue().replaceAll("^/+|/+$", "");
        boolean whole = path.equals("/") || under(path, Sandbox.FHIR_PATH) || under(path, "/sso");
        return whole ? path : Sandbox.FHIR_PATH + path;
    }

    /** Whether a path starts with the segments of another. */
    static boolean under(String path, String start) {
        return start.equals("/") || path.equals(start) || path.startsWith(start + "/");
    }

    private static Object names(JsonNode node) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : node) {
            if (!name.isTextual()) {
                return null;
            }
            names.add(name.textValue());
        }
        return node.isArray() && !names.isEmpty() ? List.copyOf(names) : null;
    }
}
