package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script in the browser of somebody who is signed in can do with the API: what the person may, and no more. */
class ConsoleApiTest {

    private static final String NAME = "KANAREYKA";
    private static final String NOBODY =
            "MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A01^ADT_A01|C1|P|2.5|||||UZB|UNICODE UTF-8\r"
                    + "EVN|A01|20260310091500\rPID|1||||" + NAME + "^Bek||19850214|M\rPV1|1|I\r";
    private static final String WHY = "{\"why\":\"mended at the source\"}";

    @TempDir
    static Path home;

    private static RunningBridge bridge;
    private static String message;

    @BeforeAll
    static void start() throws Exception {
        bridge = RunningBridge.startWithoutSamples(home, "--dhp.console.sign-ins-a-minute=1000");
        bridge.drop("hl7", "nobody.hl7", NOBODY);
        bridge.awaitQuiet();
        message = "/api/messages/"
                + bridge.api("/api/messages?state=dead").at("/0/id").asLong();
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static ConsoleBrowser signedIn(String person) throws Exception {
        ConsoleBrowser browser = new ConsoleBrowser(bridge.port());
        browser.signIn(person);
        browser.open("/console");
        return browser;
    }

    private static int replay(ConsoleBrowser browser, String body, String csrf) throws Exception {
        return browser.api("POST", message + "/replay", body, csrf).statusCode();
    }

    private static String audit() throws Exception {
        return signedIn("administrator").open("/console/audit").body();
    }

    @Test
    void aViewerReadsListsAndChangesNothing() throws Exception {
        ConsoleBrowser viewer = signedIn("viewer");

        HttpResponse<String> jobs = viewer.only("/api/replays");
        assertThat(jobs.statusCode()).as("needs the key, or a session").isEqualTo(200);
        assertThat(jobs.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(viewer.only(message).body()).doesNotContain(NAME);
        assertThat(viewer.only("/api/messages/export").statusCode()).isEqualTo(403);
        assertThat(replay(viewer, WHY, viewer.csrf())).isEqualTo(403);
        assertThat(viewer.api("DELETE", "/api/unmapped", "{}", viewer.csrf()).statusCode())
                .isEqualTo(403);
        assertThat(audit()).contains("POST " + message + "/replay");
    }

    @Test
    void anOperatorReplaysWithTheTokenOfAPageAndAReason() throws Exception {
        ConsoleBrowser operator = signedIn("operator");

        HttpResponse<String> without = operator.api("POST", message + "/replay", WHY, null);
        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(without.body()).contains("X-CSRF-TOKEN");
        assertThat(replay(operator, WHY, "wrong")).isEqualTo(403);
        assertThat(replay(operator, "{}", operator.csrf())).as("no reason").isEqualTo(400);
        HttpResponse<String> job = operator.api("POST", message + "/replay", WHY, operator.csrf());
        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        assertThat(job.body()).as("who is not what the body says").doesNotContain("\"who\":\"api\"");
        bridge.awaitQuiet();
        assertThat(operator.only("/api/messages/export").body())
                .contains("\"shape\"")
                .doesNotContain(NAME);
        assertThat(audit()).contains("API: mended at the source", "API: without values");
    }

    @Test
    void valuesAreForThoseWhoMayRevealAndSayWhy() throws Exception {
        ConsoleBrowser viewer = signedIn("viewer");
        HttpResponse<String> refused = viewer.only(message + "?payload=true&reason=curious");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).doesNotContain(NAME);
        assertThat(replay(viewer, "{\"dryRun\":true,\"why\":\"curious\"}", viewer.csrf()))
                .isEqualTo(403);

        ConsoleBrowser operator = signedIn("operator");
        assertThat(operator.only(message + "?payload=true").statusCode())
                .as("no reason")
                .isEqualTo(400);
        HttpResponse<String> revealed = operator.only(message + "?payload=true&reason=the+ward+asks");
        assertThat(revealed.body()).contains(NAME);
        assertThat(revealed.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(cached -> assertThat(cached).contains("no-store"));
        assertThat(audit()).contains("API: the ward asks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "sign-out"})
    void whoIsNotSignedInNeedsTheKey(String how) throws Exception {
        ConsoleBrowser browser = how.equals("none") ? new ConsoleBrowser(bridge.port()) : signedIn("operator");
        if (how.equals("sign-out")) {
            browser.post("/console/sign-out");
        }

        assertThat(browser.only("/api/replays").statusCode()).isEqualTo(401);
        assertThat(browser.api("POST", message + "/replay", WHY, null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aPageOfAnotherOriginIsRefusedWithTheSessionToo() throws IOException, InterruptedException, Exception {
        ConsoleBrowser operator = signedIn("operator");
        String cookie = operator.cookies().stream()
                .filter(one -> one.getName().equals("dhp-console"))
                .map(one -> "Cookie: dhp-console=" + one.getValue())
                .findFirst()
                .orElseThrow();

        RawHttp.Answer answer = RawHttp.send(
                bridge.port(),
                "GET",
                message + "?payload=true&reason=curious",
                "",
                "Host: localhost:" + bridge.port(),
                cookie,
                "Sec-Fetch-Site: cross-site");

        assertThat(answer.status()).isEqualTo(403);
    }
}
