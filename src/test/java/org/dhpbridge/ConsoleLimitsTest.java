package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.dhpbridge.console.RevealLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a person may do something is counted for the person, not for a bridge, a way or a proxy. */
class ConsoleLimitsTest {

    private static final String NOBODY =
            "MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A01^ADT_A01|C%s|P|2.5|||||UZB|UNICODE UTF-8\r"
                    + "EVN|A01|20260310091500\rPID|1||||Karimov^Bek||19850214|M\rPV1|1|I\r";
    private static final String VALUES = "/api/messages/1?payload=true&reason=the+ward+asks";

    @TempDir
    Path home;

    private static ConsoleBrowser signedIn(RunningBridge bridge, String person) throws Exception {
        ConsoleBrowser browser = new ConsoleBrowser(bridge.port());
        browser.signIn(person);
        browser.open("/console");
        return browser;
    }

    private static String reveal(ConsoleBrowser operator) throws Exception {
        operator.open("/console/messages/1");
        return operator.post("/console/messages/1/reveal", "reason", "the ward asks")
                .uri()
                .getQuery();
    }

    private static HttpResponse<String> look(ConsoleBrowser operator, int messages) throws Exception {
        operator.open("/console/messages");
        String body = "{\"dryRun\":true,\"why\":\"to see it\",\"limit\":" + messages + "}";
        return operator.api("POST", "/api/messages/replay", body, operator.csrf());
    }

    private static long reveals(ConsoleBrowser administrator) throws Exception {
        administrator.open("/console/audit");
        return administrator
                .post("/console/audit/export")
                .body()
                .lines()
                .filter(row -> row.contains("\"action\":\"reveal\""))
                .count();
    }

    @Test
    void revealsAreCountedOverConsoleApiAndRestartAndADryRunIsAllOrNone() throws Exception {
        RunningBridge bridge = RunningBridge.startWithoutSamples(home);
        try (bridge) {
            bridge.drop("hl7", "three.hl7", NOBODY.formatted(1) + NOBODY.formatted(2) + NOBODY.formatted(3));
            bridge.awaitQuiet();
            ConsoleBrowser operator = signedIn(bridge, "operator");
            ConsoleBrowser administrator = signedIn(bridge, "administrator");

            assertThat(reveal(operator)).isNull();
            for (int i = 1; i < RevealLimit.MOST - 1; i++) {
                assertThat(operator.only(VALUES).statusCode()).isEqualTo(200);
            }
            assertThat(look(operator, 2).statusCode()).isEqualTo(429);
            assertThat(reveals(administrator)).as("none of the two was shown").isEqualTo(RevealLimit.MOST - 1);
            assertThat(look(operator, 1).statusCode()).isEqualTo(200);
            assertThat(operator.only(VALUES).statusCode()).isEqualTo(429);
            assertThat(reveal(operator)).isEqualTo("refused=often");
        }
        try (RunningBridge again = RunningBridge.startAgain(bridge)) {
            assertThat(reveal(signedIn(again, "operator"))).isEqualTo("refused=often");
            assertThat(reveals(signedIn(again, "administrator"))).isEqualTo(RevealLimit.MOST);
        }
    }

    private static void aPartOfAPageThatIsTooOldLeadsToTheDoor(RunningBridge bridge) throws Exception {
        ConsoleBrowser browser = new ConsoleBrowser(bridge.port());
        HttpResponse<String> sso = browser.open("/console/oauth2/authorization/dhp");
        String choice =
                sso.uri().resolve(ConsoleBrowser.link(sso, "person=viewer")).toString();
        String callback = browser.only(choice).headers().firstValue("Location").orElseThrow();
        assertThat(browser.only(callback).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/console"));

        HttpResponse<String> part = browser.part("/console/tail");

        assertThat(part.statusCode()).isEqualTo(401);
        assertThat(part.headers().firstValue("HX-Redirect")).contains("/console/sign-in?problem=session-ended");
    }

    private static String signIn(RunningBridge bridge, String address) throws IOException {
        return ask(bridge, "/console/oauth2/authorization/dhp", address);
    }

    private static String ask(RunningBridge bridge, String path, String address) throws IOException {
        return RawHttp.send(
                        bridge.port(),
                        "GET",
                        path,
                        "",
                        "Host: localhost:" + bridge.port(),
                        "X-Forwarded-For: 203.0.113.9, " + address)
                .header("Location");
    }

    @Test
    void behindAProxySignInsAreCountedByTheAddressThatItWroteDown() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(
                home,
                "--dhp.api.behind-proxy=true",
                "--dhp.console.sign-ins-a-minute=1",
                "--dhp.console.longest=1ms")) {
            assertThat(signIn(bridge, "198.51.100.1")).contains("/sso/");
            assertThat(signIn(bridge, "198.51.100.1")).contains("problem=too-many");
            assertThat(signIn(bridge, "198.51.100.2")).contains("/sso/");

            for (String path : List.of("/console/%6cink/x", "/console/%63allback", "/console/link/x")) {
                ask(bridge, path, "198.51.100.3");
                assertThat(ask(bridge, path, "198.51.100.3")).as(path).contains("problem=too-many");
            }
            assertThat(ask(bridge, "/console/o%61uth2/authorization/dhp", "198.51.100.2"))
                    .as("however it is written")
                    .contains("problem=too-many");
            assertThat(signIn(bridge, "2001:db8::1")).contains("/sso/");
            assertThat(signIn(bridge, "2001:db8::ffff:2"))
                    .as("the same network")
                    .contains("problem=too-many");
            assertThat(signIn(bridge, "2001:db8:0:1::1")).contains("/sso/");

            aPartOfAPageThatIsTooOldLeadsToTheDoor(bridge);
        }
    }
}
