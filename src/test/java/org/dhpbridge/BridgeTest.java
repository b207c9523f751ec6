package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in, FHIR on the platform out: the product as a user starts it. */
class BridgeTest {

    private static final List<String> TYPES = List.of(
            "Patient",
            "Encounter",
            "Organization",
            "Practitioner",
            "ServiceRequest",
            "Specimen",
            "Observation",
            "DiagnosticReport");

    private static final String ADMISSION =
            """
            MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A01^ADT_A01|C1|P|2.5|||||UZB|UNICODE UTF-8\r\
            EVN|A01|20260310091500\r\
            PID|1||4711^^^HOSP1^MR||Toʻlqinov^Gʻayrat^Oʻtkir oʻgʻli||19850214|M|||Navoiy koʻchasi 5^^Toshkent^^^UZ\r\
            PV1|1|I|TER^12^1^HOSP1||||D77^Karimova^Nodira||||||||||||V100|||||||||||||||||||||||||20260310090000\r""";

    @TempDir
    Path home;

    @Test
    void theFirstStartCarriesTheSamplesToTheSandboxAndSaysWhatIsDead() throws Exception {
        try (RunningBridge bridge = RunningBridge.start(home)) {
            bridge.awaitQuiet();
            JsonNode states = bridge.api("/api/summary").path("states");
            assertThat(states.path("delivered").asInt()).isPositive();
            assertThat(states.path("dead").asInt()).isPositive();
            assertThat(bridge.resources("Patient")).isNotEmpty();
            assertThat(bridge.resources("Observation")).isNotEmpty();
            for (JsonNode dead : bridge.api("/api/messages?state=dead")) {
                assertThat(dead.at("/error/text").asText()).as(dead.toString()).hasSizeGreaterThan(30);
                assertThat(dead.at("/error/code").asText()).isNotEqualTo("bridge-fault");
            }
            assertThat(bridge.api("/actuator/health/readiness").path("status").asText())
                    .isEqualTo("UP");
            assertThat(bridge.text("/actuator/prometheus")).contains("jvm_memory");
        }
    }

    @Test
    void theSameFilesAgainAddNothing() throws Exception {
        String patients = "patient_id,pinfl,family,given,gender,birth_date\nP1,,Azizov,Bek,M,1990-01-02\n";
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            bridge.drop("hl7", "a.hl7", ADMISSION);
            bridge.drop("csv/patients", "p.csv", patients);
            bridge.awaitQuiet();
            Map<String, List<String>> before = versions(bridge);
            assertThat(before.get("Patient")).hasSize(2);
            assertThat(before.get("Encounter")).hasSize(1);

            bridge.drop("hl7", "again.hl7", ADMISSION);
            bridge.drop("csv/patients", "again.csv", patients);
            bridge.awaitQuiet();

            assertThat(versions(bridge)).isEqualTo(before);
            assertThat(home.resolve("inbound/hl7/.done/a.hl7")).exists();
            assertThat(home.resolve("inbound/hl7/.done/again.hl7")).exists();
        }
    }

    @Test
    void bothWaysOfDeliveryLeaveTheSameBehind(@TempDir Path other) throws Exception {
        try (RunningBridge transaction = RunningBridge.start(home);
                RunningBridge sequential =
                        RunningBridge.start(other, "--dhp.delivery.mode=sequential", "--dhp.workers=1")) {
            transaction.awaitQuiet();
            sequential.awaitQuiet();
            assertThat(counts(transaction)).isEqualTo(counts(sequential));
        }
    }

    /** As a file of another machine has it; a path of text cannot. */
    private void dropUnderANameInWindows1251(String content) throws Exception {
        URI folder = home.resolve("inbound/hl7").toUri();
        Path incomplete = Path.of(URI.create(folder + "/%E0%ED%E0%EB%E8%E7.hl7.part"));
        Files.writeString(incomplete, content);
        Files.move(incomplete, Path.of(URI.create(folder + "/%E0%ED%E0%EB%E8%E7.hl7")));
    }

    @Test
    void badInputIsExplainedAndEverythingElseGoesOn() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            bridge.drop("hl7", "empty.hl7", "");
            bridge.drop(
                    "hl7", "binary.hl7", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 0, 1, 2});
            bridge.drop("hl7", "text.hl7", "Dear colleague, please find attached nothing.\n");
            bridge.drop("hl7", "nobody.hl7", ADMISSION.replace("4711^^^HOSP1^MR", ""));
            bridge.drop(
                    "hl7",
                    "batch.hl7",
                    "FHS|^~\\&|HIS\rBHS|^~\\&|HIS\r" + ADMISSION
                            + ADMISSION
                                    .replace("C1|P", "C2|P")
                                    .replace("4711", "4712")
                                    .replace("V100", "V101") + "BTS|2\rFTS|1\r");
            bridge.drop(
                    "csv/patients",
                    "rows.csv",
                    """
                    patient_id;family;given;gender;birth_date
                    P1;Иванова;Анна;F;31.12.1999
                    P2;too few
                    P3;Петров;Пётр;M;1999-02-31
                    P4;Ғуломов;Ўткир;M;01.02.2000
                    """
                            .getBytes(Charset.forName("UTF-8")));
            bridge.drop("csv/patients", "header.csv", "a,b,c\n1,2,3\n");
            dropUnderANameInWindows1251(
                    ADMISSION.replace("C1|P", "C3|P").replace("4711", "4713").replace("V100", "V102"));
            bridge.awaitQuiet();

            assertThat(home.resolve("inbound/hl7/.done/%E0%ED%E0%EB%E8%E7.hl7")).exists();

            for (String file : List.of("empty.hl7", "binary.hl7", "text.hl7")) {
                assertThat(home.resolve("inbound/hl7/.failed/" + file)).exists();
                assertThat(Files.readString(home.resolve("inbound/hl7/.failed/" + file + ".reason.txt")))
                        .hasSizeGreaterThan(30);
            }
            assertThat(home.resolve("inbound/csv/patients/.failed/header.csv.reason.txt"))
                    .exists();
            assertThat(bridge.resources("Patient")).hasSize(6);
            assertThat(bridge.api("/api/messages?state=dead").findValuesAsText("location"))
                    .containsExactlyInAnyOrder("rows.csv, line 3", "nobody.hl7, message 1, byte 0");
            assertThat(bridge.api("/api/messages?warning=any").findValuesAsText("location"))
                    .as("a day that does not exist")
                    .contains("rows.csv, line 4");
        }
    }

    @Test
    void aDeadMessageIsReplayedAfterItsCauseIsGone() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            bridge.drop("hl7", "nobody.hl7", ADMISSION.replace("4711^^^HOSP1^MR", ""));
            bridge.awaitQuiet();
            long id = bridge.api("/api/messages?state=dead").path(0).path("id").asLong();
            assertThat(bridge.post("/api/messages/" + id + "/replay", "{\"who\":\"test\",\"why\":\"again\"}")
                            .statusCode())
                    .isEqualTo(202);
            bridge.awaitQuiet();
            JsonNode message = bridge.api("/api/messages/" + id + "?payload=true");
            assertThat(message.path("history").findValuesAsText("step")).contains("replayed");
            assertThat(message.path("state").asText()).isEqualTo("dead");
            assertThat(message.path("payload").asText()).contains("ADT^A01");
            assertThat(bridge.post("/api/messages/999999/replay", "").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void everyMessageOfTheCorpusIsDeliveredOrDeadWithAReasonAndASecondDropAddsNothing() throws Exception {
        Path corpus = Shared.folder().resolve("corpus/hl7v2");
        List<Path> files = new ArrayList<>();
        for (String type : List.of("ADT_A01", "ADT_A03", "ADT_A04", "ADT_A08", "ORU_R01")) {
            try (Stream<Path> found = Files.list(corpus.resolve(type))) {
                found.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            dropAll(bridge, files, "");
            bridge.awaitQuiet();
            Map<String, List<String>> before = versions(bridge);
            JsonNode states = bridge.api("/api/summary").path("states");
            assertThat(states.path("delivered").asInt()
                            + states.path("superseded").asInt())
                    .isGreaterThan(files.size() / 2);
            for (JsonNode dead : bridge.api("/api/messages?state=dead&limit=1000")) {
                assertThat(dead.at("/error/text").asText()).as(dead.toString()).hasSizeGreaterThan(30);
                assertThat(dead.at("/error/code").asText()).as(dead.toString()).isNotEqualTo("bridge-fault");
                assertThat(dead.at("/error/text").asText())
                        .as("what the check lets through the platform takes")
                        .doesNotContain("The platform refused");
            }

            dropAll(bridge, files, "again-");
            bridge.awaitQuiet();
            assertThat(versions(bridge)).isEqualTo(before);
        }
    }

    private static void dropAll(RunningBridge bridge, List<Path> files, String prefix) throws IOException {
        for (Path file : files) {
            bridge.drop(
                    "hl7",
                    prefix + file.getParent().getFileName() + "-" + file.getFileName(),
                    Files.readAllBytes(file));
        }
    }

    private static Map<String, Integer> counts(RunningBridge bridge) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        for (String type : TYPES) {
            counts.put(type, bridge.resources(type).size());
        }
        return counts;
    }

    private static Map<String, List<String>> versions(RunningBridge bridge) throws Exception {
        Map<String, List<String>> versions = new TreeMap<>();
        for (String type : TYPES) {
            versions.put(
                    type,
                    bridge.resources(type).stream()
                            .map(resource -> resource.path("id").asText() + "/"
                                    + resource.at("/meta/versionId").asText())
                            .sorted()
                            .toList());
        }
        return versions;
    }

    @Test
    void aSourceThatCannotStartDoesNotStopTheOthers() throws Exception {
        Path sources = Files.createDirectories(home.resolve("routes/sources"));
        try (ServerSocket taken = new ServerSocket(0)) {
            Files.writeString(
                    sources.resolve("a-taken-port.yaml"),
                    """
                    - templatedRoute:
                        routeId: a-taken-port
                        routeTemplateRef: http-post
                        parameters:
                          - name: name
                            value: web
                          - name: port
                            value: "%d"
                          - name: token
                            value: secret
                    """
                            .formatted(taken.getLocalPort()));
            Files.writeString(
                    sources.resolve("a-wrong-bean.yaml"),
                    """
                    - templatedRoute:
                        routeId: a-wrong-bean
                        routeTemplateRef: hl7-mllp
                        parameters:
                          - name: name
                            value: analyser
                          - name: port
                            value: "0"
                          - name: tls
                            value: "#ssl:nobody"
                    """);
            try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
                bridge.drop("hl7", "a.hl7", ADMISSION);
                bridge.awaitQuiet();

                assertThat(bridge.api("/api/summary").at("/states/delivered").asInt())
                        .isEqualTo(1);
            }
        }
    }
}
