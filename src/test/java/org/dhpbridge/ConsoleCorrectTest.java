package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.dhpbridge.console.page.Language;
import org.dhpbridge.console.page.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that cannot be sent is corrected by a new one, with a reason; the first stays as it came. */
class ConsoleCorrectTest {

    private static final String ENDS = "\n";
    private static final String NOBODY =
            "MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A01^ADT_A01|C1|P|2.5|||||UZB|UNICODE UTF-8" + ENDS
                    + "EVN|A01|20260310091500" + ENDS + "PID|1||||Ёқубова^Gulʼnora||19850214|F" + ENDS + "PV1|1|I"
                    + ENDS;
    private static final String CORRECTED = NOBODY.replace("PID|1||||", "PID|1||K77^^^HOSP1^MR||");

    private static final Texts WORDS = Texts.in(Language.EN);

    @TempDir
    Path home;

    private static ConsoleBrowser signedIn(RunningBridge bridge, String person) throws Exception {
        ConsoleBrowser browser = new ConsoleBrowser(bridge.port());
        browser.signIn(person);
        browser.open("/console/language/en?back=%2Fconsole");
        return browser;
    }

    private static void theReplayOfTheFirstIsWarnedOf(RunningBridge bridge, ConsoleBrowser operator) throws Exception {
        String warning = "A person has written message 1 anew, as message 2";
        assertThat(operator.open("/console/messages/1/replay").body())
                .contains("as message 2", "undoes the correction");
        assertThat(operator.open("/console/messages/2/replay").body()).doesNotContain("undoes the correction");
        assertThat(bridge.post("/api/messages/replay", "{\"ids\":[1,2],\"dryRun\":true,\"why\":\"to see it\"}")
                        .body())
                .containsOnlyOnce(warning);
        assertThat(bridge.post("/api/messages/2/replay", "{}").body()).doesNotContain("warnings");
        assertThat(bridge.post("/api/messages/1/replay", "{}").body()).contains("\"warnings\":[\"" + warning);
        bridge.awaitQuiet();
    }

    @Test
    void theCorrectedMessageIsSentAndLinkedAndTheFirstStaysAsItIs() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            bridge.drop("hl7", "nobody.hl7", NOBODY.replace(ENDS, "\r"));
            bridge.awaitQuiet();
            String page = "/console/messages/1";
            ConsoleBrowser operator = signedIn(bridge, "operator");

            assertThat(operator.open(page + "/correct").body())
                    .as("only what is revealed can be changed")
                    .doesNotContain("<textarea");
            operator.open(page);
            operator.post(page + "/reveal", "reason", "the ward asks for it");
            assertThat(operator.open(page + "/correct").body()).contains("Ёқубова");
            assertThat(operator.post(page + "/correct", "text", NOBODY, "reason", "nothing changed")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(operator.post(page + "/correct", "text", CORRECTED, "reason", "no")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(operator.post(page + "/correct", "text", "{}", "reason", "the number was missing")
                            .statusCode())
                    .isEqualTo(400);

            HttpResponse<String> longest =
                    operator.post(page + "/correct", "text", "Ё".repeat(500_000), "reason", "as long as may be");
            assertThat(longest.statusCode()).as("six bytes a character arrive").isEqualTo(400);
            assertThat(longest.body()).contains(WORDS.t("correct.refused.kind"));
            HttpResponse<String> tooLong =
                    operator.post(page + "/correct", "text", CORRECTED + "x".repeat(500_000), "reason", "longer yet");
            assertThat(tooLong.statusCode()).isEqualTo(400);
            assertThat(tooLong.body()).contains(WORDS.t("correct.refused.long"));

            String look = operator.post(page + "/correct", "text", CORRECTED, "reason", "", "look", "true")
                    .body();
            assertThat(look).containsPattern("<ins>.*K77.*</ins>").doesNotContain("MSH|^~\\&amp;|LAB</del>");
            assertThat(bridge.api("/api/messages")).as("only looked at").hasSize(1);

            HttpResponse<String> sent =
                    operator.post(page + "/correct", "text", CORRECTED, "reason", "the number was missing");
            bridge.awaitQuiet();
            assertThat(sent.body()).contains("Corrected by message 2", "the number was missing");
            assertThat(operator.open("/console/messages/2").body()).contains("In the place of message 1");
            assertThat(bridge.api("/api/messages/1").path("state").asText()).isEqualTo("dead");
            assertThat(bridge.api("/api/messages/2").path("state").asText()).isEqualTo("delivered");
            assertThat(bridge.resources("Patient").toString()).contains("K77", "Ёқубова");

            operator.open(page + "/correct");
            assertThat(operator.post(page + "/correct", "text", CORRECTED, "reason", "once more please")
                            .statusCode())
                    .isEqualTo(409);
            assertThat(bridge.api("/api/messages")).hasSize(2);
            assertThat(signedIn(bridge, "administrator").open("/console/audit").body())
                    .contains("corrected by a new message: the number was missing")
                    .doesNotContain("once more please");

            theReplayOfTheFirstIsWarnedOf(bridge, operator);

            ConsoleBrowser administrator = signedIn(bridge, "administrator");
            assertThat(administrator.open(page + "/correct").statusCode())
                    .as("the right is one of its own")
                    .isEqualTo(403);
        }
    }
}
