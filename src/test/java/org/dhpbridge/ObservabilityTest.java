package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dhpbridge.delivery.FaultProxy;
import org.dhpbridge.delivery.FaultProxy.Seen;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What an operator's systems see of a bridge: metrics, health, traces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObservabilityTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path MONITORING = Path.of("k8s/monitoring");
    private static final Pattern NAME = Pattern.compile("\\bdhp_[a-z_]+\\b");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> spans = new CopyOnWriteArrayList<>();
    private HttpServer collector;
    private Sandbox sandbox;
    private FaultProxy platform;
    private RunningBridge bridge;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        collector.createContext("/v1/traces", exchange -> {
            spans.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        sandbox = Sandboxes.start();
        platform = new FaultProxy(sandbox.fhirBase());
        bridge = RunningBridge.startWithoutSamples(
                home,
                "--dhp.environment=custom",
                "--dhp.fhir.base-url=" + platform.origin() + "/fhir",
                "--dhp.oauth.token-uri=" + sandbox.tokenUri(),
                "--dhp.oauth.client-id=sandbox",
                "--dhp.oauth.client-secret=sandbox",
                "--dhp.retry.initial=50ms",
                "--dhp.retry.longest=200ms",
                "--dhp.tracing.endpoint=http://localhost:"
                        + collector.getAddress().getPort() + "/v1/traces",
                "--management.server.address=0.0.0.0",
                "--dhp.api.behind-proxy=true",
                "--management.server.port=0");
        bridge.drop("hl7", "1.hl7", admission("C1", "4711", "20260310100000", "Navoiy"));
        bridge.awaitQuiet();
        bridge.drop("hl7", "2-older.hl7", admission("C2", "4711", "20260310090000", "Samarqand"));
        bridge.drop("hl7", "3-nobody.hl7", admission("C3", "", "20260310100000", "Navoiy"));
        bridge.drop(
                "csv/patients",
                "p.csv",
                "patient_id,family,given,gender,birth_date\nP1,Azizov,Bek,M,1990-01-02\nP2,too few\n");
        bridge.awaitQuiet();
    }

    @AfterAll
    void stop() {
        if (bridge != null) {
            bridge.close();
        }
        platform.close();
        sandbox.close();
        collector.stop(0);
    }

    @Test
    @Order(1)
    void everyMessageIsCountedAtItsSourceWithItsState() throws Exception {
        JsonNode summary = bridge.api("/api/summary");
        assertThat(summary.at("/states/delivered").asInt()).isEqualTo(2);
        assertThat(summary.at("/states/superseded").asInt()).isEqualTo(1);
        assertThat(summary.at("/states/dead").asInt()).isEqualTo(2);
        String metrics = scrape();
        for (Map.Entry<String, JsonNode> source : summary.path("sources").properties()) {
            int received = 0;
            for (Map.Entry<String, JsonNode> state : source.getValue().properties()) {
                assertThat(messages(metrics, source.getKey(), state.getKey()))
                        .as(source.getKey() + " " + state.getKey())
                        .isEqualTo(state.getValue().asDouble());
                received += state.getValue().asInt();
            }
            assertThat(messages(metrics, source.getKey(), "received")).isEqualTo(received);
            assertThat(value(metrics, "dhp_source_last_seconds", source.getKey()))
                    .isBetween(0.0, 600.0);
        }
        for (JsonNode dead : bridge.api("/api/messages?state=dead")) {
            assertThat(value(
                            metrics,
                            "dhp_deadletters_total",
                            dead.path("source").asText(),
                            dead.at("/error/code").asText()))
                    .isEqualTo(1);
        }
    }

    @Test
    @Order(2)
    void deliveryTokensLedgerAndClocksAreMeasured() throws Exception {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> value(scrape(), "dhp_ledger_depth") == 0);
        String metrics = scrape();
        assertThat(value(metrics, "dhp_delivery_seconds_count", "delivered")).isEqualTo(2);
        assertThat(value(metrics, "dhp_delivery_seconds_count", "superseded")).isEqualTo(1);
        assertThat(value(metrics, "dhp_delivery_seconds_sum", "delivered")).isPositive();
        assertThat(value(metrics, "dhp_delivery_seconds_bucket", "delivered", "+Inf"))
                .isEqualTo(2);
        assertThat(value(metrics, "dhp_token_requests_seconds_count", "granted"))
                .isPositive();
        assertThat(value(metrics, "dhp_token_requests_seconds_count", "refused"))
                .isZero();
        assertThat(value(metrics, "dhp_token_life_seconds")).isPositive();
        assertThat(value(metrics, "dhp_delivery_paused")).isZero();
        assertThat(value(metrics, "dhp_senders_waiting")).isZero();
        assertThat(value(metrics, "dhp_ledger_oldest_seconds")).isZero();
        assertThat(value(metrics, "dhp_ledger_disk_free_bytes")).isPositive();
        assertThat(value(metrics, "dhp_clock_skew_seconds", "platform")).isBetween(-60.0, 60.0);
        assertThat(value(metrics, "dhp_clock_skew_seconds", "database")).isBetween(-60.0, 60.0);
        JsonNode one = JSON.readTree(
                get(bridge.management("/actuator/metrics/dhp.delivery.seconds")).body());
        assertThat(one.path("baseUnit").asText()).isEqualTo("seconds");
        assertThat(one.findValuesAsText("tag")).contains("outcome");
    }

    @Test
    @Order(3)
    void whatAlertsAndDashboardAskForIsThere() throws Exception {
        Set<String> asked = new TreeSet<>();
        if (Files.isDirectory(MONITORING)) {
            try (Stream<Path> files = Files.walk(MONITORING)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Matcher names = NAME.matcher(Files.readString(file));
                    while (names.find()) {
                        asked.add(names.group());
                    }
                }
            }
            assertThat(asked).contains("dhp_delivery_paused");
        }
        Awaitility.await().untilAsserted(() -> {
            String metrics = scrape();
            assertThat(asked).allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[{ ]"));
        });
    }

    @Test
    @Order(4)
    void aReplayedMessageEndsAgain() throws Exception {
        JsonNode dead = bridge.api("/api/messages?state=dead&source=hl7").path(0);
        double before = messages(scrape(), "hl7", "dead");
        bridge.post("/api/messages/" + dead.path("id").asText() + "/replay", "{\"who\":\"test\"}");
        bridge.awaitQuiet();
        assertThat(messages(scrape(), "hl7", "dead")).isEqualTo(before + 1);
    }

    @Test
    @Order(5)
    void theTraceOfAMessageIsOnItsRequestsAndAtTheCollector() throws Exception {
        JsonNode delivered =
                bridge.api("/api/messages?state=delivered&source=hl7").path(0);
        String trace = bridge.api("/api/messages/" + delivered.path("id").asText())
                .path("traceId")
                .asText();
        assertThat(trace).matches("[0-9a-f]{32}");
        List<Seen> requests = platform.seen().stream()
                .filter(seen -> String.valueOf(seen.header("traceparent")).contains(trace))
                .toList();
        assertThat(requests).anyMatch(Seen::isWrite).anyMatch(seen -> !seen.isWrite());
        assertThat(requests)
                .allSatisfy(seen -> assertThat(seen.header("traceparent")).matches("00-" + trace + "-[0-9a-f]{16}-01"));
        assertThat(requests.stream().map(seen -> seen.header("traceparent")).distinct())
                .as("each request is a span of its own")
                .hasSameSizeAs(requests);
        assertThat(Thread.getAllStackTraces().keySet())
                .as("traced threads leave a call in its caller's")
                .noneMatch(thread -> thread.getName().contains("CamelFhir"));
        String raw = new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1);
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(spans)
                .anyMatch(sent -> sent.contains(raw) && sent.contains("attempt") && sent.contains("message")));
        assertThat(spans)
                .noneMatch(sent -> sent.contains("4711") || sent.contains("Navoiy") || sent.contains("qlinov"));
    }

    @Test
    @Order(6)
    void probesHaveAPortOfTheirOwnWhichDoesNotServeTheApi() throws Exception {
        assertThat(get(bridge.management("/actuator/health/liveness")).statusCode())
                .isEqualTo(200);
        assertThat(get(bridge.management("/actuator/health/readiness")).statusCode())
                .isEqualTo(200);
        JsonNode bill = JSON.readTree(
                get(bridge.management("/actuator/sbom/application")).body());
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("components").findValuesAsText("name")).contains("camel-fhir", "spring-boot", "icu4j");
        for (String path : List.of("/api/status", "/api/messages", "/api/summary")) {
            assertThat(get(bridge.management(path)).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(bridge.api("/actuator/prometheus").path("status").asInt()).isEqualTo(404);
    }

    @Test
    @Order(7)
    void anOutageOfThePlatformIsToldInOneSentenceAndTakesNobodyOutOfService() throws Exception {
        platform.fault(
                Integer.MAX_VALUE, seen -> seen.target().startsWith("/fhir"), FaultProxy.answer(503, Map.of(), ""));
        bridge.drop(
                "hl7",
                "4.hl7",
                admission("C4", "4712", "20260310100000", "Navoiy").replace("V100", "V101"));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> bridge.api("/api/status").path("delivery").asText().equals("unreachable"));
        HttpResponse<String> readiness = get(bridge.management("/actuator/health/readiness"));
        assertThat(readiness.statusCode()).isEqualTo(200);
        JsonNode delivery = JSON.readTree(readiness.body()).at("/components/delivery");
        assertThat(delivery.path("status").asText()).isEqualTo("UP");
        assertThat(delivery.at("/details/text").asText()).contains("answered 503");
        assertThat(delivery.at("/details/since").asText()).isNotBlank();
        assertThat(value(scrape(), "dhp_delivery_paused")).isEqualTo(1);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> value(scrape(), "dhp_ledger_depth") == 1);
        assertThat(value(scrape(), "dhp_ledger_oldest_seconds")).isPositive();
        platform.forget();
        bridge.awaitQuiet();
        assertThat(value(scrape(), "dhp_delivery_paused")).isZero();
    }

    private String scrape() throws IOException, InterruptedException {
        return get(bridge.management("/actuator/prometheus")).body();
    }

    private static double messages(String metrics, String source, String state) {
        return value(metrics, "dhp_messages_total", source, state);
    }

    /** The one series of that name which has tags of these values. */
    private static double value(String metrics, String name, String... tags) {
        List<String> found = new ArrayList<>();
        metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Stream.of(tags).allMatch(tag -> line.contains("=\"" + tag + "\"")))
                .forEach(found::add);
        assertThat(found).as(name + List.of(tags)).hasSize(1);
        return Double.parseDouble(found.get(0).substring(found.get(0).lastIndexOf(' ') + 1));
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return http.send(bridge.withKey(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String admission(String control, String patient, String time, String street) {
        return """
                MSH|^~\\&|HIS|HOSP1|DHP|DHP|%s||ADT^A01^ADT_A01|%s|P|2.5|||||UZB|UNICODE UTF-8\r\
                EVN|A01|%s\r\
                PID|1||%s^^^HOSP1^MR||Toʻlqinov^Gʻayrat^Oʻtkir oʻgʻli||19850214|M|||%s koʻchasi 5^^Toshkent^^^UZ\r\
                PV1|1|I|TER^12^1^HOSP1||||D77^Karimova^Nodira||||||||||||V100|||||||||||||||||||||||||20260310090000\r"""
                .formatted(time, control, time, patient, street);
    }
}
