package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results of one test and order that come in messages of their own, by the real mapping, on the sandbox: none takes another's place. */
class SerialMeasurementsTest extends OfMappedMessages {

    /**
     * Each message of a sequence holds results, as {@code 08:00=5.1F}: the time (OBX-14; none for that of the order), the value and
     * the status. Then what the platform has, and the warnings of all messages.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            one after the other                     | 08:00=5.1F; 09:00=11.9F; 10:00=7.2F            | 08:00=5.1 final; 09:00=11.9 final; 10:00=7.2 final         | beside beside
            sent again                              | 08:00=5.1F; 09:00=11.9F; 09:00=11.9F; 08:00=5.1F | 08:00=5.1 final; 09:00=11.9 final                         | beside
            the later one first                     | 09:00=11.9F; 08:00=5.1F                        | 08:00=5.1 final; 09:00=11.9 final                          | beside
            a correction finds the one of its time  | 08:00=5.1F; 09:00=11.9F; 09:00=11.4C           | 08:00=5.1 final; 09:00=11.4 corrected                      | beside
            also of those that came together        | 08:00=5.1F,09:00=9.4F,10:00=6.4F; 09:00=9.9C   | 08:00=5.1 final; 09:00=9.9 corrected; 10:00=6.4 final      |
            a correction of the only one            | 08:00=5.1F; 09:00=5.4C                         | 09:00=5.4 corrected                                        | replaced
            a correction to another's value         | 08:00=5.1F; 09:00=11.9F; 09:00=5.1C            | 08:00=5.1 final; 09:00=5.1 corrected                       | beside
            a third one of the first one's value    | 08:00=5.1F; 09:00=11.9F; 10:00=5.1F            | 08:00=5.1 final; 09:00=11.9 final; 10:00=5.1 final         | beside beside
            without a value                         | 08:00=5.1F; 09:00=F                            | 08:00=5.1 final; 09:00=- final                             | beside
            the second one withdrawn                | 08:00=5.1F; 09:00=11.9F; 09:00=X               | 08:00=5.1 final; 09:00=11.9 cancelled                      | beside
            the first one withdrawn                 | 08:00=5.1F; 08:00=5.1W; 09:00=11.9F; 09:00=11.9F | 08:00=5.1 entered-in-error; 09:00=11.9 final             | beside
            preliminary ones, then final ones       | 08:00=5.1P,09:00=6.1P; 09:00=6.2F; 08:00=5.2F  | 08:00=5.2 final; 09:00=6.2 final                           |
            a final one for the open one            | 08:00=5.1F; 09:00=7.4P; 09:05=7.5F             | 08:00=5.1 final; 09:05=7.5 final                           | beside
            a preliminary one that comes late       | 09:05=7.5F; 09:00=7.4P                         | 09:05=7.5 final                                            |
            a preliminary one becomes final         | 08:00=5.1P; 09:00=5.4F                         | 09:00=5.4 final                                            |
            a preliminary one beside a final one    | 08:00=5.1F; 09:00=7.4P; 09:00=7.5F             | 08:00=5.1 final; 09:00=7.5 final                           | beside
            all of them after one                    | 09:00=11.9F; 08:00=5.1F,09:00=11.9F            | 08:00=5.1 final; 09:00=11.9 final                          | beside
            all of them after some in another order  | 09:00=11.9F; 08:00=5.1F; 08:00=5.1F,09:00=11.8C,10:00=7.0F | 08:00=5.1 final; 09:00=11.8 corrected; 10:00=7.0 final | beside
            fewer of them                            | 08:00=5.1F,09:00=9.4F,10:00=6.4F; 09:00=9.5F,10:00=6.4F | 08:00=5.1 final; 09:00=9.5 final; 10:00=6.4 final | replaced
            only the time is another                | 08:00=5.1F; 08:05=5.1F                         | 08:05=5.1 final                                            | replaced
            only the value is another               | 08:00=5.1F; 08:00=5.4F                         | 08:00=5.4 final                                            | replaced
            a day and a time of it                  | 08:00=5.1F; =5.4F                              | 08:30=5.4 final; 08:00=5.1 final                           | beside
            """)
    void eachIsKept(String what, String sequence, String expected, String warnings) {
        for (String mode : MappedDeliveries.MODES) {
            Site site = deliveries.site(mode);
            String order = unique("S");
            List<String> told = new ArrayList<>();
            int minute = 0;
            for (String message : sequence.split("; ")) {
                deliver(site, order, ++minute, message).doubts().stream()
                        .map(Issue::code)
                        .forEach(told::add);
            }

            assertThat(results(site, order))
                    .as(mode)
                    .containsExactlyInAnyOrder(expected.strip().split("; "));
            assertThat(String.join(" ", told)).as(mode).isEqualTo(warnings == null ? "" : warnings.strip());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void aCorrectionOfNoneOfSeveralIsRefused(String mode) {
        Site site = deliveries.site(mode);
        String order = unique("S");
        deliver(site, order, 1, "08:00=5.1F");
        deliver(site, order, 2, "09:00=11.9F");

        assertThatThrownBy(() -> deliver(site, order, 3, "10:00=7.0C"))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("of which several may have one number");
        assertThat(results(site, order)).containsExactlyInAnyOrder("08:00=5.1 final", "09:00=11.9 final");
    }

    /** In whatever order they come; an older message adds its result to the newer report. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void theReportNamesEachOnce(String mode) {
        Site site = deliveries.site(mode);
        int[] at = {1, 2, 3};
        String[] results = {"08:00=5.1F", "09:00=11.9F", "10:00=7.2F"};
        for (List<Integer> sequence : List.of(
                List.of(0, 1, 2),
                List.of(2, 1, 0),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(0, 2, 1),
                List.of(1, 0, 2))) {
            String order = unique("S");
            sequence.forEach(one -> deliver(site, order, at[one], results[one]));

            List<String> there = new ArrayList<>();
            for (JsonNode one : site.search("Observation?_count=500")) {
                if (one.at("/identifier/0/value").asText().startsWith(order + "/")) {
                    there.add("Observation/" + one.path("id").asText());
                }
            }
            List<String> named = new ArrayList<>();
            for (JsonNode report : site.search("DiagnosticReport?_count=500")) {
                if (report.at("/identifier/0/value").asText().startsWith(order)) {
                    report.path("result")
                            .forEach(one -> named.add(one.path("reference").asText()));
                }
            }
            assertThat(there).as(sequence.toString()).hasSize(3);
            assertThat(named).as(sequence.toString()).containsExactlyInAnyOrderElementsOf(there);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void testsOfOneCodeInTwoSystemsAreTwo(String mode) {
        Site site = deliveries.site(mode);
        String order = unique("S");
        send(site, order, 1, List.of("OBX|1|NM|100^Sodium^99A||140|mmol/L|||||F|||20260310080000"));

        assertThatThrownBy(() ->
                        send(site, order, 2, List.of("OBX|1|NM|100^Potassium^99B||4.1|mmol/L|||||F|||20260310080000")))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("two tests");
        assertThat(results(site, order)).containsExactly("08:00=140 final");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void aCorrectionFindsTheTestOfItsWords(String mode) {
        Site site = deliveries.site(mode);
        String order = unique("S");
        String sodium = "OBX|1|NM|999^Sodium^L||%s|mmol/L|||||%s|||20260310080000";
        send(
                site,
                order,
                1,
                List.of(sodium.formatted("140", "F"), "OBX|2|NM|999^Potassium^L||4.1|mmol/L|||||F|||20260310080000"));
        send(site, order, 2, List.of(sodium.formatted("141", "C")));

        assertThat(results(site, order)).containsExactlyInAnyOrder("08:00=141 corrected", "08:00=4.1 final");
    }

    /**
     * Of one time and test: blood is N, urine N/#2 where they come together. {@code B-77=5F}: the specimen (SPM-2), the value and the
     * status; a comma parts those of one message.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            B-77=5F,P-78=40F; P-78=41C            | B-77=5 final; P-78=41 corrected  |
            B-77=5F,P-78=40F; P-78=41F            | B-77=5 final; P-78=41 final      | replaced
            B-77=5F,P-78=40F; P-78=5F             | B-77=5 final; P-78=5 final       | replaced
            B-77=5F,P-78=40F; B-77=6C             | B-77=6 corrected; P-78=40 final  |
            B-77=5F,P-78=40F; P-78=40F            | B-77=5 final; P-78=40 final      |
            B-77=5F; P-78=40F                     | B-77=5 final; P-78=40 final      | beside
            B-77=5F; P-78=40F; P-78=41C; B-77=4C  | B-77=4 corrected; P-78=41 corrected | beside
            B-77=5P; B-0077=5F                    | B-0077=5 final                   |
            """)
    void aResultIsOfItsSpecimen(String sequence, String expected, String warnings) {
        for (String mode : MappedDeliveries.MODES) {
            for (String time : List.of("20260310083000", "")) {
                Site site = deliveries.site(mode);
                String order = unique("S");
                List<String> told = new ArrayList<>();
                int minute = 0;
                for (String message : sequence.split("; ")) {
                    told.addAll(codes(deliveries.deliver(site, ofSpecimens(order, ++minute, time, message))));
                }

                assertThat(resultsOfSpecimens(site, order))
                        .as(mode + time)
                        .containsExactlyInAnyOrder(expected.strip().split("; "));
                assertThat(String.join(" ", told)).as(mode + time).isEqualTo(warnings == null ? "" : warnings.strip());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void aCorrectionOfASpecimenThatIsNotThereIsRefused(String mode) {
        Site site = deliveries.site(mode);
        String order = unique("S");
        deliveries.deliver(site, ofSpecimens(order, 1, "20260310083000", "B-77=5F"));

        assertThatThrownBy(() -> deliveries.deliver(site, ofSpecimens(order, 2, "20260310083000", "P-78=41C")))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("of which several may have one number");
        assertThat(resultsOfSpecimens(site, order)).containsExactly("B-77=5 final");
    }

    /** As a message of specimens with results of their own (OUL R22). */
    private static String ofSpecimens(String order, int minute, String time, String results) {
        List<String> segments = new ArrayList<>();
        for (String result : results.strip().split(",")) {
            String[] parts = result.split("=");
            int last = parts[1].length() - 1;
            segments.add("SPM|" + (segments.size() / 2 + 1) + "|^" + order + "-" + parts[0] + "&LIS||BLD");
            segments.add("OBX|1|NM|HAJM^Hajm^L||" + parts[1].substring(0, last) + "|ml|||||" + parts[1].charAt(last));
        }
        return ofSpecimens(order, minute, time, segments);
    }

    private static String ofSpecimens(String order, int minute, String time, List<String> segments) {
        return "MSH|^~\\&|MIS|HOSP|||2026031112%02d00||ORU^R01^ORU_R01|1|P|2.5.1\r".formatted(minute)
                + "PID|1||P" + order + "^^^HOSP^MR||Sobirov^Anvar||19700101|M\r"
                + "OBR|1||" + order + "|GTT^Profil^L|||" + time + "|".repeat(18) + "F\r"
                + String.join("\r", segments);
    }

    private static List<String> resultsOfSpecimens(Site site, String order) {
        Map<String, String> specimens = new HashMap<>();
        for (JsonNode one : site.search("Specimen?_count=500")) {
            specimens.put(
                    "Specimen/" + one.path("id").asText(),
                    one.at("/identifier/0/value").asText().replace(order + "-", ""));
        }
        List<String> results = new ArrayList<>();
        for (JsonNode one : site.search("Observation?_count=500")) {
            if (one.at("/identifier/0/value").asText().startsWith(order + "/")) {
                results.add(specimens.get(one.at("/specimen/reference").asText()) + "="
                        + one.at("/valueQuantity/value").asText() + " "
                        + one.path("status").asText());
            }
        }
        return results;
    }

    /** Whichever write's answer is lost, and when the bridge is killed before the end is in the ledger: what is told stays told. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "transaction, 08:00=5.1F, 09:00=11.9F, beside",
        "sequential,  08:00=5.1F, 09:00=11.9F, beside",
        "transaction, 08:00=5.1F, 08:05=5.1F,  replaced",
        "sequential,  08:00=5.1F, 08:05=5.1F,  replaced",
    })
    void aWarningStaysWithTheMessage(String mode, String before, String result, String code) {
        Site site = deliveries.site(mode);
        int writes = 1;
        for (int lost = 1; lost <= writes; lost++) {
            String order = unique("S");
            deliver(site, order, 1, before);
            DeliveryRequest message = deliveries.request(report(order, 2, obx(result)));
            site.proxy.forget();
            AtomicInteger until = new AtomicInteger(lost);
            site.proxy.fault(1, seen -> seen.isWrite() && until.decrementAndGet() == 0, FaultProxy.answerLost());

            assertThatThrownBy(() -> site.delivery.deliver(message)).isInstanceOf(UnclearFailure.class);
            assertThat(codes(site.delivery.again(message))).as("write " + lost).containsExactly(code);
            assertThat(codes(site.delivery.again(message))).as("replayed").containsExactly(code);
            writes = Math.max(writes, (int) site.proxy.writes().stream()
                    .map(FaultProxy.Seen::body)
                    .distinct()
                    .count());
            site.proxy.forget();
        }
        String order = unique("S");
        deliver(site, order, 1, before);
        DeliveryRequest message = deliveries.request(report(order, 2, obx(result)));
        site.delivery.cutOff(message);
        assertThat(codes(site.delivery.again(message))).as("cut off").containsExactly(code);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"transaction, 429", "transaction, 403", "sequential, 429", "sequential, 403"})
    void whatWasNotWrittenIsNotWarnedOf(String mode, int status) {
        Site site = deliveries.site(mode);
        String order = unique("S");
        deliver(site, order, 1, "08:00=5.1F");
        DeliveryRequest message = deliveries.request(report(order, 2, obx("08:05=5.1F")));
        site.proxy.forget();
        site.proxy.fault(1, FaultProxy.Seen::isWrite, FaultProxy.answer(status, Map.of(), ""));
        assertThatThrownBy(() -> site.delivery.deliver(message))
                .isInstanceOfAny(PlaceFailure.class, AccessFailure.class);
        site.proxy.fault(1, FaultProxy.Seen::isWrite, FaultProxy.answer(422, Samples.FHIR_JSON, Samples.OUTCOME));

        assertThatThrownBy(() -> site.delivery.again(message)).isInstanceOfSatisfying(MessageFailure.class, failure -> {
            assertThat(failure.doubts()).isEmpty();
            assertThat(failure.isLookedUp()).isTrue();
        });
        site.proxy.forget();
    }

    @Test
    void aLookThatIsRefusedFoundNothing() {
        Site site = deliveries.site("transaction");
        DeliveryRequest message = deliveries.request(report(unique("S"), 1, obx("08:00=5.1F")));
        site.proxy.fault(
                1, seen -> seen.method().equals("GET"), FaultProxy.answer(400, Samples.FHIR_JSON, Samples.OUTCOME));

        assertThatThrownBy(() -> site.delivery.deliver(message))
                .isInstanceOfSatisfying(MessageFailure.class, failure -> {
                    assertThat(failure.isAnswer()).isTrue();
                    assertThat(failure.isLookedUp()).isFalse();
                });
        site.proxy.forget();
    }

    @Test
    void aWarningStaysWhenThePlatformDoesNotSayWhereTheRecordsAre() {
        try (Site site = new Site("dhp.delivery.mode=transaction", "dhp.delivery.transaction-updates=true")) {
            String order = unique("S");
            deliver(site, order, 1, "08:00=5.1F");
            List<String> obx = new ArrayList<>(obx("08:05=5.1F"));
            obx.add("OBX|2|NM|HGB^Gemoglobin^L||130|g/L|||||F|||20260310080500");
            site.proxy.fault(
                    1,
                    FaultProxy.Seen::isWrite,
                    FaultProxy.changed(body -> body.replaceAll("\"location\"\\s*:\\s*\"[^\"]*\",?", "")));

            assertThat(codes(send(site, order, 2, obx))).containsExactly("replaced");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"09:00=11.9F, beside", "08:05=5.1F, replaced", "08:00=5.1F,"})
    void aDryRunWarnsAsTheDelivery(String result, String code) {
        Site site = deliveries.site("transaction");
        String order = unique("S");
        deliver(site, order, 1, "08:00=5.1F");

        Preview preview = site.delivery.preview(deliveries.request(report(order, 2, obx(result))));

        assertThat(preview.doubts().stream().map(Issue::code).toList())
                .isEqualTo(code == null ? List.of() : List.of(code));
    }

    /** What comes after somebody deleted the first one on the platform, and took it out of the report. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "09:00=11.9F,             false, 09:00=11.9 final",
        "09:00=11.9F,             true,  09:00=11.9 final",
        "09:00=11.4C,             false, 09:00=11.4 corrected",
        "09:00=X,                 false, 09:00=11.9 cancelled",
        "10:00=7.2F,              false, 09:00=11.9 final; 10:00=7.2 final",
        "10:00=7.2F; 09:00=11.9F, false, 09:00=11.9 final; 10:00=7.2 final",
        "08:00=5.1F; 09:00=11.9F, false, 08:00=5.1 final; 09:00=11.9 final",
        "08:00=5.1F; 09:00=11.4C, true,  08:00=5.1 final; 09:00=11.4 corrected",
    })
    void theFirstOneIsDeletedOnThePlatform(String after, boolean notFound, String expected) {
        for (String mode : MappedDeliveries.MODES) {
            Site site = deliveries.site(mode);
            String order = unique("S");
            deliver(site, order, 1, "08:00=5.1F");
            String first = "Observation/"
                    + site.byIdentifier("Observation", order + "/GTT/GLU")
                            .get(0)
                            .path("id")
                            .asText();
            deliver(site, order, 2, "09:00=11.9F");
            site.changed(
                    "DiagnosticReport/"
                            + site.byIdentifier("DiagnosticReport", order + "/GTT")
                                    .get(0)
                                    .path("id")
                                    .asText(),
                    report -> report.withArrayProperty("result").remove(0));
            site.deleted(first);
            site.proxy.forget();
            if (notFound) {
                site.proxy.fault(
                        100,
                        FaultProxy.fhir("GET", "/" + first),
                        FaultProxy.answer(404, Samples.FHIR_JSON, Samples.OUTCOME));
            }
            int minute = 2;
            for (String message : after.split("; ")) {
                deliver(site, order, ++minute, message);
            }
            site.proxy.forget();

            assertThat(results(site, order)).as(mode).containsExactlyInAnyOrder(expected.split("; "));
        }
    }

    /** A sub-id names one result for good, also when it looks like the number of a second one. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void theSourcesOwnNumbersAreNotToldApart(String mode) {
        Site site = deliveries.site(mode);
        String order = unique("S");
        String obx = "OBX|1|NM|GLU^Glyukoza^L|#%d|%s|mmol/L|||||%s|||20260310%s00";
        send(site, order, 1, List.of(obx.formatted(1, "5.1", "F", "0800"), obx.formatted(2, "7.0", "F", "0805")));
        send(site, order, 2, List.of(obx.formatted(2, "7.1", "C", "0800")));
        send(site, order, 3, List.of(obx.formatted(3, "5.1", "F", "0800")));

        assertThat(results(site, order))
                .containsExactlyInAnyOrder("08:00=5.1 final", "08:00=7.1 corrected", "08:00=5.1 final");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void moreThanAHundredAreNeitherOverwrittenNorDoubled(String mode) {
        Site site = deliveries.site(mode);
        String order = unique("S");
        List<String> first = new ArrayList<>();
        for (int i = 1; i <= 120; i++) {
            first.add("%02d:%02d=%d.5F".formatted(8 + i / 60, i % 60, i));
        }
        deliver(site, order, 1, String.join(",", first));
        List<String> before = results(site, order);

        List<String> all = new ArrayList<>(first);
        all.add("08:00=0.5F");
        deliver(site, order, 2, String.join(",", all));

        List<String> then = new ArrayList<>(before);
        then.add("08:00=0.5 final");
        assertThat(results(site, order)).hasSize(121).containsExactlyInAnyOrderElementsOf(then);
        for (String one : List.of("10:00=120.5F", "10:00=121.5C", "11:00=77.7F")) {
            assertThatThrownBy(() -> deliver(site, order, 3, one)).isInstanceOf(MessageFailure.class);
        }
        assertThat(results(site, order)).containsExactlyInAnyOrderElementsOf(then);
    }

    @Test
    void aSearchThatIsNotReadToItsEndTellsNothingApart() {
        try (Site site = new Site("dhp.delivery.search-page-size=1", "dhp.delivery.search-pages=2")) {
            String order = unique("S");
            deliver(site, order, 1, "08:00=5.1F");
            deliver(site, order, 2, "09:00=11.9F");
            deliver(site, order, 3, "10:00=7.2F");
            deliver(site, order, 4, "11:00=6.1F");

            assertThatThrownBy(() -> deliver(site, order, 5, "12:00=5.5F"))
                    .isInstanceOf(MessageFailure.class)
                    .hasMessageContaining("more pages than are read");
            assertThat(results(site, order)).hasSize(4);
        }
    }

    private static List<String> codes(DeliveryOutcome outcome) {
        return outcome.doubts().stream().map(Issue::code).toList();
    }

    private DeliveryOutcome deliver(Site site, String order, int minute, String results) {
        return send(site, order, minute, obx(results));
    }

    private static List<String> obx(String results) {
        List<String> obx = new ArrayList<>();
        for (String result : results.strip().split(",")) {
            String time = result.substring(0, result.indexOf('='));
            String value = result.substring(result.indexOf('=') + 1, result.length() - 1);
            obx.add("OBX|" + (obx.size() + 1) + "|NM|GLU^Glyukoza^L||" + value + "|mmol/L|||||"
                    + result.charAt(result.length() - 1) + "|||"
                    + (time.isEmpty() ? "" : "20260310" + time.replace(":", "") + "00"));
        }
        return obx;
    }

    private DeliveryOutcome send(Site site, String order, int minute, List<String> obx) {
        return deliveries.deliver(site, report(order, minute, obx));
    }

    private static String report(String order, int minute, List<String> obx) {
        String time = "2026031112%02d00".formatted(minute);
        return "MSH|^~\\&|MIS|HOSP|||" + time + "||ORU^R01|1|P|2.5.1\r"
                + "PID|1||P" + order + "^^^HOSP^MR||Sobirov^Anvar||19700101|M\r"
                + "OBR|1||" + order + "|GTT^Profil^L|||20260310083000" + "|".repeat(18) + "F\r"
                + String.join("\r", obx);
    }

    /** Those of an order, as {@code 08:00=5.1 final}, in the site's zone. */
    private static List<String> results(Site site, String order) {
        List<String> results = new ArrayList<>();
        for (JsonNode one : site.search("Observation?_count=500")) {
            if (one.at("/identifier/0/value").asText().startsWith(order + "/")) {
                String time = one.path("effectiveDateTime").asText();
                results.add(time.substring(time.indexOf('T') + 1, time.indexOf('T') + 6) + "="
                        + (one.has("valueQuantity")
                                ? one.at("/valueQuantity/value").decimalValue().toPlainString()
                                : "-")
                        + " "
                        + one.path("status").asText());
            }
        }
        return results;
    }
}
