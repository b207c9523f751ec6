package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People look for, reveal, correct, replay and try messages whose every personal value is a canary: none comes out in a page
 * before it is revealed, nor ever in an address, a header, the audit, a log or a metric.
 */
class ConsoleCanaryTest {

    private static final String REASON = "the ward asks for it";

    @TempDir
    Path home;

    private final Map<String, String> shown = new LinkedHashMap<>();
    private int steps;

    @Test
    void noCanaryComesOutOfWhatPeopleDoInTheConsole() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home, "--logging.level.org.dhpbridge=DEBUG")) {
            List<String> logged = Canaries.listen();
            Canaries.drop(bridge);
            bridge.awaitQuiet();
            ConsoleBrowser operator = new ConsoleBrowser(bridge.port());
            operator.signIn("operator");
            lookAtEveryPage(bridge, operator);
            search(operator);
            String revealed = revealAndCorrect(bridge, operator);
            tryInThePlayground(operator);
            replayAndPause(bridge, operator);
            ConsoleBrowser administrator = new ConsoleBrowser(bridge.port());
            administrator.signIn("administrator");
            page(administrator.open("/console/audit"));
            ConsoleBrowser another = new ConsoleBrowser(bridge.port());
            another.signIn("viewer");
            lookAtEveryPage(bridge, another);

            shown.put("metrics", bridge.text("/actuator/prometheus"));
            shown.put("log", String.join("\n", logged));
            assertThat(Canaries.in(shown)).isEmpty();
            assertThat(revealed).as("they were really there").contains("Kanfamiliya", "31807771234567");
            assertThat(shown.get("log")).contains("delivered ", "dead ");
        }
    }

    private static List<Long> messages(RunningBridge bridge) throws Exception {
        return List.copyOf(new TreeSet<>(bridge.api("/api/messages?limit=1000").findParents("id").stream()
                .map(one -> one.path("id").asLong())
                .toList()));
    }

    private void lookAtEveryPage(RunningBridge bridge, ConsoleBrowser operator) throws Exception {
        for (String path : List.of(
                "",
                "/failures",
                "/messages",
                "/messages?state=dead",
                "/messages?source=Kanfamiliya",
                "/search",
                "/codes",
                "/replays",
                "/flow",
                "/playground",
                "/coverage?source=hl7",
                "/coverage?source=csv-patients",
                "/doctor",
                "/tail",
                "/no-such-page")) {
            HttpResponse<String> answer = operator.open("/console" + path);
            if (path.contains("Kan")) { // who writes a name into an address has it there; the page must not add to it
                continue;
            }
            page(answer);
        }
        for (long id : messages(bridge)) {
            page(operator.open("/console/messages/" + id));
            page(operator.open("/console/messages/" + id + "/replay"));
        }
    }

    private void search(ConsoleBrowser operator) throws Exception {
        for (String key : List.of("31807771234567", "KANMRN1", "KANMRN3", "Kanfamiliya", "V100", "rows.csv")) {
            operator.open("/console/search");
            HttpResponse<String> found = operator.post("/console/search", "key", key);
            shown.put(++steps + " address of a search", found.uri().toString());
            shown.put(++steps + " headers of a search", found.headers().toString());
        }
    }

    private String revealAndCorrect(RunningBridge bridge, ConsoleBrowser operator) throws Exception {
        StringBuilder revealed = new StringBuilder();
        for (long id : messages(bridge)) {
            String address = "/console/messages/" + id;
            operator.open(address);
            HttpResponse<String> page = operator.post(address + "/reveal", "reason", REASON);
            shown.put(++steps + " address of a reveal", page.uri() + " " + page.headers());
            revealed.append(page.body());
            HttpResponse<String> form = operator.open(address + "/correct");
            shown.put(++steps + " address of a correction", form.uri() + " " + form.headers());
            HttpResponse<String> corrected = operator.post(
                    address + "/correct",
                    "text",
                    Canaries.admission("ADT^A01", "C2", "KANMRN7" + id, "19370717"),
                    "reason",
                    "the number was missing");
            shown.put(++steps + " address of what was corrected", corrected.uri() + " " + corrected.headers());
        }
        bridge.awaitQuiet();
        return revealed.toString();
    }

    private void tryInThePlayground(ConsoleBrowser operator) throws Exception {
        operator.open("/console/playground");
        page(operator.post("/console/playground", "do", "message", "message", "1"));
        operator.post(
                "/console/playground",
                "file",
                "mappings/hl7v2/ADT_A01.jslt",
                "mapping",
                "{\"resources\": [error(\"cannot map \" + to-json(.PID))]}",
                "input",
                Canaries.admission("ADT^A01", "C9", "KANMRN9", "19370717"));
    }

    private void replayAndPause(RunningBridge bridge, ConsoleBrowser operator) throws Exception {
        HttpResponse<String> failures = operator.open("/console/failures");
        HttpResponse<String> group = page(operator.open(ConsoleBrowser.link(failures, "/console/replay?cause=")));
        String cause = group.uri().getQuery().replaceFirst(".*cause=([0-9a-f]+).*", "$1");
        page(operator.post("/console/replay", "cause", cause, "reason", REASON));
        bridge.awaitQuiet();
        operator.open("/console/flow");
        page(operator.post("/console/flow/pause", "target", "source:hl7", "reason", REASON));
        page(operator.post("/console/flow/resume", "target", "source:hl7"));
    }

    private HttpResponse<String> page(HttpResponse<String> page) {
        shown.put(++steps + " " + page.uri() + " " + page.headers(), page.body());
        shown.put(++steps + " address and headers", page.uri() + " " + page.headers());
        return page;
    }
}
