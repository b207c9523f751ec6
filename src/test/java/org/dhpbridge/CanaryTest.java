package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dhpbridge.delivery.FaultProxy;
import org.dhpbridge.delivery.FaultProxy.Fault;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages whose every personal value is a canary go every way that a message can go, and none of the canaries comes out
 * where people look who need not know the patient: logs, metrics, reasons beside files, lists, the export for support.
 */
class CanaryTest {

    @TempDir
    Path home;

    @Test
    void noCanaryComesOutWherePeopleLookWhoNeedNotKnowThePatient() throws Exception {
        siteMappingsThatQuoteTheirInput();
        try (Sandbox sandbox = Sandboxes.start();
                FaultProxy platform = new FaultProxy(sandbox.fhirBase());
                RunningBridge bridge = RunningBridge.startWithoutSamples(
                        home,
                        "--dhp.environment=custom",
                        "--dhp.fhir.base-url=" + platform.origin() + "/fhir",
                        "--dhp.oauth.token-uri=" + sandbox.tokenUri(),
                        "--dhp.oauth.client-id=sandbox",
                        "--dhp.oauth.client-secret=sandbox",
                        "--dhp.retry.initial=50ms",
                        "--dhp.pause.probe=200ms",
                        "--dhp.retry.longest=100ms",
                        "--dhp.fhir.answer-timeout=5s",
                        "--logging.level.root=INFO",
                        "--logging.level.org.dhpbridge=DEBUG")) {
            List<String> logged = Canaries.listen();
            dropWhatIsGoodAndWhatIsDead(bridge);
            bridge.awaitQuiet();
            dropWhatThePlatformRefusesInItsOwnWords(bridge, platform);
            dropWhatMeetsAnOutage(bridge, platform);
            bridge.post("/api/messages/replay", "{\"who\":\"test\"}");
            bridge.awaitQuiet();

            Map<String, String> shown = shown(bridge);
            assertThat(logged).hasSizeGreaterThan(20);
            shown.put("log", String.join("\n", logged));
            shown.putAll(reasons());
            assertThat(Canaries.in(shown)).isEmpty();
            assertTheCanariesWereReallyThere(bridge, platform, shown);
        }
    }

    private void dropWhatIsGoodAndWhatIsDead(RunningBridge bridge) throws IOException {
        Canaries.drop(bridge);
        bridge.drop(
                "hl7",
                "check.hl7",
                Canaries.admission("BAR^P02", "C3", "KANMRN3", "kansana").replaceAll("DG1\\|[^\r]*\r", ""));
        bridge.drop("hl7", "stops.hl7", Canaries.admission("BAR^P01", "C4", "KANMRN4", "19370717"));
        bridge.drop("hl7", "unmapped-type.hl7", Canaries.admission("SIU^S12", "C5", "KANMRN5", "19370717"));
        bridge.drop("hl7", "binary.hl7", new byte[] {(byte) 0x89, 'K', 'a', 'n', 'i', 's', 'm', 0, 0, 0, 13, 0, 1, 2});
        bridge.drop(
                "hl7",
                "second-header.hl7",
                Canaries.admission("ADT^A01", "C6", "KANMRN6", "19370717")
                        .replace("PV1|", "MSH|Kanism|Kanfamiliya\rPV1|"));
        bridge.drop(
                "csv/lab-results",
                "results.csv",
                """
                patient_id,family,given,gender,birth_date,order_id,test_code,test_name,value,unit,status,collected,comment
                KANMRN11,Kanfamiliya,Kanism,M,17.07.1937,O1,GLU,Glucose,Kanizoh,mmol/litr,F,2026-03-01,Kanizoh
                KANMRN11,Kanfamiliya,Kanism,M,31.02.1937,O2,GLU,Glucose,5.4,mmol/L,F,2026-03-02,Kanizoh
                """);
    }

    /** A server that quotes what it got wherever it can. */
    private void dropWhatThePlatformRefusesInItsOwnWords(RunningBridge bridge, FaultProxy platform) throws Exception {
        for (int status : List.of(400, 422, 409, 403)) {
            int times = status == 422 ? Integer.MAX_VALUE : 1;
            platform.fault(times, seen -> seen.isWrite() && seen.body().contains("KANMRN2" + status), echo(status));
            bridge.drop(
                    "hl7",
                    "refused" + status + ".hl7",
                    Canaries.admission("ADT^A01", "E" + status, "KANMRN2" + status, "19370717"));
            awaitEnded(bridge, "refused" + status);
        }
        bridge.awaitQuiet();
    }

    private void dropWhatMeetsAnOutage(RunningBridge bridge, FaultProxy platform) throws Exception {
        List<Fault> faults = List.of(
                echo(503),
                echo(500),
                FaultProxy.dropped(),
                FaultProxy.answerLost(),
                FaultProxy.changed(body -> "<html>" + body + "Kanfamiliya</html>"),
                FaultProxy.answer(302, Map.of("Location", "/fhir/Patient?family=Kanfamiliya"), ""));
        for (int i = 0; i < faults.size(); i++) {
            String patient = "KANMRN3" + i;
            platform.fault(1, seen -> seen.isWrite() && seen.body().contains(patient), faults.get(i));
            platform.fault(1, seen -> seen.target().contains(patient), faults.get(i));
            bridge.drop("hl7", "outage" + i + ".hl7", Canaries.admission("ADT^A01", "F" + i, patient, "19370717"));
        }
        bridge.awaitQuiet();
    }

    private static void awaitEnded(RunningBridge bridge, String file) {
        Awaitility.await(file).atMost(Duration.ofMinutes(3)).until(() -> {
            for (JsonNode message : bridge.api("/api/messages?limit=1000")) {
                if (message.path("location").asText().startsWith(file)) {
                    return message.hasNonNull("error") || message.hasNonNull("endedAt");
                }
            }
            return false;
        });
    }

    private static Fault echo(int status) {
        return (exchange, seen, proxy) -> {
            ObjectNode outcome = new ObjectMapper().createObjectNode().put("resourceType", "OperationOutcome");
            ObjectNode issue = outcome.putArray("issue").addObject();
            issue.put("severity", "error").put("code", "Kanfamiliya").put("diagnostics", seen.body());
            issue.putObject("details").put("text", "Kanism Kanfamiliya " + seen.target());
            issue.putArray("expression").add("Patient.name.where(family='Kanfamiliya')");
            issue.putArray("location").add("Kanfamiliya");
            FaultProxy.answer(status, Map.of("Content-Type", "application/fhir+json"), outcome.toString())
                    .on(exchange, seen, proxy);
        };
    }

    private void siteMappingsThatQuoteTheirInput() throws IOException {
        Path mapping = home.resolve("mappings/hl7v2/BAR_P01.jslt");
        Files.createDirectories(mapping.getParent());
        Files.writeString(mapping, "{\"resources\": [error(\"cannot map \" + to-json(.PID))]}");
        Files.writeString(
                mapping.resolveSibling("BAR_P02.jslt"),
                """
                {"resources": [{"resourceType": "Patient", "id": "1", "birthDate": "kansana",
                  "identifier": [{"system": "urn:site", "value": "KANMRN3"}]}]}
                """);
    }

    private static Map<String, String> shown(RunningBridge bridge) throws Exception {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String path : List.of(
                "/api/messages?limit=1000",
                "/api/messages?state=dead&limit=1000",
                "/api/messages/export",
                "/api/summary",
                "/api/status",
                "/api/unmapped",
                "/api/messages/4711",
                "/api/messages?state=Kanstate",
                "/actuator",
                "/actuator/health",
                "/actuator/info",
                "/actuator/prometheus")) {
            shown.put(path, bridge.text(path));
        }
        for (JsonNode message : bridge.api("/api/messages?limit=1000")) {
            String path = "/api/messages/" + message.path("id").asText();
            JsonNode one = bridge.api(path);
            ((ObjectNode) one).remove("outcome");
            shown.put(path, one.toString());
        }
        return shown;
    }

    private Map<String, String> reasons() throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            files.filter(file -> file.toString().endsWith(".reason.txt")).forEach(file -> {
                try {
                    reasons.put(file.getFileName().toString(), Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        assertThat(reasons).hasSizeGreaterThanOrEqualTo(3);
        return reasons;
    }

    /** Else the test would prove nothing. */
    private static void assertTheCanariesWereReallyThere(
            RunningBridge bridge, FaultProxy platform, Map<String, String> shown) throws Exception {
        assertThat(platform.writes()).anyMatch(seen -> seen.body().contains("Kanfamiliya"));
        JsonNode states = bridge.api("/api/summary").path("states");
        assertThat(states.path("delivered").asInt()).isGreaterThanOrEqualTo(8);
        List<String> outcomes = new ArrayList<>();
        List<String> payloads = new ArrayList<>();
        for (JsonNode message : bridge.api("/api/messages?limit=1000")) {
            JsonNode one = bridge.api("/api/messages/" + message.path("id").asText() + "?payload=true");
            outcomes.add(one.path("outcome").toString());
            payloads.add(one.path("payload").asText());
        }
        assertThat(payloads).anyMatch(payload -> payload.contains("Kanfamiliya"));
        assertThat(shown.get("log")).contains("dead ").contains("delivered ").contains("due again ");
        assertThat(shown.get("/api/messages?state=dead&limit=1000")).contains("check", "push", "map", "read");
        assertThat(shown.get("/api/messages/export").lines()).hasSizeGreaterThan(6);
        assertThat(shown.get("/api/messages/export"))
                .as("what the helper sees in the place of values")
                .contains("\"element\":\"Patient.birthDate\"", "\"latin letters, 11\"", "\"date-like, 10\"")
                .contains("\"mappingVersion\":\"", "PID-5", "row 3.birth_date", "row that cannot be read");
        assertThat(outcomes).anyMatch(outcome -> outcome.contains("Kanfamiliya"));
    }
}
