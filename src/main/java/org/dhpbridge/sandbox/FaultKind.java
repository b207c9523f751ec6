package org.dhpbridge.sandbox;

import static org.dhpbridge.sandbox.FaultField.BODY;
import static org.dhpbridge.sandbox.FaultField.FORM;
import static org.dhpbridge.sandbox.FaultField.MILLIS;
import static org.dhpbridge.sandbox.FaultField.PAGE_SIZE;
import static org.dhpbridge.sandbox.FaultField.PARAMETERS;
import static org.dhpbridge.sandbox.FaultField.PLACE_FORM;
import static org.dhpbridge.sandbox.FaultField.RETRY_AFTER;
import static org.dhpbridge.sandbox.FaultField.RETRY_AFTER_FORM;
import static org.dhpbridge.sandbox.FaultField.STATUS;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** The catalogue of faults: what each does, which requests it can strike, what can be said of it. */
enum FaultKind {
    ERROR(
            "error",
            "Answers with an error status; nothing is done.",
            FaultTarget.ANY,
            true,
            having(STATUS, 503, RETRY_AFTER, null, RETRY_AFTER_FORM, "seconds", BODY, "json")),
    NOT_GRANTED(
            "not-granted",
            "Answers 403 as for a registered client that has no access yet; nothing is done.",
            FaultTarget.ANY,
            true,
            having()),
    DELAY("delay", "Waits before anything is done, then does it.", FaultTarget.ANY, false, having(MILLIS, 1_000)),
    SLOW_BODY(
            "slow-body",
            "Sends the headers at once and the body in small pieces over the given time.",
            FaultTarget.ANY,
            false,
            having(MILLIS, 30_000)),
    RESET(
            "reset",
            "Resets the connection before anything is done: nothing is written.",
            FaultTarget.ANY,
            true,
            having()),
    RESET_AFTER_WRITE(
            "reset-after-write",
            "Does the write, then resets the connection: the answer is lost.",
            FaultTarget.WRITES,
            false,
            having()),
    ANSWER_LOST(
            "answer-lost",
            "Does the write, answers nothing for the given time (longer than the client waits), then closes.",
            FaultTarget.WRITES,
            false,
            having(MILLIS, 120_000)),
    REDIRECT_LOOP(
            "redirect-loop",
            "Answers 307 to an address that redirects again, without end.",
            FaultTarget.ANY,
            true,
            having()),
    TOKENS_REVOKED(
            "tokens-revoked",
            "Makes every token that was issued so far invalid, before the request is looked at. Give a count of 1 for"
                    + " one revocation.",
            FaultTarget.FHIR,
            false,
            having()),
    TOKEN_ERROR(
            "token-error",
            "The token endpoint answers with an error status.",
            FaultTarget.TOKEN,
            true,
            having(STATUS, 500, RETRY_AFTER, null, RETRY_AFTER_FORM, "seconds", BODY, "json")),
    TOKEN_MISSING(
            "token-missing",
            "The token endpoint answers 200 with JSON that has no access_token.",
            FaultTarget.TOKEN,
            true,
            having()),
    TOKEN_HTML(
            "token-html",
            "The token endpoint answers 200 with an HTML page, as a login page in between does.",
            FaultTarget.TOKEN,
            true,
            having()),
    GATEWAY_ERROR(
            "gateway-error",
            "The token endpoint answers as a gateway before it does: {\"success\":false,\"errors\":[\u2026]}.",
            FaultTarget.TOKEN,
            true,
            having(STATUS, 502)),
    TOKEN_ODD(
            "token-odd",
            "The token endpoint gives a token in an unusual form.",
            FaultTarget.TOKEN,
            false,
            having(FORM, "no-expiry")),
    CODE_USED(
            "code-used",
            "A code is answered as one that was used before (invalid_grant).",
            FaultTarget.CODE,
            true,
            having()),
    TOKEN_EXPIRED(
            "token-expired",
            "The access token of a person has expired when it is given out.",
            FaultTarget.PERSON,
            false,
            having()),
    TOKEN_AUDIENCE(
            "token-audience",
            "The tokens of a person are for another application (aud, azp, client_id).",
            FaultTarget.PERSON,
            false,
            having()),
    TOKEN_UNSIGNED(
            "token-unsigned",
            "The access token of a person is signed by nobody (alg none).",
            FaultTarget.PERSON,
            false,
            having()),
    KEY_ROTATED(
            "key-rotated",
            "The SSO signs with a new key from now on, and publishes the old one no longer.",
            FaultTarget.PERSON,
            false,
            having()),
    STATE_CHANGED(
            "state-changed",
            "The browser is sent back with another state than the application's.",
            FaultTarget.AUTHORIZE,
            false,
            having()),
    VERSION_CONFLICT(
            "version-conflict",
            "Just before a PUT somebody else writes the resource (a tag in its meta): If-Match no longer fits.",
            FaultTarget.UPDATES,
            false,
            having()),
    STALE(
            "stale",
            "Reads and searches show what was stored the given time ago.",
            FaultTarget.READS,
            false,
            having(MILLIS, 5_000)),
    WRONG_TOTAL("wrong-total", "A search says total 0, with its results.", FaultTarget.SEARCHES, false, having()),
    IGNORED_FILTERS(
            "ignored-filters",
            "A search leaves filters aside, so it answers with others' records too.",
            FaultTarget.SEARCHES,
            false,
            having(PARAMETERS, null)),
    EXTRA_OUTCOMES(
            "extra-outcomes",
            "A search has OperationOutcome entries before and after its results.",
            FaultTarget.SEARCHES,
            false,
            having()),
    SLOW_PAGING(
            "slow-paging",
            "A search answers in small pages, each after the given time.",
            FaultTarget.SEARCHES,
            false,
            having(PAGE_SIZE, 1, MILLIS, 1_000)),
    CACHED_SEARCHES(
            "cached-searches",
            "A search is answered, an empty answer too, as it was answered to the same URL within the given time, unless it"
                    + " says Cache-Control: no-cache. In a batch a search can say nothing.",
            FaultTarget.SEARCHES,
            false,
            having(MILLIS, 60_000)),
    BATCH_REFUSED(
            "batch-refused",
            "Refuses a batch, though /metadata offers it; transactions are taken.",
            FaultTarget.BATCHES,
            true,
            having(STATUS, 400)),
    NO_LOCATION(
            "no-location",
            "A transaction's answer does not say where its resources are.",
            FaultTarget.TRANSACTIONS,
            false,
            having()),
    CONFLICT_409(
            "conflict-409",
            "Answers 409 where the platform answers 412: If-Match does not fit.",
            FaultTarget.WRITES,
            false,
            having()),
    PLAIN_ETAG(
            "plain-etag", "Writes ETag: \"3\" in place of W/\"3\", in bundles too.", FaultTarget.FHIR, false, having()),
    OTHER_PLACES(
            "other-places",
            "A refused transaction names its place as the platform does, Bundle.entry[2].resource.ofType(Observation), or"
                    + " as HAPI does, Bundle.entry[2].resource/*Observation/null*/.status.",
            FaultTarget.TRANSACTIONS,
            false,
            having(PLACE_FORM, "hapi"));

    /** Which requests a kind of fault can strike at all. */
    enum FaultTarget {
        ANY("any request", (request, kind) -> true),
        FHIR("any FHIR request", (request, kind) -> FaultField.under(request.path(), Sandbox.FHIR_PATH)),
        TOKEN("requests for a token", (request, kind) -> request.path().equals(Sandbox.TOKEN_PATH)),
        CODE("requests that exchange a code", (request, kind) -> isGrant(request, "authorization_code")),
        PERSON(
                "requests for a token of a person (a code or a refresh token)",
                (request, kind) -> isGrant(request, "authorization_code") || isGrant(request, "refresh_token")),
        AUTHORIZE(
                "the SSO's pages for people",
                (request, kind) -> FaultField.under(request.path(), Sandbox.SSO_PATH)
                        && !request.path().equals(Sandbox.TOKEN_PATH)),
        WRITES(
                "POST (but for searches and batches of questions), PUT and DELETE",
                (request, kind) -> kind != FhirRequest.RequestKind.SEARCH_TYPE
                        && Set.of("POST", "PUT", "DELETE").contains(request.method())
                        && !Bundles.onlyAsks(request)),
        BATCHES(
                "batches",
                (request, kind) -> kind == FhirRequest.RequestKind.TRANSACTION
                        && Bundles.typeOf(request).equals("batch")),
        TRANSACTIONS(
                "transactions",
                (request, kind) -> kind == FhirRequest.RequestKind.TRANSACTION
                        && Bundles.typeOf(request).equals("transaction")),
        UPDATES("PUT of a resource", (request, kind) -> kind == FhirRequest.RequestKind.UPDATE),
        SEARCHES("searches, in a batch too", (request, kind) -> kind == FhirRequest.RequestKind.SEARCH_TYPE),
        READS(
                "reads and searches, in a batch too",
                (request, kind) -> kind == FhirRequest.RequestKind.SEARCH_TYPE || kind == FhirRequest.RequestKind.READ);

        private final String words;
        private final BiPredicate<Request, FhirRequest.RequestKind> test;

        FaultTarget(String words, BiPredicate<Request, FhirRequest.RequestKind> test) {
            this.words = words;
            this.test = test;
        }

        private static boolean isGrant(Request request, String type) {
            return request.path().equals(Sandbox.TOKEN_PATH)
                    && new String(request.body(), StandardCharsets.UTF_8).contains("grant_type=" + type);
        }

        String words() {
            return words;
        }

        boolean includes(Request request) {
            return test.test(request, FhirRequest.kindOf(request).orElse(null));
        }
    }

    private final String code;
    private final String sentence;
    private final FaultTarget target;
    private final boolean replacesAnswer;
    private final Map<FaultField, Object> fields;

    FaultKind(
            String code, String sentence, FaultTarget target, boolean replacesAnswer, Map<FaultField, Object> fields) {
        this.code = code;
        this.sentence = sentence;
        this.target = target;
        this.replacesAnswer = replacesAnswer;
        this.fields = fields;
    }

    private static Map<FaultField, Object> having(Object... fieldsAndDefaults) {
        Map<FaultField, Object> fields = new EnumMap<>(FaultField.class);
        for (int i = 0; i < fieldsAndDefaults.length; i += 2) {
            fields.put((FaultField) fieldsAndDefaults[i], fieldsAndDefaults[i + 1]);
        }
        return fields;
    }

    static Optional<FaultKind> of(String code) {
        return Arrays.stream(values()).filter(k -> k.code.equals(code)).findFirst();
    }

    static String allCodes() {
        return Arrays.stream(values()).map(FaultKind::code).collect(Collectors.joining(", "));
    }

    String code() {
        return code;
    }

    String sentence() {
        return sentence;
    }

    FaultTarget target() {
        return target;
    }

    /** Whether the request is not carried out: the fault is all that happens. */
    boolean replacesAnswer() {
        return replacesAnswer;
    }

    /** The fields of its own beside those of every kind, with what they are when left out, which may be null. */
    Map<FaultField, Object> fields() {
        return fields;
    }

    /** Below which path it strikes when nothing else is said. */
    String usualPath() {
        return switch (target) {
            case TOKEN, CODE, PERSON -> Sandbox.TOKEN_PATH;
            case AUTHORIZE -> Sandbox.SSO_PATH;
            default -> Sandbox.FHIR_PATH;
        };
    }
}
