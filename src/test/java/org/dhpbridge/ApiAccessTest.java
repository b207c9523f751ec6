package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.dhpbridge.RawHttp.Answer;
import org.dhpbridge.cli.CommandLineTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** What a page of somebody else's in a browser on the bridge's machine can do, and a neighbour without the key: nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class ApiAccessTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "Host: localhost";
    private static final String EVIL_HOST = "Host: evil.example:8080";
    private static final String EVIL_ORIGIN = "Origin: http://evil.example";
    private static final String AS_JSON = "Content-Type: application/json";
    private static final String NOBODY =
            "MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A01^ADT_A01|C1|P|2.5|||||UZB|UNICODE UTF-8\r"
                    + "EVN|A01|20260310091500\rPID|1||||Kanfamiliya^Bek||19850214|M\rPV1|1|I\r";

    private Path home;

    private RunningBridge bridge;
    private String key;
    private long dead;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        bridge = RunningBridge.startWithoutSamples(home);
        key = "Authorization: Bearer "
                + Files.readString(home.resolve("data/api-token")).strip();
        bridge.drop("hl7", "nobody.hl7", NOBODY);
        bridge.awaitQuiet();
        dead = bridge.api("/api/messages?state=dead").at("/0/id").asLong();
        assertThat(dead).isPositive();
    }

    @AfterAll
    void stop() {
        bridge.close();
    }

    private Answer send(String method, String target, String body, String... headers) throws IOException {
        return RawHttp.send(bridge.port(), method, target, body, headers);
    }

    private long replays() throws Exception {
        return bridge.api("/api/messages/" + dead).path("history").findValuesAsText("step").stream()
                .filter("replayed"::equals)
                .count();
    }

    @Test
    void aPageCannotReplayByAFormOrAFetchThatAsksNobody() throws Exception {
        long before = replays();
        String own = "http://localhost:" + bridge.port();
        String host = "Host: localhost:" + bridge.port();
        for (String path : List.of("/api/messages/replay", "/api/messages/" + dead + "/replay")) {
            assertThat(send("POST", path, "", host, EVIL_ORIGIN).status()).isEqualTo(403);
            assertThat(send("POST", path, "a=b", host, EVIL_ORIGIN, "Content-Type: application/x-www-form-urlencoded")
                            .status())
                    .isEqualTo(403);
            assertThat(send("POST", path, "{}", host, "Origin: null", "Content-Type: text/plain")
                            .status())
                    .as("a sandboxed frame")
                    .isEqualTo(403);
            assertThat(send("POST", path, "{}", host, "Sec-Fetch-Site: cross-site", AS_JSON, key)
                            .status())
                    .as("even with the key")
                    .isEqualTo(403);
            assertThat(send("POST", path, "{}", host, "Sec-Fetch-Site: same-site", AS_JSON, key)
                            .status())
                    .as("another port of this machine")
                    .isEqualTo(403);
            assertThat(send("POST", path, "{}", host, "Origin: http://localhost:3000", AS_JSON, key)
                            .status())
                    .isEqualTo(403);
            for (String type : List.of(
                    "Content-Type: text/plain",
                    "Content-Type: text/plain; application/json",
                    "Content-Type: application/x-www-form-urlencoded",
                    "Content-Type: multipart/form-data; boundary=b",
                    "Content-Type: application/jsonp",
                    "X-None: 1")) {
                assertThat(send("POST", path, "", host, type, key).status())
                        .as(type)
                        .isEqualTo(415);
                assertThat(send("POST", path, "{}", host, type, key, "Origin: " + own, "Sec-Fetch-Site: same-origin")
                                .status())
                        .as(type)
                        .isEqualTo(415);
            }
            assertThat(send("POST", path, "{}", host, AS_JSON).status()).isEqualTo(401);
        }
        assertThat(send("DELETE", "/api/unmapped", "", host, key).status()).isEqualTo(415);
        assertThat(send("PUT", "/actuator/health", "", host, key).status()).isEqualTo(415);
        assertThat(send("PATCH", "/nothing", "", host, key).status()).isEqualTo(415);
        assertThat(replays()).as("nothing of that was carried out").isEqualTo(before);
    }

    @Test
    void aPermissionOfAPageIsNotGiven() throws Exception {
        Answer preflight = send(
                "OPTIONS",
                "/api/messages/replay",
                "",
                HOST,
                EVIL_ORIGIN,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization,content-type");

        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.head()).doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(send("TRACE", "/api/summary", "", HOST, key).status()).isBetween(400, 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/summary",
                "/api/status",
                "/api/messages",
                "/api/messages/1?payload=true",
                "/api/messages/export",
                "/api/unmapped",
                "/actuator",
                "/actuator/health",
                "/actuator/health/readiness",
                "/actuator/health/liveness",
                "/actuator/prometheus",
                "/actuator/heapdump",
                "/h2-console",
                "/error",
                "/nothing",
                "/"
            })
    void aNameThatWasMadeToPointHereShowsNothing(String path) throws Exception {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
            Answer answer = send(method, path, "", EVIL_HOST, key, AS_JSON);
            assertThat(answer.status()).as(method).isEqualTo(421);
            assertThat(answer.body()).doesNotContain("Kanfamiliya", "states", "evil");
        }
        Answer told = send("GET", path, "", EVIL_HOST);
        assertThat(told.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(JSON.readTree(told.body()).path("detail").asText()).contains("dhp.api.hosts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:1",
                "127.0.0.1",
                "127.8.9.10:80",
                "[::1]",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]:65535"
            })
    void aLoopbackNameIsTheBridges(String host) throws Exception {
        assertThat(send("GET", "/api/summary", "", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.",
                "localhost.evil.example",
                "evil.localhost",
                "127.0.0.1.evil.example",
                "127.1",
                "0x7f.0.0.1",
                "2130706433",
                "127.0.0.256",
                "0.0.0.0",
                "10.0.0.1",
                "[::]",
                "[::2]",
                "[fe80::1%25lo]",
                "user@localhost",
                "localhost:99999",
                "localhost:",
                "localhost, localhost",
                "localhost/evil"
            })
    void noOtherNameIs(String host) throws Exception {
        Answer answer = send("GET", "/api/summary", "", "Host: " + host, "X-Forwarded-Host: localhost");

        assertThat(answer.status()).as(answer.head()).isIn(400, 421);
        assertThat(answer.body()).doesNotContain("states");
    }

    @Test
    void theHostIsSaidOnce() throws Exception {
        assertThat(send("GET", "/api/summary", "", HOST, EVIL_HOST).status()).isEqualTo(400);
        assertThat(send("GET", "/api/summary", "", EVIL_HOST, HOST).status()).isEqualTo(400);
        assertThat(send("GET", "http://evil.example/api/summary", "", HOST).status())
                .isIn(400, 421);
        assertThat(send("GET", "http://evil.example/api/summary", "", "Host: evil.example")
                        .status())
                .isEqualTo(421);
        assertThat(RawHttp.bytes(bridge.port(), "GET /api/summary HTTP/1.0\r\n\r\n")
                        .status())
                .isIn(400, 421);
    }

    @Test
    void listsSummaryStatusAndProbesAreOpenHere() throws Exception {
        for (String path : List.of(
                "/api/summary",
                "/api/status",
                "/api/messages",
                "/api/messages?state=dead&limit=1",
                "/api/messages/" + dead,
                "/api/messages/" + dead + "?payload=false",
                "/api/unmapped",
                "/actuator",
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/info",
                "/actuator/metrics",
                "/actuator/metrics/dhp.api.refused",
                "/actuator/prometheus")) {
            assertThat(send("GET", path, "", HOST).status()).as(path).isEqualTo(200);
            assertThat(send("GET", path, "", HOST, EVIL_ORIGIN).status())
                    .as(path)
                    .isEqualTo(403);
            assertThat(send("GET", path, "", HOST, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void payloadsAndTheUnknownNeedTheKey() throws Exception {
        String one = "/api/messages/" + dead;
        for (String path : List.of(
                one + "?payload=true",
                one + "?payload=TRUE",
                one + "?payload=yes",
                one + "?payload=1",
                one + "?%70ayload=true",
                one + "?payload=false&payload=true",
                one + "?payload=true&payload=false",
                "/api/messages/export",
                "/api",
                "/api/",
                "/api/messages/",
                "/API/messages",
                "/api/nothing",
                "/nothing",
                "/error",
                "/h2-console/",
                "/actuator/heapdump",
                "/actuator/env")) {
            for (String method : List.of("GET", "HEAD")) {
                Answer answer = send(method, path, "", HOST);
                assertThat(answer.status()).as(method + " " + path).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
                assertThat(answer.body()).doesNotContain("Kanfamiliya");
            }
        }
        JsonNode told =
                JSON.readTree(send("GET", "/api/messages/export", "", HOST).body());
        assertThat(told.path("detail").asText())
                .contains("data/api-token", "-H @data/api-header", "dhp.api.token-file");

        Answer shown = send("GET", one + "?payload=true", "", HOST, key);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).contains("Kanfamiliya");
        assertThat(shown.header("Cache-Control")).contains("no-store");
        assertThat(shown.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(shown.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(send("GET", "/nothing", "", HOST, key).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/messages/1",
                "/api//messages/1",
                "/api/messages/1;payload=true?payload=true",
                "/api/messages;a=b/export",
                "/api/messages/%2e%2e/messages/export",
                "/api/%6dessages/export",
                "/api/messages%2fexport",
                "/actuator/health/../env",
                "/api/./messages/export",
                "/api/messages/1%00"
            })
    void noSpellingOfAPathGoesRoundTheKey(String path) throws Exception {
        assertThat(send("GET", path, "", HOST).status()).isIn(400, 401, 404);
    }

    @Test
    void aLetterThatDoesNotOpenIsToldInTheExportAndTheOthersFollow() throws Exception {
        bridge.drop("hl7", "another.hl7", NOBODY.replace("C1", "C2"));
        bridge.awaitQuiet();
        long newest = bridge.api("/api/messages?state=dead").at("/0/id").asLong();
        Path file = home.resolve("letters.ndjson");
        keyOf(newest, "'lost'");
        try {
            Answer shown = send("GET", "/api/messages/" + newest + "?payload=true", "", HOST, key);
            assertThat(shown.status()).isEqualTo(500);
            assertThat(JSON.readTree(shown.body()).path("detail").asText())
                    .contains("Message " + newest, "'lost'", "dhp.ledger.encryption-key-file");
            List<String> letters = bridge.text("/api/messages/export").lines().toList();
            assertThat(letters).hasSizeGreaterThan(1);
            JsonNode unopened = JSON.readTree(letters.get(0));
            assertThat(unopened.path("id").asLong()).isEqualTo(newest);
            assertThat(unopened.path("code").asText()).isNotEmpty();
            assertThat(unopened.path("unopened").asText()).contains("'lost'");
            assertThat(unopened.has("text") || unopened.has("shape")).isFalse();
            assertThat(JSON.readTree(letters.get(1)).has("shape")).isTrue();
            assertThat(export(file)).isZero();
            assertThat(Files.readAllLines(file)).isEqualTo(letters);
        } finally {
            keyOf(newest, "NULL");
        }
    }

    @Test
    void anExportThatCannotBeWrittenFails() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "only Linux has a disk that is always full");

        assertThat(export(full)).isEqualTo(1);
        assertThat(export(home.resolve("no-such-folder/letters.ndjson"))).isEqualTo(1);
    }

    /** As the command does, which silences the log of its process. */
    private int export(Path file) {
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        LogLevel before =
                logging.getLoggerConfiguration(LoggingSystem.ROOT_LOGGER_NAME).getEffectiveLevel();
        try {
            return CommandLineTool.run(
                            "export", "--out", file.toString(), "--dhp.home=" + home, "--server.port=" + bridge.port())
                    .orElseThrow();
        } finally {
            logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, before);
        }
    }

    private void keyOf(long id, String name) throws Exception {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                Statement change = ledger.createStatement()) {
            change.execute("PRAGMA busy_timeout = 20000");
            change.execute("UPDATE message_payload SET key_id = " + name + " WHERE message_id = " + id);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "POST /api/messages/replay?warning=x&dry-run=true&since=2026-01-01T00:00:00Z&rate=1 errorCode",
                "POST /api/messages/replay?dry-run=true dryRun",
                "POST /api/messages/replay?dryRun dryRun",
                "POST /api/messages/replay?source= source",
                "POST /api/messages/replay?dryRun=false&dryRun=true dryRun",
                "POST /api/messages/1/replay?dryrun=true dryRun",
                "POST /api/replays/1/cancel?dryRun=true none",
                "DELETE /api/unmapped?Table=units table",
                "DELETE /api/unmapped?limit=1 system",
                "GET /api/messages?states=dead state",
                "GET /api/messages?State=dead state",
                "GET /api/messages/1?playload=true payload",
                "GET /api/messages/export?warning=x errorCode",
                "GET /api/unmapped?page=2 offset",
                "GET /api/replays?limit=1 none",
                "GET /api/replays/1?limit=1 none",
                "GET /api/summary?source=hl7 none",
                "GET /api/status?source=hl7 none"
            })
    void aQueryParameterThatARequestDoesNotHaveIsRefused(String method, String target, String allowed)
            throws Exception {
        long before = replays();

        Answer answer = send(method, target, "{}", HOST, AS_JSON, key);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains(allowed);
        assertThat(replays()).isEqualTo(before);
    }

    @Test
    void numbersOfMessagesAndAFilterAreNotBothTaken() throws Exception {
        Answer answer = send(
                "POST",
                "/api/messages/replay?source=hl7",
                "{\"ids\":[" + dead + "],\"dryRun\":true}",
                HOST,
                AS_JSON,
                key);

        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/messages?source=%00", "/api/unmapped?table=a%00b", "/console/messages?code=%00"})
    void noTextThatIsLookedForHoldsAZeroByteWhichPostgresqlRefuses(String address) throws Exception {
        assertThat(send("GET", address, "", HOST).status()).isEqualTo(400);
    }

    @Test
    void theKeyIsMadeOnceAndOnlyItsOwnerReadsIt() throws Exception {
        Path token = home.resolve("data/api-token");
        Path header = home.resolve("data/api-header");
        for (Path file : List.of(token, header)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(token).strip()).matches("[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(header)).isEqualTo("Authorization: Bearer " + Files.readString(token));
    }

    @ParameterizedTest
    @CsvSource({"Authorization: Bearer nope", "Authorization: Bearer ", "authorization: bearer nope nope"})
    void aWrongKeyIsRefusedAlsoWhereNoneIsNeededAndCounted(String wrong) throws Exception {
        double before = refused("wrong-key");

        Answer answer = send("GET", "/api/summary", "", HOST, wrong);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(refused("wrong-key")).isGreaterThan(before);
        assertThat(send("GET", "/api/summary", "", HOST, key, key).status()).isEqualTo(401);
        assertThat(send("GET", "/api/summary", "", HOST, "Authorization: Basic YTpi")
                        .status())
                .as("something else's, which the bridge does not know")
                .isEqualTo(200);
    }

    @Test
    void manyWrongKeysDoNotKeepTheRightOneOut() throws Exception {
        List<CompletableFuture<Integer>> wrong = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> status("Authorization: Bearer wrong-" + i)))
                .toList();
        for (int i = 0; i < 10; i++) {
            assertThat(send("GET", "/api/messages/export", "", HOST, key).status())
                    .isEqualTo(200);
        }
        assertThat(wrong.stream().map(CompletableFuture::join)).containsOnly(401, 429);
    }

    private int status(String header) {
        try {
            return send("GET", "/api/summary", "", HOST, header).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyReasonIsCounted() throws Exception {
        double host = refused("host");
        double origin = refused("origin");
        double type = refused("content-type");
        double noKey = refused("no-key");

        send("GET", "/api/summary", "", EVIL_HOST);
        send("GET", "/api/summary", "", HOST, EVIL_ORIGIN);
        send("POST", "/api/messages/replay", "", HOST);
        send("GET", "/api/messages/export", "", HOST);

        assertThat(refused("host")).isEqualTo(host + 1);
        assertThat(refused("origin")).isEqualTo(origin + 1);
        assertThat(refused("content-type")).isEqualTo(type + 1);
        assertThat(refused("no-key")).isEqualTo(noKey + 1);
    }

    private double refused(String reason) throws Exception {
        return bridge.text("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith("dhp_api_refused_total{") && line.contains("\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thePlatformsOwnWordsNeedTheKey() throws Exception {
        String one = "/api/messages/" + dead;

        assertThat(JSON.readTree(send("GET", one, "", HOST).body()).has("outcome"))
                .isFalse();
        assertThat(JSON.readTree(send("GET", one, "", HOST).body()).path("history"))
                .isNotEmpty();
    }
}
