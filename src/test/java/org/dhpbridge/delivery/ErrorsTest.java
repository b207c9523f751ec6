package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.dhpbridge.delivery.Samples.MORNING;
import static org.dhpbridge.delivery.Samples.observation;
import static org.dhpbridge.delivery.Samples.patient;
import static org.dhpbridge.delivery.Samples.request;
import static org.dhpbridge.delivery.Samples.resource;
import static org.dhpbridge.delivery.Samples.unique;
import static org.dhpbridge.delivery.Samples.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.FailureKind.Next;
import org.dhpbridge.delivery.wire.FhirAnswer.Body;
import org.dhpbridge.delivery.wire.Interaction;
import org.dhpbridge.delivery.wire.Verdict;
import org.hl7.fhir.r5.model.OperationOutcome.IssueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/errors.md} says what the tables say, and the bridge does it: every answer to every interaction, and again. */
class ErrorsTest {

    private static final Path DOC = Path.of("docs/errors.md");

    private static final List<Integer> STATUSES =
            List.of(400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 415, 422, 428, 429, 500, 501, 502, 503, 504);

    @ParameterizedTest
    @EnumSource(
            value = Interaction.class,
            names = {"READ", "SEARCH", "BATCH", "CREATE", "UPDATE", "TRANSACTION"})
    void everyAnswerDoesWhatTheTableSaysAndNothingIsDoubled(Interaction asked) {
        String[] mode = asked == Interaction.TRANSACTION
                ? new String[] {"dhp.delivery.transaction-updates=true"}
                : new String[] {"dhp.delivery.mode=sequential"};
        try (Site site = Site.direct(mode)) {
            for (int status : STATUSES) {
                if (asked == Interaction.BATCH && Verdict.of(asked, status, Body.FHIR) == Verdict.BATCH_REFUSED) {
                    // it is not asked so again soon
                    try (Site other = Site.direct(mode)) {
                        meets(other, asked, status);
                    }
                } else {
                    meets(site, asked, status);
                }
            }
        }
    }

    private static void meets(Site site, Interaction asked, int status) {
        Case one = new Case(site, asked);
        one.prepare();
        // the token is renewed once: it takes two to be refused
        int times = status == 401 ? 2 : 1;
        Site.faults(site.sandbox, fault(asked, status, times));
        Throwable failure = catchThrowable(() -> site.delivery.deliver(one.request));
        Site.faults(site.sandbox);

        Verdict verdict = Verdict.of(asked, status, Body.FHIR);
        if (failure(verdict) == null) {
            assertThat(failure).as("%s answers %d", asked, status).isNull();
        } else {
            assertThat(failure)
                    .as("%s answers %d", asked, status)
                    .isInstanceOf(failure(verdict).exception());
        }
        site.delivery.deliver(one.request);
        one.everyRecordOnce();
    }

    private static String fault(Interaction asked, int status, int times) {
        String which =
                switch (asked) {
                    case READ, SEARCH -> "'method':'GET','path':'Patient'";
                    case CREATE -> "'method':'POST','path':'Patient'";
                    case UPDATE -> "'method':'PUT'";
                    case BATCH -> "'method':'POST','bodyContains':'Practitioner?'";
                    default -> "'method':'POST','bodyContains':'fullUrl'";
                };
        return "{'kind':'error','status':%d,'count':%d,%s}".formatted(status, times, which);
    }

    /** A message whose delivery makes one call of an interaction. */
    private static final class Case {

        private final Site site;
        private final Interaction asked;
        private final String mrn = unique("mrn");
        private DeliveryRequest request;

        Case(Site site, Interaction asked) {
            this.site = site;
            this.asked = asked;
        }

        void prepare() {
            ObjectNode changed = with(patient(mrn), "gender", "\"female\"");
            switch (asked) {
                case READ -> {
                    request = request(MORNING, patient(mrn));
                    site.delivery.deliver(request);
                }
                case UPDATE -> {
                    site.delivery.deliver(request(MORNING, patient(mrn)));
                    request = request(MORNING.plusHours(1), changed);
                }
                case TRANSACTION -> {
                    site.delivery.deliver(request(MORNING, patient(mrn)));
                    request = request(MORNING.plusHours(1), changed, observation(mrn, mrn, "final", "5.1"));
                }
                case BATCH ->
                    request = request(
                            MORNING,
                            patient(mrn),
                            resource("Practitioner", mrn, "{\"name\":[{\"text\":\"Рахимова Н.\"}]}"));
                default -> request = request(MORNING, patient(mrn));
            }
        }

        void everyRecordOnce() {
            for (ObjectNode resource : request.resources()) {
                assertThat(site.byIdentifier(resource.path("resourceType").asText(), mrn))
                        .hasSize(1);
            }
        }
    }

    /** The token endpoint's part of the document. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    token-error, 400, ACCESS
                    token-error, 401, ACCESS
                    token-error, 403, ACCESS
                    token-error, 404, ACCESS
                    token-error, 408, PLACE
                    token-error, 429, PLACE
                    token-error, 500, PLACE
                    token-error, 503, PLACE
                    token-missing, 200, ACCESS
                    token-html, 200, ACCESS
                    """)
    void theTokenEndpoint(String fault, int status, FailureKind kind) {
        try (Site site = Site.direct()) {
            String field = fault.equals("token-error") ? ",'status':" + status : "";
            Site.faults(site.sandbox, "{'kind':'%s','count':1%s}".formatted(fault, field));
            DeliveryRequest request = request(MORNING, patient(unique("mrn")));

            assertThat(catchThrowable(() -> site.delivery.deliver(request))).isInstanceOf(kind.exception());
        }
    }

    @Test
    void theDocumentSaysWhatTheTablesSay() throws IOException {
        if (Boolean.getBoolean("dhp.regenerate")) {
            Files.writeString(DOC, document());
        }
        assertThat(DOC)
                .as("run: mvn test -Dtest=ErrorsTest -Ddhp.regenerate=true")
                .hasContent(document());
    }

    private static String document() {
        StringBuilder text = new StringBuilder(
                """
                # What the bridge does with the platform's errors

                The guide leaves its chapter on error handling empty; this is ours. Made from the tables in the code (`FailureKind`,
                `Verdict`); a test walks through every answer against the sandbox. After a change:
                `mvn test -Dtest=ErrorsTest -Ddhp.regenerate=true`.

                Whatever happens, the next attempt looks first and sends what is missing: nothing is written twice, and nothing is lost.

                `Retry-After` is honoured for an hour at the longest, or for `dhp.retry.longest` where that is more, and for
                `dhp.retry.initial` at the shortest. Who asks for a longer wait stands in the sentence of the message and of `/api/status`.

                ## Kinds of failure

                | what it means | the message | costs an attempt | the same call again, without a look | code in the ledger | `outcome` of `dhp.delivery.seconds` |
                | --- | --- | --- | --- | --- | --- |
                """);
        for (FailureKind kind : FailureKind.values()) {
            text.append("| ").append(kind.meaning());
            text.append(" | ").append(next(kind.next()));
            text.append(" | ")
                    .append(
                            switch (kind.attempt()) {
                                case NEVER -> "no";
                                case WHEN_ALONE ->
                                    "only when other messages got through meanwhile; after `dhp.retry.attempts` it is dead";
                                case LAST -> "the last";
                            });
            text.append(" | ").append(kind.repeatable() ? "writes nothing twice" : "may write twice");
            text.append(" | ").append(code(kind));
            text.append(" | `").append(kind.outcome()).append("` |\n");
        }
        text.append(
                """

                ## Answers of the FHIR server

                Also of an entry in a batch's answer: one that is not well fails the whole look, and nothing is written. *Something else* is
                what is no FHIR resource: of a way that a gateway before the platform does not know it says nothing of a record. A 400, 404 or
                405 without a body counts so too. *An error* is an OperationOutcome with an issue of severity `error` or `fatal` in place of the
                resource. Of a transaction that was taken each entry counts by its own status; an update that is answered with another resource
                is looked up.
                """);
        for (Interaction asked : Interaction.values()) {
            if (asked != Interaction.CAPABILITIES) {
                answers(asked, text);
            }
        }
        text.append(
                """

                ## Codes of an OperationOutcome

                They change nothing of the above: the status decides. The code of the first error is the code of the dead letter
                (`GET /api/messages?state=dead&errorCode=required`), its place stands in the sentence, as element of the resource
                (`Observation.status`, resource 3 of 13) also where the platform names a place in the Bundle; the platform's own words stand in
                `outcome` of the message and nowhere else. Codes that FHIR does not know count as `processing`. FHIR knows:
                """);
        text.append(java.util.Arrays.stream(IssueType.values())
                .filter(type -> type != IssueType.NULL)
                .map(type -> "`" + type.toCode() + "`")
                .collect(Collectors.joining(", ")));
        text.append(
                """
                .

                ## No answer

                | what happens | of a read, search or batch | of a create, update or transaction |
                | --- | --- | --- |
                | no connection, unknown host, untrusted certificate: nothing was sent | platform not reachable: `unreachable` | the same: nothing was written |
                | the connection breaks, or the answer takes longer than `dhp.fhir.socket-timeout` or `answer-timeout` | asked once more when it broke at once, then `unreachable` | `unclear`: due again after `dhp.delivery.settle`, looked up, and only what is missing is sent |
                | the bridge dies | nothing | the claim runs out (`dhp.ledger.lease`), and `dhp.fhir.socket-timeout` and `dhp.delivery.settle` later, when what it sent is done and shows, it is looked up |

                ## Answers of the token endpoint

                | answer | what the bridge does | the operator sees | sent again |
                | --- | --- | --- | --- |
                | 200 with a token | goes on; asks for the next one before it ends | | |
                | 200 without a token, 200 with a page in HTML | no access: delivery as a whole rests | `refused`, code `access`: check `dhp.oauth.token-uri` | a message every `dhp.pause.probe` |
                | 400, 401, 403 | no access | `refused`, code `access`, with the OAuth error: check client id and secret | a message every `dhp.pause.probe` |
                | other 4xx | no access | `refused`, code `access`: check `dhp.oauth.token-uri` | a message every `dhp.pause.probe` |
                | 408, 429, 5xx, no connection | the way to the platform is not well; `Retry-After` is honoured | `unreachable` | later, the wait grows with each probe up to `dhp.retry.longest` |
                """);
        return text.toString();
    }

    private static void answers(Interaction asked, StringBuilder text) {
        text.append("\n### ").append(asked.code()).append("\n\n");
        text.append("| status | what the bridge does | the operator sees | sent again |\n| --- | --- | --- | --- |\n");
        Map<Verdict, List<String>> byVerdict = new LinkedHashMap<>();
        byVerdict
                .computeIfAbsent(Verdict.of(asked, 200, Body.FHIR), v -> new ArrayList<>())
                .add("2xx");
        byVerdict
                .computeIfAbsent(Verdict.of(asked, 307, Body.NONE), v -> new ArrayList<>())
                .add("3xx");
        for (int status : STATUSES) {
            byVerdict
                    .computeIfAbsent(Verdict.of(asked, status, Body.FHIR), v -> new ArrayList<>())
                    .add(Integer.toString(status));
        }
        byVerdict
                .computeIfAbsent(Verdict.of(asked, 200, Body.ERROR), v -> new ArrayList<>())
                .add("2xx with an error");
        Map<Verdict, List<String>> others = new LinkedHashMap<>();
        for (int status : STATUSES) {
            Verdict other = Verdict.of(asked, status, Body.FOREIGN);
            if (other != Verdict.of(asked, status, Body.FHIR)) {
                others.computeIfAbsent(other, v -> new ArrayList<>()).add(Integer.toString(status));
            }
        }
        others.forEach((verdict, statuses) -> byVerdict
                .computeIfAbsent(verdict, v -> new ArrayList<>())
                .add(String.join("/", statuses) + " with something else"));
        byVerdict
                .computeIfAbsent(Verdict.of(asked, 200, Body.FOREIGN), v -> new ArrayList<>())
                .add("2xx with something else");
        Map<Verdict, List<String>> ordered = new EnumMap<>(byVerdict);
        ordered.forEach((verdict, statuses) -> text.append("| ")
                .append(String.join(", ", statuses))
                .append(" | ")
                .append(meaning(verdict))
                .append(" | ")
                .append(seen(verdict))
                .append(" | ")
                .append(again(verdict))
                .append(" |\n"));
    }

    /** The kind of failure that it is; null when the delivery goes on. */
    private static FailureKind failure(Verdict verdict) {
        return switch (verdict) {
            case DONE, NOT_THERE, CONFLICT, BATCH_REFUSED -> null;
            case REFUSED -> FailureKind.MESSAGE;
            case NOT_GRANTED, TOKEN_REFUSED -> FailureKind.ACCESS;
            case NOT_WELL, REDIRECT, UNREADABLE -> FailureKind.PLACE;
            case UNREADABLE_WRITE -> FailureKind.UNCLEAR;
        };
    }

    private static String meaning(Verdict verdict) {
        return switch (verdict) {
            case DONE -> "taken as it is";
            case NOT_THERE ->
                "no more there: looked for anew, and created when it is nowhere; a transaction that only creates is refused";
            case CONFLICT ->
                "somebody else was faster: looked at again and decided again, up to `dhp.delivery.conflict-retries` times";
            case REFUSED -> "refused for good";
            case BATCH_REFUSED -> "no batches here: asked one by one, and in batches again after ten minutes";
            case NOT_GRANTED -> "no access, or not to this data";
            case TOKEN_REFUSED -> "the same request once more with a new token; a second 401 means no access";
            case NOT_WELL -> "the platform is not well, or busy; `Retry-After` is honoured, 429 halves the pace";
            case REDIRECT -> "not followed, as the token must go nowhere else";
            case UNREADABLE ->
                "no FHIR JSON (a proxy's page, a gateway's words), a success that tells of an error, or broken off, too slow, too large";
            case UNREADABLE_WRITE ->
                "taken, but the answer is unreadable, or tells of an error: what was written is looked up";
        };
    }

    private static String seen(Verdict verdict) {
        if (failure(verdict) == null) {
            return "";
        }
        return switch (failure(verdict).next()) {
            case DEAD_LETTER -> "dead, step `push`, code " + code(failure(verdict));
            case RETRY_LATER -> "due, code " + code(failure(verdict)) + "; `/api/status` after three in a row";
            case PAUSE ->
                "`/api/status` is `refused`, code " + code(failure(verdict))
                        + "; while others get through: due, and dead after `dhp.retry.attempts`";
        };
    }

    private static String again(Verdict verdict) {
        if (failure(verdict) == null) {
            return verdict == Verdict.DONE ? "" : "at once, after a look";
        }
        return switch (failure(verdict)) {
            case MESSAGE -> "by a replay";
            case PLACE -> "later, after a look";
            case WAITING -> "later, after a look";
            case UNCLEAR -> "after `dhp.delivery.settle`, what the look does not find";
            case ACCESS -> "when a probe gets through; by a replay";
        };
    }

    private static String code(FailureKind kind) {
        return switch (kind) {
            case MESSAGE -> "the code of the first error, as `required`";
            case PLACE -> "`http-` and the status, or `" + kind.code() + "`";
            default -> "`" + kind.code() + "`";
        };
    }

    private static String next(Next next) {
        return switch (next) {
            case DEAD_LETTER -> "dead at once";
            case RETRY_LATER -> "due again, later";
            case PAUSE ->
                "due again; while nothing else gets through, delivery as a whole rests, and tries again every `dhp.pause.probe`";
        };
    }
}
