package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dhpbridge.delivery.DeliveryOutcome.Action.CREATED;
import static org.dhpbridge.delivery.DeliveryOutcome.Action.SUPERSEDED;
import static org.dhpbridge.delivery.DeliveryOutcome.Action.UNCHANGED;
import static org.dhpbridge.delivery.DeliveryOutcome.Action.UPDATED;
import static org.dhpbridge.delivery.Samples.MORNING;
import static org.dhpbridge.delivery.Samples.local;
import static org.dhpbridge.delivery.Samples.observation;
import static org.dhpbridge.delivery.Samples.patient;
import static org.dhpbridge.delivery.Samples.report;
import static org.dhpbridge.delivery.Samples.request;
import static org.dhpbridge.delivery.Samples.resource;
import static org.dhpbridge.delivery.Samples.serviceRequest;
import static org.dhpbridge.delivery.Samples.unique;
import static org.dhpbridge.delivery.Samples.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.delivery.DeliveryOutcome.Placed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataAccessException;

/** What stands on the platform after a delivery, against the sandbox over HTTP, the same in every mode. */
class DeliveryTest {

    @Nested
    class AsTransaction extends InEveryMode {
        AsTransaction() {
            super("dhp.delivery.mode=transaction");
        }
    }

    @Nested
    class AsTransactionWithUpdates extends InEveryMode {
        AsTransactionWithUpdates() {
            super("dhp.delivery.mode=transaction", "dhp.delivery.transaction-updates=true");
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
            site = new Site(properties);
        }

        @AfterAll
        void close() {
            site.close();
        }

        @BeforeEach
        void forget() {
            site.proxy.forget();
        }

        private List<Action> actions(DeliveryOutcome outcome) {
            return outcome.placed().stream().map(Placed::action).toList();
        }

        private DeliveryOutcome deliver(DeliveryRequest request) {
            return site.delivery.deliver(request);
        }

        @Test
        void what_is_new_is_created_with_its_references_and_every_digit() {
            String mrn = unique("mrn");
            String order = unique("order");
            String result = unique("result");

            DeliveryOutcome outcome = deliver(request(
                    MORNING,
                    report(unique("report"), mrn, order, result),
                    observation(result, mrn, "final", "5.10"),
                    serviceRequest(order, mrn),
                    patient(mrn)));

            assertThat(outcome.superseded()).isFalse();
            assertThat(actions(outcome)).containsOnly(CREATED);
            Placed report = outcome.placed().get(0);
            Placed observation = outcome.placed().get(1);
            Placed patient = outcome.placed().get(3);
            JsonNode there = site.read("DiagnosticReport/" + report.serverId());
            assertThat(there.at("/subject/reference").asText()).isEqualTo("Patient/" + patient.serverId());
            assertThat(there.at("/result/0/reference").asText()).isEqualTo("Observation/" + observation.serverId());
            assertThat(there.at("/basedOn/0/reference").asText())
                    .isEqualTo("ServiceRequest/" + outcome.placed().get(2).serverId());
            JsonNode value = site.read("Observation/" + observation.serverId()).at("/valueQuantity");
            assertThat(value.path("value").decimalValue().toPlainString()).isEqualTo("5.10");
            assertThat(value.path("unit").asText()).isEqualTo("ммоль/л");
            assertThat(observation.version()).isEqualTo("1");
        }

        @Test
        void the_same_again_writes_nothing() {
            String mrn = unique("mrn");
            String result = unique("result");
            DeliveryRequest request = request(MORNING, patient(mrn), observation(result, mrn, "final", "5.10"));
            DeliveryOutcome first = deliver(request);
            site.proxy.forget();

            DeliveryOutcome second = deliver(request);

            assertThat(actions(second)).containsOnly(UNCHANGED);
            assertThat(second.superseded()).isFalse();
            assertThat(site.proxy.writes()).isEmpty();
            assertThat(second.placed().get(0).serverId())
                    .isEqualTo(first.placed().get(0).serverId());
        }

        @Test
        void the_same_again_with_a_lost_ledger_is_found_by_search_and_doubles_nothing() {
            String mrn = unique("mrn №");
            String result = unique("Р,е|з\\у$льтат");
            DeliveryRequest request = request(MORNING, patient(mrn), observation(result, mrn, "final", "5.10"));
            DeliveryOutcome first = deliver(request);
            site.links.clear();
            site.proxy.forget();

            DeliveryOutcome second = deliver(request);

            assertThat(actions(second)).containsOnly(UNCHANGED);
            assertThat(site.proxy.writes()).isEmpty();
            assertThat(second.placed().stream().map(Placed::serverId))
                    .isEqualTo(first.placed().stream().map(Placed::serverId).toList());
        }

        @Test
        void a_patient_of_another_hospital_is_merged_and_keeps_what_that_one_knows() {
            String pinfl = unique("pinfl");
            ObjectNode theirs = patient("A-" + pinfl);
            theirs.withArrayProperty("identifier")
                    .addObject()
                    .put("system", "urn:pinfl")
                    .put("value", pinfl);
            theirs.withArrayProperty("address").addObject().put("text", "Самарканд");
            String id = site.created(theirs);

            ObjectNode ours = patient("B-" + pinfl);
            ours.withArrayProperty("identifier")
                    .addObject()
                    .put("system", "urn:pinfl")
                    .put("value", pinfl);
            with(ours, "telecom", "[{\"system\":\"phone\",\"value\":\"+998935556677\"}]");
            with(ours, "birthDate", "\"1985-03-03\"");
            DeliveryOutcome outcome = deliver(request(MORNING, ours));

            assertThat(actions(outcome)).containsExactly(UPDATED);
            assertThat(outcome.placed().get(0).serverId()).isEqualTo(id);
            JsonNode merged = site.read("Patient/" + id);
            assertThat(merged.path("identifier").findValuesAsText("value"))
                    .containsExactly("A-" + pinfl, pinfl, "B-" + pinfl);
            assertThat(merged.path("telecom").findValuesAsText("value"))
                    .containsExactly("+998901112233", "+998935556677");
            assertThat(merged.path("name")).hasSize(1);
            assertThat(merged.at("/address/0/text").asText()).isEqualTo("Самарканд");
            assertThat(merged.path("birthDate").asText()).isEqualTo("1985-03-03");
        }

        @Test
        void what_we_correct_replaces_what_we_wrote_and_what_others_wrote_stays() {
            String pinfl = unique("pinfl");
            String mrn = unique("mrn");
            ObjectNode theirs = patient("A-" + pinfl);
            theirs.withArrayProperty("identifier")
                    .addObject()
                    .put("system", "urn:pinfl")
                    .put("value", pinfl);
            String id = site.created(theirs);
            ObjectNode maiden = patient(mrn);
            maiden.withArrayProperty("identifier")
                    .addObject()
                    .put("system", "urn:pinfl")
                    .put("value", pinfl);
            with(maiden, "name", "[{\"use\":\"official\",\"family\":\"Алиева\",\"given\":[\"Нодира\"]}]");
            with(maiden, "telecom", "[{\"system\":\"phone\",\"value\":\"+998931111111\"}]");
            deliver(request(MORNING, maiden));
            site.changed("Patient/" + id, there -> ((ObjectNode) there.at("/telecom/1")).put("rank", 2));

            ObjectNode married = maiden.deepCopy();
            with(married, "name", "[{\"use\":\"official\",\"family\":\"Каримова\",\"given\":[\"Нодира\"]}]");
            with(married, "telecom", "[{\"system\":\"phone\",\"value\":\"+998932222222\"}]");
            assertThat(actions(deliver(request(MORNING.plusHours(1), married)))).containsExactly(UPDATED);

            JsonNode there = site.read("Patient/" + id);
            assertThat(there.path("name").findValuesAsText("family")).containsExactly("Каримов", "Каримова");
            assertThat(there.path("telecom").findValuesAsText("value"))
                    .containsExactly("+998901112233", "+998932222222");
            assertThat(there.path("identifier").findValuesAsText("value")).containsExactly("A-" + pinfl, pinfl, mrn);
            assertThat(actions(deliver(request(MORNING.plusHours(1), married)))).containsExactly(UNCHANGED);
        }

        @Test
        void a_phone_that_another_message_was_silent_about_is_still_ours() {
            String mrn = unique("mrn");
            deliver(request(MORNING, patient(mrn)));
            ObjectNode silent = patient(mrn);
            silent.remove("telecom");
            deliver(request(MORNING.plusHours(1), with(silent, "gender", "\"female\"")));

            deliver(request(
                    MORNING.plusHours(2),
                    with(patient(mrn), "telecom", "[{\"system\":\"phone\",\"value\":\"+998932222222\"}]")));

            assertThat(site.byIdentifier("Patient", mrn).get(0).path("telecom").findValuesAsText("value"))
                    .containsExactly("+998932222222");
        }

        @Test
        void a_visit_has_one_type_also_when_the_ledger_was_lost() {
            String mrn = unique("mrn");
            String visit = unique("visit");
            DeliveryOutcome first = deliver(request(MORNING, patient(mrn), visit(visit, mrn, "ambulatory")));
            deliver(request(MORNING.plusHours(1), patient(mrn), visit(visit, mrn, "inpatient")));
            String encounter = "Encounter/" + first.placed().get(1).serverId();
            assertThat(site.read(encounter).path("type").findValuesAsText("code"))
                    .containsExactly("inpatient");

            site.links.clear();
            deliver(request(MORNING.plusHours(2), patient(mrn), visit(visit, mrn, "day-care")));

            assertThat(site.read(encounter).path("type").findValuesAsText("code"))
                    .containsExactly("day-care");
        }

        @Test
        void many_that_change_the_type_of_one_visit_at_once_leave_one_type() {
            String mrn = unique("mrn");
            String visit = unique("visit");
            DeliveryOutcome first = deliver(request(null, patient(mrn), visit(visit, mrn, "ambulatory")));
            List<CompletableFuture<DeliveryOutcome>> running = new ArrayList<>();
            for (String type : List.of("inpatient", "day-care", "emergency", "home")) {
                running.add(CompletableFuture.supplyAsync(
                        () -> deliver(request(null, patient(mrn), visit(visit, mrn, type)))));
            }
            running.forEach(CompletableFuture::join);

            assertThat(site.read("Encounter/" + first.placed().get(1).serverId())
                            .path("type"))
                    .hasSize(1);
        }

        private ObjectNode visit(String number, String mrn, String type) {
            ObjectNode visit = resource(
                    "Encounter",
                    number,
                    "{\"status\":\"in-progress\",\"type\":[{\"coding\":[{\"system\":\"urn:types\",\"code\":\"%s\"}]}]}"
                            .formatted(type));
            visit.putObject("subject").put("reference", local("Patient", mrn));
            return visit;
        }

        @Test
        void older_than_what_was_delivered_is_superseded() {
            String mrn = unique("mrn");
            String result = unique("result");
            deliver(request(MORNING.plusHours(2), patient(mrn), observation(result, mrn, "final", "6.2")));
            site.proxy.forget();

            DeliveryOutcome older = deliver(request(MORNING, patient(mrn), observation(result, mrn, "final", "5.1")));

            assertThat(older.superseded()).isTrue();
            assertThat(actions(older)).containsOnly(SUPERSEDED);
            assertThat(site.proxy.writes()).isEmpty();
        }

        @Test
        void older_is_superseded_also_when_the_newer_is_delivered_while_it_is_under_way() {
            String mrn = unique("mrn");
            deliver(request(MORNING, with(patient(mrn), "birthDate", "\"1985-03-01\"")));
            int untilItIsResolved = 2;
            site.links.meanwhile(
                    untilItIsResolved,
                    () -> deliver(request(MORNING.plusHours(2), with(patient(mrn), "birthDate", "\"1985-03-03\""))));

            DeliveryOutcome older =
                    deliver(request(MORNING.plusHours(1), with(patient(mrn), "birthDate", "\"1985-03-02\"")));

            assertThat(older.superseded()).isTrue();
            assertThat(site.byIdentifier("Patient", mrn)
                            .get(0)
                            .path("birthDate")
                            .asText())
                    .isEqualTo("1985-03-03");
            assertThat(actions(deliver(request(MORNING.plusHours(1), patient(mrn)))))
                    .containsExactly(SUPERSEDED);
        }

        @Test
        void who_changes_nothing_forgets_nothing_of_what_is_delivered_meanwhile() {
            String mrn = unique("mrn");
            String id = deliver(request(MORNING, patient(mrn))).placed().get(0).serverId();
            site.proxy.fault(
                    1,
                    seen -> seen.target().endsWith("/Patient/" + id),
                    FaultProxy.before(() -> CompletableFuture.supplyAsync(
                                    () -> deliver(request(MORNING.plusHours(5), married(mrn, "Алиева"))))
                            .join()));

            deliver(request(MORNING.plusHours(1), patient(mrn)));

            deliver(request(MORNING.plusHours(4), married(mrn, "Юсупова")));
            assertThat(site.read("Patient/" + id).path("name").findValuesAsText("family"))
                    .containsExactly("Алиева");
            deliver(request(MORNING.plusHours(6), married(mrn, "Рашидова")));
            assertThat(site.read("Patient/" + id).path("name").findValuesAsText("family"))
                    .containsExactly("Рашидова");
        }

        @Test
        void whichever_of_the_patients_numbers_a_message_names_what_was_said_under_the_others_is_known() {
            String mrn = unique("mrn");
            String pinfl = unique("pinfl");
            ObjectNode both = patient(mrn);
            both.withArrayProperty("identifier")
                    .addObject()
                    .put("system", "urn:pinfl")
                    .put("value", pinfl);
            String id = deliver(request(MORNING, both)).placed().get(0).serverId();
            deliver(request(MORNING.plusHours(3), married(mrn, "Алиева")));

            ObjectNode byPinfl = patient(mrn);
            byPinfl.withArrayProperty("identifier")
                    .removeAll()
                    .addObject()
                    .put("system", "urn:pinfl")
                    .put("value", pinfl);
            with(byPinfl, "name", "[{\"use\":\"official\",\"family\":\"Юсупова\",\"given\":[\"Нодира\"]}]");
            deliver(request(MORNING.plusHours(2), byPinfl));
            assertThat(site.read("Patient/" + id).path("name").findValuesAsText("family"))
                    .containsExactly("Алиева");
            deliver(request(MORNING.plusHours(4), byPinfl));
            assertThat(site.read("Patient/" + id).path("name").findValuesAsText("family"))
                    .containsExactly("Юсупова");
        }

        @Test
        void what_is_read_as_it_was_before_our_own_write_is_not_taken_for_unchanged() {
            String mrn = unique("mrn");
            String reference = "Patient/"
                    + deliver(request(MORNING, patient(mrn))).placed().get(0).serverId();
            String before = site.read(reference).toString();
            deliver(request(MORNING.plusHours(1), married(mrn, "Алиева")));
            DeliveryRequest asBefore = request(MORNING.plusHours(2), patient(mrn));
            site.proxy.fault(
                    1, seen -> seen.target().endsWith(reference), FaultProxy.answer(200, Samples.FHIR_JSON, before));
            site.links.settling(true);

            assertThatThrownBy(() -> deliver(asBefore))
                    .isInstanceOf(PlaceFailure.class)
                    .hasMessageContaining("written a moment ago");

            site.links.settling(false);
            assertThat(actions(deliver(asBefore))).containsExactly(UPDATED);
            assertThat(site.read(reference).path("name").findValuesAsText("family"))
                    .containsExactly("Каримов");
        }

        @Test
        void nothing_is_written_once_another_bridge_may_have_the_message() {
            String mrn = unique("mrn");
            site.links.losing(true);

            assertThatThrownBy(() -> deliver(request(MORNING, patient(mrn)))).isInstanceOf(DataAccessException.class);

            site.links.losing(false);
            assertThat(site.proxy.writes()).isEmpty();
            assertThat(actions(deliver(request(MORNING, patient(mrn))))).containsExactly(CREATED);
        }

        private ObjectNode married(String mrn, String family) {
            return with(
                    patient(mrn),
                    "name",
                    "[{\"use\":\"official\",\"family\":\"%s\",\"given\":[\"Нодира\"]}]".formatted(family));
        }

        @Test
        void what_is_superseded_still_is_what_others_refer_to() {
            String mrn = unique("mrn");
            DeliveryOutcome newer = deliver(request(MORNING.plusHours(2), patient(mrn)));
            String result = unique("late-result");

            DeliveryOutcome late = deliver(request(MORNING, patient(mrn), observation(result, mrn, "final", "5.1")));

            assertThat(late.superseded()).isFalse();
            assertThat(actions(late)).containsExactly(SUPERSEDED, CREATED);
            assertThat(site.byIdentifier("Observation", result)
                            .get(0)
                            .at("/subject/reference")
                            .asText())
                    .isEqualTo("Patient/" + newer.placed().get(0).serverId());
        }

        @Test
        void of_one_time_the_more_final_result_stays() {
            String mrn = unique("mrn");
            String result = unique("result");
            deliver(request(MORNING, patient(mrn), observation(result, mrn, "corrected", "6.2")));

            DeliveryOutcome preliminary =
                    deliver(request(MORNING, patient(mrn), observation(result, mrn, "preliminary", "5.1")));

            assertThat(actions(preliminary)).containsExactly(UNCHANGED, SUPERSEDED);
            assertThat(preliminary.superseded()).isTrue();
            assertThat(site.byIdentifier("Observation", result)
                            .get(0)
                            .path("status")
                            .asText())
                    .isEqualTo("corrected");
        }

        @Test
        void a_correction_updates_the_same_observation() {
            String mrn = unique("mrn");
            String result = unique("result");
            deliver(request(MORNING, patient(mrn), observation(result, mrn, "preliminary", "5.1")));

            DeliveryOutcome corrected =
                    deliver(request(MORNING.plusHours(1), patient(mrn), observation(result, mrn, "final", "5.20")));

            assertThat(actions(corrected)).containsExactly(UNCHANGED, UPDATED);
            List<JsonNode> there = site.byIdentifier("Observation", result);
            assertThat(there).hasSize(1);
            assertThat(there.get(0).at("/valueQuantity/value").decimalValue().toPlainString())
                    .isEqualTo("5.20");
            assertThat(corrected.placed().get(1).version()).isEqualTo("2");
        }

        @Test
        void who_is_overtaken_by_another_writer_reads_and_merges_again() {
            String mrn = unique("mrn");
            String id = deliver(request(MORNING, patient(mrn))).placed().get(0).serverId();
            ObjectNode moved = with(patient(mrn), "address", "[{\"text\":\"Ташкент\"}]");
            site.proxy.fault(
                    1,
                    seen -> seen.isWrite(),
                    FaultProxy.after(() -> site.changed(
                            "Patient/" + id, theirs -> with(theirs, "maritalStatus", "{\"text\":\"в браке\"}"))));

            DeliveryOutcome outcome = deliver(request(MORNING.plusHours(1), moved));

            assertThat(actions(outcome)).containsExactly(UPDATED);
            JsonNode there = site.read("Patient/" + id);
            assertThat(there.at("/address/0/text").asText()).isEqualTo("Ташкент");
            assertThat(there.at("/maritalStatus/text").asText()).isEqualTo("в браке");
        }

        @Test
        void who_is_overtaken_every_time_gives_up_for_now() {
            String mrn = unique("mrn");
            deliver(request(MORNING, patient(mrn)));
            site.proxy.forget();
            site.proxy.fault(100, seen -> seen.isWrite(), FaultProxy.answer(412, Samples.FHIR_JSON, Samples.OUTCOME));

            assertThatThrownBy(() -> deliver(request(MORNING.plusHours(1), with(patient(mrn), "gender", "\"female\""))))
                    .isInstanceOf(PlaceFailure.class);
            assertThat(site.proxy.writes()).hasSize(6);
        }

        @Test
        void what_was_deleted_on_the_platform_is_created_anew() {
            String mrn = unique("mrn");
            String gone =
                    deliver(request(MORNING, patient(mrn))).placed().get(0).serverId();
            site.deleted("Patient/" + gone);

            DeliveryOutcome outcome = deliver(request(MORNING.plusHours(1), patient(mrn)));

            assertThat(actions(outcome)).containsExactly(CREATED);
            assertThat(outcome.placed().get(0).serverId()).isNotEqualTo(gone);
            assertThat(deliver(request(MORNING.plusHours(1), patient(mrn)))
                            .placed()
                            .get(0)
                            .action())
                    .isEqualTo(UNCHANGED);
        }

        @Test
        void what_is_gone_is_created_anew_for_an_older_message_that_refers_to_it() {
            String mrn = unique("mrn");
            String visit = unique("visit");
            String gone =
                    deliver(request(MORNING, patient(mrn))).placed().get(0).serverId();
            site.deleted("Patient/" + gone);
            ObjectNode encounter = resource("Encounter", visit, "{\"status\":\"in-progress\"}");
            encounter.putObject("subject").put("reference", local("Patient", mrn));

            DeliveryOutcome outcome = deliver(request(MORNING.minusHours(1), patient(mrn), encounter));

            assertThat(actions(outcome)).containsExactly(CREATED, CREATED);
        }

        @Test
        void resources_that_refer_to_each_other_in_a_circle_end_with_both_references() {
            String mrn = unique("mrn");
            String visit = unique("visit");
            String problem = unique("problem");
            ObjectNode encounter = resource(
                    "Encounter",
                    visit,
                    "{\"status\":\"in-progress\",\"diagnosis\":[{\"condition\":[{\"reference\":{\"reference\":\"%s\"}}]}]}"
                            .formatted(local("Condition", problem)));
            encounter.putObject("subject").put("reference", local("Patient", mrn));
            ObjectNode condition = resource(
                    "Condition",
                    problem,
                    "{\"clinicalStatus\":{\"coding\":[{\"code\":\"active\"}]},\"encounter\":{\"reference\":\"%s\"}}"
                            .formatted(local("Encounter", visit)));
            condition.putObject("subject").put("reference", local("Patient", mrn));

            DeliveryOutcome outcome = deliver(request(MORNING, patient(mrn), encounter, condition));

            assertThat(actions(outcome)).containsOnly(CREATED);
            String encounterId = outcome.placed().get(1).serverId();
            String conditionId = outcome.placed().get(2).serverId();
            JsonNode diagnosis = site.read("Encounter/" + encounterId).at("/diagnosis/0/condition/0/reference");
            assertThat(diagnosis.path("reference").asText()).isEqualTo("Condition/" + conditionId);
            assertThat(site.read("Condition/" + conditionId)
                            .at("/encounter/reference")
                            .asText())
                    .isEqualTo("Encounter/" + encounterId);
            site.proxy.forget();
            assertThat(actions(deliver(request(MORNING, patient(mrn), encounter, condition))))
                    .containsOnly(UNCHANGED);
        }

        @Test
        void several_candidates_make_the_message_dead_and_are_named() {
            String mrn = unique("mrn");
            String one = site.created(patient(mrn));
            String two = site.created(patient(mrn));

            assertThatThrownBy(() -> deliver(request(MORNING, patient(mrn))))
                    .isInstanceOfSatisfying(MessageFailure.class, failure -> {
                        assertThat(failure).hasMessageContainingAll("Patient/" + one, "Patient/" + two);
                        assertThat(failure.getMessage()).doesNotContain(mrn);
                        assertThat(failure.issues().get(0).code()).isEqualTo("multiple-matches");
                    });
            assertThat(site.proxy.writes()).isEmpty();
        }

        @Test
        void identifiers_that_lead_to_different_resources_make_the_message_dead() {
            String mrn = unique("mrn");
            String pinfl = unique("pinfl");
            String linked =
                    deliver(request(MORNING, patient(mrn))).placed().get(0).serverId();
            ObjectNode other = patient(unique("other"));
            other.withArrayProperty("identifier")
                    .addObject()
                    .put("system", "urn:pinfl")
                    .put("value", pinfl);
            String theirs = site.created(other);
            ObjectNode ours = patient(mrn);
            ours.withArrayProperty("identifier")
                    .addObject()
                    .put("system", "urn:pinfl")
                    .put("value", pinfl);

            assertThatThrownBy(() -> deliver(request(MORNING.plusHours(1), ours)))
                    .isInstanceOf(MessageFailure.class)
                    .hasMessageContainingAll("Patient/" + linked, "Patient/" + theirs);
        }

        @Test
        void a_result_of_another_patient_with_the_same_number_is_not_taken() {
            String number = unique("result");
            String other = unique("other");
            deliver(request(MORNING, patient(other), observation(number, other, "final", "1.0")));
            site.links.clear();
            String mrn = unique("mrn");

            DeliveryOutcome outcome = deliver(request(MORNING, patient(mrn), observation(number, mrn, "final", "2.0")));

            assertThat(actions(outcome)).containsOnly(CREATED);
            assertThat(site.byIdentifier("Observation", number)).hasSize(2);
        }

        @Test
        void one_doctor_in_the_messages_of_many_patients_at_once_is_created_once() {
            String doctor = unique("doctor");
            ObjectNode practitioner = resource("Practitioner", doctor, "{\"name\":[{\"text\":\"Рахимова Н.\"}]}");
            List<CompletableFuture<DeliveryOutcome>> running = new ArrayList<>();
            IntStream.range(0, 8)
                    .forEach(i -> running.add(CompletableFuture.supplyAsync(
                            () -> deliver(request(MORNING, patient(unique("mrn")), practitioner)))));

            running.forEach(CompletableFuture::join);

            assertThat(site.byIdentifier("Practitioner", doctor)).hasSize(1);
        }

        @Test
        void two_resources_of_one_identifier_in_a_message_are_one() {
            String doctor = unique("doctor");
            ObjectNode one = resource("Practitioner", doctor, "{\"name\":[{\"text\":\"Рахимова Н.\"}]}");
            ObjectNode same =
                    resource("Practitioner", doctor, "{\"telecom\":[{\"system\":\"phone\",\"value\":\"1\"}]}");
            same.put("id", "another-id");

            DeliveryOutcome outcome = deliver(request(MORNING, one, same));

            assertThat(outcome.placed()).hasSize(1);
            JsonNode there = site.byIdentifier("Practitioner", doctor).get(0);
            assertThat(there.path("telecom")).hasSize(1);
            assertThat(there.path("name")).hasSize(1);
        }
    }
}
