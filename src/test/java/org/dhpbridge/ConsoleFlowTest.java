package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.dhpbridge.console.page.Language;
import org.dhpbridge.console.page.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator holds back delivery, or a source, and lets it go on; a restart in between changes nothing. */
class ConsoleFlowTest {

    private static final String MESSAGE =
            "MSH|^~\\&|LAB|HOSP|DHP|DHP|20260801101500+0500||ADT^A04^ADT_A01|%1$s|P|2.5.1\r"
                    + "EVN|A04|20260801101500+0500\r"
                    + "PID|1||%1$s^^^HOSP^MR||Karimov^Otabek||19850101|M\r";

    @TempDir
    Path home;

    private static ConsoleBrowser signedIn(RunningBridge bridge, String person) throws Exception {
        ConsoleBrowser browser = new ConsoleBrowser(bridge.port());
        browser.signIn(person);
        browser.open("/console/flow");
        return browser;
    }

    private static long in(RunningBridge bridge, String state) throws Exception {
        return bridge.api("/api/summary").at("/states/" + state).asLong();
    }

    @Test
    void whatIsPausedRestsUntilItIsResumedAlsoAfterARestart() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            ConsoleBrowser operator = signedIn(bridge, "operator");
            assertThat(operator.post("/console/flow/pause", "target", "delivery", "reason", "no")
                            .statusCode())
                    .isEqualTo(400);
            operator.open("/console/flow");
            operator.post(
                    "/console/flow/pause", "target", "delivery", "hours", "4", "reason", "the ministry asks for it");
            operator.post("/console/flow/pause", "target", "source:hl7", "reason", "a wrong export");
            assertThat(operator.open("/console/flow").body()).contains("the ministry asks for it", "a wrong export");
            assertThat(bridge.api("/api/status").path("delivery").asText()).isEqualTo("paused");
            Awaitility.await().until(() -> operator.open("/console").body().contains("the ministry asks for it"));
            Awaitility.await().untilAsserted(() -> assertThat(
                            operator.open("/console/flow").body())
                    .containsPattern("source:hl7\">hl7</h2>\\s*<span class=\"badge warn\">"));
        }
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            bridge.drop(
                    "csv/patients",
                    "one.csv",
                    "patient_id,family,given,gender,birth_date\nP1,Karimov,Aziz,M,1990-01-02\n");
            Path file = bridge.drop("hl7", "one.hl7", MESSAGE.formatted("C1"));
            Awaitility.await().until(() -> in(bridge, "due") == 1);
            assertThat(file).as("the source is not read").exists();

            ConsoleBrowser operator = signedIn(bridge, "operator");
            operator.post("/console/flow/resume", "target", "delivery");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> in(bridge, "delivered") == 1);
            assertThat(Files.exists(file)).isTrue();
            operator.open("/console/flow");
            operator.post("/console/flow/resume", "target", "source:hl7");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> in(bridge, "delivered") == 2);

            ConsoleBrowser viewer = signedIn(bridge, "viewer");
            assertThat(viewer.open("/console/flow").body()).doesNotContain("/console/flow/pause");
            assertThat(viewer.post("/console/flow/pause", "target", "delivery", "reason", "just so")
                            .statusCode())
                    .isEqualTo(403);
            operator.open("/console/flow");
            assertThat(operator.post("/console/flow/pause", "target", "source:none", "reason", "just so")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(signedIn(bridge, "administrator").open("/console/audit").body())
                    .contains(
                            Texts.in(Language.UZ).t("audit.resumed"),
                            Texts.in(Language.UZ).t("filter.source") + " hl7",
                            Texts.in(Language.UZ).t("audit.right.operate"))
                    .doesNotContain("paused until", "resumed", "[VIEW")
                    .containsPattern(
                            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+05:00 gacha\\. the ministry asks for it");
        }
    }

    @Test
    void whatPeopleWriteHidesNothingOnAnyPage() throws Exception {
        String turned = "stop \u202eyadot\u202c \u0007now";
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            ConsoleBrowser operator = signedIn(bridge, "operator");
            operator.post("/console/flow/pause", "target", "delivery", "hours", "4", "reason", turned);

            assertThat(operator.open("/console/flow").body())
                    .contains("stop ⟨U+202E⟩yadot⟨U+202C⟩ ⟨U+0007⟩now")
                    .doesNotContain(turned);
            assertThat(signedIn(bridge, "administrator").open("/console/audit").body())
                    .contains("stop ⟨U+202E⟩yadot⟨U+202C⟩ ⟨U+0007⟩now")
                    .doesNotContain(turned);
            assertThat(operator.open("/console/playground").body()).isNotEmpty();
            assertThat(operator.post("/console/playground", "do", "file", "file", "none", "input", turned)
                            .body())
                    .as("a form gives back what it was given")
                    .contains(turned);
        }
    }
}
