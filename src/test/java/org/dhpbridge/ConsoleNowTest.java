package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.dhpbridge.console.page.Language;
import org.dhpbridge.console.page.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps data from flowing, or what somebody should look at, stands where an operator looks first. */
class ConsoleNowTest {

    private static final Texts WORDS = Texts.in(Language.UZ);
    private static final String PATIENT = "patient_id,family,given,gender,birth_date\nP1,Karimov,Aziz,M,1990-01-02\n";
    private static final String RESULT =
            """
            patient_id,family,given,gender,birth_date,order_id,test_code,test_name,value,unit,status,collected
            U1,Azizov,Bek,M,1990-01-02,O1,2345-7,Glukoza,%s,mmol/l,F,2026-03-01T08:00:00+05:00
            """;

    @TempDir
    Path home;

    private static ConsoleBrowser signedIn(RunningBridge bridge) throws Exception {
        ConsoleBrowser browser = new ConsoleBrowser(bridge.port());
        browser.signIn("operator");
        return browser;
    }

    private static String badge(String page, String word) {
        assertThat(page).contains(">" + word + "</span>");
        return page.replaceAll("(?s).*<span class=\"badge ([a-z]+)\">" + word + "</span>.*", "$1");
    }

    @Test
    void allPagesSayTheSameOfDeliveryAndWhatWaitsIsListedHoweverOldItIs() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            ConsoleBrowser operator = signedIn(bridge);
            String open = WORDS.t("delivery.open.short");
            assertThat(badge(operator.open("/console").body(), open)).isEqualTo("good");
            assertThat(badge(operator.open("/console/flow").body(), open)).isEqualTo("good");

            bridge.faults("[{\"kind\":\"error\",\"status\":503}]");
            bridge.drop("csv/patients", "one.csv", PATIENT);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            bridge.api("/api/status").path("delivery").asText().equals("unreachable"));
            String away = WORDS.t("delivery.unreachable.short");
            Awaitility.await().untilAsserted(() -> assertThat(
                            badge(operator.open("/console").body(), away))
                    .isEqualTo("bad"));
            assertThat(operator.open("/console/flow").body()).contains(WORDS.t("delivery.unreachable.do"));
            assertThat(badge(operator.open("/console/flow").body(), away)).isEqualTo("bad");

            HttpResponse<String> now = operator.open("/console");
            String waiting = ConsoleBrowser.link(now, "state=due");
            assertThat(URI.create(waiting).getQuery()).contains("hours=all");
            HttpResponse<String> list = operator.open(waiting);
            assertThat(list.body()).contains("csv-patients");
            HttpResponse<String> message = operator.open(ConsoleBrowser.link(list, "/console/messages/1"));
            assertThat(message.body())
                    .as("what goes by itself asks for no replay")
                    .contains(WORDS.t("message.by-itself"))
                    .doesNotContain(WORDS.whatToDo("push", "unreachable"));
        }
    }

    @Test
    void whatSomebodyPausedStandsOnNowAndAStalePageDoesNotTakeItsPlace() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            ConsoleBrowser first = signedIn(bridge);
            ConsoleBrowser other = signedIn(bridge);
            first.open("/console/flow");
            other.open("/console/flow");
            first.post("/console/flow/pause", "target", "source:hl7", "hours", "4", "reason", "a wrong export");

            HttpResponse<String> refused =
                    other.post("/console/flow/pause", "target", "source:hl7", "reason", "another reason");

            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body())
                    .contains(WORDS.t("flow.refused.changed"), "a wrong export")
                    .doesNotContain("another reason");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(first.open("/console").body())
                            .contains(WORDS.t("now.paused", "hl7"), "a wrong export"));

            first.open("/console/doctor");
            assertThat(first.post("/console/doctor").body()).contains("source hl7 is paused since", "a wrong export");
            first.open("/console/flow");
            other.open("/console/flow");
            other.post("/console/flow/resume", "target", "source:hl7");
            other.post("/console/flow/pause", "target", "source:hl7", "reason", "another reason", "seen", "");
            assertThat(first.post("/console/flow/resume", "target", "source:hl7")
                            .statusCode())
                    .as("the pause that it ended was another one")
                    .isEqualTo(409);
            assertThat(first.open("/console/flow").body()).contains("another reason");
        }
    }

    @Test
    void aFileThatCannotBeReadStandsOnNowUntilItIsTakenAway() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            bridge.drop(
                    "csv/patients", "picture.csv", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0});
            Path aside = home.resolve("inbound/csv/patients/.failed/picture.csv");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(aside));
            ConsoleBrowser operator = signedIn(bridge);
            String words = WORDS.t("aside.files", 1, "csv-patients");

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(operator.open("/console").body()).contains(words, "picture.csv: "));
            assertThat(operator.open("/console/flow").body()).contains(words, "picture.csv: ");
            Awaitility.await().untilAsserted(() -> assertThat(bridge.text("/actuator/prometheus"))
                    .contains("dhp_files_unreadable{source=\"csv-patients\"} 1.0"));

            Files.delete(aside);
            Files.delete(aside.resolveSibling("picture.csv.reason.txt"));
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            operator.open("/console").body())
                    .doesNotContain(words));
        }
    }

    @Test
    void whatDeliveryDoubtsStandsOnThePageOfTheMessage() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            bridge.drop("csv/lab-results", "one.csv", RESULT.formatted("5.3"));
            bridge.awaitQuiet();
            bridge.drop("csv/lab-results", "two.csv", RESULT.formatted("11.9"));
            bridge.awaitQuiet();
            ConsoleBrowser operator = signedIn(bridge);
            HttpResponse<String> list = operator.open("/console/messages?warning=replaced");

            String page = operator.open(ConsoleBrowser.link(list, "/console/messages/2"))
                    .body();

            assertThat(page).contains(WORDS.t("message.kept"), WORDS.code("warning.", "replaced"));
            assertThat(page.split(WORDS.code("warning.", "replaced"), -1)).hasSize(2);
        }
    }
}
