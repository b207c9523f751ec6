package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator completes a code table at the console, from the code that it lacks to the messages that it mends. */
class ConsoleCodesTest {

    private static final String RESULTS =
            """
            patient_id,family,given,gender,birth_date,order_id,test_code,test_name,value,unit,status,collected
            U1,Azizovzz,Bek,M,1990-01-02,O1,GLU,Glukoza,5.34,mmol/litr,F,2026-03-01
            U1,Azizovzz,Bek,M,1990-01-02,O2,GLU,Glukoza,5.46,mmol/litr,F,2026-03-02
            U2,Ergashevzz,Aziz,erkakcha,1990-01-02,O3,GLU,Glukoza,5.47,mmol/L,F,2026-03-02
            """;

    @TempDir
    static Path home;

    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws Exception {
        bridge = RunningBridge.startWithoutSamples(home, "--dhp.console.sign-ins-a-minute=1000");
        bridge.drop("csv/lab-results", "results.csv", RESULTS);
        bridge.awaitQuiet();
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static ConsoleBrowser signedIn(String person) throws Exception {
        ConsoleBrowser browser = new ConsoleBrowser(bridge.port());
        browser.signIn(person);
        browser.open("/console/language/en?back=%2Fconsole");
        return browser;
    }

    private static String page(ConsoleBrowser browser, String table) throws Exception {
        return ConsoleBrowser.link(browser.open("/console/codes?table=" + table), "/console/codes/");
    }

    @Test
    void aRowIsTriedDryPublishedAndMendsTheMessagesThatHaveTheCode() throws Exception {
        ConsoleBrowser operator = signedIn("operator");
        String unit = page(operator, "units");
        HttpResponse<String> code = operator.open(unit);
        assertThat(code.body())
                .as("unit and shape of the value, never the value")
                .contains("mmol/litr", "Glukoza", ">9.99<")
                .doesNotContain("5.34", "5.46", "Azizovzz");
        HttpResponse<String> taken = operator.open(unit + "?like=0");
        assertThat(taken.body()).as("what the table has of a like spelling").contains("value=\"mmol/L\"");

        HttpResponse<String> draft = operator.post(unit + "/draft", "column.to", "mmol/L");
        assertThat(draft.body())
                .contains("Observation.valueQuantity.code", "/publish\"")
                .doesNotContain("Azizovzz");
        assertThat(bridge.resources("Observation").toString())
                .as("a draft counts for nothing")
                .doesNotContain("\"5.34\"");
        HttpResponse<String> refused = operator.post(unit + "/publish", "reason", "no");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(operator.behindTheLanguages(refused).uri().getPath()).isEqualTo(unit);
        operator.open(unit);
        HttpResponse<String> replay = operator.post(unit + "/publish", "reason", "it is the same unit");
        assertThat(replay.uri().getPath()).isEqualTo("/console/replay");
        String touched = replay.uri().getQuery().substring("touched=".length());
        HttpResponse<String> job = operator.post("/console/replay", "touched", touched, "reason", "the unit has a row");

        Awaitility.await().until(() -> operator.open(job.uri().getPath()).body().contains("badge done"));
        bridge.awaitQuiet();
        assertThat(bridge.api("/api/unmapped?table=units")).isEmpty();
        assertThat(bridge.resources("Observation")).allSatisfy(observation -> assertThat(
                        observation.at("/valueQuantity/code").asText())
                .isEqualTo("mmol/L"));
        HttpResponse<String> all = operator.open("/console/codes");
        assertThat(all.body()).contains("it is the same unit", "/console/codes/export");
        assertThat(operator.open("/console/codes/export").body())
                .isEqualTo("# mappings/codes/units.csv\nmmol/litr,mmol/L\n\n");
        assertThat(signedIn("administrator").open("/console/audit").body())
                .contains("code table units", "row published: it is the same unit");

        operator.open("/console/codes");
        refused = operator.post("/console/codes/withdraw", "table", "units", "source", "", "from", "mmol/litr");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(operator.behindTheLanguages(refused).statusCode()).isEqualTo(200);
        operator.open("/console/codes");
        operator.post(
                "/console/codes/withdraw", "table", "units", "source", "", "from", "mmol/litr", "reason", "a test");
        bridge.post("/api/messages/replay", "{\"state\":\"delivered\"}");
        bridge.post("/api/messages/replay", "{\"state\":\"superseded\"}");
        bridge.awaitQuiet();
        assertThat(bridge.api("/api/unmapped?table=units")).hasSize(1);
    }

    @Test
    void nobodyPublishesADraftThatSomebodyElseChangedUnderTheirEyes() throws Exception {
        ConsoleBrowser operator = signedIn("operator");
        ConsoleBrowser other = signedIn("operator");
        String gender = page(operator, "gender");
        operator.open(gender);
        operator.post(gender + "/draft", "column.to", "male");
        other.open(gender);
        other.post(gender + "/draft", "column.to", "female");

        HttpResponse<String> refused = operator.post(gender + "/publish", "reason", "erkakcha is male");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Somebody changed the draft", "value=\"female\"");
        assertThat(operator.open("/console/codes").body()).doesNotContain("erkakcha is male");
        other.open(gender);
        assertThat(other.post(gender + "/drop").body()).doesNotContain("/publish\"");
    }

    @Test
    void aFormThatIsSentTwiceReplaysOnce() throws Exception {
        ConsoleBrowser operator = signedIn("operator");
        String address = ConsoleBrowser.link(operator.open(page(operator, "gender")), "/console/replay?");
        operator.open(address);
        String touched = address.substring(address.indexOf('=') + 1);
        String form = ConsoleBrowser.hidden(operator.open(address), "form");
        String csrf = operator.csrf();
        String[] filled = {"touched", touched, "reason", "pressed twice", "form", form};

        String first = operator.postWith(csrf, "/console/replay", filled)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Awaitility.await().until(() -> operator.open(first).body().contains("badge done"));
        bridge.awaitQuiet();
        String second = operator.postWith(csrf, "/console/replay", filled)
                .headers()
                .firstValue("Location")
                .orElseThrow();

        assertThat(second).isEqualTo(first);
        assertThat(signedIn("administrator").open("/console/audit").body()).containsOnlyOnce("pressed twice");
    }

    @Test
    void aCodeThatTheValueSetLacksIsRefused() throws Exception {
        ConsoleBrowser operator = signedIn("operator");
        String gender = page(operator, "gender");
        assertThat(operator.open(gender).body()).contains("male", "female");

        HttpResponse<String> refused = operator.post(gender + "/draft", "column.to", "man");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("role=\"alert\"").doesNotContain("/publish\"");
        assertThat(operator.behindTheLanguages(refused).statusCode()).isEqualTo(200);
        assertThat(operator.post(gender + "/draft", "column.to", "male").body()).contains("/publish\"");
        assertThat(operator.post(gender + "/drop").body()).doesNotContain("/publish\"");
    }

    @Test
    void whoMayOnlyLookChangesNothing() throws Exception {
        ConsoleBrowser viewer = signedIn("viewer");
        String gender = page(viewer, "gender");
        assertThat(viewer.open(gender).body()).doesNotContain("/draft\"");

        assertThat(viewer.post(gender + "/draft", "column.to", "male").statusCode())
                .isEqualTo(403);
        viewer.open(gender);
        assertThat(viewer.post(gender + "/publish", "reason", "because").statusCode())
                .isEqualTo(403);
    }
}
