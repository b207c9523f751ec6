package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.dhpbridge.delivery.Samples.MORNING;
import static org.dhpbridge.delivery.Samples.observation;
import static org.dhpbridge.delivery.Samples.patient;
import static org.dhpbridge.delivery.Samples.request;
import static org.dhpbridge.delivery.Samples.unique;
import static org.dhpbridge.delivery.Samples.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.delivery.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What stands on the platform after answers to writes were lost. No link tells of such a write: what an attempt wrote
 * before it was interrupted is found by search.
 */
class LostAnswersTest {

    private static final String MODES_AND_FAULTS =
            """
            transaction, reset
            transaction, reset-after-write
            transaction, answer-lost
            sequential, reset
            sequential, reset-after-write
            sequential, answer-lost
            """;

    private static DeliveryRequest resultsOf(String mrn, int resources) {
        List<ObjectNode> all = new ArrayList<>(List.of(patient(mrn)));
        for (int i = 1; i < resources; i++) {
            all.add(observation(mrn + "-" + i, mrn, "final", "5." + i));
        }
        return new DeliveryRequest(MORNING, all);
    }

    private static void everyRecordOnce(Site site, DeliveryRequest request) {
        for (ObjectNode resource : request.resources()) {
            assertThat(site.byIdentifier(
                            Json.text(resource, "resourceType"),
                            resource.at("/identifier/0/value").asText()))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = MODES_AND_FAULTS)
    void thirty_resources_are_there_once_after_the_second_attempt(String mode, String fault) {
        try (Site site = Site.direct("dhp.delivery.mode=" + mode, "dhp.fhir.socket-timeout=3s")) {
            DeliveryRequest request = resultsOf(unique("mrn"), 30);
            String method = fault.equals("reset") ? ",'method':'POST'" : "";
            Site.faults(site.sandbox, "{'kind':'%s','count':1%s}".formatted(fault, method));

            UnclearFailure lost = catchThrowableOfType(UnclearFailure.class, () -> site.delivery.deliver(request));
            DeliveryOutcome second = site.delivery.deliver(request);

            assertThat(lost).hasMessageContaining("looked up");
            assertThat(second.placed().get(0).action())
                    .isEqualTo(fault.equals("reset") ? Action.CREATED : Action.UNCHANGED);
            everyRecordOnce(site, request);
        }
    }

    @ParameterizedTest
    @CsvSource({"transaction", "sequential"})
    void every_answer_lost_once_doubles_nothing(String mode) {
        try (Site site = Site.direct("dhp.delivery.mode=" + mode)) {
            DeliveryRequest request = resultsOf(unique("mrn"), 6);
            int lost = 0;
            for (boolean done = false; !done; ) {
                Site.faults(site.sandbox, "{'kind':'reset-after-write','count':1}");
                try {
                    site.delivery.deliver(request);
                    done = true;
                } catch (UnclearFailure failure) {
                    lost++;
                }
            }

            assertThat(lost).isEqualTo(mode.equals("transaction") ? 1 : 6);
            everyRecordOnce(site, request);
        }
    }

    @ParameterizedTest
    @CsvSource({"transaction", "sequential"})
    void what_was_written_before_an_answer_was_lost_is_known_as_ours(String mode) {
        try (Site site = Site.direct("dhp.delivery.mode=" + mode)) {
            String mrn = unique("mrn");
            for (int i = 1; i <= 3; i++) {
                String phone = "[{\"system\":\"phone\",\"value\":\"+99890000000%d\"}]".formatted(i);
                DeliveryRequest request = request(MORNING.plusHours(i), with(patient(mrn), "telecom", phone));
                Site.faults(site.sandbox, "{'kind':'reset-after-write','count':1}");
                assertThat(catchThrowableOfType(UnclearFailure.class, () -> site.delivery.deliver(request)))
                        .isNotNull();
                assertThat(site.delivery.deliver(request).placed().get(0).action())
                        .isEqualTo(Action.UNCHANGED);
            }

            assertThat(site.byIdentifier("Patient", mrn).get(0).path("telecom").findValuesAsText("value"))
                    .containsExactly("+998900000003");
        }
    }

    @ParameterizedTest
    @CsvSource({"transaction", "sequential"})
    void what_was_written_before_an_answer_was_lost_is_ours_also_when_another_message_finds_it_first(String mode) {
        try (Site site = Site.direct("dhp.delivery.mode=" + mode)) {
            String mrn = unique("mrn");
            String phone = "{\"system\":\"phone\",\"value\":\"+99890000000%d\"}";
            String mail = "{\"system\":\"email\",\"value\":\"a@example.org\"}";
            Site.faults(site.sandbox, "{'kind':'reset-after-write','count':1}");
            DeliveryRequest ward =
                    request(MORNING, with(patient(mrn), "telecom", "[" + phone.formatted(1) + "," + mail + "]"));
            assertThat(catchThrowableOfType(UnclearFailure.class, () -> site.delivery.deliver(ward)))
                    .isNotNull();

            site.delivery.deliver(
                    request(MORNING.plusHours(1), with(patient(mrn), "telecom", "[" + phone.formatted(1) + "]")));
            site.delivery.deliver(
                    request(MORNING.plusHours(2), with(patient(mrn), "telecom", "[" + phone.formatted(2) + "]")));

            assertThat(site.byIdentifier("Patient", mrn).get(0).path("telecom").findValuesAsText("value"))
                    .containsExactlyInAnyOrder("+998900000002", "a@example.org");
        }
    }

    @ParameterizedTest
    @CsvSource({"transaction", "sequential"})
    void whoever_finds_otherwise_what_a_lost_answer_may_have_written_waits_until_it_is_looked_up(String mode) {
        try (Site site = Site.direct("dhp.delivery.mode=" + mode)) {
            String mrn = unique("mrn");
            String phone = "[{\"system\":\"phone\",\"value\":\"+99890000000%d\"}]";
            DeliveryRequest ward = request(MORNING, with(patient(mrn), "telecom", phone.formatted(1)));
            DeliveryRequest desk = request(MORNING.plusHours(1), with(patient(mrn), "telecom", phone.formatted(2)));
            Site.faults(site.sandbox, "{'kind':'reset-after-write','count':1}");
            assertThat(catchThrowableOfType(UnclearFailure.class, () -> site.delivery.deliver(ward)))
                    .isNotNull();

            site.links.inDoubt(true);
            assertThat(catchThrowableOfType(WaitingFailure.class, () -> site.delivery.deliver(desk)))
                    .hasMessageContaining("looked up");
            site.delivery.deliver(ward);
            site.links.inDoubt(false);
            site.delivery.deliver(desk);

            assertThat(site.byIdentifier("Patient", mrn).get(0).path("telecom").findValuesAsText("value"))
                    .containsExactly("+998900000002");
        }
    }

    @ParameterizedTest
    @CsvSource({"transaction", "sequential"})
    void what_a_search_finds_and_a_read_does_not_show_yet_is_tried_again(String mode) {
        try (Site site = Site.direct("dhp.delivery.mode=" + mode)) {
            DeliveryRequest request = request(MORNING, patient(unique("mrn")));
            Site.faults(site.sandbox, "{'kind':'reset-after-write','count':1}");
            assertThat(catchThrowableOfType(UnclearFailure.class, () -> site.delivery.deliver(request)))
                    .isNotNull();
            Site.faults(site.sandbox, "{'kind':'stale','millis':60000,'path':'Patient/" + id(site, request) + "'}");
            assertThat(catchThrowableOfType(PlaceFailure.class, () -> site.delivery.deliver(request)))
                    .hasMessageContaining("a moment ago");
            Site.faults(site.sandbox);

            assertThat(site.delivery.deliver(request).placed().get(0).action()).isEqualTo(Action.UNCHANGED);
            everyRecordOnce(site, request);
        }
    }

    private static String id(Site site, DeliveryRequest request) {
        return site.byIdentifier(
                        "Patient",
                        request.resources().get(0).at("/identifier/0/value").asText())
                .get(0)
                .path("id")
                .asText();
    }
}
