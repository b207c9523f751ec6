package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.dhpbridge.console.page.Language;
import org.dhpbridge.console.page.Texts;
import org.dhpbridge.home.HostLink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The console over HTTP, in a bridge as it starts the first time, without scripts. */
class ConsoleTest {

    private static final String NAME = "QANDIMOVZZ";
    private static final String PINFL = "30101850077777";
    private static final String MESSAGE =
            "MSH|^~\\&|LAB|HOSP|DHP|DHP|20260801101500+0500||ADT^A04^ADT_A01|CTRL0001|P|2.5.1\r"
                    + "EVN|A04|20260801101500+0500\r"
                    + "PID|1||" + PINFL + "^^^UZ^NNUZB~MRN778899^^^HOSP^MR||" + NAME
                    + "^<script>alert(1)</script>^OTABEK\u202E||19850101|M\r"
                    + "PV1|1|O|||||||||||||||||VISIT556677\r";
    private static final String UNREADABLE = "MSH|^~\\&|" + NAME;

    @TempDir
    static Path home;

    private static RunningBridge bridge;
    private static long message;

    @BeforeAll
    static void start() throws Exception {
        bridge = RunningBridge.startWithoutSamples(home, "--dhp.console.sign-ins-a-minute=1000");
        bridge.drop("hl7", "one.hl7", MESSAGE);
        bridge.drop("hl7", "two.hl7", UNREADABLE);
        bridge.awaitQuiet();
        message = bridge.api("/api/messages").findParents("id").stream()
                .filter(one -> one.path("location").asText().contains("one.hl7"))
                .mapToLong(one -> one.path("id").asLong())
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static ConsoleBrowser browser() {
        return new ConsoleBrowser(bridge.port());
    }

    private static ConsoleBrowser signedIn(String person) throws Exception {
        ConsoleBrowser browser = browser();
        HttpResponse<String> page = browser.signIn(person);
        assertThat(page.uri().getPath()).as(page.uri().toString()).isEqualTo("/console");
        return browser;
    }

    private static String auditOf() throws Exception {
        ConsoleBrowser administrator = signedIn("administrator");
        return administrator.open("/console/audit").body();
    }

    @Test
    void theRootLeadsToTheSignInPageAndFromThereThroughTheSsoToWhatFlows() throws Exception {
        ConsoleBrowser browser = browser();
        HttpResponse<String> door = browser.open("/");
        assertThat(door.uri().getPath()).isEqualTo("/console/sign-in");

        HttpResponse<String> sso = browser.open(ConsoleBrowser.link(door, "/oauth2/authorization/"));
        assertThat(sso.uri().getPath()).isEqualTo("/sso/");
        assertThat(sso.uri().getQuery())
                .contains("client_id=sandbox", "code_challenge_method=S256", "response_type=code");
        assertThat(sso.uri().getQuery())
                .contains("redirect_uri=http://localhost:" + bridge.port() + "/console/callback");
        HttpResponse<String> now = browser.open(
                sso.uri().resolve(ConsoleBrowser.link(sso, "person=viewer")).toString());

        assertThat(now.statusCode()).isEqualTo(200);
        assertThat(now.uri().getPath()).isEqualTo("/console");
        assertThat(now.body()).contains("Nodira Karimova", "hl7");
    }

    @Test
    void whoAskedForAPageComesToItAfterSigningIn() throws Exception {
        ConsoleBrowser browser = browser();
        browser.open("/console/failures");

        assertThat(browser.signIn("viewer").uri().getPath()).isEqualTo("/console/failures");
    }

    @ParameterizedTest
    @CsvSource({"no-role, no-role", "foreign, other-organization"})
    void whoMustStayOutHearsWhyAndStandsInTheAudit(String person, String problem) throws Exception {
        ConsoleBrowser browser = browser();
        HttpResponse<String> page = browser.signIn(person);

        assertThat(page.uri().getQuery()).contains("problem=" + problem);
        assertThat(page.body()).contains("role=\"alert\"");
        assertThat(browser.open("/console/messages").uri().getPath()).isEqualTo("/console/sign-in");
        assertThat(auditOf()).contains("sandbox-" + person, problem);
    }

    @ParameterizedTest
    @CsvSource({
        "code-used, code-refused",
        "token-error, sso-unavailable",
        "gateway-error, sso-unavailable",
        "token-html, sso-unavailable",
        "token-missing, sso-unavailable",
        "token-audience, token-refused",
        "token-expired, token-refused",
        "state-changed, state-lost",
    })
    void aFaultOfTheSsoEndsOnAPageThatSaysWhatToDo(String fault, String problem) throws Exception {
        bridge.faults("[{\"kind\":\"" + fault + "\"}]");
        try {
            HttpResponse<String> page = browser().signIn("operator");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.uri().getPath()).isEqualTo("/console/sign-in");
            assertThat(page.uri().getQuery()).contains("problem=" + problem).matches(".*number=[0-9a-f]{8}");
        } finally {
            bridge.faults("[]");
        }
    }

    @Test
    void aNewKeyOfTheSsoIsFetched() throws Exception {
        signedIn("operator");
        bridge.faults("[{\"kind\":\"key-rotated\",\"count\":1}]");

        signedIn("operator");
    }

    @Test
    void aTokenThatNobodySignedAddsNothing() throws Exception {
        bridge.faults("[{\"kind\":\"token-unsigned\",\"count\":1}]");

        assertThat(browser().signIn("no-role").uri().getQuery()).contains("no-role");
    }

    @Test
    void theSessionCookieIsOutOfReachAndChangesWithTheSignIn() throws Exception {
        ConsoleBrowser browser = browser();
        browser.open("/console/oauth2/authorization/dhp");
        String before = session(browser).getValue();
        browser.signIn("viewer");

        assertThat(session(browser).getValue()).isNotEqualTo(before);
        assertThat(session(browser).isHttpOnly()).isTrue();
        HttpResponse<String> again = browser().only("/console/oauth2/authorization/dhp");
        assertThat(again.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("dhp-console=")
                .contains("SameSite=Lax")
                .contains("HttpOnly");
    }

    private static HttpCookie session(ConsoleBrowser browser) {
        return browser.cookies().stream()
                .filter(cookie -> cookie.getName().equals("dhp-console"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyPageSendsHeadersThatKeepOthersOut() throws Exception {
        HttpResponse<String> page = signedIn("viewer").open("/console/messages");

        assertThat(page.headers().map()).containsKeys("Content-Security-Policy");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(page.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    }

    @Test
    void aFormWithoutItsTokenChangesNothing() throws Exception {
        ConsoleBrowser operator = signedIn("operator");

        HttpResponse<String> refused = operator.postWith(
                "forged", "/console/messages/" + message + "/reveal", "reason", "forged by another page");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains(Texts.in(Language.UZ).t("stale.title"));
        assertThat(operator.open("/console/audit").body())
                .contains(Texts.in(Language.UZ).t("refused.title"));
        assertThat(operator.open("/console/messages/" + message).body()).doesNotContain(NAME);
    }

    @Test
    void leavingEndsTheSession() throws Exception {
        ConsoleBrowser browser = signedIn("viewer");
        browser.open("/console");
        assertThat(browser.post("/console/sign-out").uri().getQuery()).contains("signed-out");

        assertThat(browser.open("/console").uri().getPath()).isEqualTo("/console/sign-in");
        assertThat(auditOf()).contains("sandbox-viewer");
    }

    @Test
    void aPartOfAPageThatIsAskedForWithoutASessionLeadsToTheSignInPage() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + bridge.port() + "/console"))
                                .header("HX-Request", "true")
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).contains("/console/sign-in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "administrator"})
    void whoMayNotRevealSeesShapesOnlyAndTheAttemptIsKept(String person) throws Exception {
        ConsoleBrowser browser = signedIn(person);
        HttpResponse<String> page = browser.open("/console/messages/" + message);
        assertThat(page.body())
                .contains("PID-5.1", "Patient Name", "aaaaaaaaaa")
                .doesNotContain(NAME, PINFL);

        assertThat(browser.post("/console/messages/" + message + "/reveal", "reason", "just curious")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.open("/console/messages/" + message).body()).doesNotContain(NAME, PINFL);
        assertThat(auditOf()).contains("POST /console/messages/" + message + "/reveal");
    }

    @Test
    void aRevealNeedsAReasonAndIsKeptBeforeItShowsAnything() throws Exception {
        ConsoleBrowser operator = signedIn("operator");
        operator.open("/console/messages/" + message);
        HttpResponse<String> refused = operator.post("/console/messages/" + message + "/reveal", "reason", "  hm  ");
        assertThat(refused.body()).doesNotContain(NAME).contains("role=\"alert\"");

        HttpResponse<String> page = operator.post(
                "/console/messages/" + message + "/reveal", "reason", "Ward 3 asks why the name is wrong");

        assertThat(page.body()).contains(NAME, PINFL);
        assertThat(page.body())
                .as("hostile content is text")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert(1)");
        assertThat(page.body()).as("nothing turns the text").doesNotContain("\u202E");
        assertThat(signedIn("operator").open("/console/messages/" + message).body())
                .as("another session sees nothing")
                .doesNotContain(NAME);
        assertThat(auditOf()).contains("message " + message, "Ward 3 asks why the name is wrong");
    }

    @Test
    void whatWasSentAndAnsweredStandsBesideItMaskedAndLinkedToWhatCameIn() throws Exception {
        String page = signedIn("operator").open("/console/messages/" + message).body();

        String sent = page.substring(page.indexOf("id=\"sent\""), page.indexOf("id=\"answered\""));
        assertThat(sent).contains("POST", "Patient/", "data-places=\"PID-5.1\"").doesNotContain(NAME, PINFL);
        assertThat(page.substring(page.indexOf("id=\"answered\""))).contains("HTTP 20");
    }

    @Test
    void whoOnlyAsksLeavesNoSessionBehind() throws Exception {
        ConsoleBrowser browser = browser();
        browser.open("/console/failures");

        assertThat(browser.cookies()).extracting(HttpCookie::getName).doesNotContain("dhp-console");
    }

    @Test
    void theChoiceOfLanguageLeadsBackToThisConsoleAlone() throws Exception {
        for (String back :
                List.of("//evil.example", "/console/../api/summary", "/console/%2e%2e/api", "/api/summary")) {
            HttpResponse<String> answer =
                    browser().only("/console/language/ru?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
            assertThat(answer.headers().firstValue("Location").orElseThrow())
                    .as(back)
                    .endsWith("/console");
        }
        assertThat(browser()
                        .only("/console/language/ru?back=/console/messages?state=dead")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .endsWith("/console/messages?state=dead");
    }

    @Test
    void aFormThatIsTooLargeIsSaidToBe() throws Exception {
        ConsoleBrowser operator = signedIn("operator");
        operator.open("/console/playground");

        HttpResponse<String> answer = operator.post("/console/playground", "input", "x".repeat(6_000_000));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void noPageShowsAValueWithoutAReveal() throws Exception {
        ConsoleBrowser browser = signedIn("operator");
        List<Long> ids = bridge.api("/api/messages").findParents("id").stream()
                .map(one -> one.path("id").asLong())
                .toList();
        for (String path :
                List.of("/console", "/console/failures", "/console/messages", "/console/messages?state=dead")) {
            assertThat(browser.open(path).body()).as(path).doesNotContain(NAME, PINFL, "OTABEK", "19850101");
        }
        for (long id : ids) {
            assertThat(browser.open("/console/messages/" + id).body())
                    .as("message " + id)
                    .doesNotContain(NAME, PINFL, "OTABEK", "19850101", "1985-01-01", "MRN778899");
        }
    }

    @Test
    void theFailuresAreGroupedAndLeadToTheirMessages() throws Exception {
        ConsoleBrowser browser = signedIn("viewer");
        HttpResponse<String> failures = browser.open("/console/failures");
        assertThat(failures.body()).contains("hl7");

        HttpResponse<String> list = browser.open(ConsoleBrowser.link(failures, "/console/messages?state=dead"));

        assertThat(ConsoleBrowser.link(list, "/console/messages/")).isNotNull();
        assertThat(list.body()).contains("badge dead");
    }

    @Test
    void aFilterThatTheListDoesNotKnowShowsNothing() throws Exception {
        HttpResponse<String> page = signedIn("viewer").open("/console/messages?state=everything");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).doesNotContain("/console/messages/1\"");
    }

    @Test
    void anAddressOfTheConsoleThatIsNoPageSaysSoAndASlashTooManyDoesNoHarm() throws Exception {
        ConsoleBrowser viewer = new ConsoleBrowser(bridge.port());
        viewer.open("/console/");
        HttpResponse<String> there = viewer.signIn("viewer");

        assertThat(there.uri().getPath()).as("where they wanted to go").isEqualTo("/console/");
        assertThat(there.statusCode()).isEqualTo(200);
        HttpResponse<String> missing = viewer.open("/console/no-such-page");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("<main", Texts.in(Language.UZ).t("missing.title"));
    }

    @Test
    void warningsOfTheDayLeadToTheirMessages() throws Exception {
        ConsoleBrowser viewer = new ConsoleBrowser(bridge.port());
        viewer.signIn("viewer");
        String list = ConsoleBrowser.link(viewer.open("/console"), "warning=");
        String code = list.replaceAll(".*warning=([a-z-]+).*", "$1");

        assertThat(viewer.open(list).body()).contains("/console/messages/", "value=\"" + code + "\" selected");
        assertThat(viewer.open("/console/messages?hours=all&warning=no-such-warning")
                        .body())
                .doesNotContain("class=\"open\"");
    }

    @Test
    void aMessageThatIsNotThereIsSaidToBeMissing() throws Exception {
        assertThat(signedIn("viewer").open("/console/messages/99999999").statusCode())
                .isEqualTo(404);
    }

    @Test
    void onlyAdministratorsReadTheAuditAndItProvesToBeWhole() throws Exception {
        assertThat(signedIn("operator").open("/console/audit").statusCode()).isEqualTo(403);
        ConsoleBrowser administrator = signedIn("administrator");
        HttpResponse<String> page = administrator.open("/console/audit");
        Matcher head = Pattern.compile("(\\d+:[0-9a-f]{64})").matcher(page.body());
        assertThat(head.find()).isTrue();

        HttpResponse<String> verdict = administrator.post("/console/audit/verify", "head", head.group(1));

        assertThat(verdict.body()).contains("notice good");
        administrator.open("/console/audit");
        HttpResponse<String> file = administrator.post("/console/audit/export");
        assertThat(file.headers().firstValue("Content-Type").orElseThrow()).contains("application/x-ndjson");
        String first = file.body().lines().findFirst().orElseThrow();
        assertThat(new ObjectMapper().readTree(first).path("seq").asLong()).isEqualTo(1);
    }

    @Test
    void aLinkMadeOnTheHostLetsAnOperatorInOnceWithoutTheRightToReveal() throws Exception {
        String secret = HostLink.make(home);
        ConsoleBrowser browser = browser();
        assertThat(browser.open("/console/link/" + secret).uri().getPath()).isEqualTo("/console");
        HttpResponse<String> page = browser.open("/console/messages/" + message);
        assertThat(page.body()).contains("/replay\"").doesNotContain("/reveal\"", NAME);

        HttpResponse<String> again = browser().open("/console/link/" + secret);

        assertThat(again.uri().getQuery()).contains("link-refused");
        assertThat(auditOf()).contains("host access", "by a link made on the host", "link-refused");
    }

    @Test
    void aMessageIsFoundByAKeyThatStandsInNoAddressAndNoAudit() throws Exception {
        ConsoleBrowser browser = signedIn("viewer");
        browser.open("/console/search");

        HttpResponse<String> found = browser.post("/console/search", "key", " " + PINFL + " ");

        assertThat(found.uri().toString()).endsWith("/console/messages/" + message);
        for (String key : List.of("mrn778899", "VISIT556677", "CTRL0001", "one.hl7", Long.toString(message))) {
            browser.open("/console/search");
            assertThat(browser.post("/console/search", "key", key).uri().getPath())
                    .as(key)
                    .isEqualTo("/console/messages/" + message);
        }
        browser.open("/console/search");
        HttpResponse<String> none = browser.post("/console/search", "key", "30101850077770");
        assertThat(none.body())
                .doesNotContain("/console/messages/" + message)
                .contains(Texts.in(Language.UZ).t("search.none"))
                .doesNotContain(Texts.in(Language.UZ).t("messages.none"));
        assertThat(none.uri().getQuery()).as("the way back asks for no form").isEqualTo("found=");
        assertThat(browser.open("/console/search?found=" + message + ",999999").body())
                .contains("/console/messages/" + message);
        assertThat(auditOf()).contains("found 1").doesNotContain(PINFL, "778899", "556677");
    }

    @Test
    void aReplayNeedsTheRoleAReasonAndIsKept() throws Exception {
        assertThat(signedIn("viewer")
                        .open("/console/messages/" + message + "/replay")
                        .statusCode())
                .isEqualTo(403);
        ConsoleBrowser operator = signedIn("operator");
        HttpResponse<String> look = operator.open("/console/messages/" + message + "/replay");
        assertThat(look.body()).contains("Patient").doesNotContain(NAME, PINFL);
        assertThat(operator.post("/console/messages/" + message + "/replay", "reason", "no")
                        .statusCode())
                .isEqualTo(400);

        operator.open("/console/messages/" + message + "/replay");
        operator.post("/console/messages/" + message + "/replay", "reason", "the table is complete now");

        bridge.awaitQuiet();
        assertThat(bridge.api("/api/messages/" + message).path("history").toString())
                .contains("replayed", "sandbox-operator", "the table is complete now");
        assertThat(auditOf()).contains("message " + message, "the table is complete now");
    }

    @Test
    void failuresAreToldApartBySender() throws Exception {
        for (String sender : List.of("OTHER1", "<b>OTHER2")) {
            bridge.drop(
                    "hl7",
                    "nobody-of-" + sender.replaceAll("\\W", "") + ".hl7",
                    "MSH|^~\\&|HIS|" + sender + "|DHP|DHP|20260801101500+0500||ADT^A04^ADT_A01|NOBODY|P|2.5.1\r"
                            + "EVN|A04|20260801101500+0500\rPID|1||||Karim||19850101|M\rPV1|1|O\r");
        }
        bridge.drop(
                "csv/patients",
                "nobody.csv",
                "patient_id,facility,family,given,gender,birth_date\n,OTHER3,Karim,Bek,M,1990-01-02\n");
        bridge.awaitQuiet();
        ConsoleBrowser viewer = signedIn("viewer");

        assertThat(viewer.open("/console/failures").body())
                .contains("OTHER1", "&lt;b&gt;OTHER2", "OTHER3")
                .doesNotContain("<b>OTHER2");
        assertThat(viewer.open("/console/failures?sender=OTHER1").body())
                .containsOnlyOnce("<article")
                .contains("OTHER1</span>");
    }

    @Test
    void theMessagesOfACauseAreReplayedAsAJobThatSaysWhatBecameOfThem() throws Exception {
        ConsoleBrowser operator = signedIn("operator");
        String group = ConsoleBrowser.link(operator.open("/console/failures"), "/console/replay?");
        String cause = group.substring(group.indexOf("cause=") + 6);
        assertThat(operator.open(group).body()).contains("/console/messages/").doesNotContain(NAME);
        HttpResponse<String> refused =
                operator.post("/console/replay", "cause", cause, "reason", "mended", "rate", "fast");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(operator.behindTheLanguages(refused).statusCode()).isEqualTo(200);
        operator.open(group);

        HttpResponse<String> job = operator.post("/console/replay", "cause", cause, "reason", "mended at the source");

        assertThat(job.uri().getPath()).matches("/console/replays/\\d+");
        bridge.awaitQuiet();
        Awaitility.await().until(() -> operator.open(job.uri().getPath()).body().contains("badge done"));
        assertThat(operator.open(job.uri().getPath()).body())
                .contains("mended at the source", "sandbox-operator", "max=\"1\" value=\"1\"");
        assertThat(operator.open("/console/replays").body()).contains(job.uri().getPath());
        assertThat(operator.open(job.uri().getPath()).body()).as("asks no more").doesNotContain("hx-trigger");
        assertThat(operator.part(job.uri().getPath()).statusCode()).isEqualTo(286);
        assertThat(operator.open("/console/replays/99999").statusCode()).isEqualTo(404);
        ConsoleBrowser viewer = signedIn("viewer");
        viewer.open(job.uri().getPath());
        assertThat(viewer.post(job.uri().getPath() + "/cancel").statusCode()).isEqualTo(403);
        assertThat(auditOf()).contains("mended at the source", "dead messages of hl7");
    }

    @Test
    void theDoctorExaminesTheBridgeThatRuns() throws Exception {
        assertThat(signedIn("viewer").open("/console/doctor").statusCode()).isEqualTo(403);
        ConsoleBrowser operator = signedIn("operator");
        assertThat(operator.open("/console/doctor").body()).doesNotContain("<table");

        HttpResponse<String> examined = operator.post("/console/doctor");

        assertThat(examined.body()).contains("ledger", "mappings", "badge good").doesNotContain(NAME, PINFL);
    }

    @Test
    void theCoverageOfASourceSaysWhatItFillsAndShowsNoValue() throws Exception {
        ConsoleBrowser viewer = signedIn("viewer");

        HttpResponse<String> page = viewer.open("/console/coverage?source=hl7&newest=20");

        assertThat(page.body())
                .contains("uz-core-patient", "Patient.birthDate")
                .doesNotContain(NAME, PINFL, "19850101");
        assertThat(viewer.open("/console/coverage?source=none").body()).doesNotContain("uz-core-patient");
    }

    @Test
    void aNumberThatTheCoverageDoesNotOfferIsSaidToBeNone() throws Exception {
        HttpResponse<String> page = signedIn("viewer").open("/console/coverage?source=hl7&newest=21");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains(Texts.in(Language.UZ).t("coverage.numbers"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/messages/" + NAME,
                "/console/messages/9999999999999999999999",
                "/console/messages?before=" + NAME,
                "/console/coverage?source=hl7&newest=" + NAME
            })
    void anAddressThatCannotBeReadEndsOnAPageThatRepeatsNothing(String address) throws Exception {
        saysThatItIsUnreadable(signedIn("viewer").open(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/codes/withdraw", "/console/flow/pause", "/console/flow/resume"})
    void aFormWithoutItsFieldsEndsOnAPageToo(String address) throws Exception {
        ConsoleBrowser operator = signedIn("operator");
        operator.open("/console");

        saysThatItIsUnreadable(operator.post(address));
    }

    private static void saysThatItIsUnreadable(HttpResponse<String> page) {
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.body().replaceAll("(?s)<form.*?</form>|href=\"/console/language[^\"]*\"", ""))
                .contains("<main", Texts.in(Language.UZ).t("unreadable.title"))
                .doesNotContain(NAME);
    }

    @Test
    void aGroupThatIsMendedMeanwhileIsSaidToBeMissing() throws Exception {
        assertThat(signedIn("operator")
                        .open("/console/replay?cause=0123456789abcdef")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"uz, Konsolga kirish", "ru, Вход в консоль", "en, Sign in to the console"})
    void thePagesSpeakTheChosenLanguage(String language, String title) throws Exception {
        ConsoleBrowser browser = browser();
        HttpResponse<String> page = browser.open("/console/language/" + language + "?back=%2Fconsole%2Fsign-in");

        assertThat(page.body()).contains("<html lang=\"" + language + "\">", title);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example/", "//evil.example", "/console@evil.example", "/console/\\evil", "/api"})
    void aChoiceOfLanguageLeadsNowhereElse(String back) throws Exception {
        HttpResponse<String> answer =
                browser().only("/console/language/ru?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8));

        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/console");
    }

    @Test
    void filesOfThePagesAreKeptByBrowsersAndChangeTheirAddressWithTheirContent() throws Exception {
        ConsoleBrowser browser = browser();
        HttpResponse<String> page = browser.open("/console/sign-in");
        String style = ConsoleBrowser.link(page, "console.css");

        HttpResponse<String> file = browser.only(style);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(browser.only("/console/assets/0000000000000000/console.css").statusCode())
                .isEqualTo(404);
    }

    /** As after a weekend: the browser still has the cookie, the ledger no longer has the session. */
    private static HttpResponse<String> later(String method, String path, String form, String site) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + bridge.port() + path))
                                .header("Cookie", "dhp-console=MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Sec-Fetch-Site", site)
                                .method(method, HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void whoseSessionEndedHearsIt() throws Exception {
        assertThat(later("GET", "/console/messages", "", "none").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/console/sign-in?problem=session-ended"));
    }

    @Test
    void whoseSessionEndedOverAFormHearsThatNothingWasDoneAndGetsBackWhatSheWrote() throws Exception {
        String form = "_csrf=of-yesterday&target=delivery&reason=the+laboratory+%3Cb%3Emoves";

        HttpResponse<String> page = later("POST", "/console/flow/pause", form, "same-origin");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body())
                .contains(Texts.in(Language.UZ).t("ended.what"), "the laboratory &lt;b&gt;moves", "/console/sign-in");
        assertThat(later("POST", "/console/flow/pause", form, "cross-site").body())
                .as("the form of another site")
                .doesNotContain("the laboratory");
        assertThat(bridge.api("/api/status").path("delivery").asText()).isNotEqualTo("paused");
    }

    /** Of all sessions; people were last seen so long ago. */
    private static void seen(int minutesAgo) throws Exception {
        changeTheLedger("UPDATE console_session SET seen_at = seen_at - " + minutesAgo * 60_000
                + ", ends_at = ends_at - " + minutesAgo * 60_000);
    }

    private static void changeTheLedger(String... sql) throws Exception {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                Statement change = ledger.createStatement()) {
            change.execute("PRAGMA busy_timeout = 20000");
            change.execute("PRAGMA legacy_alter_table = on");
            for (String one : sql) {
                change.execute(one);
            }
        }
    }

    @Test
    void aPageThatAsksByItselfKeepsNoSessionAliveAndLeadsToTheDoorWhenItIsOver() throws Exception {
        ConsoleBrowser left = signedIn("viewer");
        ConsoleBrowser here = signedIn("viewer");
        seen(20);
        for (String part : List.of("/console", "/console/tail")) {
            assertThat(left.part(part).statusCode()).isEqualTo(200);
        }
        assertThat(here.only("/console/messages").statusCode()).isEqualTo(200);

        seen(20);

        HttpResponse<String> over = left.part("/console/tail");
        assertThat(over.statusCode()).isEqualTo(401);
        assertThat(over.headers().firstValue("HX-Redirect")).contains("/console/sign-in?problem=session-ended");
        assertThat(here.part("/console/tail").statusCode())
                .as("somebody was there")
                .isEqualTo(200);
    }

    @Test
    void theAnswerToAFormStandsAtAPageThatExistsInEachLanguage() throws Exception {
        ConsoleBrowser operator = signedIn("operator");
        operator.open("/console/flow");
        String[][] forms = {
            {"/console/flow/pause", "target", "delivery", "reason", "no"},
            {"/console/flow/pause", "target", "delivery", "reason", "seen otherwise", "seen", "another"},
            {"/console/flow/pause", "target", "source:none", "reason", "there is no such source"},
            {"/console/flow/resume"},
            {"/console/messages/" + message + "/replay", "reason", "no"},
            {"/console/playground", "input", "nothing of a message"},
        };
        for (String[] form : forms) {
            operator.open("/console/flow");
            HttpResponse<String> page = operator.post(form[0], Arrays.copyOfRange(form, 1, form.length));
            assertThat(operator.behindTheLanguages(page).statusCode())
                    .as(form[0] + " " + page.statusCode())
                    .isEqualTo(200);
        }
        ConsoleBrowser administrator = signedIn("administrator");
        for (String head : List.of("", "nothing")) {
            administrator.open("/console/audit");
            HttpResponse<String> page = administrator.post("/console/audit/verify", "head", head);
            assertThat(administrator.behindTheLanguages(page).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void theSecretOfALinkStandsInNoLogWhenTheLedgerIsAway(CapturedOutput log) throws Exception {
        String secret = HostLink.make(home);
        changeTheLedger("ALTER TABLE audit_entry RENAME TO gone");
        try {
            assertThat(browser().only("/console/%6cink/" + secret).statusCode()).isEqualTo(500);
        } finally {
            changeTheLedger("ALTER TABLE gone RENAME TO audit_entry");
        }
        assertThat(log.getAll()).contains("/console/link/… failed").doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"console_session", "message"})
    void whileTheLedgerIsAwayPeopleGetAPageInTheirLanguage(String table) throws Exception {
        ConsoleBrowser browser = signedIn("operator");
        browser.open("/console/language/ru");
        HttpResponse<String> page;
        changeTheLedger("ALTER TABLE " + table + " RENAME TO gone");
        try {
            page = browser.open("/console/messages");
        } finally {
            changeTheLedger("ALTER TABLE gone RENAME TO " + table);
        }
        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.body()).contains(Texts.in(Language.RU).t("failed.title"), "lang=\"ru\"");
        assertThat(page.body()).doesNotContain("Whitelabel", "SQL");
    }
}
