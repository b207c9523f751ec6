package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Mapped;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The course of a visit as ADT events tell it, by the real mapping, on the sandbox over HTTP, in every mode. */
class VisitDeliveryTest {

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

    private static final HomeFiles FILES = new HomeFiles(Path.of("target/no-home"));
    private static final ProfilePack PACK = Packs.usual();

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class InEveryMode {

        private final Mappings mappings = new Mappings(FILES, PACK, Sites.of("urn:test:site"));
        private final AbsentFiller filler = new AbsentFiller(PACK);
        private final Hl7Reader reader = new Hl7Reader();
        private Site site;
        private int hour = 8;

        private final String mode;

        InEveryMode(String mode) {
            this.mode = mode;
        }

        @BeforeAll
        void open() {
            site = Site.direct(mode);
        }

        @AfterAll
        void close() {
            site.close();
        }

        @Test
        void aCancelledDischargeLeavesAVisitThatGoesOn() {
            send("A01", "V-1", "WARD-A", "", "20260310080000", "", "");
            send("A03", "V-1", "WARD-A", "", "20260310080000", "20260315120000", "1");
            JsonNode discharged = visit("V-1");
            assertThat(discharged.path("status").asText()).isEqualTo("completed");
            assertThat(discharged.at("/actualPeriod/end").asText()).isEqualTo("2026-03-15T12:00:00+05:00");
            assertThat(discharged
                            .at("/admission/dischargeDisposition/coding/0/code")
                            .asText())
                    .isEqualTo("home");
            assertThat(places(discharged)).containsExactly("WARD-A completed");

            send("A13", "V-1", "WARD-A", "", "20260310080000", "20260315120000", "");

            JsonNode again = visit("V-1");
            assertThat(again.path("status").asText()).isEqualTo("in-progress");
            assertThat(again.at("/actualPeriod/start").asText()).isEqualTo("2026-03-10T08:00:00+05:00");
            assertThat(again.path("actualPeriod").has("end")).isFalse();
            assertThat(again.at("/admission/dischargeDisposition").isMissingNode())
                    .isTrue();
            assertThat(places(again)).containsExactly("WARD-A active");
        }

        @Test
        void aCancelledTransferPutsThePatientBack() {
            send("A01", "V-2", "WARD-A", "", "20260310080000", "", "");
            send("A02", "V-2", "WARD-B", "WARD-A", "20260310080000", "", "");
            assertThat(places(visit("V-2"))).containsExactlyInAnyOrder("WARD-A completed", "WARD-B active");

            send("A12", "V-2", "WARD-A", "", "20260310080000", "", "");

            assertThat(places(visit("V-2"))).containsExactly("WARD-A active");
            assertThat(visit("V-2").path("status").asText()).isEqualTo("in-progress");
        }

        @Test
        void aCancelledTransferTakesNoPlaceAwayThatOthersWrote() {
            send("A01", "V-2b", "WARD-A", "", "20260310080000", "", "");
            site.changed("Encounter/" + visit("V-2b").path("id").asText(), visit -> visit.withArrayProperty("location")
                    .addObject()
                    .put("status", "active")
                    .putObject("location")
                    .put("display", "WARD-X"));

            send("A12", "V-2b", "WARD-A", "", "20260310080000", "", "");

            assertThat(places(visit("V-2b"))).containsExactlyInAnyOrder("WARD-A active", "WARD-X completed");
        }

        @Test
        void aCancelledAdmissionIsAStatusAndNothingIsDeleted() {
            send("A01", "V-3", "WARD-A", "", "20260310080000", "", "");
            send("A11", "V-3", "WARD-A", "", "20260310080000", "", "");

            assertThat(visit("V-3").path("status").asText()).isEqualTo("cancelled");
            assertThat(visit("V-3").at("/actualPeriod/start").asText()).isNotEmpty();
        }

        @Test
        void aVisitThatMovesIsTheOthersInEveryOrder() {
            List<String> told = List.of("A01 FROM", "A08 FROM", "A45 TO");
            for (String event : List.of("A45", "A44")) {
                for (List<Integer> order : orders(told.size())) {
                    String visit = "V-" + event + "-" + order.toString().replaceAll("[^0-9]", "");
                    for (int one : order) {
                        String patient = "P-" + visit + "-" + told.get(one).substring(4);
                        String said = told.get(one).substring(0, 3).replace("A45", event);
                        String time = "20260310%02d0000".formatted(9 + one);
                        String merged = said.equals(event) ? "\rMRG|P-" + visit + "-FROM^^^HOSP^MR" : "";
                        deliver("MSH|^~\\&|MIS|HOSP|||" + time + "||ADT^" + said + "|" + time + "|P|2.5.1\rEVN|" + said
                                + "|"
                                + time + "\rPID|1||" + patient + "^^^HOSP^MR||Karimov^Aziz" + merged
                                + "\rPV1|1|I|WARD-A"
                                + "|".repeat(16) + visit + "|".repeat(25) + "20260310080000");
                    }

                    JsonNode owner =
                            site.byIdentifier("Patient", "P-" + visit + "-TO").get(0);
                    assertThat(visit(visit).at("/subject/reference").asText())
                            .as("%s, order %s", event, order)
                            .isEqualTo("Patient/" + owner.path("id").asText());
                }
            }
        }

        /** A→B, B→A and A→C with their times, and the discharge. */
        private static final List<String> COURSE = List.of(
                "A02|WARD-B|WARD-A|20260310080000|20260310100000",
                "A02|WARD-A|WARD-B||20260310120000",
                "A02|WARD-C|WARD-A||20260310140000",
                "A03|WARD-C|||");

        @Test
        void everyOrderOfTheMessagesEndsInTheSamePlaces() {
            List<String> expected = List.of(
                    "WARD-A completed 2026-03-10T12:00:00+05:00 2026-03-10T14:00:00+05:00",
                    "WARD-B completed 2026-03-10T10:00:00+05:00 2026-03-10T12:00:00+05:00",
                    "WARD-C completed 2026-03-10T14:00:00+05:00 ");
            int number = 0;
            for (List<Integer> order : orders(COURSE.size())) {
                String visit = "V-order-" + number++;
                order.forEach(one -> sendOfCourse(visit, one));

                JsonNode ended = visit(visit);

                assertThat(timedPlaces(ended)).as("order %s", order).isEqualTo(expected);
                assertThat(ended.path("status").asText()).as("order %s", order).isEqualTo("completed");
                assertThat(ended.at("/actualPeriod/start").asText())
                        .as("order %s", order)
                        .isEqualTo("2026-03-10T08:00:00+05:00");
            }
        }

        /** Event, and the end of the visit when it tells one. */
        private static final List<String> DISCHARGED = List.of("A01|", "A08|", "A03|20260310180000", "A08|");

        private static final List<String> NOT_DISCHARGED_AFTER_ALL =
                List.of("A01|", "A03|20260310160000", "A13|", "A08|");
        private static final List<String> DISCHARGED_IN_THE_END =
                List.of("A03|20260310160000", "A13|", "A08|", "A03|20260310190000");

        @Test
        void everyOrderOfTheMessagesEndsTheVisitAlike() {
            assertThat(endsOf("V-discharged", DISCHARGED)).containsOnly("completed 2026-03-10T18:00:00+05:00 home");
            assertThat(endsOf("V-not-discharged", NOT_DISCHARGED_AFTER_ALL)).containsOnly("in-progress  ");
            assertThat(endsOf("V-in-the-end", DISCHARGED_IN_THE_END))
                    .containsOnly("completed 2026-03-10T19:00:00+05:00 home");
        }

        private List<String> endsOf(String name, List<String> told) {
            List<String> ends = new ArrayList<>();
            for (List<Integer> order : orders(told.size())) {
                String visit = name + "-" + ends.size();
                for (int one : order) {
                    String[] said = told.get(one).split("\\|", -1);
                    String how = said[1].isEmpty() ? "" : "01";
                    deliver(
                            said[0],
                            visit,
                            "WARD-A",
                            "",
                            "20260310080000",
                            said[1],
                            how,
                            "20260310%02d0000".formatted(15 + one),
                            "");
                }
                JsonNode ended = visit(visit);
                ends.add(ended.path("status").asText() + " "
                        + ended.at("/actualPeriod/end").asText() + " "
                        + ended.at("/admission/dischargeDisposition/coding/0/code")
                                .asText());
            }
            return ends;
        }

        @Test
        void whatComesLateIsNoPlaceWhereThePatientIs() {
            sendOfCourse("V-late", 1);
            sendOfCourse("V-late", 0);

            assertThat(timedPlaces(visit("V-late")))
                    .containsExactly(
                            "WARD-A active 2026-03-10T12:00:00+05:00 ",
                            "WARD-B completed 2026-03-10T10:00:00+05:00 2026-03-10T12:00:00+05:00");
        }

        private void sendOfCourse(String visit, int one) {
            String[] said = COURSE.get(one).split("\\|", -1);
            deliver(said[0], visit, said[1], said[2], said[3], "", "", "20260310%02d0000".formatted(15 + one), said[4]);
        }

        private static List<List<Integer>> orders(int length) {
            List<List<Integer>> orders = List.of(List.of());
            for (int next = 0; next < length; next++) {
                List<List<Integer>> longer = new ArrayList<>();
                for (List<Integer> order : orders) {
                    for (int at = 0; at <= order.size(); at++) {
                        List<Integer> one = new ArrayList<>(order);
                        one.add(at, next);
                        longer.add(one);
                    }
                }
                orders = longer;
            }
            return orders;
        }

        private static List<String> timedPlaces(JsonNode visit) {
            List<String> places = new ArrayList<>();
            for (JsonNode place : visit.path("location")) {
                places.add(place.at("/location/display").asText() + " "
                        + place.path("status").asText() + " "
                        + place.at("/period/start").asText() + " "
                        + place.at("/period/end").asText());
            }
            Collections.sort(places);
            return places;
        }

        private void send(
                String event,
                String visit,
                String ward,
                String before,
                String admitted,
                String discharged,
                String how) {
            String time = "202603" + (10 + hour / 24) + "%02d0000".formatted(hour++ % 24);
            deliver(event, visit, ward, before, admitted, discharged, how, time, "");
        }

        private void deliver(
                String event,
                String visit,
                String ward,
                String before,
                String admitted,
                String discharged,
                String how,
                String time,
                String moved) {
            String message = String.join(
                    "\r",
                    "MSH|^~\\&|MIS|HOSP|||" + time + "||ADT^" + event + "|" + time + "|P|2.5.1",
                    "EVN|" + event + "|" + time + "||||" + moved,
                    "PID|1||P-" + visit + "^^^HOSP^MR||Karimov^Aziz",
                    "PV1|1|I|" + ward + "|||" + before + "|".repeat(13) + visit + "|".repeat(17) + how + "|".repeat(8)
                            + admitted + "|" + discharged);
            deliver(message);
        }

        private void deliver(String message) {
            Mapped mapped = mappings.map(reader.read(message.getBytes(StandardCharsets.UTF_8), null), null);
            assertThat(mapped.issues()).noneMatch(issue -> issue.isError());
            for (ObjectNode resource : mapped.resources()) {
                filler.fill(resource);
            }
            site.delivery.deliver(
                    new DeliveryRequest(mapped.eventTime(), mapped.resources(), mapped.takenBack(), mapped.ids()));
        }

        private JsonNode visit(String number) {
            List<JsonNode> found = site.byIdentifier("Encounter", number);
            assertThat(found).hasSize(1);
            return found.get(0);
        }

        private static List<String> places(JsonNode visit) {
            List<String> places = new ArrayList<>();
            for (JsonNode place : visit.path("location")) {
                places.add(place.at("/location/display").asText() + " "
                        + place.path("status").asText());
            }
            return places;
        }
    }
}
