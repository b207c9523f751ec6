package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.dhpbridge.conformance.Issue;

/** The faults that strike one request, and what they make of it. */
record Strikes(List<FaultRule> rules) {

    static final Strikes NONE = new Strikes(List.of());
    static final String REDIRECTS_PATH = "/redirects";

    boolean has(FaultKind kind) {
        return of(kind).isPresent();
    }

    private Optional<FaultRule> of(FaultKind kind) {
        return rules.stream().filter(rule -> rule.kind() == kind).findFirst();
    }

    /** How long a kind of fault lasts, several of them together; 0 when none is there. */
    long millis(FaultKind kind) {
        return rules.stream()
                .filter(rule -> rule.kind() == kind)
                .mapToLong(rule -> rule.number(FaultField.MILLIS))
                .sum();
    }

    /** What is odd about a token's answer; empty when nothing is. */
    Optional<String> tokenForm() {
        return of(FaultKind.TOKEN_ODD).map(rule -> (String) rule.value(FaultField.FORM));
    }

    long millisBefore() {
        return millis(FaultKind.DELAY) + millis(FaultKind.SLOW_PAGING);
    }

    /** How reads and searches see the store. */
    Search.EntryMode mode() {
        if (rules.isEmpty()) {
            return Search.EntryMode.FAITHFUL;
        }
        Instant asOf = of(FaultKind.STALE)
                .map(rule -> Instant.now().minusMillis(rule.number(FaultField.MILLIS)))
                .orElse(Instant.MAX);
        Predicate<String> ignored = rules.stream()
                .filter(rule -> rule.kind() == FaultKind.IGNORED_FILTERS)
                .map(Strikes::ignored)
                .reduce(name -> false, Predicate::or);
        int pageSize = of(FaultKind.SLOW_PAGING)
                .map(rule -> rule.number(FaultField.PAGE_SIZE))
                .orElse(Integer.MAX_VALUE);
        return new Search.EntryMode(
                asOf,
                ignored,
                has(FaultKind.WRONG_TOTAL),
                has(FaultKind.EXTRA_OUTCOMES),
                pageSize,
                Duration.ofMillis(millis(FaultKind.CACHED_SEARCHES)));
    }

    private static Predicate<String> ignored(FaultRule rule) {
        List<?> names = (List<?>) rule.value(FaultField.PARAMETERS);
        return name -> names == null || names.contains(name) || names.contains(name.split(":")[0]);
    }

    /** The answer in place of the platform's; empty when the request is carried out. */
    Optional<Response> instead(Request request) {
        return rules.stream()
                .filter(rule -> rule.kind().replacesAnswer() && rule.kind() != FaultKind.RESET)
                .findFirst()
                .map(rule -> instead(rule, request));
    }

    private static Response instead(FaultRule rule, Request request) {
        return switch (rule.kind()) {
            case NOT_GRANTED ->
                Response.fhir(403, outcome("forbidden", "This client has not been granted access to the platform."));
            case REDIRECT_LOOP -> redirect(request, 1);
            case TOKEN_MISSING -> Response.json(200, StrictJson.object().put("token_type", "Bearer"));
            case BATCH_REFUSED ->
                Response.fhir(
                        rule.number(FaultField.STATUS), outcome("not-supported", "Batches are not supported here."));
            case CODE_USED ->
                Response.json(
                        400,
                        StrictJson.object()
                                .put("error", "invalid_grant")
                                .put("error_description", "The code was used before."));
            case GATEWAY_ERROR -> {
                ObjectNode answer = StrictJson.object().put("success", false);
                answer.putArray("errors").add("The sandbox was told to fail.");
                yield Response.json(rule.number(FaultField.STATUS), answer);
            }
            case TOKEN_HTML -> Response.html(200, page("Sign in"));
            default -> error(rule, request);
        };
    }

    /** The answer as it is seen by the client. */
    Response change(Request request, Response answer) {
        Response changed = answer;
        for (FaultRule rule : rules) {
            changed = switch (rule.kind()) {
                case NO_LOCATION -> AnswerChanges.withoutLocations(changed);
                case CONFLICT_409 -> AnswerChanges.conflicts(changed);
                case PLAIN_ETAG -> AnswerChanges.plainEtags(changed);
                case OTHER_PLACES ->
                    AnswerChanges.otherPlaces(request, changed, rule.says(FaultField.PLACE_FORM, "hapi"));
                default -> changed;
            };
        }
        return changed;
    }

    /** @param step counts up, so that no client takes the loop for a repetition */
    static Response redirect(Request request, long step) {
        return Response.empty(307).with("Location", request.root() + REDIRECTS_PATH + "/" + step);
    }

    private static Response error(FaultRule rule, Request request) {
        int status = rule.number(FaultField.STATUS);
        Response response;
        if (rule.says(FaultField.BODY, "html")) {
            response = Response.html(status, page("Error " + status));
        } else if (FaultField.under(request.path(), Sandbox.FHIR_PATH)) {
            response = Response.fhir(status, outcome(issueType(status), "The sandbox was told to fail."));
        } else {
            response = Response.json(
                    status,
                    StrictJson.object()
                            .put("error", status >= 500 ? "server_error" : "invalid_request")
                            .put("error_description", "The sandbox was told to fail."));
        }
        return rule.value(FaultField.RETRY_AFTER) == null ? response : response.with("Retry-After", retryAfter(rule));
    }

    private static String retryAfter(FaultRule rule) {
        int seconds = rule.number(FaultField.RETRY_AFTER);
        return rule.says(FaultField.RETRY_AFTER_FORM, "date")
                ? Instances.httpDate(Instant.now().plusSeconds(seconds))
                : Integer.toString(seconds);
    }

    /** The issue type (FHIR R5, issue-type) that goes with a status. */
    private static String issueType(int status) {
        return switch (status) {
            case 401 -> "login";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            case 409, 412 -> "conflict";
            case 410 -> "deleted";
            case 429 -> "throttled";
            case 408, 504 -> "timeout";
            default -> status >= 500 ? "transient" : "processing";
        };
    }

    private static ObjectNode outcome(String code, String text) {
        return Outcomes.of(List.of(Issue.error(code, null, text)));
    }

    private static String page(String title) {
        return "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title
                + "</h1></body></html>\n";
    }
}
