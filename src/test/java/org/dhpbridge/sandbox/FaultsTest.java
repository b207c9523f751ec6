package org.dhpbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dhpbridge.sandbox.SandboxClient.json;
import static org.dhpbridge.sandbox.SandboxClient.patient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.dhpbridge.sandbox.SandboxClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of fault, as a client meets it. */
class FaultsTest {

    private static final String GOOD_FORM = "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox";

    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() {
        sandbox = Sandboxes.start();
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private String root() {
        return "http://localhost:" + sandbox.port();
    }

    private void faults(String... list) {
        Answer set = client.putJson(root() + "/faults", json("{'seed':7,'faults':[" + String.join(",", list) + "]}"));
        assertThat(set.status()).as(set.text()).isEqualTo(200);
    }

    private JsonNode fault(int index) {
        return client.get(root() + "/faults").json().path("faults").path(index);
    }

    private String created(String value) {
        return client.post("/Patient", patient("urn:x", value)).id();
    }

    private long stored() {
        return client.get(root() + "/stats")
                .json()
                .path("resources")
                .path("Patient")
                .asLong();
    }

    private Answer token() {
        return client.form(sandbox.tokenUri().toString(), GOOD_FORM);
    }

    @Test
    void anErrorAnswersForTheNextRequestsThatFitAndNothingIsWritten() {
        faults("{'kind':'error','status':429,'retryAfter':3,'count':2,'method':'POST','path':'Patient'}");

        assertThat(client.get("/Patient").status()).isEqualTo(200);
        assertThat(client.post("/Practitioner", json("{'resourceType':'Practitioner'}"))
                        .status())
                .isEqualTo(201);
        for (int i = 0; i < 2; i++) {
            Answer refused = client.post("/Patient", patient("urn:x", "1"));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("3");
            assertThat(refused.issueCode()).isEqualTo("throttled");
        }
        assertThat(stored()).isZero();
        assertThat(client.post("/Patient", patient("urn:x", "1")).status()).isEqualTo(201);
        assertThat(fault(0).path("struck").asInt()).isEqualTo(2);
    }

    @Test
    void anErrorMayBeAPageAndSayADate() {
        faults("{'kind':'error','retryAfter':60,'retryAfterForm':'date','body':'html'}");
        Answer refused = client.get("/Patient");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Content-Type")).startsWith("text/html");
        assertThat(refused.text()).contains("<html>");
        assertThat(ZonedDateTime.parse(refused.header("Retry-After"), DateTimeFormatter.RFC_1123_DATE_TIME))
                .isAfter(ZonedDateTime.now());
    }

    @Test
    void aPoisonMessageIsKnownByItsBody() {
        faults("{'kind':'error','status':500,'bodyContains':'№13'}");

        assertThat(client.post("/Patient", patient("urn:x", "№12")).status()).isEqualTo(201);
        assertThat(client.post("/Patient", patient("urn:x", "№13")).status()).isEqualTo(500);
    }

    @Test
    void aPathIsMeantInWholeSegments() {
        faults("{'kind':'error','path':'/fhir/Practitioner'}");

        assertThat(client.get("/PractitionerRole").status()).isEqualTo(200);
        assertThat(client.get("/Practitioner").status()).isEqualTo(503);
    }

    @Test
    void accessNotGranted() {
        faults("{'kind':'not-granted'}");
        Answer refused = client.get("/Patient");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.issueCode()).isEqualTo("forbidden");
        assertThat(token().status()).isEqualTo(200);
    }

    @Test
    void aDelayedRequestIsCarriedOutAfterItsTime() throws Exception {
        faults("{'kind':'delay','millis':700,'path':'Patient'}");
        long before = System.nanoTime();

        assertThat(client.get("/Patient").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(690));
    }

    @Test
    void waitingRequestsDoNotHoldUpOthers() {
        faults("{'kind':'delay','millis':600000,'path':'Patient'}");
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            waiting.add(client.sendLater(client.request("/Patient").GET()));
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(fault(0).path("struck").asInt()).isEqualTo(40));

        assertThat(client.get("/Practitioner").status()).isEqualTo(200);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aSlowBodyComesWholeButInPieces() throws Exception {
        String id = created("slow");
        faults("{'kind':'slow-body','millis':1000}");
        long before = System.nanoTime();
        Answer answer = client.get("/Patient/" + id);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(500));
        assertThat(answer.id()).isEqualTo(id);
    }

    @Test
    void theHeadersOfASlowBodyComeAtOnce() throws Exception {
        faults("{'kind':'slow-body','millis':3600000}");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void aResetLosesTheRequest() {
        faults("{'kind':'reset','method':'POST'}");

        assertThatThrownBy(() -> client.sendAndMayFail(client.posting("/Patient", patient("urn:x", "1"))))
                .isInstanceOf(IOException.class);
        assertThat(stored()).isZero();
    }

    @Test
    void aResetIsATcpReset() throws Exception {
        faults("{'kind':'reset'}");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).hasMessageContaining("reset");
        }
    }

    @Test
    void aResetAfterTheWriteLosesTheAnswer() {
        faults("{'kind':'reset-after-write'}");

        assertThatThrownBy(() -> client.sendAndMayFail(client.posting("/Patient", patient("urn:x", "1"))))
                .isInstanceOf(IOException.class);
        assertThat(client.search("Patient", "identifier", "urn:x|1").ids()).hasSize(1);
    }

    @Test
    void alsoATransactionIsWrittenWhenItsAnswerIsLost() {
        faults("{'kind':'reset-after-write'}");
        ObjectNode bundle = json("{'resourceType':'Bundle','type':'transaction','entry':[{'request':{'method':'POST',"
                + "'url':'Patient'},'resource':{'resourceType':'Patient'}}]}");

        assertThatThrownBy(() -> client.sendAndMayFail(client.posting("", bundle)))
                .isInstanceOf(IOException.class);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void anAnswerIsLostToSilence() {
        faults("{'kind':'answer-lost','count':1}");
        HttpRequest.Builder request =
                client.posting("/Patient", patient("urn:x", "1")).timeout(Duration.ofMillis(500));

        assertThatThrownBy(() -> client.sendAndMayFail(request)).isInstanceOf(HttpTimeoutException.class);
        assertThat(stored()).isEqualTo(1);
        assertThat(client.post("/Patient", patient("urn:x", "2")).status()).isEqualTo(201);
    }

    @Test
    void silenceEndsWithAClosedConnection() {
        faults("{'kind':'answer-lost','millis':100}");
        assertThatThrownBy(() -> client.sendAndMayFail(
                        client.posting("/Patient", patient("urn:x", "1")).timeout(Duration.ofSeconds(30))))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void redirectsNeverEnd() {
        faults("{'kind':'redirect-loop','count':1}");
        Answer answer = client.get("/Patient");
        for (int i = 0; i < 30; i++) {
            assertThat(answer.status()).isEqualTo(307);
            assertThat(answer.header("Location")).startsWith(root());
            answer = client.get(answer.header("Location"));
        }
        assertThat(client.get("/Patient").status()).isEqualTo(200);
    }

    @Test
    void revokedTokensAreRefusedAndNewOnesAreGood() {
        faults("{'kind':'tokens-revoked','count':1}");

        assertThat(client.get("/Patient").status()).isEqualTo(401);
        assertThat(client.get("/Patient").status()).isEqualTo(401);
        client.signIn();
        assertThat(client.get("/Patient").status()).isEqualTo(200);
    }

    @Test
    void theTokenEndpointFails() {
        faults("{'kind':'token-error','status':503,'retryAfter':1,'count':1}", "{'kind':'token-error','body':'html'}");

        Answer first = token();
        assertThat(first.status()).isEqualTo(503);
        assertThat(first.header("Retry-After")).isEqualTo("1");
        assertThat(first.json().path("error").asText()).isEqualTo("server_error");
        Answer second = token();
        assertThat(second.status()).isEqualTo(500);
        assertThat(second.text()).contains("<html>");
        assertThat(client.get("/Patient").status()).isEqualTo(200);
    }

    @Test
    void theTokenEndpointAnswersWithoutAToken() {
        faults("{'kind':'token-missing','count':1}", "{'kind':'token-html','count':1}");

        Answer missing = token();
        assertThat(missing.status()).isEqualTo(200);
        assertThat(missing.json().has("access_token")).isFalse();
        Answer page = token();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(token().json().path("access_token").asText()).isNotEmpty();
    }

    @Test
    void somebodyElseWritesBeforeAPut() {
        String path = "/Patient/" + created("1");
        ObjectNode read = (ObjectNode) client.get(path).json();
        faults("{'kind':'version-conflict','count':1}");
        Answer refused = client.put(path, read, "If-Match", "W/\"1\"");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.issueText()).isEqualTo("Version is mismatch");
        Answer now = client.get(path);
        assertThat(now.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(now.json().path("meta").path("tag").path(0).path("code").asText())
                .isEqualTo("concurrent-write");
        assertThat(now.json().path("identifier")).isEqualTo(read.path("identifier"));
        assertThat(client.put(path, now.json(), "If-Match", "W/\"2\"").status()).isEqualTo(200);
    }

    @Test
    void staleReadsAndSearchesShowAnEarlierTime() {
        String id = created("1");
        faults("{'kind':'stale','millis':3600000}");

        assertThat(client.get("/Patient/" + id).status()).isEqualTo(404);
        assertThat(client.search("Patient", "identifier", "urn:x|1").ids()).isEmpty();
        assertThat(client.search("Patient", "_sort", "birthdate").ids()).isEmpty();
        faults();
        assertThat(client.search("Patient", "identifier", "urn:x|1").ids()).containsExactly(id);
    }

    @Test
    void theTotalIsZeroThoughThereAreResults() {
        String id = created("1");
        faults("{'kind':'wrong-total'}");
        Answer found = client.search("Patient", "identifier", "urn:x|1");

        assertThat(found.ids()).containsExactly(id);
        assertThat(found.json().path("total").asInt(-1)).isZero();
    }

    @Test
    void ignoredFiltersShowOthersRecords() {
        String one = created("1");
        String two = created("2");
        faults("{'kind':'ignored-filters'}");
        assertThat(client.search("Patient", "identifier", "urn:x|1").ids()).containsExactly(one, two);

        faults("{'kind':'ignored-filters','parameters':['gender']}");
        assertThat(client.search("Patient", "identifier", "urn:x|1", "gender", "male")
                        .ids())
                .containsExactly(one);
        assertThat(client.search("Patient", "identifier", "urn:x|1", "gender:not", "male", "active", "true")
                        .ids())
                .isEmpty();
    }

    @Test
    void operationOutcomesStandAroundTheResults() {
        created("1");
        faults("{'kind':'extra-outcomes'}");
        Answer found = client.search("Patient", "identifier", "urn:x|1");

        assertThat(found.json().path("entry").findValuesAsText("resourceType"))
                .containsExactly("OperationOutcome", "Patient", "OperationOutcome");
        assertThat(found.json().path("total").asInt()).isEqualTo(1);
    }

    @Test
    void pagesAreSmallAndSlow() {
        List<String> ids = List.of(created("1"), created("2"), created("3"));
        faults("{'kind':'slow-paging','pageSize':2,'millis':300}");
        long before = System.nanoTime();
        Answer first = client.search("Patient", "identifier", "urn:x|", "_count", "100");
        Answer second = client.get(first.json()
                .path("link")
                .findParents("relation")
                .get(1)
                .path("url")
                .asText());

        assertThat(first.ids()).isEqualTo(ids.subList(0, 2));
        assertThat(second.ids()).isEqualTo(ids.subList(2, 3));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(590));
    }

    @Test
    void faultsAddUpToTheOneThatTakesThePlaceOfTheAnswer() {
        faults("{'kind':'delay','millis':1}", "{'kind':'error'}", "{'kind':'not-granted'}");

        assertThat(client.get("/Patient").status()).isEqualTo(503);
        assertThat(IntStream.range(0, 3).mapToObj(i -> fault(i).path("struck").asInt()))
                .containsExactly(1, 1, 0);
    }

    private List<Integer> statuses() {
        faults("{'kind':'error','probability':0.3}");
        return IntStream.range(0, 60)
                .mapToObj(i -> client.get("/Patient").status())
                .toList();
    }

    @Test
    void theSameSeedGivesTheSameFaults() {
        List<Integer> first = statuses();

        assertThat(first).contains(200, 503);
        assertThat(statuses()).isEqualTo(first);
    }

    @Test
    void faultsAreShownAndCleared() {
        faults("{'kind':'error','status':500,'probability':0.5,'path':'Patient'}");
        client.get("/Practitioner");
        JsonNode shown = client.get(root() + "/faults").json();

        assertThat(shown)
                .isEqualTo(json("{'seed':7,'faults':[{'kind':'error','probability':0.5,'path':'/fhir/Patient',"
                        + "'status':500,'fitting':0,'struck':0}]}"));
        assertThat(client.delete(root() + "/faults", "Content-Type", "application/json")
                        .json()
                        .path("faults"))
                .isEmpty();
        assertThat(client.get(root() + "/faults").json().path("faults")).isEmpty();
        assertThat(client.postJson(root() + "/faults", json("{}")).status()).isEqualTo(405);
    }

    @Test
    void everyKindIsListedWithASentenceOnThePageAndAsJson() {
        JsonNode kinds = client.get(root() + "/faults/kinds").json().path("kinds");
        String page = client.get(root() + "/").text();

        assertThat(kinds).hasSize(FaultKind.values().length);
        for (JsonNode kind : kinds) {
            assertThat(page)
                    .contains(kind.path("kind").asText(), kind.path("does").asText());
            faults("{'kind':'" + kind.path("kind").asText() + "'}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{'faults':[{'kind':'explode'}]}; faults[0].kind must be one of error, not-granted, delay",
                "{'faults':[{}]}; faults[0].kind must be one of",
                "{'faults':[{'kind':'delay'},{'kind':'reset','millis':5}]}; faults[1]: the kind reset has no"
                        + " \"millis\";",
                "{'faults':[{'kind':'delay','millis':'5'}]}; faults[0].millis takes a whole number of milliseconds",
                "{'faults':[{'kind':'delay','millis':1.5}]}; faults[0].millis takes",
                "{'faults':[{'kind':'error','status':200}]}; faults[0].status takes a whole number from 400 to 599",
                "{'faults':[{'kind':'error','probability':0}]}; faults[0].probability takes a number above 0",
                "{'faults':[{'kind':'error','probability':2}]}; faults[0].probability takes",
                "{'faults':[{'kind':'error','count':0}]}; faults[0].count takes",
                "{'faults':[{'kind':'error','method':'FETCH'}]}; faults[0].method takes one of GET, POST",
                "{'faults':[{'kind':'error','path':'http://x/y'}]}; faults[0].path takes a path such as",
                "{'faults':[{'kind':'error','bodyContains':''}]}; faults[0].bodyContains takes",
                "{'faults':[{'kind':'error','body':'xml'}]}; faults[0].body takes json or html",
                "{'faults':[{'kind':'ignored-filters','parameters':[]}]}; faults[0].parameters takes a list",
                "{'fault':[]}; \"faults\"",
                "{'faults':[],'speed':1}; \"speed\" is not known here; allowed are seed and faults",
                "{'faults':[],'seed':'x'}; seed takes a whole number",
                "7; \"faults\"",
                "{; The body is not readable JSON"
            })
    void whatIsNotUnderstoodIsRefusedWithASentence(String sent, String sentence) {
        faults("{'kind':'error','path':'Practitioner'}");
        Answer refused = client.send(client.request(root() + "/faults", "Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(sent.replace('\'', '"'))));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asText()).contains(sentence);
        assertThat(fault(0).path("path").asText()).isEqualTo("/fhir/Practitioner");
    }

    @Test
    void faultsAreSetFromTheStart() {
        Map<String, Object> settings = Map.of("port", 0, "faults", "[{\"kind\":\"not-granted\",\"count\":1}]");
        try (Sandbox other = Sandbox.start(Sandboxes.settings(settings), resource -> List.of())) {
            SandboxClient own = new SandboxClient(other);
            assertThat(own.get("/Patient").status()).isEqualTo(403);
            assertThat(own.get("/Patient").status()).isEqualTo(200);
        }
    }

    @Test
    void faultsThatAreNotUnderstoodStopTheStart() {
        assertThatThrownBy(() -> Sandboxes.settings(Map.of("faults", "[{\"kind\":\"explode\"}]")))
                .rootCause()
                .hasMessageContaining("dhp.sandbox.faults: faults[0].kind must be one of");
    }

    @Test
    void closingDoesNotWaitForWhoIsKeptWaiting() throws Exception {
        faults("{'kind':'delay','millis':600000}");
        CompletableFuture<?> waiting =
                client.sendLater(client.request("/Patient").GET());
        Awaitility.await()
                .untilAsserted(() -> assertThat(fault(0).path("struck").asInt()).isEqualTo(1));
        sandbox.close();

        CompletableFuture<String> letGo = waiting.handle((answer, failure) -> "refused or cut off");
        assertThat(letGo).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void aPageOfSomebodyElseCanNeitherSetFaultsNorLook() {
        faults("{'kind':'error','path':'Practitioner'}");
        String faults = root() + "/faults";
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "application/fhir+json"}) {
            assertThat(client.send(client.request(faults, "Content-Type", type)
                                    .PUT(HttpRequest.BodyPublishers.ofString("{\"faults\":[]}")))
                            .status())
                    .isEqualTo(415);
        }
        assertThat(client.delete(faults).status()).isEqualTo(415);
        for (String page : new String[] {"http://evil.example", "null", "http://localhost:3000"}) {
            assertThat(client.delete(faults, "Content-Type", "application/json", "Origin", page)
                            .status())
                    .isEqualTo(403);
            assertThat(client.send(client.request(faults, "Origin", page).GET()).status())
                    .isEqualTo(403);
        }
        assertThat(client.send(client.request(root() + "/stats", "Sec-Fetch-Site", "cross-site")
                                .GET())
                        .status())
                .isEqualTo(403);
        assertThat(fault(0).path("path").asText()).isEqualTo("/fhir/Practitioner");
        assertThat(client.send(client.request("/Patient", "Origin", "http://localhost:3000")
                                .GET())
                        .status())
                .as("an application in a browser is a client too")
                .isEqualTo(200);
    }

    @Test
    void cachedSearchesAnswerAsBeforeUnlessTheySayThatTheyWantItFresh() {
        faults("{'kind':'cached-searches'}");
        assertThat(client.get("/Patient?identifier=urn:x%7C1").ids()).isEmpty();
        String id = created("1");

        assertThat(client.get("/Patient?identifier=urn:x%7C1").ids())
                .as("cached")
                .isEmpty();
        assertThat(asked("Patient?identifier=urn:x%7C1").at("/resource/entry"))
                .as("in a batch")
                .isEmpty();
        assertThat(client.send(client.request("/Patient?identifier=urn:x%7C1", "Cache-Control", "no-cache")
                                .GET())
                        .ids())
                .containsExactly(id);
        faults();
        assertThat(client.get("/Patient?identifier=urn:x%7C1").ids()).containsExactly(id);
    }

    @Test
    void aBatchThatOnlyAsksIsNoWriteAndItsEntriesAreStruckOneByOne() {
        String id = created("1");
        faults(
                "{'kind':'reset-after-write'}",
                "{'kind':'error','status':503,'path':'Practitioner'}",
                "{'kind':'extra-outcomes'}",
                "{'kind':'stale','millis':60000,'path':'Patient/" + id + "'}");

        assertThat(asked("Practitioner?_id=x").at("/response/status").asText()).startsWith("503");
        assertThat(asked("Patient?_id=" + id).at("/resource/entry")).hasSize(3);
        assertThat(asked("Patient/" + id).at("/response/status").asText()).startsWith("404");
    }

    @Test
    void aBatchIsRefusedAndATransactionIsNot() {
        faults("{'kind':'batch-refused','status':422}");

        Answer refused = client.post("", bundle("batch", "GET", "Patient", null));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.issueCode()).isEqualTo("not-supported");
        assertThat(client.post("", bundle("transaction", "POST", "Patient", patient("urn:x", "1")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTransactionDoesNotSayWhereThingsAre() {
        faults("{'kind':'no-location'}");

        JsonNode response = client.post("", bundle("transaction", "POST", "Patient", patient("urn:x", "1")))
                .json()
                .at("/entry/0/response");
        assertThat(response.path("status").asText()).startsWith("201");
        assertThat(response.has("location")).isFalse();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aConflictIs409AndVersionsArePlain() {
        String id = created("1");
        ObjectNode there = (ObjectNode) client.get("/Patient/" + id).json();
        faults("{'kind':'conflict-409'}", "{'kind':'plain-etag'}");

        assertThat(client.get("/Patient/" + id).header("ETag")).isEqualTo("\"1\"");
        assertThat(client.put("/Patient/" + id, there, "If-Match", "W/\"7\"").status())
                .isEqualTo(409);
        assertThat(client.put("/Patient/" + id, there, "If-Match", "\"1\"").status())
                .isEqualTo(200);
        assertThat(client.post("", bundle("transaction", "POST", "Patient", patient("urn:x", "2")))
                        .json()
                        .at("/entry/0/response/etag")
                        .asText())
                .isEqualTo("\"1\"");
    }

    @Test
    void aRefusedTransactionNamesItsPlaceInOtherWays() {
        ObjectNode twice = bundle(
                "transaction",
                "POST",
                "Observation",
                json(
                        "{'resourceType':'Observation','status':'final',"
                                + "'code':{'text':'x'},'subject':{'reference':'Patient/00000000-0000-4000-8000-000000000000'}}"));
        faults("{'kind':'other-places'}");
        assertThat(client.post("", twice).json().at("/issue/0/expression/0").asText())
                .isEqualTo("Bundle.entry[0].resource/*Observation/null*/.subject");

        faults("{'kind':'other-places','placeForm':'platform'}");
        JsonNode issue = client.post("", twice).json().at("/issue/0");
        assertThat(issue.at("/expression/0").asText()).isEqualTo("Bundle.entry[0].resource.ofType(Observation)");
        assertThat(issue.path("diagnostics").asText()).startsWith("Observation.subject: ");
    }

    private JsonNode asked(String url) {
        return client.post("", bundle("batch", "GET", url, null)).json().at("/entry/0");
    }

    private static ObjectNode bundle(String type, String method, String url, JsonNode resource) {
        ObjectNode bundle = json("{'resourceType':'Bundle'}").put("type", type);
        ObjectNode entry = bundle.putArray("entry").addObject();
        entry.putObject("request").put("method", method).put("url", url);
        if (resource != null) {
            entry.put("fullUrl", "urn:uuid:00000000-0000-4000-8000-00000000000a")
                    .set("resource", resource);
        }
        return bundle;
    }
}
