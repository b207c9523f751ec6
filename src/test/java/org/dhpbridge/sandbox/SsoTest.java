package org.dhpbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.dhpbridge.sandbox.SandboxClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SsoTest {

    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    /** RFC 7636, appendix B. */
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final String REDIRECT = "http://localhost:9/login?a=b";

    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() {
        sandbox = Sandboxes.start(Map.of("clients.sandbox", "sandbox", "clients.other", "other"));
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private String sso(String path) {
        return "http://localhost:" + sandbox.port() + "/sso" + path;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String question(String more) {
        return "?response_type=code&client_id=sandbox&redirect_uri=" + encoded(REDIRECT)
                + "&state=s%26t&code_challenge_method=S256&code_challenge=" + CHALLENGE + more;
    }

    private Answer get(String address, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static Map<String, String> parameters(Answer redirect) {
        assertThat(redirect.status()).as(redirect.text()).isEqualTo(302);
        String location = redirect.header("Location");
        assertThat(location).startsWith(REDIRECT + "&");
        return QueryString.parse(URI.create(location).getRawQuery()).parameters().stream()
                .collect(Collectors.toMap(QueryString.Parameter::name, QueryString.Parameter::value));
    }

    private String code(String more) {
        return parameters(get(sso("/oauth/authorize" + question(more + "&person=operator"))))
                .get("code");
    }

    private Answer exchange(String code, String redirectUri, String verifier, String credentials) {
        return client.form(
                sandbox.tokenUri().toString(),
                "grant_type=authorization_code&code=" + code + "&redirect_uri=" + encoded(redirectUri)
                        + "&code_verifier=" + verifier + credentials);
    }

    private Answer exchange(String code) {
        return exchange(code, REDIRECT, VERIFIER, "&client_id=sandbox&client_secret=sandbox");
    }

    private Answer refresh(String token) {
        return client.form(
                sandbox.tokenUri().toString(),
                "grant_type=refresh_token&client_id=sandbox&client_secret=sandbox&refresh_token=" + token);
    }

    private void fault(String kind) {
        Answer answer = client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + sandbox.port() + "/faults"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("[{\"kind\":\"" + kind + "\",\"count\":1}]")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static JsonNode part(String jwt, int index) {
        return StrictJson.stored(Base64.getUrlDecoder().decode(jwt.split("\\.")[index]));
    }

    private boolean isSigned(String jwt) throws Exception {
        JsonNode key = client.get(sso("/oauth/jwks")).json().at("/keys/0");
        if (!key.path("kid").equals(part(jwt, 0).path("kid"))) {
            return false;
        }
        PublicKey rsa = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        number(key.path("n").asText()), number(key.path("e").asText())));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(rsa);
        signature.update(jwt.substring(0, jwt.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(jwt.substring(jwt.lastIndexOf('.') + 1)));
    }

    private static BigInteger number(String base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "", "/oauth/authorize"})
    void theFrontPageShowsPersonsAndEachChoiceComesBackWithACode(String page) {
        Answer answer = get(sso(page) + question(""));

        assertThat(answer.status()).isEqualTo(200);
        List<String> choices = Pattern.compile("href=\"(/sso/oauth/authorize[^\"]*)\"")
                .matcher(answer.text())
                .results()
                .map(found -> found.group(1).replace("&amp;", "&"))
                .toList();
        assertThat(choices).hasSize(5);
        Set<String> codes = new HashSet<>();
        for (String choice : choices) {
            Map<String, String> back = parameters(get("http://localhost:" + sandbox.port() + choice));
            assertThat(back).containsEntry("state", "s&t");
            codes.add(back.get("code"));
        }
        assertThat(codes).hasSize(5).doesNotContainNull();
    }

    @Test
    void theTokensSayWhoSignedInAndAreSignedByThePublishedKey() throws Exception {
        JsonNode tokens = exchange(code("&scope=openid&nonce=n1")).json();

        String access = tokens.path("access_token").asText();
        JsonNode claims = part(access, 1);
        assertThat(part(access, 0).path("alg").asText()).isEqualTo("RS256");
        assertThat(isSigned(access)).isTrue();
        assertThat(claims.path("sub").asText()).isEqualTo("sandbox-operator");
        assertThat(claims.path("aud").asText()).isEqualTo("sandbox");
        assertThat(claims.path("azp").asText()).isEqualTo("sandbox");
        assertThat(claims.path("iss").asText()).isEqualTo(sso(""));
        assertThat(claims.at("/roles").toString()).isEqualTo("[\"operator\",\"reveal\",\"editor\"]");
        assertThat(claims.at("/ctx/0/organization_ref").asText()).isEqualTo("Organization/sandbox-hospital");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3600);
        String id = tokens.path("id_token").asText();
        assertThat(isSigned(id)).isTrue();
        assertThat(part(id, 1).path("nonce").asText()).isEqualTo("n1");

        assertThat(get(sso("/oauth/userinfo"), "Authorization", "Bearer " + access)
                        .json()
                        .path("sub")
                        .asText())
                .isEqualTo("sandbox-operator");
        assertThat(get(sandbox.fhirBase() + "/Patient", "Authorization", "Bearer " + access)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void withoutOpenidThereIsNoIdToken() {
        assertThat(exchange(code("")).json().has("id_token")).isFalse();
    }

    @Test
    void aCodeIsGoodOnceAndItsSecondUseEndsWhatCameOfIt() {
        String code = code("");
        JsonNode tokens = exchange(code).json();
        String bearer = "Bearer " + tokens.path("access_token").asText();
        assertThat(get(sso("/oauth/userinfo"), "Authorization", bearer).status())
                .isEqualTo(200);

        Answer again = exchange(code);

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(get(sso("/oauth/userinfo"), "Authorization", bearer).status())
                .isEqualTo(401);
        assertThat(get(sandbox.fhirBase() + "/Patient", "Authorization", bearer).status())
                .isEqualTo(401);
        assertThat(refresh(tokens.path("refresh_token").asText()).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9/other, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk, sandbox, invalid_grant",
        "http://localhost:9/login?a=b, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXx, sandbox, invalid_grant",
        "http://localhost:9/login?a=b, '', sandbox, invalid_grant",
        "http://localhost:9/login?a=b, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk, other, invalid_grant",
    })
    void aCodeIsBoundToItsClientRedirectAndChallenge(String redirect, String verifier, String who, String error) {
        Answer answer = exchange(code(""), redirect, verifier, "&client_id=" + who + "&client_secret=" + who);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&client_id=sandbox", "&client_id=sandbox&client_secret=wrong"})
    void aCodeWithoutTheClientsSecretIsRefused(String credentials) {
        Answer answer = exchange(code(""), REDIRECT, VERIFIER, credentials);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    void aCodeExpires() {
        try (Sandbox hasty = Sandboxes.start(Map.of("code-lifetime", "50ms"))) {
            String address = "http://localhost:" + hasty.port() + "/sso/oauth/authorize" + question("&person=viewer");
            String code = parameters(get(address)).get("code");
            Instant issued = Instant.now();
            Awaitility.await().until(() -> Instant.now().isAfter(issued.plus(Duration.ofMillis(60))));

            Answer answer = client.form(
                    hasty.tokenUri().toString(),
                    "grant_type=authorization_code&client_id=sandbox&client_secret=sandbox&code=" + code
                            + "&redirect_uri=" + encoded(REDIRECT) + "&code_verifier=" + VERIFIER);

            assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
        }
    }

    @Test
    void aChallengeInHexWithoutAMethodIsTaken() throws Exception {
        String hex = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        Answer back = get(sso("/?grant_type=authorization_code&client_id=sandbox&redirect_uri=" + encoded(REDIRECT)
                + "&code_challenge=" + hex + "&person=viewer"));

        Answer tokens = client.form(
                sandbox.tokenUri().toString(),
                "grant_type=authorization_code&client_id=sandbox&client_secret=sandbox&code_verifier=" + VERIFIER
                        + "&code=" + parameters(back).get("code"));

        assertThat(tokens.status()).as(tokens.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'', invalid_request",
        "&code_challenge=abc&code_challenge_method=S256, invalid_request",
        "&code_challenge=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk&code_challenge_method=plain, invalid_request",
        "&response_type=token, unsupported_response_type",
        "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&person=nobody,"
                + " access_denied",
    })
    void theApplicationHearsWhatIsWrongWithItsRequest(String parameters, String error) {
        Answer answer = get(sso("/?client_id=sandbox&state=x&redirect_uri=" + encoded(REDIRECT) + parameters));

        assertThat(parameters(answer)).containsEntry("error", error).containsEntry("state", "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id=unknown&redirect_uri=http%3A%2F%2Flocalhost%2F",
                "client_id=sandbox",
                "client_id=sandbox&redirect_uri=https%3A%2F%2Fevil.example%2F",
                "client_id=sandbox&redirect_uri=http%3A%2F%2Flocalhost%40evil.example%2F",
                "client_id=sandbox&redirect_uri=javascript%3A%2F%2Flocalhost%2F",
                "client_id=sandbox&redirect_uri=http%3A%2F%2Flocalhost%2F%23fragment",
                "client_id=%3Cscript%3E&redirect_uri=x"
            })
    void nobodyIsSentToAnAddressThatIsNotTheApplications(String query) {
        Answer answer =
                get(sso("/?" + query + "&person=operator&code_challenge_method=S256&code_challenge=" + CHALLENGE));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Location")).isNull();
        assertThat(answer.text()).doesNotContain("<script");
    }

    @Test
    void aRefreshTokenRotates() {
        String first = exchange(code("")).json().path("refresh_token").asText();
        JsonNode second = refresh(first).json();
        assertThat(second.path("access_token").asText()).isNotEmpty();
        assertThat(second.path("refresh_token").asText()).isNotEqualTo(first);

        assertThat(refresh(first).json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(refresh(second.path("refresh_token").asText()).status())
                .as("a stolen refresh token ends the family")
                .isEqualTo(400);
    }

    @Test
    void introspectionTellsAClientAndNobodyElse() {
        String access = exchange(code("")).json().path("access_token").asText();

        Answer known = client.form(
                sso("/oauth/introspect"), "client_id=sandbox&client_secret=sandbox&token=" + encoded(access));
        Answer nonsense =
                client.form(sso("/oauth/introspect"), "client_id=sandbox&client_secret=sandbox&token=nonsense");
        Answer stranger = client.form(sso("/oauth/introspect"), "token=" + encoded(access));

        assertThat(known.json().path("active").asBoolean()).isTrue();
        assertThat(known.json().path("username").asText()).isEqualTo("sandbox-operator");
        assertThat(nonsense.json().toString()).isEqualTo("{\"active\":false}");
        assertThat(stranger.status()).isEqualTo(401);
    }

    @Test
    void discoveryNamesAddressesThatAnswer() {
        JsonNode document = client.get(sso("/.well-known/openid-configuration")).json();

        assertThat(document.path("issuer").asText()).isEqualTo(sso(""));
        assertThat(document.path("token_endpoint").asText())
                .isEqualTo(sandbox.tokenUri().toString());
        assertThat(get(document.path("authorization_endpoint").asText() + question(""))
                        .status())
                .isEqualTo(200);
        assertThat(client.get(document.path("jwks_uri").asText())
                        .json()
                        .at("/keys/0/kty")
                        .asText())
                .isEqualTo("RSA");
        assertThat(get(document.path("userinfo_endpoint").asText()).status()).isEqualTo(401);
    }

    @Test
    void faultsSpoilWhatTheApplicationGets() throws Exception {
        fault("code-used");
        assertThat(exchange(code("")).json().path("error").asText()).isEqualTo("invalid_grant");
        fault("gateway-error");
        assertThat(exchange(code("")).json().path("success").asBoolean(true)).isFalse();
        fault("state-changed");
        assertThat(parameters(get(sso("/oauth/authorize" + question("&person=viewer"))))
                        .get("state"))
                .isNotEqualTo("s&t");
        fault("token-expired");
        String expired = exchange(code("")).json().path("access_token").asText();
        assertThat(part(expired, 1).path("exp").asLong())
                .isLessThan(Instant.now().getEpochSecond());
        fault("token-audience");
        String foreign = exchange(code("")).json().path("access_token").asText();
        assertThat(part(foreign, 1).path("aud").asText()).isEqualTo("another-application");
        fault("token-unsigned");
        String unsigned = exchange(code("")).json().path("access_token").asText();
        assertThat(part(unsigned, 0).path("alg").asText()).isEqualTo("none");
        String before = exchange(code("")).json().path("access_token").asText();
        fault("key-rotated");
        String after = exchange(code("")).json().path("access_token").asText();
        assertThat(isSigned(before)).isFalse();
        assertThat(isSigned(after)).isTrue();
    }
}
