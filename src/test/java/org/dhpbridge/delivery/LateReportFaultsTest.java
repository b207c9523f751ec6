package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.dhpbridge.delivery.FaultProxy.answer;
import static org.dhpbridge.delivery.FaultProxy.answerLost;
import static org.dhpbridge.delivery.FaultProxy.dropped;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dhpbridge.delivery.FaultProxy.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An older message that brings results of a newer report, of which a write meets a fault: in the end the report names them all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LateReportFaultsTest {

    private static final Map<String, Fault> FAULTS = Map.of(
            "412",
            answer(412, Map.of(), outcome("conflict")),
            "422",
            answer(422, Map.of(), outcome("processing")),
            "503",
            answer(503, Map.of(), ""),
            "dropped",
            dropped(),
            "answerLost",
            answerLost());

    private final MappedDeliveries deliveries = new MappedDeliveries();
    private final Site together = new Site("dhp.delivery.transaction-updates=true");
    private int number;

    @AfterAll
    void close() {
        deliveries.close();
        together.close();
    }

    /** A fault that only a version can meet does not meet a create. */
    static Stream<Arguments> writes() {
        return FAULTS.keySet().stream().sorted().flatMap(fault -> Stream.of("transaction", "sequential", "together")
                .flatMap(mode -> Stream.of("POST", "PUT")
                        .filter(method -> method.equals("PUT") ? !mode.equals("together") : !fault.equals("412"))
                        .map(method -> Arguments.of(mode, method, fault))));
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("writes")
    void theReportNamesAllResults(String mode, String method, String fault) {
        Site site = mode.equals("together") ? together : deliveries.site(mode);
        String order = "L" + ++number;
        deliveries.deliver(site, report(order, 30, List.of("HGB")));
        DeliveryRequest older = deliveries.request(report(order, 10, List.of("HGB", "WBC", "RBC")));

        site.proxy.forget();
        site.proxy.fault(1, seen -> seen.isWrite() && seen.method().equals(method), FAULTS.get(fault));
        Throwable failure = catchThrowable(() -> site.delivery.deliver(older));
        DeliveryOutcome outcome = site.delivery.again(older);

        assertThat(failure == null).isEqualTo(fault.equals("412"));
        assertThat(site.proxy.writes()).anyMatch(seen -> seen.method().equals(method));
        List<JsonNode> reports = site.byIdentifier("DiagnosticReport", order + "/CBC");
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).path("result").findValuesAsText("reference"))
                .containsExactlyInAnyOrder(
                        reference(site, order, "HGB"), reference(site, order, "WBC"), reference(site, order, "RBC"));
        assertThat(outcome.placed()).noneMatch(one -> one.serverId() == null);
    }

    private static String reference(Site site, String order, String test) {
        List<JsonNode> found = site.byIdentifier("Observation", order + "/CBC/" + test);
        assertThat(found).hasSize(1);
        return "Observation/" + found.get(0).path("id").asText();
    }

    private static String report(String order, int minute, List<String> tests) {
        StringBuilder message =
                new StringBuilder("MSH|^~\\&|LIS|HOSP|||2026031012%02d00||ORU^R01|1|P|2.5.1\r".formatted(minute)
                        + "PID|1||P" + order + "^^^HOSP^MR||Sobirov^Anvar||19700101|M\r"
                        + "OBR|1||" + order + "|CBC^Qon^L|||20260310083000" + "|".repeat(18) + "F\r");
        for (String test : tests) {
            message.append("OBX|1|NM|%s^%s^L||5.1|g/L|||||F\r".formatted(test, test));
        }
        return message.toString();
    }

    private static String outcome(String code) {
        return """
                {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"%s"}]}"""
                .formatted(code);
    }
}
