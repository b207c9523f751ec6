package org.dhpbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dhpbridge.DhpBridge;
import org.dhpbridge.FreePort;
import org.dhpbridge.SelfSigned;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.dhpbridge.start.RemediableFailureAnalyzer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;

/** The command {@code check} against a platform that is well, and against those that are not. */
class CheckTest {

    private static final LoggingSystem LOGGING = LoggingSystem.get(CheckTest.class.getClassLoader());
    private static final String TOKEN = "{\"access_token\":\"t0p\",\"token_type\":\"Bearer\",\"expires_in\":60}";

    private static LogLevel before;
    private static Sandbox sandbox;

    @TempDir
    Path home;

    private record Result(int exitCode, String text) {}

    @BeforeAll
    static void open() {
        before = LOGGING.getLoggerConfiguration(LoggingSystem.ROOT_LOGGER_NAME).getEffectiveLevel();
        sandbox = Sandboxes.start();
    }

    @AfterAll
    static void close() {
        sandbox.close();
        LOGGING.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, before);
    }

    private Result check(String... arguments) {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of("--dhp.home=" + home, "--server.port=0"));
        all.addAll(List.of(arguments));
        int exitCode = new CommandLine(new Check())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(all.toArray(String[]::new));
        return new Result(exitCode, out.toString());
    }

    private Result checkPlatform(String fhirBase, String tokenUri, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--dhp.environment=custom",
                "--dhp.fhir.base-url=" + fhirBase,
                "--dhp.oauth.token-uri=" + tokenUri,
                "--dhp.oauth.client-id=sandbox",
                "--dhp.site.namespace=urn:example:hospital"));
        if (List.of(arguments).stream().noneMatch(a -> a.contains("client-secret"))) {
            all.add("--dhp.oauth.client-secret=sandbox");
        }
        all.addAll(List.of(arguments));
        return check(all.toArray(String[]::new));
    }

    private Result checkSandbox(String... arguments) {
        return checkPlatform(sandbox.fhirBase().toString(), sandbox.tokenUri().toString(), arguments);
    }

    private Path write(String path, String content) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void a_bridge_that_has_everything_is_all_right_and_nothing_was_changed() throws IOException {
        Result result = checkSandbox();
        assertThat(result.text())
                .doesNotContain("FAILED")
                .contains(
                        "ok       token: given, lives 3600 s",
                        "ok       FHIR metadata: FHIR 5.0.0, dhp-bridge sandbox",
                        "MedicationDispense, Observation, Organization, Patient, Practitioner",
                        "ok       FHIR access: the token is taken",
                        "ok       FHIR search: by identifier",
                        "ok       FHIR transaction: is offered",
                        "ok       clock: ",
                        "has no tables yet",
                        " 0 failed");
        assertThat(result.exitCode()).isZero();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_wrong_secret_is_told_with_the_code_of_the_sso_and_never_shown() throws IOException {
        Result result = checkSandbox("--json", "--dhp.oauth.client-secret=s3same");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text()).doesNotContain("s3same");
        JsonNode json = new ObjectMapper().readTree(result.text());
        assertThat(json.path("ok").asBoolean(true)).isFalse();
        List<JsonNode> failed = new ArrayList<>();
        json.path("checks").forEach(check -> {
            if (check.path("status").asText().equals("FAILED")) {
                failed.add(check);
            }
        });
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("what").asText()).isEqualTo("token");
        assertThat(failed.get(0).path("facts").asText()).contains("invalid_client");
        assertThat(failed.get(0).path("fix").asText()).isNotEmpty();
    }

    /** Two SSOs, of which one knows the client; and the FHIR server stands beside the other one. */
    @Test
    void a_client_that_the_sso_does_not_know_is_told_which_others_answer_and_the_secret_goes_to_no_other()
            throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        HttpServer wrong = HttpServer.create(loopback(), 8);
        HttpServer right = HttpServer.create(loopback(), 8);
        wrong.createContext("/oauth/token", exchange -> {
            exchange.getRequestBody().readAllBytes();
            reply(exchange, 401, "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client credentials\"}");
        });
        right.createContext("/", exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String origin = "http://localhost:" + exchange.getLocalAddress().getPort();
            boolean discovery = exchange.getRequestURI().getPath().equals("/sso/.well-known/openid-configuration");
            reply(
                    exchange,
                    discovery ? 200 : 404,
                    discovery
                            ? "{\"issuer\":\"" + origin + "/sso\",\"token_endpoint\":\"" + origin
                                    + "/sso/oauth/token\"}"
                            : "{}");
        });
        wrong.start();
        right.start();
        String other = "http://localhost:" + right.getAddress().getPort();
        try {
            Result result = checkPlatform(
                    other + "/fhir",
                    "http://localhost:" + wrong.getAddress().getPort() + "/oauth/token",
                    "--dhp.oauth.client-secret=s3same");
            assertThat(result.text())
                    .contains(
                            "warning  SSO discovery: http://localhost:"
                                    + wrong.getAddress().getPort()
                                    + ": answers 404 without a discovery document; " + other + "/sso answers, issuer "
                                    + other
                                    + "/sso",
                            "FAILED   token:",
                            "invalid_client",
                            "A client is registered at one SSO only",
                            "For " + other + "/sso set dhp.oauth.token-uri to " + other + "/sso/oauth/token.")
                    .doesNotContain("s3same");
            assertThat(heard)
                    .isNotEmpty()
                    .allMatch(request -> request.startsWith("GET "))
                    .noneMatch(request -> request.contains("s3same") || request.contains("client_id"))
                    .anyMatch(request -> request.contains("/sso/.well-known/openid-configuration null"));
        } finally {
            wrong.stop(0);
            right.stop(0);
        }
    }

    @Test
    void what_an_sso_publishes_of_itself_is_compared_with_what_is_set() throws IOException {
        assertThat(checkSandbox().text())
                .contains("ok       SSO discovery: issuer http://localhost:" + sandbox.port()
                        + "/sso, token endpoint as set");
        HttpServer server = HttpServer.create(loopback(), 8);
        answer(server, "/oauth/token", "application/json", TOKEN);
        answer(
                server,
                "/.well-known/openid-configuration",
                "application/json",
                "{\"issuer\":\"https://sso.other.example\",\"token_endpoint\":\"https://sso.other.example/x\"}");
        server.start();
        String origin = "http://localhost:" + server.getAddress().getPort();
        try {
            assertThat(checkPlatform(origin + "/fhir", origin + "/oauth/token").text())
                    .contains(
                            "warning  SSO discovery:",
                            "its token endpoint is https://sso.other.example/x, and dhp.oauth.token-uri is " + origin
                                    + "/oauth/token",
                            "it calls itself https://sso.other.example, and was asked at " + origin,
                            "ok       token: given");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void where_the_bridge_would_be_read_on_the_way_is_told() throws IOException {
        assertThat(checkSandbox("--server.address=0.0.0.0").text())
                .contains("FAILED   listening: server.address is 0.0.0.0", "dhp.api.behind-proxy=true");
    }

    @Test
    void each_environment_has_its_own_sso() throws IOException {
        for (String[] preset : new String[][] {
            {"playground", "FHIR https://playground.dhp.uz/fhir, SSO https://playground.dhp.uz/sso/oauth/token"},
            {"development", "FHIR https://dev.dhp.uz/fhir, SSO https://dev.dhp.uz/sso/oauth/token"},
            {"production", "FHIR https://fhir.dhp.uz, SSO https://sso.dhp.uz/oauth/token"},
            {"medcore-playground", "FHIR https://playground.medcore.uz/fhir, SSO https://sso.medcore.uz/oauth/token"},
            {"medcore-production", "FHIR https://fhir.medcore.uz, SSO https://sso.medcore.uz/oauth/token"}
        }) {
            OfflineSettings settings = new OfflineSettings("--dhp.environment=" + preset[0], "--dhp.home=" + home);
            assertThat("FHIR " + settings.environment().getProperty("dhp.fhir.base-url") + ", SSO "
                            + settings.environment().getProperty("dhp.oauth.token-uri"))
                    .isEqualTo(preset[1]);
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void an_unknown_host_and_a_port_where_nobody_listens_are_told_apart() throws IOException {
        int free = FreePort.find();
        Result result = checkPlatform("http://localhost:" + free + "/fhir", "http://sso.invalid/oauth/token");
        assertThat(result.text())
                .contains(
                        "FAILED   SSO: the name sso.invalid cannot be found",
                        "Correct dhp.oauth.token-uri",
                        "port " + free + ": nobody listens there",
                        "correct dhp.fhir.base-url");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void a_page_where_fhir_should_be_and_an_answer_without_a_token_are_named() throws IOException {
        HttpServer server = HttpServer.create(loopback(), 8);
        answer(server, "/", "text/html", "<html><body>Please log in</body></html>");
        server.start();
        String origin = "http://localhost:" + server.getAddress().getPort();
        try {
            Result result = checkPlatform(origin + "/fhir", origin + "/oauth/token");
            assertThat(result.text())
                    .contains(
                            "FAILED   token:",
                            "without a usable access token",
                            "FAILED   FHIR metadata:",
                            "no CapabilityStatement (text/html)");
            assertThat(result.exitCode()).isEqualTo(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void what_the_server_does_not_offer_is_named_with_what_to_set() throws IOException {
        HttpServer server = HttpServer.create(loopback(), 8);
        answer(server, "/oauth/token", "application/json", TOKEN);
        answer(
                server,
                "/fhir/metadata",
                "application/fhir+json",
                """
                {"resourceType":"CapabilityStatement","fhirVersion":"5.0.0","format":["json"],"rest":[{"mode":"server",
                "resource":[{"type":"Patient","interaction":[{"code":"read"},{"code":"create"},{"code":"search-type"}],
                "searchParam":[{"name":"name","type":"string"}]}]}]}""");
        answer(
                server,
                "/r4/metadata",
                "application/fhir+json",
                "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"4.0.1\",\"format\":[\"xml\"]}");
        server.start();
        String origin = "http://localhost:" + server.getAddress().getPort();
        try {
            Result r5 = checkPlatform(
                    origin + "/fhir", origin + "/oauth/token", "--dhp.sources=csv-patients,csv-immunizations");
            assertThat(r5.text())
                    .contains(
                            "not offered, though the sources can make it: Immunization\n",
                            "Patient is offered without update",
                            "by identifier is not offered for Patient",
                            "FHIR transaction: is not offered",
                            "dhp.delivery.mode=sequential");
            assertThat(r5.exitCode()).isEqualTo(1);
            Result r4 = checkPlatform(
                    origin + "/r4",
                    origin + "/oauth/token",
                    "--dhp.sources=csv-patients",
                    "--dhp.delivery.mode=sequential");
            assertThat(r4.text())
                    .contains("FHIR 4.0.1; the bridge sends FHIR R5")
                    .doesNotContain("transaction");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_certificate_that_is_not_believed_is_named_and_believed_by_its_bundle() throws Exception {
        HttpsServer server = selfSigned();
        answer(server, "/oauth/token", "application/json", TOKEN);
        answer(
                server,
                "/fhir/metadata",
                "application/fhir+json",
                "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"5.0.0\",\"format\":[\"json\"]}");
        server.start();
        String origin = "https://localhost:" + server.getAddress().getPort();
        Path certificate = home.resolve("certificate.pem");
        try {
            assertThat(checkPlatform(origin + "/fhir", origin + "/oauth/token").text())
                    .contains(
                            "certificate is not believed here; it is of CN=localhost, signed by itself",
                            "dhp.oauth.ssl-bundle=platform",
                            "dhp.fhir.ssl-bundle=platform");
            assertThat(checkPlatform(
                                    origin + "/fhir",
                                    origin + "/oauth/token",
                                    "--dhp.oauth.ssl-bundle=platform",
                                    "--dhp.fhir.ssl-bundle=platform",
                                    "--spring.ssl.bundle.pem.platform.truststore.certificate=file:" + certificate)
                            .text())
                    .contains("token: given, lives 60 s", "FHIR metadata: FHIR 5.0.0");
            assertThat(checkPlatform(
                                    "https://localhost:" + sandbox.port() + "/fhir",
                                    origin + "/oauth/token",
                                    "--dhp.oauth.ssl-bundle=nobody")
                            .text())
                    .contains("there is no SSL bundle nobody")
                    .containsPattern("FAILED   FHIR: localhost, port \\d+.* TLS ");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void the_sites_own_broken_files_are_named_each_with_its_line() throws IOException {
        write("routes/sources/own.yaml", "- templatedRoute:\n    routeId: own\n    routeTemplateRef: hl7-filez\n");
        write("mappings/csv/patients.jslt", "{\"resources\": [\n  {\"a\" 1}\n]}\n");
        write("mappings/codes/gender.csv", "from,to,x\nA\n");
        Result result = checkSandbox();
        assertThat(result.text())
                .contains(
                        "routes/sources/own.yaml, line 3: there is no route template hl7-filez",
                        "mappings/csv/patients.jslt line 2, column",
                        "mappings/codes/gender.csv")
                .containsPattern("FAILED   code tables: .*gender");
        assertThat(result.exitCode()).isEqualTo(1);
        write("profiles/own/package.json", "{\"name\":\"own\",\"version\":\"1\"}");
        assertThat(checkSandbox("--dhp.profile-pack=own").text()).contains("FAILED   profile pack:", "docs/packs.md");
    }

    @Test
    void settings_that_cannot_work_are_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write(
                    "routes/sources/wire.yaml",
                    """
                    - templatedRoute:
                        routeId: wire
                        routeTemplateRef: hl7-mllp
                        parameters:
                          - {name: name, value: wire}
                          - {name: address, value: 127.0.0.1}
                          - {name: port, value: "%d"}
                    """
                            .formatted(taken.getLocalPort()));
            Result result = check("--dhp.environment=nowhere", "--dhp.oauth.client-id=CHANGE-ME");
            assertThat(result.text())
                    .contains(
                            "dhp.environment is \"nowhere\", and there is no such environment.",
                            "sandbox, playground",
                            "dhp.oauth.client-id is a placeholder",
                            "port " + taken.getLocalPort() + " is taken");
            assertThat(result.exitCode()).isEqualTo(1);
        }
    }

    /** Each in the words of the start, with what to do. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dhp.compile-all: true",
                "server.address: 0.0.0.0",
                "dhp.environment: nowhere",
                "dhp.environment: playground",
                "dhp.environment: playground\ndhp.oauth.client-id: site",
                "dhp.environment: custom\ndhp.oauth.client-id: site\ndhp.oauth.client-secret: s3same"
            })
    void what_a_start_refuses_is_named(String settings) throws IOException {
        write("application.yml", settings);
        System.setProperty("dhp.launch.compiler-directives", "true");
        try {
            FailureAnalysis refusal = refusal();
            Result result = check();
            assertThat(result.text())
                    .contains(refusal.getDescription(), refusal.getAction())
                    .doesNotContain("s3same");
            assertThat(result.exitCode()).isEqualTo(1);
        } finally {
            System.clearProperty("dhp.launch.compiler-directives");
        }
    }

    @Test
    void a_setting_of_the_bridge_that_cannot_be_read_is_named() throws IOException {
        write("application.yml", "dhp.workers: many");
        assertThat(check().text()).contains("'dhp.workers'").doesNotContain("many");
    }

    private FailureAnalysis refusal() {
        Throwable thrown = catchThrowable(() -> SpringApplication.run(
                        DhpBridge.class, "--dhp.home=" + home, "--server.port=0", "--dhp.sandbox.port=0")
                .close());
        return new RemediableFailureAnalyzer().analyze(thrown);
    }

    @Test
    void the_sandbox_that_does_not_run_is_no_failure() throws IOException {
        int free = FreePort.find();
        Result result = check("--dhp.sandbox.port=" + free);
        assertThat(result.text())
                .contains("the sandbox, which runs inside the bridge")
                .doesNotContain("FAILED");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void wrong_usage_is_told_without_the_value() {
        Result result = check("--dhp-oauth-client-secret=s3same");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.text()).contains("--dhp-oauth-client-secret").doesNotContain("s3same");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void answer(HttpServer server, String path, String type, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private HttpsServer selfSigned() throws Exception {
        HttpsServer server = HttpsServer.create(loopback(), 8);
        server.setHttpsConfigurator(new HttpsConfigurator(new SelfSigned(home).context()));
        return server;
    }
}
