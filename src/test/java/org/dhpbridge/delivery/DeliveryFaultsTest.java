package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.dhpbridge.delivery.FaultProxy.answer;
import static org.dhpbridge.delivery.FaultProxy.answerLost;
import static org.dhpbridge.delivery.FaultProxy.fhir;
import static org.dhpbridge.delivery.Samples.FHIR_JSON;
import static org.dhpbridge.delivery.Samples.MORNING;
import static org.dhpbridge.delivery.Samples.OUTCOME;
import static org.dhpbridge.delivery.Samples.observation;
import static org.dhpbridge.delivery.Samples.patient;
import static org.dhpbridge.delivery.Samples.request;
import static org.dhpbridge.delivery.Samples.resource;
import static org.dhpbridge.delivery.Samples.unique;
import static org.dhpbridge.delivery.Samples.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.delivery.FaultProxy.Fault;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.JsonText;
import org.dhpbridge.ledger.Links.Key;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the delivery makes of a platform and a network that fail, over HTTP. */
class DeliveryFaultsTest {

    @Nested
    class AsTransaction extends InEveryMode {
        AsTransaction() {
            super("dhp.delivery.mode=transaction");
        }
    }

    @Nested
    class OneByOne extends InEveryMode {
        OneByOne() {
            super("dhp.delivery.mode=sequential");
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class InEveryMode {

        private final String[] properties;
        private Site site;

        InEveryMode(String... properties) {
            this.properties = properties;
        }

        @BeforeAll
        void open() {
            site = siteWith("dhp.fhir.max-answer-size=1MB");
        }

        private Site siteWith(String... more) {
            return new Site(Stream.of(properties, more).flatMap(Arrays::stream).toArray(String[]::new));
        }

        @AfterAll
        void close() {
            site.close();
        }

        @BeforeEach
        void forget() {
            site.proxy.forget();
        }

        private <T extends Throwable> T failing(Class<T> type, DeliveryRequest request) {
            T failure = catchThrowableOfType(type, () -> site.delivery.deliver(request));
            assertThat(failure).as("failure").isNotNull();
            return failure;
        }

        @Test
        void an_answer_that_takes_too_long_is_unclear() {
            String mrn = unique("mrn");
            DeliveryRequest request = request(MORNING, patient(mrn));
            CountDownLatch givenUp = new CountDownLatch(1);
            try (Site impatient = siteWith("dhp.fhir.socket-timeout=3s")) {
                impatient.proxy.fault(1, FaultProxy.Seen::isWrite, (exchange, seen, proxy) -> {
                    answerLost().on(exchange, seen, proxy);
                    waitFor(givenUp);
                });

                assertThat(catchThrowable(() -> impatient.delivery.deliver(request)))
                        .isInstanceOf(UnclearFailure.class);
                givenUp.countDown();

                assertThat(impatient.delivery.deliver(request).placed().get(0).action())
                        .isEqualTo(Action.UNCHANGED);
                assertThat(impatient.byIdentifier("Patient", mrn)).hasSize(1);
            } finally {
                givenUp.countDown();
            }
        }

        @Test
        void an_answer_that_trickles_or_has_no_end_is_given_up() {
            Fault endless = (exchange, seen, proxy) -> {
                exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
                exchange.sendResponseHeaders(200, 0);
                byte[] junk = " ".repeat(64 * 1024).getBytes();
                for (int i = 0; i < 1000; i++) {
                    exchange.getResponseBody().write(junk);
                }
            };
            Fault trickle = (exchange, seen, proxy) -> {
                exchange.sendResponseHeaders(200, 0);
                for (int i = 0; i < 100; i++) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    pause(Duration.ofMillis(100));
                }
            };
            try (Site impatient = siteWith("dhp.fhir.answer-timeout=3s", "dhp.fhir.max-answer-size=1MB")) {
                for (Fault fault : List.of(endless, trickle)) {
                    impatient.proxy.forget();
                    impatient.proxy.fault(1, fhir("GET", "/Patient?"), fault);
                    DeliveryRequest request = request(MORNING, patient(unique("mrn")));
                    assertThat(catchThrowable(() -> impatient.delivery.deliver(request)))
                            .isInstanceOf(PlaceFailure.class);
                }
            }
        }

        @Test
        void a_lost_answer_to_an_update_is_found_done() {
            String mrn = unique("mrn");
            site.delivery.deliver(request(MORNING, patient(mrn)));
            DeliveryRequest change = request(MORNING.plusHours(1), with(patient(mrn), "gender", "\"female\""));
            site.proxy.fault(1, fhir("PUT", "/Patient/"), answerLost());

            UnclearFailure lost = failing(UnclearFailure.class, change);

            JsonNode said = JsonText.object("{\"turns\":" + lost.conversation().json() + "}")
                    .path("turns");
            assertThat(said).hasSize(1);
            assertThat(said.path(0).path("method").asText()).isEqualTo("PUT");
            assertThat(said.path(0).path("ifMatch").asText()).startsWith("W/");
            assertThat(said.path(0).at("/sent/gender").asText()).isEqualTo("female");
            assertThat(said.path(0).has("status")).as("no answer came").isFalse();
            DeliveryOutcome found = site.delivery.deliver(change);
            assertThat(found.placed().get(0).action()).isEqualTo(Action.UNCHANGED);
            assertThat(found.conversation().json()).as("nothing was sent").isNull();
            assertThat(site.byIdentifier("Patient", mrn)
                            .get(0)
                            .at("/meta/versionId")
                            .asText())
                    .isEqualTo("2");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"conflict"}]}
                        {"resourceType":"OperationOutcome","issue":[{"severity":"warning"},{"severity":"fatal"}]}
                        {"success":false,"errors":["not saved"]}
                        {"resourceType":"Bundle","type":"searchset"}
                        {"resourceType":"Patient","id":"somebody-else"}
                        """)
        void a_failure_that_calls_itself_a_success_is_looked_up(String words) {
            String mrn = unique("mrn");
            site.delivery.deliver(request(MORNING, patient(mrn)));
            DeliveryRequest change = request(MORNING.plusHours(1), with(patient(mrn), "gender", "\"female\""));
            site.proxy.fault(1, fhir("PUT", "/Patient/"), answer(200, FHIR_JSON, words));

            failing(UnclearFailure.class, change);

            assertThat(site.delivery.deliver(change).placed().get(0).action()).isEqualTo(Action.UPDATED);
            assertThat(site.byIdentifier("Patient", mrn).get(0).path("gender").asText())
                    .isEqualTo("female");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        200 | ''
                        204 | ''
                        200 | {"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"success"}]}
                        """)
        void an_update_that_is_answered_in_few_words_is_done(int status, String words) {
            String mrn = unique("mrn");
            site.delivery.deliver(request(MORNING, patient(mrn)));
            site.proxy.fault(1, fhir("PUT", "/Patient/"), (exchange, seen, proxy) -> {
                answerLost().on(exchange, seen, proxy);
                answer(status, FHIR_JSON, words).on(exchange, seen, proxy);
            });

            DeliveryOutcome outcome =
                    site.delivery.deliver(request(MORNING.plusHours(1), with(patient(mrn), "gender", "\"female\"")));

            assertThat(outcome.placed().get(0).action()).isEqualTo(Action.UPDATED);
            assertThat(site.proxy.writes()).hasSize(2);
        }

        @Test
        void a_message_that_the_platform_refuses_is_dead_with_its_outcome() {
            for (int status : List.of(400, 413, 422)) {
                site.proxy.forget();
                site.proxy.fault(1, FaultProxy.Seen::isWrite, answer(status, FHIR_JSON, OUTCOME));

                MessageFailure failure = failing(MessageFailure.class, request(MORNING, patient(unique("mrn"))));

                assertThat(failure.issues()).hasSize(1);
                assertThat(failure.issues().get(0).code()).isEqualTo("required");
                assertThat(failure.issues().get(0).expression()).isEqualTo("Patient.identifier");
                assertThat(failure.issues().get(0).diagnostics()).isEqualTo("minimum is 1");
                assertThat(failure.outcome().path("resourceType").asText()).isEqualTo("OperationOutcome");
                assertThat(failure).hasMessageContainingAll("" + status, "required at Patient.identifier");
            }
        }

        @Test
        void a_refusal_in_html_is_dead_all_the_same_with_an_issue() {
            site.proxy.fault(
                    1,
                    FaultProxy.Seen::isWrite,
                    answer(413, Map.of("Content-Type", "text/html"), "<html>Request Entity Too Large</html>"));

            MessageFailure failure = failing(MessageFailure.class, request(MORNING, patient(unique("mrn"))));

            assertThat(failure.issues()).hasSize(1);
            assertThat(failure.outcome()).isNull();
        }

        @Test
        void too_many_requests_say_how_long_to_wait_in_seconds_or_as_a_date() {
            site.proxy.fault(1, FaultProxy.Seen::isWrite, answer(429, Map.of("Retry-After", "7"), ""));
            assertThat(failing(PlaceFailure.class, request(MORNING, patient(unique("mrn"))))
                            .retryAfter())
                    .isEqualTo(Duration.ofSeconds(7));

            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.now().plusSeconds(120).atOffset(ZoneOffset.UTC));
            site.proxy.fault(1, fhir("GET", "/Patient?"), answer(503, Map.of("Retry-After", date), "<html/>"));
            PlaceFailure failure = failing(PlaceFailure.class, request(MORNING, patient(unique("mrn"))));
            assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(120));
            assertThat(failure.code()).isEqualTo("http-503");
        }

        @Test
        void a_token_revoked_in_the_middle_is_renewed_once() {
            String mrn = unique("mrn");
            site.delivery.deliver(request(MORNING, patient(unique("mrn"))));
            site.proxy.forget();
            site.proxy.fault(1, FaultProxy.Seen::isWrite, answer(401, Map.of(), ""));

            site.delivery.deliver(request(MORNING, patient(mrn)));

            assertThat(site.byIdentifier("Patient", mrn)).hasSize(1);
            assertThat(site.proxy.seen().stream().filter(seen -> seen.target().contains("token")))
                    .hasSize(1);
        }

        @Test
        void a_second_401_and_a_403_are_matters_of_access() {
            site.proxy.fault(2, fhir("GET", "/Patient?"), answer(401, Map.of(), ""));
            failing(AccessFailure.class, request(MORNING, patient(unique("mrn"))));
            site.proxy.forget();
            site.proxy.fault(1, FaultProxy.Seen::isWrite, answer(403, FHIR_JSON, OUTCOME));
            failing(AccessFailure.class, request(MORNING, patient(unique("mrn"))));
        }

        @Test
        void html_with_200_is_a_place_or_unclear_never_a_success() {
            Fault page = answer(200, Map.of("Content-Type", "text/html"), "<html>Please sign in</html>");
            site.proxy.fault(1, fhir("GET", "/Patient?"), page);
            failing(PlaceFailure.class, request(MORNING, patient(unique("mrn"))));
            site.proxy.fault(1, FaultProxy.Seen::isWrite, page);
            failing(UnclearFailure.class, request(MORNING, patient(unique("mrn"))));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        404 | {"message":"no Route matched with those values"}
                        404 | ''
                        404 | <html>Not Found</html>
                        400 | {"success":false,"errors":["bad request"]}
                        405 | {"message":"Method Not Allowed"}
                        410 | {"message":"this API is no more"}
                        """)
        void a_gateway_that_knows_no_way_kills_nothing_and_takes_no_record_away(int status, String words) {
            String mrn = unique("mrn");
            site.delivery.deliver(request(MORNING.plusHours(1), patient(mrn)));
            DeliveryRequest older = request(MORNING, with(patient(mrn), "gender", "\"female\""));
            DeliveryRequest more = request(MORNING, patient(mrn), observation(mrn, mrn, "final", "5.1"));
            site.proxy.fault(100, seen -> seen.target().startsWith("/fhir"), answer(status, Map.of(), words));

            for (DeliveryRequest one : List.of(older, more, request(MORNING, patient(unique("mrn"))))) {
                assertThat(failing(PlaceFailure.class, one).code()).isEqualTo("http-" + status);
            }

            site.proxy.forget();
            assertThat(site.delivery.deliver(older).placed().get(0).action()).isEqualTo(Action.SUPERSEDED);
            assertThat(site.byIdentifier("Patient", mrn).get(0).path("gender").asText())
                    .isEqualTo("male");
        }

        @Test
        void a_write_that_a_gateway_answers_is_tried_again() {
            for (int status : List.of(400, 404, 405)) {
                DeliveryRequest request = request(MORNING, patient(unique("mrn")));
                site.proxy.fault(1, FaultProxy.Seen::isWrite, answer(status, Map.of(), "{\"message\":\"no Route\"}"));

                assertThat(failing(PlaceFailure.class, request).mayHaveWritten())
                        .isFalse();

                assertThat(site.delivery.deliver(request).placed().get(0).action())
                        .isEqualTo(Action.CREATED);
            }
        }

        @Test
        void what_is_no_more_there_is_forgotten_once_a_look_without_it_came_to_its_end() {
            String mrn = unique("mrn");
            DeliveryRequest request = request(MORNING, patient(mrn));
            site.delivery.deliver(request);
            List<Key> keys = List.of(new Key("Patient", Samples.SITE, mrn));
            site.proxy.fault(1, fhir("GET", "/Patient/"), answer(404, FHIR_JSON, OUTCOME));
            site.proxy.fault(1, fhir("GET", "/Patient?"), answer(503, FHIR_JSON, OUTCOME));

            failing(PlaceFailure.class, request);
            assertThat(site.links.find(keys)).hasSize(1);

            site.deleted("Patient/" + site.links.find(keys).get(0).serverId());
            site.proxy.fault(1, FaultProxy.Seen::isWrite, answer(503, FHIR_JSON, OUTCOME));
            failing(PlaceFailure.class, request);
            assertThat(site.links.find(keys)).isEmpty();
        }

        @Test
        void a_redirect_is_not_followed() {
            site.proxy.fault(
                    1, fhir("GET", "/Patient?"), answer(302, Map.of("Location", site.proxy.origin() + "/trap"), ""));

            assertThat(failing(PlaceFailure.class, request(MORNING, patient(unique("mrn")))))
                    .hasMessageContaining("redirect");
            assertThat(site.proxy.seen()).noneMatch(seen -> seen.target().contains("trap"));
        }

        @Test
        void a_filter_that_is_ignored_gives_away_nobody_elses_record() {
            for (int i = 0; i < 3; i++) {
                site.created(patient(unique("stranger")));
            }
            String mrn = unique("mrn");
            site.proxy.fault(1, fhir("GET", "/Patient?identifier"), FaultProxy.changed(body -> {
                ObjectNode everyone =
                        JsonText.object("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":0}");
                ArrayNode entries = everyone.putArray("entry");
                entries.addObject().putObject("resource").put("resourceType", "OperationOutcome");
                site.search("Patient?_count=50")
                        .forEach(stranger -> entries.addObject().set("resource", stranger));
                return Json.write(everyone);
            }));

            DeliveryOutcome outcome = site.delivery.deliver(request(MORNING, patient(mrn)));

            assertThat(outcome.placed().get(0).action()).isEqualTo(Action.CREATED);
            assertThat(site.byIdentifier("Patient", mrn)).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        "entry":[{"search":{"mode":"outcome"},"resource":%s}]
                        "total":0,"entry":[{"resource":%s}],"link":[{"relation":"next","url":"http://127.0.0.1:1/fhir?page=2"}]
                        "issues":%s
                        "total":1
                        "total":1,"entry":[]
                        """)
        void a_search_that_failed_does_not_prove_that_a_record_is_not_there(String members) {
            String mrn = unique("mrn");
            String id = site.created(patient(mrn));
            String timeout =
                    "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"timeout\"}]}";
            site.proxy.fault(
                    1,
                    fhir("GET", "/Patient?identifier"),
                    answer(200, FHIR_JSON, "{\"resourceType\":\"Bundle\"," + members.replace("%s", timeout) + "}"));

            failing(PlaceFailure.class, request(MORNING, patient(mrn)));

            DeliveryOutcome outcome = site.delivery.deliver(request(MORNING, patient(mrn)));
            assertThat(outcome.placed().get(0).serverId()).isEqualTo(id);
        }

        @Test
        void what_a_search_finds_beside_an_error_is_found() {
            String mrn = unique("mrn");
            String id = site.created(patient(mrn));
            site.proxy.fault(1, fhir("GET", "/Patient?identifier"), FaultProxy.changed(body -> {
                ObjectNode found = JsonText.object(body);
                found.withArrayProperty("entry").addObject().set("resource", JsonText.object(OUTCOME));
                return Json.write(found);
            }));

            DeliveryOutcome outcome = site.delivery.deliver(request(MORNING, patient(mrn)));

            assertThat(outcome.placed().get(0).serverId()).isEqualTo(id);
        }

        @Test
        void a_record_on_a_later_page_is_found_and_foreign_pages_are_not_opened() {
            String mrn = unique("mrn");
            String id = site.created(patient(mrn));
            String elsewhere =
                    "{\"resourceType\":\"Bundle\",\"link\":[{\"relation\":\"next\",\"url\":\"http://127.0.0.1:1/fhir?page=2\"}]}";
            site.proxy.fault(1, fhir("GET", "/Patient?identifier"), FaultProxy.changed(body -> elsewhere));
            assertThat(failing(MessageFailure.class, request(MORNING, patient(mrn)))
                            .issues()
                            .get(0)
                            .code())
                    .isEqualTo("incomplete");

            String here =
                    "{\"resourceType\":\"Bundle\",\"link\":[{\"relation\":\"next\",\"url\":\"%s/fhir/Patient?_id=%s\"}]}"
                            .formatted(site.proxy.origin(), id);
            site.proxy.fault(1, fhir("GET", "/Patient?identifier"), FaultProxy.changed(body -> here));
            DeliveryOutcome outcome = site.delivery.deliver(request(MORNING, patient(mrn)));
            assertThat(outcome.placed().get(0).serverId()).isEqualTo(id);
        }

        @Test
        void a_type_that_the_platform_does_not_offer_is_refused_early() {
            ObjectNode consent = resource("ResearchStudy", unique("study"), "{\"status\":\"active\"}");

            MessageFailure failure = failing(MessageFailure.class, request(MORNING, consent));

            assertThat(failure.issues().get(0).code()).isEqualTo("not-supported");
            assertThat(site.proxy.writes()).isEmpty();
        }

        @Test
        void what_has_no_identifier_is_refused_as_it_would_double() {
            ObjectNode nameless = patient(unique("mrn"));
            nameless.remove("identifier");
            assertThat(failing(MessageFailure.class, request(MORNING, nameless)))
                    .hasMessageContaining("no identifier");
        }

        @Test
        void what_goes_over_the_wire_is_fhir_json_with_version_and_token() {
            String mrn = unique("mrn №");
            site.delivery.deliver(request(MORNING, patient(mrn)));
            site.delivery.deliver(request(MORNING.plusHours(1), with(patient(mrn), "gender", "\"female\"")));

            FaultProxy.Seen update = site.proxy.writes().get(1);
            assertThat(update.header("If-Match")).isEqualTo("W/\"1\"");
            assertThat(update.header("Content-Type")).startsWithIgnoringCase("application/fhir+json");
            assertThat(update.header("Accept")).isEqualTo("application/fhir+json");
            assertThat(update.header("Authorization")).startsWith("Bearer ");
            assertThat(update.body()).contains("Каримов", mrn);
            assertThat(site.proxy.seen()).noneMatch(seen -> seen.target().contains("_format"));
        }

        @Test
        void nothing_listens() {
            try (Site away = new Site("dhp.delivery.mode=sequential")) {
                away.delivery.deliver(request(MORNING, patient(unique("mrn"))));
                away.proxy.close();
                assertThatThrownBy(() -> away.delivery.deliver(request(MORNING, patient(unique("mrn")))))
                        .isInstanceOf(PlaceFailure.class);
            }
        }

        private static void waitFor(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        private static void pause(Duration time) throws IOException {
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
