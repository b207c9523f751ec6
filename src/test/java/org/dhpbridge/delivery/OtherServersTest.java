package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.dhpbridge.delivery.DeliveryOutcome.Action.CREATED;
import static org.dhpbridge.delivery.DeliveryOutcome.Action.UNCHANGED;
import static org.dhpbridge.delivery.DeliveryOutcome.Action.UPDATED;
import static org.dhpbridge.delivery.Samples.MORNING;
import static org.dhpbridge.delivery.Samples.local;
import static org.dhpbridge.delivery.Samples.observation;
import static org.dhpbridge.delivery.Samples.patient;
import static org.dhpbridge.delivery.Samples.request;
import static org.dhpbridge.delivery.Samples.resource;
import static org.dhpbridge.delivery.Samples.unique;
import static org.dhpbridge.delivery.Samples.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dhpbridge.delivery.DeliveryOutcome.Placed;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;
import org.dhpbridge.ledger.TestClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that do as other FHIR servers do, and what a delivery costs in calls. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherServersTest {

    private Site site;

    @BeforeAll
    void open() {
        site = new Site();
        site.delivery.deliver(request(MORNING, patient(unique("first"))));
    }

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void forget() {
        Site.faults(site.sandbox);
        site.proxy.forget();
    }

    @Test
    void a_new_patients_report_takes_two_calls_and_so_does_a_known_patients_and_the_same_again_one() {
        String mrn = unique("mrn");
        DeliveryRequest first = labReport(mrn, unique("order"));
        assertThat(actions(first)).containsOnly(CREATED);
        assertThat(site.proxy.seen()).extracting(Object::toString).containsExactly("POST /fhir", "POST /fhir");
        assertThat(site.proxy.seen().get(0).body())
                .contains("Patient?identifier=", "Practitioner?identifier=")
                .doesNotContain("Observation?", "ServiceRequest?", "DiagnosticReport?");

        site.proxy.forget();
        assertThat(actions(labReport(mrn, unique("order")))).contains(CREATED, UNCHANGED);
        assertThat(site.proxy.seen()).hasSize(2);
        assertThat(site.proxy.writes()).hasSize(1);

        site.proxy.forget();
        assertThat(actions(first)).containsOnly(UNCHANGED);
        assertThat(site.proxy.seen()).hasSize(1);
        assertThat(site.proxy.writes()).isEmpty();
    }

    @Test
    void what_is_superseded_as_a_whole_takes_no_call() {
        String number = unique("organization");
        site.delivery.deliver(request(MORNING.plusHours(1), resource("Organization", number, "{\"name\":\"new\"}")));
        site.proxy.forget();

        ObjectNode older = resource("Organization", number, "{\"name\":\"old\"}");
        assertThat(site.delivery.deliver(request(MORNING, older)).superseded()).isTrue();
        assertThat(site.proxy.seen()).isEmpty();
    }

    @Test
    void a_patient_who_is_superseded_is_read_for_what_only_the_older_message_says() {
        String mrn = unique("mrn");
        site.delivery.deliver(request(MORNING.plusHours(1), patient(mrn)));
        site.proxy.forget();

        assertThat(site.delivery.deliver(request(MORNING, patient(mrn))).superseded())
                .isTrue();
        assertThat(site.proxy.seen()).hasSize(1);
        assertThat(site.proxy.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void two_sites_that_send_one_new_patient_within_a_minute_make_one_of_him(int kinds) {
        Site.faults(site.sandbox, "{'kind':'cached-searches'}");
        String mrn = unique("mrn");
        List<ObjectNode> all = new ArrayList<>(List.of(patient(mrn)));
        if (kinds == 2) {
            all.add(resource("Practitioner", mrn, "{\"name\":[{\"text\":\"Рахимова Н.\"}]}"));
        }
        DeliveryRequest request = new DeliveryRequest(MORNING, all);
        assertThat(actions(request)).containsOnly(CREATED);
        site.links.clear();

        assertThat(actions(request)).containsOnly(UNCHANGED);
        assertThat(site.proxy.seen())
                .allMatch(seen -> seen.target().contains("token") || "no-cache".equals(seen.header("Cache-Control")));
        Site.faults(site.sandbox);
        assertThat(site.byIdentifier("Patient", mrn)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "405", "422", "501"})
    void a_server_that_offers_batches_and_takes_none_is_asked_one_by_one_for_a_while(int status) {
        try (Site other = new Site()) {
            Site.faults(other.sandbox, "{'kind':'batch-refused','status':" + (status == 501 ? 500 : status) + "}");
            if (status == 501) {
                Site.faults(other.sandbox);
                other.proxy.fault(
                        1,
                        seen -> seen.body().contains("\"type\":\"batch\""),
                        FaultProxy.answer(501, Samples.FHIR_JSON, Samples.OUTCOME));
            }
            DeliveryRequest request = labReport(unique("mrn"), unique("order"));

            DeliveryOutcome first = other.delivery.deliver(request);
            DeliveryOutcome again = other.delivery.deliver(request);

            assertThat(first.placed()).extracting(Placed::action).containsOnly(CREATED);
            assertThat(again.placed()).extracting(Placed::action).containsOnly(UNCHANGED);
            assertThat(other.proxy.seen())
                    .filteredOn(seen -> seen.body().contains("\"type\":\"batch\""))
                    .hasSize(1);
        }
    }

    @Test
    void a_gateway_that_knows_no_way_to_batches_holds_up_nothing() {
        try (Site other = new Site()) {
            other.proxy.fault(
                    1,
                    seen -> seen.body().contains("\"type\":\"batch\""),
                    FaultProxy.answer(404, Map.of(), "{\"message\":\"no Route matched with those values\"}"));

            assertThat(other.delivery
                            .deliver(labReport(unique("mrn"), unique("order")))
                            .placed())
                    .extracting(Placed::action)
                    .containsOnly(CREATED);
        }
    }

    @Test
    void a_batch_that_was_refused_is_tried_again_after_a_while() {
        TestClock clock = new TestClock();
        ServerOffer offer = site.offer(clock);

        offer.batchRefused(404);
        clock.advance(Duration.ofMinutes(9));
        assertThat(offer.batch()).isFalse();

        clock.advance(Duration.ofMinutes(2));
        assertThat(offer.batch()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | {"message":"no Route matched with those values"}
                    404 | {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}
                    400 | ''
                    200 | {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]}
                    """)
    void metadata_that_was_not_there_is_asked_for_again_after_a_while(int status, String words) {
        TestClock clock = new TestClock();
        ServerOffer offer = site.offer(clock);
        site.proxy.fault(1, FaultProxy.fhir("GET", "/metadata"), FaultProxy.answer(status, Map.of(), words));

        assertThat(offer.batch()).isFalse();
        offer.check(Set.of("ResearchStudy"));
        assertThat(site.proxy.seen()).hasSize(1);

        clock.advance(Duration.ofMinutes(11));
        assertThat(offer.batch()).isTrue();
        assertThat(catchThrowableOfType(MessageFailure.class, () -> offer.check(Set.of("ResearchStudy"))))
                .hasMessageContaining("does not offer ResearchStudy");
        assertThat(site.proxy.seen()).hasSize(2);
    }

    @Test
    void one_answer_in_a_batch_that_says_401_is_asked_again_with_a_new_token() {
        ObjectNode one = patient(unique("mrn"));
        ObjectNode other = resource("Practitioner", unique("doctor"), "{\"name\":[{\"text\":\"Рахимова Н.\"}]}");
        String refused = "{\"response\":{\"status\":\"401 Unauthorized\"}}";
        String empty =
                "{\"response\":{\"status\":\"200\"},\"resource\":{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}}";
        site.proxy.fault(
                1,
                seen -> seen.body().contains("\"type\":\"batch\""),
                FaultProxy.answer(
                        200,
                        Samples.FHIR_JSON,
                        "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[" + empty + ',' + refused
                                + "]}"));

        assertThat(actions(request(MORNING, one, other))).containsOnly(CREATED);

        assertThat(site.proxy.seen())
                .filteredOn(seen -> seen.target().contains("token"))
                .hasSize(1);
        assertThat(site.proxy.seen())
                .filteredOn(seen -> seen.target().startsWith("/fhir"))
                .extracting(seen -> seen.header("Authorization"))
                .hasSize(3)
                .satisfies(sent -> assertThat(sent.get(0)).isNotEqualTo(sent.get(1)));
    }

    @Test
    void one_answer_in_a_batch_that_says_503_is_the_platforms_fault_and_nothing_is_written() {
        Site.faults(site.sandbox, "{'kind':'error','status':503,'path':'Practitioner'}");

        PlaceFailure failure = catchThrowableOfType(
                PlaceFailure.class, () -> site.delivery.deliver(labReport(unique("mrn"), unique("order"))));

        assertThat(failure.code()).isEqualTo("http-503");
        assertThat(site.proxy.writes()).isEmpty();
    }

    @Test
    void a_transaction_that_does_not_say_where_things_are_is_looked_up() {
        Site.faults(site.sandbox, "{'kind':'no-location'}");
        DeliveryRequest request = labReport(unique("mrn"), unique("order"));

        DeliveryOutcome outcome = site.delivery.deliver(request);

        assertThat(outcome.placed()).extracting(Placed::action).containsOnly(CREATED);
        assertThat(outcome.placed())
                .allMatch(
                        placed -> placed.serverId() != null && placed.version().equals("1"));
        assertThat(actions(request)).containsOnly(UNCHANGED);
        assertThat(site.proxy.writes()).hasSize(1);
    }

    @Test
    void and_when_it_is_not_found_yet_the_outcome_is_unclear_and_nothing_is_sent_again() {
        Site.faults(site.sandbox, "{'kind':'no-location'}", "{'kind':'stale','millis':60000}");
        DeliveryRequest request = labReport(unique("mrn"), unique("order"));

        assertThat(catchThrowableOfType(UnclearFailure.class, () -> site.delivery.deliver(request)))
                .isNotNull();
        assertThat(site.proxy.writes()).hasSize(1);

        Site.faults(site.sandbox);
        assertThat(actions(request)).containsOnly(UNCHANGED);
        assertThat(site.proxy.writes()).hasSize(1);
    }

    @Test
    void and_when_the_look_fails_something_may_be_there() {
        Site.faults(site.sandbox, "{'kind':'no-location'}");
        DeliveryRequest request = labReport(unique("mrn"), unique("order"));
        site.proxy.fault(
                100,
                seen -> !seen.isWrite() && !site.proxy.writes().isEmpty(),
                FaultProxy.answer(503, Samples.FHIR_JSON, Samples.OUTCOME));

        PlaceFailure failure = catchThrowableOfType(PlaceFailure.class, () -> site.delivery.deliver(request));

        assertThat(failure.mayHaveWritten()).isTrue();
        assertThat(failure.code()).isEqualTo("http-503");
    }

    @ParameterizedTest
    @CsvSource({
        "412 Precondition Failed,",
        "404 Not Found,",
        "422, MESSAGE",
        "503 Service Unavailable, PLACE",
        "'', UNCLEAR",
    })
    void an_entry_of_a_transaction_that_was_not_taken_is_not_written(String status, FailureKind kind) {
        try (Site other = new Site("dhp.delivery.mode=transaction", "dhp.delivery.transaction-updates=true")) {
            String mrn = unique("mrn");
            other.delivery.deliver(request(MORNING, patient(mrn)));
            DeliveryRequest change = request(MORNING.plusHours(1), with(patient(mrn), "gender", "\"female\""));
            String entry = status.isEmpty() ? "" : "{\"response\":{\"status\":\"" + status + "\"}}";
            String answer = "{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\",\"entry\":[" + entry + "]}";
            other.proxy.fault(1, FaultProxy.Seen::isWrite, FaultProxy.answer(200, Samples.FHIR_JSON, answer));

            if (kind != null) {
                assertThat(catchThrowableOfType(DeliveryFailure.class, () -> other.delivery.deliver(change))
                                .kind())
                        .isEqualTo(kind);
            }
            assertThat(other.delivery.deliver(change).placed().get(0).action()).isEqualTo(UPDATED);
            assertThat(other.byIdentifier("Patient", mrn).get(0).path("gender").asText())
                    .isEqualTo("female");
        }
    }

    @Test
    void what_a_transaction_created_beside_what_it_refused_is_known() {
        try (Site other = new Site("dhp.delivery.mode=transaction")) {
            String mrn = unique("mrn");
            DeliveryRequest request = request(MORNING, patient(mrn), observation(mrn, mrn, "final", "5.1"));
            String id = other.created(patient(mrn));
            String answer =
                    """
                    {"resourceType":"Bundle","type":"transaction-response","entry":[
                     {"response":{"status":"201 Created","location":"Patient/%s/_history/1"}},
                     {"response":{"status":"422 Unprocessable Entity","outcome":%s}}]}
                    """
                            .formatted(id, Samples.OUTCOME);
            other.proxy.fault(1, FaultProxy.Seen::isWrite, FaultProxy.answer(200, Samples.FHIR_JSON, answer));
            Site.faults(other.sandbox, "{'kind':'stale','millis':60000}");

            assertThat(catchThrowableOfType(MessageFailure.class, () -> other.delivery.deliver(request)))
                    .hasMessageContaining("the new Observation (422)");

            Site.faults(other.sandbox);
            assertThat(other.links.find(List.of(new Key("Patient", Samples.SITE, mrn))))
                    .extracting(Link::serverId)
                    .containsExactly(id);
        }
    }

    @Test
    void a_conflict_as_409_and_versions_without_w_are_a_conflict_and_versions() {
        String mrn = unique("mrn");
        site.delivery.deliver(request(MORNING, patient(mrn)));
        Site.faults(
                site.sandbox,
                "{'kind':'conflict-409'}",
                "{'kind':'plain-etag'}",
                "{'kind':'version-conflict','count':1}");

        DeliveryRequest change = request(MORNING.plusHours(1), with(patient(mrn), "gender", "\"female\""));

        assertThat(actions(change)).containsExactly(UPDATED);
        assertThat(site.byIdentifier("Patient", mrn).get(0).path("gender").asText())
                .isEqualTo("female");
    }

    @Test
    void the_version_is_the_resources_own_also_behind_a_proxy_that_packs_it() {
        String mrn = unique("mrn");
        site.delivery.deliver(request(MORNING, patient(mrn)));
        site.proxy.forget();
        site.proxy.fault(100, seen -> seen.target().contains("/Patient/"), FaultProxy.packed());

        for (String gender : List.of("female", "male")) {
            DeliveryRequest change = request(
                    MORNING.plusHours(site.proxy.seen().size() + 1), with(patient(mrn), "gender", '"' + gender + '"'));
            assertThat(actions(change)).containsExactly(UPDATED);
        }

        assertThat(site.proxy.writes())
                .extracting(seen -> seen.header("If-Match"))
                .containsExactly("W/\"1\"", "W/\"2\"");
    }

    @Test
    void a_409_that_stays_with_the_same_version_is_a_refusal() {
        String mrn = unique("mrn");
        site.delivery.deliver(request(MORNING, patient(mrn)));
        site.proxy.fault(
                100, FaultProxy.fhir("PUT", "/Patient/"), FaultProxy.answer(409, Samples.FHIR_JSON, Samples.OUTCOME));

        DeliveryRequest change = request(MORNING.plusHours(1), with(patient(mrn), "gender", "\"female\""));

        assertThat(catchThrowableOfType(MessageFailure.class, () -> site.delivery.deliver(change)))
                .hasMessageContaining("409");
        assertThat(site.proxy.writes()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"''", "hapi", "platform"})
    void a_refused_transaction_names_resource_and_element(String form) {
        if (!form.isEmpty()) {
            Site.faults(site.sandbox, "{'kind':'other-places','placeForm':'" + form + "'}");
        }
        String mrn = unique("mrn");
        ObjectNode lost = observation(unique("result"), mrn, "final", "5.1");
        lost.putObject("subject").put("reference", "Patient/" + UUID.randomUUID());

        MessageFailure failure = catchThrowableOfType(
                MessageFailure.class, () -> site.delivery.deliver(request(MORNING, patient(mrn), lost)));

        assertThat(failure)
                .hasMessageContainingAll("at Observation.subject", "(resource 2 of 2 that were sent, Observation)");
        assertThat(failure.issues().get(0).expression()).isEqualTo("Observation.subject");
        assertThat(failure.outcome().at("/issue/0/expression/1").asText()).startsWith("Bundle.entry[1]");
        assertThat(failure.isAnswer()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void a_visit_number_that_comes_with_another_patient_is_dead_with_links_and_without(boolean linked) {
        String visit = unique("visit");
        String mrn = unique("mrn");
        site.delivery.deliver(request(MORNING, patient(mrn), encounter(visit, mrn)));
        if (!linked) {
            site.links.clear();
        }
        String other = unique("other");
        if (!linked) {
            site.delivery.deliver(request(MORNING, patient(other)));
        }
        site.proxy.forget();

        MessageFailure failure = catchThrowableOfType(
                MessageFailure.class,
                () -> site.delivery.deliver(request(MORNING.plusHours(1), patient(other), encounter(visit, other))));

        assertThat(failure).hasMessageContaining("This visit belongs to another patient: Encounter/");
        assertThat(failure.getMessage()).doesNotContain(visit, mrn, other);
        assertThat(site.proxy.writes()).isEmpty();
        assertThat(site.byIdentifier("Encounter", visit)).hasSize(1);
    }

    @Test
    void a_linked_result_does_not_move_to_another_patient() {
        String number = unique("result");
        String mrn = unique("mrn");
        site.delivery.deliver(request(MORNING, patient(mrn), observation(number, mrn, "final", "5.1")));
        String other = unique("other");

        assertThat(catchThrowableOfType(
                        MessageFailure.class,
                        () -> site.delivery.deliver(request(
                                MORNING.plusHours(1), patient(other), observation(number, other, "final", "5.1")))))
                .hasMessageContaining("This record belongs to another patient");
    }

    @Test
    void a_visit_moves_where_the_message_speaks_of_both_patients() {
        String visit = unique("visit");
        String from = unique("from");
        String to = unique("to");
        site.delivery.deliver(request(MORNING, patient(from), encounter(visit, from)));

        DeliveryOutcome moved =
                site.delivery.deliver(request(MORNING.plusHours(1), patient(to), patient(from), encounter(visit, to)));

        assertThat(moved.placed().get(2).action()).isEqualTo(UPDATED);
        assertThat(site.byIdentifier("Encounter", visit)
                        .get(0)
                        .at("/subject/reference")
                        .asText())
                .isEqualTo("Patient/" + moved.placed().get(0).serverId());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void a_visit_moves_where_the_message_says_so_with_links_and_without(boolean linked) {
        String visit = unique("visit");
        String from = unique("from");
        String to = unique("to");
        site.delivery.deliver(request(MORNING, patient(from), encounter(visit, from)));
        site.delivery.deliver(request(MORNING, patient(to)));
        if (!linked) {
            site.links.clear();
        }
        ObjectNode moved = encounter(visit, to);
        Map<String, Set<String>> takenBack =
                Map.of("Encounter/" + moved.path("id").asText(), Set.of("subject"));

        DeliveryOutcome outcome = site.delivery.deliver(
                new DeliveryRequest(MORNING.plusHours(1), List.of(patient(to), moved), takenBack, List.of()));

        assertThat(outcome.placed().get(1).action()).isEqualTo(UPDATED);
        assertThat(site.byIdentifier("Encounter", visit)).hasSize(1);
        assertThat(site.byIdentifier("Encounter", visit)
                        .get(0)
                        .at("/subject/reference")
                        .asText())
                .isEqualTo("Patient/" + outcome.placed().get(0).serverId());
    }

    @ParameterizedTest
    @CsvSource({"fail, true", "fail, false", "newest, true", "newest, false"})
    void a_duplicate_that_was_deleted_by_its_status_holds_up_no_message(String severalHits, boolean deletedFirst) {
        try (Site other = new Site("dhp.delivery.on-several-hits=" + severalHits)) {
            String mrn = unique("mrn");
            ObjectNode deleted = with(patient(mrn), "active", "false");
            String first = other.created(deletedFirst ? deleted : patient(mrn));
            String second = other.created(deletedFirst ? patient(mrn) : deleted);

            DeliveryOutcome outcome =
                    other.delivery.deliver(request(MORNING, patient(mrn), observation(mrn, mrn, "final", "5.1")));

            assertThat(outcome.placed()).extracting(Placed::action).containsExactly(UNCHANGED, CREATED);
            assertThat(outcome.placed().get(0).serverId()).isEqualTo(deletedFirst ? second : first);
        }
    }

    @Test
    void a_patient_of_whom_there_is_only_a_deleted_record_is_not_doubled() {
        String mrn = unique("mrn");
        String id = site.created(with(patient(mrn), "active", "false"));

        assertThat(site.delivery
                        .deliver(request(MORNING, patient(mrn)))
                        .placed()
                        .get(0)
                        .serverId())
                .isEqualTo(id);
    }

    @Test
    void a_visit_that_was_entered_in_error_with_another_patient_holds_up_no_message_of_the_right_one() {
        String visit = unique("visit");
        String wrong = unique("wrong");
        DeliveryOutcome before = site.delivery.deliver(request(MORNING, patient(wrong), encounter(visit, wrong)));
        site.changed(
                "Encounter/" + before.placed().get(1).serverId(), there -> there.put("status", "entered-in-error"));
        site.links.clear();
        String right = unique("right");
        site.delivery.deliver(request(MORNING, patient(right)));

        DeliveryOutcome outcome =
                site.delivery.deliver(request(MORNING.plusHours(1), patient(right), encounter(visit, right)));

        assertThat(outcome.placed().get(1).action()).isEqualTo(CREATED);
        assertThat(site.byIdentifier("Encounter", visit)).hasSize(2);
    }

    @Test
    void what_comes_for_a_patient_who_was_merged_goes_to_the_one_who_is_left() {
        String old = unique("old");
        String survivor = unique("survivor");
        DeliveryOutcome both = site.delivery.deliver(request(MORNING, patient(old), patient(survivor)));
        String left = "Patient/" + both.placed().get(1).serverId();
        site.changed(
                "Patient/" + both.placed().get(0).serverId(),
                there ->
                        with(there, "link", "[{\"other\":{\"reference\":\"" + left + "\"},\"type\":\"replaced-by\"}]"));

        DeliveryOutcome late = site.delivery.deliver(
                request(MORNING.plusHours(1), patient(old), observation(unique("r"), old, "final", "5.1")));

        assertThat(late.placed().get(1).action()).isEqualTo(CREATED);
        assertThat(site.read("Observation/" + late.placed().get(1).serverId())
                        .at("/subject/reference")
                        .asText())
                .isEqualTo(left);
    }

    private List<DeliveryOutcome.Action> actions(DeliveryRequest request) {
        return site.delivery.deliver(request).placed().stream()
                .map(Placed::action)
                .toList();
    }

    private static ObjectNode encounter(String number, String mrn) {
        ObjectNode visit = resource("Encounter", number, "{\"status\":\"in-progress\"}");
        visit.putObject("subject").put("reference", local("Patient", mrn));
        return visit;
    }

    private static DeliveryRequest labReport(String mrn, String order) {
        List<ObjectNode> all = new ArrayList<>(List.of(
                patient(mrn),
                resource("Practitioner", "doctor-of-" + mrn, "{\"name\":[{\"text\":\"Рахимова Н.\"}]}"),
                Samples.serviceRequest(order, mrn)));
        for (int i = 0; i < 10; i++) {
            all.add(observation(order + "-" + i, mrn, "final", "5." + i));
        }
        all.add(Samples.report(order + "-report", mrn, order, order + "-0", order + "-1"));
        return new DeliveryRequest(MORNING, all);
    }
}
