package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.dhpbridge.console.page.Language;
import org.dhpbridge.console.page.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run of many messages says of each what would become of it, whatever is wrong with one of them. */
class ConsoleDryRunTest {

    private static final String PATIENT =
            "MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A08^ADT_A01|C%1$s|P|2.5|||||UZB|UNICODE UTF-8\r"
                    + "EVN|A08|20260310091500\rPID|1||%1$s^^^HOSP1^MR||Karimova^Nodira||19850214|F\rPV1|1|I\r";
    private static final String ENDLESS = "def deeper(one) [deeper($one)] {\"resources\": deeper(.MSH)}\n";

    @TempDir
    Path home;

    @Test
    void neitherAMessageThatDoesNotOpenNorAFaultOfTheBridgeHidesTheOthers() throws Exception {
        Path mapping = home.resolve("mappings/hl7v2/ADT_A01.jslt");
        Files.createDirectories(mapping.getParent());
        Files.writeString(mapping, ENDLESS);
        try (RunningBridge bridge =
                RunningBridge.startWithoutSamples(home, "--dhp.ledger.encryption-key=a:" + "A".repeat(43) + "=")) {
            bridge.drop("hl7", "two.hl7", PATIENT.formatted("71") + PATIENT.formatted("72"));
            bridge.awaitQuiet();
            assertThat(bridge.api("/api/messages?errorCode=bridge-fault")).hasSize(2);
            damagePayload(2);
            ConsoleBrowser operator = new ConsoleBrowser(bridge.port());
            operator.signIn("operator");
            operator.open("/console/language/en?back=%2Fconsole");

            HttpResponse<String> group =
                    operator.open(ConsoleBrowser.link(operator.open("/console/failures"), "/console/replay?cause="));
            assertThat(group.statusCode()).isEqualTo(200);
            Texts texts = Texts.in(Language.EN);
            assertThat(group.body())
                    .contains(
                            "#1</a>",
                            "#2</a>",
                            texts.t("cause.bridge-fault"),
                            texts.t("cause.key"),
                            "damaged or moved");

            JsonNode looked = new ObjectMapper()
                    .readTree(bridge.post("/api/messages/replay", "{\"dryRun\":true,\"from\":\"receive\"}")
                            .body())
                    .path("messages");
            assertThat(looked.findValuesAsText("wouldBe")).containsExactly("due", "dead");
            assertThat(looked.at("/0/now/error/code").asText()).isEqualTo("key");
            assertThat(looked.at("/1/now/error/code").asText()).isEqualTo("bridge-fault");
        }
    }

    private void damagePayload(long message) throws Exception {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                Statement change = ledger.createStatement()) {
            change.execute("PRAGMA busy_timeout = 20000");
            change.execute("UPDATE message_payload SET content = zeroblob(40) WHERE message_id = " + message);
        }
    }
}
