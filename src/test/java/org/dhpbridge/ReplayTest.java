package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person looks what a replay would do, corrects the cause, looks again, and replays. */
class ReplayTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String UPDATE =
            """
            MSH|^~\\&|HIS|HOSP1|DHP|DHP|%2$s||ADT^A08^ADT_A01|%1$s|P|2.5|||||UZB|UNICODE UTF-8\r\
            EVN|A08|%2$s\r\
            PID|1||4711^^^HOSP1^MR||Toʻlqinov^Gʻayrat||19850214|M|||%3$s^^Toshkent^^^UZ\r""";

    private static final String RUSSIAN =
            """
            MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A08^ADT_A01|R1|P|2.5\r\
            EVN|A08|20260310091500\r\
            PID|1||АБВ-17^^^ЦРБ^MR||Иванов^Иван||19850214|M\r""";

    private record Command(int exitCode, String out, String err) {}

    @TempDir
    Path home;

    @Test
    void aDeadLetterIsLookedAtCorrectedAndReplayed() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home, "--dhp.site.reload=true")) {
            bridge.drop("hl7", "first.hl7", UPDATE.formatted("1", "20260310091500", "Navoiy 5"));
            bridge.awaitQuiet();
            Path wrong = home.resolve("mappings/hl7v2/ADT_A01.jslt");
            Files.createDirectories(wrong.getParent());
            Files.writeString(wrong, "{\"resources\": []}\n");
            bridge.drop("hl7", "moved.hl7", UPDATE.formatted("2", "20260311091500", "Amir Temur 7"));
            bridge.awaitQuiet();

            long id = bridge.api("/api/messages?state=dead").at("/0/id").asLong();
            String path = "/api/messages/" + id;
            JsonNode dead = bridge.api(path);
            assertThat(dead.at("/error/code").asText()).isEqualTo("not-found");
            assertThat(dead.at("/error/step").asText()).isEqualTo("map");
            assertThat(dead.path("mapping").asText()).isEqualTo("hl7v2/ADT_A01");
            assertThat(dead.path("mappingVersion").asText()).isNotEmpty();
            assertThat(dead.path("profilePack").asText()).startsWith("uz.dhp.core#");
            assertThat(dead.at("/outcome/issue/0/code").asText()).isEqualTo("not-found");

            Map<String, JsonNode> before = world(bridge, id);
            JsonNode still = look(bridge, path + "/replay?dryRun=true", "");
            assertThat(still.path("wouldBe").asText()).isEqualTo("dead");
            assertThat(still.at("/now/error/code").asText()).isEqualTo("not-found");
            assertThat(still.path("resources")).isEmpty();
            assertThat(still.path("changed")).isEmpty();

            Files.delete(wrong);
            JsonNode mended = look(bridge, path + "/replay", "{\"dryRun\":true,\"from\":\"receive\"}");
            assertThat(mended.path("state").asText()).isEqualTo("dead");
            assertThat(mended.path("wouldBe").asText()).isEqualTo("delivered");
            JsonNode patient = patient(mended);
            assertThat(patient.path("action").asText()).isEqualTo("update");
            assertThat(patient.path("resource").toString()).contains("Amir Temur 7");
            assertThat(patient.path("differences").findValuesAsText("path"))
                    .anyMatch(differs -> differs.startsWith("Patient.address["));
            assertThat(patient.path("differences").findValues("was").toString()).contains("Navoiy 5");
            assertThat(patient.path("differences").findValues("now").toString()).contains("Amir Temur 7");
            assertThat(mended.path("changed").findValuesAsText("path"))
                    .contains("message.error", "message.mappingVersion")
                    .doesNotContain("message.subject");

            Command shown = command(bridge, "--id", Long.toString(id), "--dry-run");
            assertThat(shown.exitCode()).as(shown.err()).isZero();
            assertThat(shown.out())
                    .contains("#" + id + " hl7", "is dead, would be delivered", "update Patient/", "Patient.address[")
                    .contains("Nothing was written.");
            assertThat(world(bridge, id)).as("nothing was written anywhere").isEqualTo(before);

            Command done =
                    command(bridge, "--error-code", "not-found", "--who", "aziza", "--why", "Mapping corrected.");
            assertThat(done.exitCode()).as(done.err()).isZero();
            assertThat(done.out()).contains("1 message is due again");
            bridge.awaitQuiet();
            JsonNode delivered = bridge.api(path);
            assertThat(delivered.path("state").asText()).isEqualTo("delivered");
            JsonNode replayed = entry(delivered, "replayed");
            assertThat(replayed.path("who").asText()).isEqualTo("aziza");
            assertThat(replayed.path("detail").asText()).isEqualTo("Mapping corrected.");
            assertThat(replayed.path("at").asText()).isNotEmpty();
            assertThat(bridge.resources("Patient")).hasSize(1);
            assertThat(bridge.resources("Patient").toString()).contains("Amir Temur 7");

            olderIsSeenAsSuperseded(bridge);
            whatIsAskedWronglyIsRefused(bridge);
            aRateSpreadsTheMessages(bridge);
        }
        Command nobody = command("--all", "--url", "http://localhost:1");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).contains("No bridge answers at http://localhost:1", "--server.port");
        assertThat(command().exitCode()).isEqualTo(2);
    }

    private static void olderIsSeenAsSuperseded(RunningBridge bridge) throws Exception {
        JsonNode answer = JSON.readTree(
                bridge.post("/api/messages/replay", "{\"state\":\"delivered\",\"dryRun\":true,\"limit\":1}")
                        .body());
        assertThat(answer.path("more").asBoolean()).isTrue();
        assertThat(answer.path("messages")).hasSize(1);
        assertThat(patient(answer.at("/messages/0")).path("action").asText()).isEqualTo("unchanged");
        JsonNode oldest = bridge.api("/api/messages?state=delivered").path(1);
        JsonNode older = look(bridge, "/api/messages/" + oldest.path("id").asLong() + "/replay?dryRun=true", "");
        assertThat(older.path("wouldBe").asText()).isEqualTo("superseded");
    }

    private static void whatIsAskedWronglyIsRefused(RunningBridge bridge) throws Exception {
        for (String wrong : List.of(
                "{\"dryrun\":true}",
                "{\"from\":\"push\"}",
                "{\"rate\":0}",
                "{\"state\":\"due\"}",
                "{\"ids\":[1],\"state\":\"dead\"}",
                "{\"ids\":[]}")) {
            assertThat(bridge.post("/api/messages/replay", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    private static void aRateSpreadsTheMessages(RunningBridge bridge) throws Exception {
        bridge.drop("hl7", "more.hl7", UPDATE.formatted("3", "20260312091500", "Navoiy 9"));
        bridge.awaitQuiet();
        JsonNode job = JSON.readTree(
                bridge.post("/api/messages/replay", "{\"state\":\"delivered\",\"rate\":0.01,\"who\":\"aziza\"}")
                        .body());
        assertThat(job.path("messages").asInt()).isEqualTo(3);
        assertThat(job.path("replayed").asInt())
                .as("one now, the next in 100 s")
                .isEqualTo(1);
        String path = "/api/replays/" + job.path("job").asLong();
        assertThat(bridge.api(path).path("state").asText()).isEqualTo("running");
        assertThat(JSON.readTree(bridge.post(path + "/pause", "{}").body())
                        .path("state")
                        .asText())
                .isEqualTo("paused");
        assertThat(bridge.post(path + "/pause", "{}").statusCode()).isEqualTo(409);
        bridge.post(path + "/resume", "{}");
        assertThat(JSON.readTree(bridge.post(path + "/cancel", "{}").body())
                        .path("state")
                        .asText())
                .isEqualTo("cancelled");
        bridge.awaitQuiet();
        assertThat(bridge.api(path).path("replayed").asInt()).isEqualTo(1);
        assertThat(bridge.api(path).at("/states").findValuesAsText("delivered")).isNotNull();
        assertThat(bridge.api("/api/replays").at("/0/who").asText()).isEqualTo("aziza");
    }

    @Test
    void fromReceiveTheMessageIsReadWithTheCharacterSetThatItsSourceHasNow() throws Exception {
        Path source = home.resolve("routes/sources/hl7.yaml");
        Files.createDirectories(source.getParent());
        String text = Files.readString(Path.of("routes/sources/hl7.yaml"));
        String charset = "      - name: charset\n        value: ";
        Files.writeString(source, text.stripTrailing() + "\n" + charset + "ISO-8859-5\n");
        String subject;
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            bridge.drop("hl7", "r.hl7", RUSSIAN.getBytes(Charset.forName("windows-1251")));
            bridge.awaitQuiet();
            subject = bridge.api("/api/messages/1").path("subject").asText();
        }
        Files.writeString(source, text.stripTrailing() + "\n" + charset + "windows-1251\n");
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            JsonNode mapped = look(bridge, "/api/messages/1/replay", "{\"dryRun\":true}");
            assertThat(mapped.path("changed").findValuesAsText("path")).doesNotContain("message.subject");
            JsonNode read = look(bridge, "/api/messages/1/replay", "{\"dryRun\":true,\"from\":\"receive\"}");
            assertThat(read.path("changed").findValuesAsText("path"))
                    .contains("message.subject", "message.contentType");
            assertThat(read.path("resources").toString()).contains("Иванов");
            assertThat(bridge.api("/api/messages/1").path("subject").asText()).isEqualTo(subject);

            assertThat(bridge.post("/api/messages/1/replay", "{\"from\":\"receive\",\"who\":\"aziza\"}")
                            .statusCode())
                    .isEqualTo(202);
            bridge.awaitQuiet();
            JsonNode message = bridge.api("/api/messages/1");
            assertThat(message.path("subject").asText())
                    .isNotEqualTo(subject)
                    .isEqualTo(read.at("/now/subject").asText());
            assertThat(message.path("contentType").asText()).contains("windows-1251");
            assertThat(entry(message, "identified").path("detail").asText())
                    .isEqualTo("Read and identified again: changed content type, subject.");
            assertThat(bridge.resources("Patient").toString()).contains("Иванов");
        }
    }

    private static JsonNode look(RunningBridge bridge, String path, String body) throws Exception {
        var answer = bridge.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode view = JSON.readTree(answer.body());
        assertThat(view.path("dryRun").asBoolean()).isTrue();
        assertThat(view.path("messages")).hasSize(1);
        return view.at("/messages/0");
    }

    private static JsonNode patient(JsonNode looked) {
        for (JsonNode resource : looked.path("resources")) {
            if (resource.path("reference").asText().startsWith("Patient/")) {
                return resource;
            }
        }
        throw new AssertionError("no patient that is on the platform in " + looked);
    }

    private static JsonNode entry(JsonNode message, String step) {
        for (JsonNode entry : message.path("history")) {
            if (entry.path("step").asText().equals(step)) {
                return entry;
            }
        }
        throw new AssertionError("no " + step + " in " + message.path("history"));
    }

    /** What a dry run must not touch: the message, the ledger's counts, what the platform holds and what was written there. */
    private static Map<String, JsonNode> world(RunningBridge bridge, long id) throws Exception {
        Map<String, JsonNode> world = new TreeMap<>();
        world.put("message", bridge.api("/api/messages/" + id));
        world.put("summary", bridge.api("/api/summary"));
        world.put("unmapped", bridge.api("/api/unmapped"));
        world.put("patients", JSON.valueToTree(bridge.resources("Patient")));
        ObjectNode stats =
                (ObjectNode) JSON.readTree(bridge.sandbox("/stats").toURL().openStream());
        world.put("resources", stats.path("resources"));
        ObjectNode writes = ((ObjectNode) stats.path("requests")).deepCopy();
        assertThat(writes.has("search-type")).as(writes.toString()).isTrue();
        writes.remove(List.of("read", "search-type", "token", "capabilities"));
        assertThat(writes).isNotEmpty();
        world.put("writes", writes);
        return world;
    }

    private static Command command(RunningBridge bridge, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--server.port=" + bridge.port());
        all.add("--dhp.home=" + bridge.setting("dhp.home"));
        return command(all.toArray(String[]::new));
    }

    /** As a user runs it, in a process of its own. */
    private static Command command(String... options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        line.addAll(ClassArchive.options(BridgeProcess.CLASS_PATH));
        line.addAll(List.of("org.dhpbridge.DhpBridge", "replay"));
        line.addAll(List.of(options));
        Path err = Files.createTempFile("replay", ".err");
        Process process = new ProcessBuilder(line).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        String complaints = Files.readString(err);
        Files.delete(err);
        return new Command(exitCode, out, complaints);
    }
}
