package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The journeys of an operator in Debian's Chromium. Without it they are skipped, but where {@code CI} is set they fail. Pictures
 * of the pages are in {@code target/console}.
 */
class ConsoleInABrowserTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PICTURES = Path.of("target/console");
    private static final String NAME = "BROUZEROVA";
    private static final String PINFL = "41505850000028";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String RESULTS =
            """
            patient_id,family,given,gender,birth_date,order_id,test_code,test_name,value,unit,status,collected
            U1,Azizov,Bek,M,1990-01-02,O1,GLU,Glukoza,5.3,mmol/litr,F,2026-03-01
            U2,Ergashev,Bek,M,1990-01-03,O2,GLU,Glukoza,5.4,mmol/litr,F,2026-03-02
            """;

    private static final String TWO_MESSAGES = "'"
            + (hl7("A8", "30101850077777", "BIRINCHI", "19850101")
                            + hl7("A9", "30101850077778", "IKKINCHI", "19850102"))
                    .replace("\\", "\\\\")
                    .replace("\r", "\\n")
            + "'";

    @TempDir
    static Path folder;

    private static RunningBridge bridge;
    private static ChromeDriver browser;
    /** Deque's axe-core, in the test's own classpath. */
    private static String axe;

    @BeforeAll
    static void start() throws IOException {
        boolean there = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        assertThat(there || System.getenv("CI") == null)
                .as("CI is set, and there is no " + CHROMIUM + " with " + DRIVER
                        + ": install chromium and chromium-driver")
                .isTrue();
        assumeTrue(there, "The console is not tried in a browser: there is no " + CHROMIUM + " with " + DRIVER + ".");
        Files.createDirectories(PICTURES);
        bridge = RunningBridge.startWithoutSamples(folder.resolve("home"));
        bridge.drop("hl7", "admission.hl7", hl7("A1", PINFL, NAME, "19850515"));
        bridge.drop("hl7", "no-number.hl7", hl7("A2", "", "ERGASHEVA", "19900319"));
        bridge.drop("csv/lab-results", "results.csv", RESULTS);
        bridge.awaitQuiet();
        browser = chromium();
        browser.manage().timeouts().scriptTimeout(PATIENCE);
        try (InputStream script = ConsoleInABrowserTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String hl7(String id, String pinfl, String name, String birth) {
        return "MSH|^~\\&|LAB|HOSP|DHP|DHP|20260801101500+0500||ADT^A04^ADT_A01|" + id + "|P|2.5.1\r"
                + "EVN|A04|20260801101500+0500\r"
                + "PID|1||" + pinfl + "^^^UZ^NNUZB||" + name + "^Gulnora||" + birth + "|F\r"
                + "PV1|1|O|||||||||||||||||V-" + id + "\r";
    }

    private static ChromeDriver chromium() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toString());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1360,900",
                "--user-data-dir=" + folder.resolve("browser"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (bridge != null) {
            bridge.close();
        }
    }

    private static String address(String path) {
        return "http://localhost:" + bridge.port() + path;
    }

    private static void open(String path) {
        browser.get(address(path));
    }

    private static WebElement find(String css) {
        return new WebDriverWait(browser, PATIENCE)
                .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(css)));
    }

    private static void leadsTo(String path) {
        new WebDriverWait(browser, PATIENCE)
                .until(driver -> driver.getCurrentUrl().startsWith(address(path)));
    }

    private static void signIn(String person, String language) {
        browser.manage().deleteAllCookies();
        open("/console/language/" + language + "?back=%2Fconsole%2Fsign-in");
        find("a[href*='oauth2/authorization']").click();
        find("a[href*='person=" + person + "']").click();
        leadsTo("/console");
        find("nav.sections");
    }

    private static void picture(String name) throws IOException {
        Files.write(PICTURES.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    /** Nothing that a person with a disability cannot use, and nothing that the policy of the page forbids. */
    private static void isSound(String name) throws IOException {
        browser.executeScript(axe);
        Object serious = browser.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                axe.run().then((results) => done(results.violations
                    .filter((rule) => ["serious", "critical"].includes(rule.impact))
                    .map((rule) => rule.id + " at " + rule.nodes.map((node) => node.target.join(" ")).join(", "))));""");
        assertThat((List<?>) serious).as(name + ": axe").isEmpty();
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as(name + ": log of the browser")
                .noneMatch(line -> line.getMessage().contains("Content Security Policy")
                        || line.getMessage().contains("Uncaught"));
        picture(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uz", "ru", "en"})
    void anOperatorFindsAMessageRevealsItAndLeaves(String language) throws Exception {
        signIn("operator", language);
        assertThat(find("html").getDomAttribute("lang")).isEqualTo(language);
        find("#tail tr.row a.open");
        isSound("now-" + language);

        new Actions(browser).sendKeys("/").perform();
        browser.switchTo().activeElement().sendKeys(PINFL, Keys.ENTER);
        leadsTo("/console/messages/");
        assertThat(browser.getCurrentUrl()).doesNotContain(PINFL);
        assertThat(browser.getPageSource()).doesNotContain(NAME, PINFL);
        isSound("message-" + language);

        find("form[action$='/reveal'] input[name=reason]").sendKeys("the ward asks for it", Keys.ENTER);
        new WebDriverWait(browser, PATIENCE)
                .until(driver -> driver.getPageSource().contains(NAME));
        WebElement family = find("tr[data-places='PID-5.1'] td.value");
        family.click();
        assertThat(browser.findElements(By.cssSelector("section[aria-labelledby=out] tr.lit")))
                .as("the values that came of PID-5.1 are lit")
                .isNotEmpty();
        isSound("revealed-" + language);

        find(".who button").click();
        leadsTo("/console/sign-in");
        isSound("left-" + language);
        open("/console");
        leadsTo("/console/sign-in");
    }

    @Test
    void aPageThatGetsNoAnswerSaysSoUntilOneComesAgain() throws Exception {
        signIn("operator", "en");
        find("#tail tr.row a.open");
        assertThat(find("#lost").getText()).isEmpty();
        Map<String, Object> away =
                Map.of("offline", true, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1);
        browser.executeCdpCommand("Network.enable", Map.of());
        browser.executeCdpCommand("Network.emulateNetworkConditions", away);
        try {
            find("#tail.stale");
            find("#now.stale");
            assertThat(find("#lost.notice.bad").getText())
                    .matches("No answer from the bridge since \\d\\d:\\d\\d\\. .*");
            picture("now-lost");
        } finally {
            browser.executeCdpCommand(
                    "Network.emulateNetworkConditions",
                    Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
        }
        find("#tail:not(.stale)");
        find("#now:not(.stale)");
        find("#lost:not(.notice)");
        assertThat(find("#lost").getText()).isEmpty();
    }

    /** As its clock does, but now. */
    private static void askAnew(String part) {
        browser.executeAsyncScript("const done = arguments[arguments.length - 1], part = document.querySelector('"
                + part + "'); htmx.ajax('GET', part.getAttribute('hx-get'), {source: part, target: part}).then(done)");
    }

    @Test
    void whatAPageAsksForByItselfTakesNothingFromUnderAPersonsHands() throws Exception {
        signIn("operator", "en");
        find("#now details summary").click();
        askAnew("#now");
        assertThat(find("#now details").getDomAttribute("open")).isNotNull();

        find("#tail tr.row a.open");
        script("document.querySelector('#tail tr.row a.open').focus()");
        String first = browser.switchTo().activeElement().getDomAttribute("href");
        bridge.drop("hl7", "while-she-looks.hl7", hl7("A4", "41505850000029", "KEYINGI", "19880808"));
        bridge.awaitQuiet();
        askAnew("#tail");
        assertThat(find("#tail tr.row a.open").getDomAttribute("href")).isNotEqualTo(first);
        assertThat(browser.switchTo().activeElement().getDomAttribute("href")).isEqualTo(first);
        assertThat(script("return [...document.querySelectorAll('#tail a.open')].map((a) => a.textContent).join()"))
                .as("changed in place, and the same as put in anew")
                .isEqualTo(script("return fetch('/console/tail').then((answer) => answer.text()).then((page) =>"
                        + " [...new DOMParser().parseFromString(page, 'text/html').querySelectorAll('#tail a.open')]"
                        + ".map((a) => a.textContent).join())"));
    }

    @Test
    void thatDeliveryRestsIsSaidOnce() {
        signIn("operator", "en");
        open("/console/flow");
        find("details summary").click();
        find("form[action='/console/flow/pause'] input[name=reason]").sendKeys("the ministry asks", Keys.ENTER);
        find("form[action='/console/flow/resume']");
        open("/console");
        find("#now [role=alert]");
        script(
                """
                window.said = 0;
                const isSaid = (node) => (node.closest ? node : node.parentElement)?.closest("[role=alert]");
                const holdsOne = (node) => node.querySelector?.("[role=alert]");
                new MutationObserver((changes) => {
                    window.said += changes.filter((change) => isSaid(change.target)
                        || [...change.addedNodes].some((node) => isSaid(node) || holdsOne(node))).length;
                }).observe(document.getElementById("now"), {childList: true, subtree: true, characterData: true});""");

        askAnew("#now");
        askAnew("#now");

        assertThat(script("return window.said")).isEqualTo(0L);
        open("/console/flow");
        find("form[action='/console/flow/resume'] button").click();
        find("form[action='/console/flow/pause']");
        new WebDriverWait(browser, PATIENCE).until(driver -> {
            open("/console");
            return driver.findElements(By.cssSelector("#now [role=alert]")).isEmpty();
        });
    }

    @Test
    void anOperatorLooksAtAFailureTriesItDryAndReplaysIt() throws Exception {
        signIn("operator", "en");
        open("/console/failures");
        isSound("failures");
        find("a[href^='/console/replay?']").click();
        find("form[action='/console/replay']");
        isSound("replay");
        find("tr.row a.open").click();
        find("form[action$='/replay'] input[name=reason]").sendKeys("mended at the source", Keys.ENTER);
        leadsTo("/console/messages/");
        new WebDriverWait(browser, PATIENCE).until(driver -> {
            driver.navigate().refresh();
            return driver.findElements(By.cssSelector("ol.steps li.dead")).size() >= 2;
        });
        assertThat(browser.getPageSource()).contains("mended at the source");
        isSound("replayed");

        open("/console/failures");
        find("a[href^='/console/replay?']").click();
        find("form[action='/console/replay'] input[name=reason]").sendKeys("mended once more", Keys.ENTER);
        leadsTo("/console/replays/");
        find(".badge.done");
        find(".badge.dead");
        isSound("replay-job");
        open("/console/replays");
        isSound("replays");
    }

    @Test
    void anOperatorCompletesACodeTableAndReplaysWhatItMends() throws Exception {
        signIn("operator", "ru");
        open("/console/codes?table=units");
        isSound("codes");
        find("tr.row a.open").click();
        leadsTo("/console/codes/");
        isSound("code");
        find("tr.row a.open[href*='like=0']").click();
        find("form[action$='/draft'] input[value='mmol/L']").submit();
        find("form[action$='/publish']");
        isSound("code-draft");
        find("form[action$='/publish'] input[name=reason]").sendKeys("the same unit", Keys.ENTER);
        leadsTo("/console/replay?touched=");
        find("form[action='/console/replay'] input[name=reason]").sendKeys("the unit has a row", Keys.ENTER);
        leadsTo("/console/replays/");
        find(".badge.done");
        open("/console/codes");
        isSound("codes-published");
    }

    @Test
    void anOperatorCorrectsAMessageAndSendsItAgain() throws Exception {
        bridge.drop("hl7", "to-correct.hl7", hl7("A3", "", "TUZATILGAN", "19770707"));
        bridge.awaitQuiet();
        long number = bridge.api("/api/messages?state=dead").findParents("id").stream()
                .filter(one -> one.path("location").asText().contains("to-correct.hl7"))
                .mapToLong(one -> one.path("id").asLong())
                .findFirst()
                .orElseThrow();
        signIn("operator", "uz");
        open("/console/messages/" + number);
        find("form[action$='/reveal'] input[name=reason]").sendKeys("the number is missing", Keys.ENTER);
        find("a[href$='/correct']").click();
        isSound("correct");

        WebElement text = find("textarea[name=text]");
        String corrected = text.getDomProperty("value").replace("PID|1||^^^UZ^NNUZB|", "PID|1||K88^^^HOSP^MR|");
        text.clear();
        text.sendKeys(corrected);
        find("button[name=look]").click();
        assertThat(find("table.diff ins").getText()).contains("K88");
        browser.navigate().back();
        leadsTo("/console/messages/" + number);
        assertThat(find("#reveal").isDisplayed())
                .as("the way back asks for no form")
                .isTrue();
        browser.navigate().forward();
        text = find("textarea[name=text]");
        text.clear();
        text.sendKeys(corrected);
        find("button[name=look]").click();
        assertThat(find("table.diff ins").getText()).contains("K88");
        isSound("correct-looked-at");
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertThat(find("main").getText()).as("what is printed").doesNotContain("K88", "TUZATILGAN");
        assertThat(find("textarea[name=text]").getCssValue("visibility")).isEqualTo("hidden");
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
        assertThat(find("textarea[name=text]").getDomProperty("value")).isEqualTo(corrected);
        find("form[action$='/correct'] input[name=reason]").sendKeys("the ward told the number");
        find("form[action$='/correct'] button:not([name])").click();

        find("#corrections a").click();
        find("#corrections a[href$='/" + number + "']");
        assertThat(browser.getPageSource()).contains("the ward told the number");
        new WebDriverWait(browser, PATIENCE).until(driver -> {
            driver.navigate().refresh();
            return !driver.findElements(By.cssSelector(".head .badge.delivered"))
                    .isEmpty();
        });
        isSound("corrected");
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, /console/messages",
        "administrator, /console/audit",
        "operator, /console/search",
        "operator, /console/flow"
    })
    void theOtherPagesAreSoundToo(String person, String path) throws Exception {
        signIn(person, "ru");
        open(path);
        find("main h1");
        isSound(path.substring(path.lastIndexOf('/') + 1).replaceAll("\\?.*", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uz", "ru", "en"})
    void anOperatorTriesAMappingOnASample(String language) throws Exception {
        signIn("operator", language);
        open("/console/playground");
        isSound("playground-" + language);
        find("select[name=sample] option[value='samples/csv-patients/three-alphabets/in.csv']")
                .click();
        find("button[value=sample]").click();
        new WebDriverWait(browser, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .until(driver -> !driver.findElement(By.name("input"))
                        .getDomProperty("value")
                        .isEmpty());
        find("p > button[value=try]").click();
        find("#result section.tree tr");
        isSound("playground-tried-" + language);
    }

    @Test
    void theDoctorExaminesOnDemand() throws Exception {
        signIn("operator", "uz");
        open("/console/doctor");
        find("form[action='/console/doctor'] button").click();
        find("main table");
        isSound("doctor");
    }

    @Test
    void thePagesFitATelephoneAndTheDark() throws Exception {
        signIn("viewer", "uz");
        try {
            browser.manage().window().setSize(new Dimension(400, 860));
            for (String path : List.of(
                    "/console",
                    "/console/failures",
                    "/console/codes",
                    "/console/replays",
                    "/console/flow",
                    "/console/messages")) {
                open(path);
                find("main h1");
                Long over = (Long) browser.executeScript(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assertThat(over).as(path + " is too wide for a telephone").isLessThanOrEqualTo(0L);
            }
            isSound("telephone");
            browser.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
            browser.manage().window().setSize(new Dimension(1360, 900));
            open("/console");
            isSound("dark");
        } finally {
            browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
            browser.manage().window().setSize(new Dimension(1360, 900));
        }
    }

    @Test
    void theListIsWalkedWithTheKeyboard() {
        signIn("viewer", "en");
        open("/console/messages");
        find("tr.row a.open");
        var keys = new Actions(browser);
        keys.sendKeys("j").perform();
        keys.sendKeys("j").perform();
        String second = browser.switchTo().activeElement().getDomAttribute("href");
        assertThat(second)
                .isEqualTo(browser.findElements(By.cssSelector("tr.row a.open"))
                        .get(1)
                        .getDomAttribute("href"));
        keys.sendKeys("k").perform();
        browser.switchTo().activeElement().sendKeys(Keys.ENTER);
        leadsTo("/console/messages/");
    }

    private static Object script(String code) {
        return browser.executeScript(code);
    }

    /** The values that are lit in a pane, and the first of them stands where it can be seen. */
    private static List<String> litInSight(String pane) {
        String rows = "section[aria-labelledby^='" + pane + "'] tr.lit";
        Object inSight = script("const row = document.querySelector(\"" + rows + "\");"
                + "const pane = row.closest('.scroll').getBoundingClientRect(), own = row.getBoundingClientRect();"
                + "return own.top >= pane.top && own.bottom <= pane.bottom + 1;");
        assertThat(inSight).as("what is lit first in " + pane + " is in sight").isEqualTo(true);
        return browser.findElements(By.cssSelector(rows)).stream()
                .map(row -> row.getDomAttribute("data-places"))
                .toList();
    }

    @Test
    void aValueLightsWhereItCameFromWhereverThatStandsAndAConstantLightsNothing() throws Exception {
        signIn("viewer", "en");
        try {
            browser.manage().window().setSize(new Dimension(1360, 420));
            openTheMessageOf("admission.hl7");
            script("document.querySelector('section[aria-labelledby=in] .scroll').scrollTop = 100000");
            WebElement id = find("section[aria-labelledby=out] tr[data-places~='PID-3.1']");
            script(
                    "document.querySelector(\"section[aria-labelledby=out] tr[data-places~='PID-3.1']\").scrollIntoView()");
            id.findElement(By.cssSelector("td.value")).click();
            assertThat(litInSight("in")).contains("PID-3.1");
            assertThat(litInSight("sent")).allMatch(places -> places.contains("PID-3"));

            find("section[aria-labelledby=out] tr:not([data-places]) td.value").click();
            assertThat(browser.findElements(By.cssSelector("section[aria-labelledby=out] tr.lit")))
                    .as("constants have nothing to do with one another")
                    .allMatch(row -> row.getDomAttribute("data-places").contains("PID-3"));
        } finally {
            browser.manage().window().setSize(new Dimension(1360, 900));
        }
    }

    private static void openTheMessageOf(String file) throws Exception {
        for (JsonNode message : bridge.api("/api/messages?limit=200")) {
            if (message.path("location").asText().startsWith(file)) {
                open("/console/messages/" + message.path("id").asText());
                return;
            }
        }
        throw new AssertionError("no message of " + file);
    }

    @Test
    void theValuesOfAMessageAreWalkedAndLitWithTheKeyboard() throws Exception {
        signIn("viewer", "en");
        openTheMessageOf("admission.hl7");
        var keys = new Actions(browser);
        for (int i = 0; i < 300; i++) {
            keys.sendKeys("j").perform();
            if ("PID-5.1".equals(browser.switchTo().activeElement().getDomAttribute("data-places"))) {
                break;
            }
        }
        keys.sendKeys(Keys.ENTER).perform();
        assertThat(litInSight("in")).containsExactly("PID-5.1");
        assertThat(litInSight("out")).isNotEmpty().allMatch(places -> places.contains("PID-5.1"));
        isSound("lit-by-keyboard");

        keys.sendKeys(Keys.TAB).perform();
        keys.sendKeys("j").perform();
        assertThat(browser.switchTo().activeElement().getDomAttribute("class"))
                .as("in the next pane one begins at what is lit")
                .contains("lit");
        keys.sendKeys(Keys.ESCAPE).perform();
        assertThat(browser.findElements(By.cssSelector("tr.lit"))).isEmpty();
    }

    @Test
    void aValueOfOneMessageLightsNothingOfAnother() throws Exception {
        signIn("operator", "en");
        open("/console/playground");
        script("document.querySelector('textarea[name=input]').value = " + TWO_MESSAGES);
        find("p > button[value=try]").click();
        find("#result section.one:nth-of-type(2) section.tree tr");
        find("#result section.one:nth-of-type(1) tr[data-places='PID-5.1'] td.value")
                .click();
        assertThat(browser.findElements(By.cssSelector("#result section.one:nth-of-type(1) tr.lit")))
                .isNotEmpty();
        assertThat(browser.findElements(By.cssSelector("#result section.one:nth-of-type(2) tr.lit")))
                .isEmpty();
    }
}
