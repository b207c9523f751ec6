package org.dhpbridge.console.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Who somebody is, by each of the ways that an SSO may offer, with real tokens of the sandbox's. */
class PeopleTest {

    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static Sandbox sandbox;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        sandbox = Sandboxes.start(Map.of("clients.sandbox", "sandbox", "clients.other", "other"));
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static String sso(String path) {
        return "http://localhost:" + sandbox.port() + "/sso" + path;
    }

    private static String token(String person, String client) throws Exception {
        HttpResponse<String> back = http.send(
                HttpRequest.newBuilder(URI.create(sso("/oauth/authorize?client_id=" + client
                                + "&redirect_uri=http%3A%2F%2Flocalhost%2F&code_challenge_method=S256&code_challenge="
                                + CHALLENGE + "&person=" + person)))
                        .build(),
                BodyHandlers.ofString());
        String code = back.headers().firstValue("Location").orElseThrow().replaceAll(".*code=([^&]*).*", "$1");
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(sandbox.tokenUri())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=authorization_code&client_id=" + client
                                + "&client_secret=" + client + "&code=" + code + "&code_verifier=" + VERIFIER
                                + "&redirect_uri=http%3A%2F%2Flocalhost%2F"))
                        .build(),
                BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body()).path("access_token").asText();
    }

    private static Operator signedIn(String token, String... namesAndValues) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "dhp.console.enabled", "true",
                "dhp.console.authorization-uri", sso("/"),
                "dhp.console.token-uri", sandbox.tokenUri().toString(),
                "dhp.console.client-id", "sandbox",
                "dhp.console.client-secret", "sandbox",
                "dhp.console.roles.viewer", "role:viewer",
                "dhp.console.roles.operator", "role:operator,sub:sandbox-no-role",
                "dhp.console.roles.reveal", "role:reveal"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put("dhp.console." + namesAndValues[i], namesAndValues[i + 1]);
        }
        ConsoleSettings settings = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("dhp.console", ConsoleSettings.class);
        Sso sso = new Sso(settings, null);
        NimbusJwtDecoder decoder = sso.hasKeys() ? sso.decoder() : null;
        if (decoder != null) {
            decoder.setJwtValidator(TokenChecks.of(settings.issuer(), settings.clientId()));
        }
        ConsoleClient client = new ConsoleClient(settings);
        return new People(settings, client, sso, decoder, new Admittance(settings, Clock.systemUTC()))
                .operator(
                        new OAuth2UserRequest(
                                client.registration(),
                                new OAuth2AccessToken(
                                        OAuth2AccessToken.TokenType.BEARER,
                                        token,
                                        Instant.now(),
                                        Instant.now().plusSeconds(60))),
                        null);
    }

    private static void isRefused(ThrowingCallable signIn, SignInProblem problem) {
        assertThatThrownBy(signIn).isInstanceOfSatisfying(OAuth2AuthenticationException.class, refused -> assertThat(
                        refused.getError().getErrorCode())
                .isEqualTo(problem.code()));
    }

    @ParameterizedTest
    @CsvSource({"jwk-set-uri, /oauth/jwks", "user-info-uri, /oauth/userinfo", "introspection-uri, /oauth/introspect"})
    void eachWaySaysWhoItIs(String setting, String path) throws Exception {
        Operator operator = signedIn(token("operator", "sandbox"), setting, sso(path));

        assertThat(operator.getName()).isEqualTo("sandbox-operator");
        assertThat(operator.displayName()).isEqualTo("Jasur Rahimov");
        assertThat(operator.may(Right.OPERATE)).isTrue();
        assertThat(operator.may(Right.REVEAL)).isTrue();
        assertThat(operator.may(Right.ADMINISTER)).isFalse();
        assertThat(operator.getAttributes()).as("no claim is kept").isEmpty();
    }

    @Test
    void withoutAnyWayNobodyComesIn() throws Exception {
        String token = token("operator", "sandbox");

        isRefused(() -> signedIn(token), SignInProblem.NOBODY);
    }

    @ParameterizedTest
    @CsvSource({"jwk-set-uri, /oauth/jwks", "introspection-uri, /oauth/introspect"})
    void aTokenOfAnotherApplicationDoesNotOpenTheConsole(String setting, String path) throws Exception {
        String token = token("operator", "other");

        isRefused(() -> signedIn(token, setting, sso(path)), SignInProblem.TOKEN_REFUSED);
    }

    @Test
    void aTokenThatWasChangedDoesNotOpenTheConsole() throws Exception {
        String[] viewer = token("viewer", "sandbox").split("\\.");
        String[] operator = token("operator", "sandbox").split("\\.");
        String forged = viewer[0] + "." + operator[1] + "." + viewer[2];

        isRefused(() -> signedIn(forged, "jwk-set-uri", sso("/oauth/jwks")), SignInProblem.TOKEN_REFUSED);
    }

    @Test
    void aTokenOfAnotherIssuerDoesNotOpenTheConsole() throws Exception {
        String token = token("operator", "sandbox");

        isRefused(
                () -> signedIn(token, "jwk-set-uri", sso("/oauth/jwks"), "issuer", "https://sso.example.uz"),
                SignInProblem.TOKEN_REFUSED);
    }

    @Test
    void whatTokensAndUserInfoSayOfDifferentPeopleIsNotMixed() throws Exception {
        String token = token("operator", "sandbox");

        isRefused(
                () -> signedIn(
                        token,
                        "jwk-set-uri",
                        sso("/oauth/jwks"),
                        "user-info-uri",
                        sso("/oauth/userinfo"),
                        "claims.subject",
                        "jti"),
                SignInProblem.TOKEN_REFUSED);
    }

    @Test
    void keysThatCannotBeReadAreATroubleOfTheSso() throws Exception {
        String token = token("operator", "sandbox");

        isRefused(() -> signedIn(token, "jwk-set-uri", "http://localhost:9/jwks"), SignInProblem.SSO_UNAVAILABLE);
    }

    @Test
    void anAnswerWithoutEndIsATroubleOfTheSso() throws Exception {
        AtomicLong sent = new AtomicLong();
        byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        endless.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (sent.get() < 64 << 20) {
                exchange.getResponseBody().write(blanks);
                sent.addAndGet(blanks.length);
            }
            exchange.close();
        });
        endless.start();
        String address = "http://localhost:" + endless.getAddress().getPort() + "/";
        String token = token("operator", "sandbox");
        try {
            isRefused(() -> signedIn(token, "user-info-uri", address), SignInProblem.SSO_UNAVAILABLE);
            isRefused(() -> signedIn(token, "introspection-uri", address), SignInProblem.SSO_UNAVAILABLE);
            isRefused(() -> signedIn(token, "jwk-set-uri", address), SignInProblem.SSO_UNAVAILABLE);
            assertThat(sent.get()).as("bytes that were sent").isLessThan(64 << 20);
        } finally {
            endless.stop(0);
        }
    }

    @Test
    void aSubjectOfBlanksIsNobody() {
        ConsoleSettings settings = new Binder(
                        new MapConfigurationPropertySource(Map.of("dhp.console.roles.viewer", "role:viewer")))
                .bindOrCreate("dhp.console", ConsoleSettings.class);
        ClaimSet claims = new ClaimSet();
        claims.add(Map.of("sub", " ", "roles", "viewer"));

        isRefused(() -> new Admittance(settings, Clock.systemUTC()).admit(claims, "sso"), SignInProblem.NOBODY);
    }

    @ParameterizedTest
    @CsvSource({"A, doctor, false", "B, admin, true", "'', admin, true"})
    void aRoleInOneOrganizationCountsForNothingInAnother(String organization, String role, boolean administers) {
        ConsoleSettings settings = new Binder(new MapConfigurationPropertySource(Map.of(
                        "dhp.console.claims.roles", "ctx.role_ref,roles",
                        "dhp.console.organizations", "B",
                        "dhp.console.roles.viewer", "role:doctor,role:guest",
                        "dhp.console.roles.administrator", "role:admin")))
                .bindOrCreate("dhp.console", ConsoleSettings.class);
        Map<String, Object> other = new HashMap<>(Map.of("role_ref", List.of("admin")));
        if (!organization.isEmpty()) {
            other.put("organization_ref", organization);
        }
        ClaimSet claims = new ClaimSet();
        claims.add(Map.of(
                "sub", "1",
                "roles", "guest",
                "ctx", List.of(other, Map.of("organization_ref", "B", "role_ref", role))));

        Operator operator = new Admittance(settings, Clock.systemUTC()).admit(claims, "sso");

        assertThat(operator.may(Right.VIEW)).isTrue();
        assertThat(operator.may(Right.ADMINISTER)).isEqualTo(administers);
    }

    @Test
    void onePersonCanBeNamedAndAnOrganizationCanBeKeptOut() throws Exception {
        String named = token("no-role", "sandbox");
        assertThat(signedIn(named, "jwk-set-uri", sso("/oauth/jwks")).may(Right.OPERATE))
                .isTrue();
        String foreign = token("foreign", "sandbox");
        isRefused(
                () -> signedIn(
                        foreign, "jwk-set-uri", sso("/oauth/jwks"), "organizations", "Organization/sandbox-hospital"),
                SignInProblem.OTHER_ORGANIZATION);
        assertThat(signedIn(
                                named,
                                "jwk-set-uri",
                                sso("/oauth/jwks"),
                                "roles.viewer",
                                "org:Organization/sandbox-hospital",
                                "roles.operator",
                                "role:nobody")
                        .may(Right.VIEW))
                .isTrue();
    }

    @Test
    void theRightToRevealAloneLetsNobodyIn() throws Exception {
        String token = token("operator", "sandbox");

        isRefused(
                () -> signedIn(token, "jwk-set-uri", sso("/oauth/jwks"), "roles.operator", "role:nobody"),
                SignInProblem.NO_ROLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "role:", "group:x", ":x"})
    void anEntryThatIsNoneOfTheKindsIsRefusedAtTheStart(String entry) throws Exception {
        String token = token("operator", "sandbox");

        assertThatThrownBy(() -> signedIn(token, "roles.viewer", entry))
                .rootCause()
                .hasMessageContaining("dhp.console.roles.viewer")
                .hasMessageContaining("role:operator");
    }
}
