package org.dhpbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.Map;
import org.dhpbridge.sandbox.SandboxClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {

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

    private Answer token(String form) {
        return client.form(sandbox.tokenUri().toString(), form);
    }

    @Test
    void givesABearerTokenForTheClientsCredentials() {
        Answer answer = token("grant_type=client_credentials&client_id=sandbox&client_secret=sandbox");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(answer.json().path("access_token").asText()).hasSizeGreaterThan(30);
    }

    @Test
    void takesTheCredentialsByHttpBasicToo() {
        String basic = Base64.getEncoder().encodeToString("sandbox:sandbox".getBytes());
        Answer answer = client.send(HttpRequest.newBuilder(sandbox.tokenUri())
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void answersAMissingParameterWithTheDocumented400() {
        Answer answer = token("grant_type=client_credentials&client_id=sandbox");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json())
                .isEqualTo(SandboxClient.json(
                        "{'error':'invalid_request','error_description':'Missing required parameter'}"));
    }

    @Test
    void answersAWrongSecretWithTheDocumented401() {
        Answer answer = token("grant_type=client_credentials&client_id=sandbox&client_secret=wrong");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json())
                .isEqualTo(SandboxClient.json(
                        "{'error':'invalid_client','error_description':'Invalid client credentials'}"));
    }

    @Test
    void refusesOtherGrants() {
        Answer answer = token("grant_type=password&client_id=sandbox&client_secret=sandbox");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("unsupported_grant_type");
    }

    @Test
    void fhirNeedsATokenButMetadataDoesNot() {
        Answer without = client.send(HttpRequest.newBuilder(URI.create(sandbox.fhirBase() + "/Patient")));
        Answer metadata = client.send(HttpRequest.newBuilder(URI.create(sandbox.fhirBase() + "/metadata")));

        assertThat(without.status()).isEqualTo(401);
        assertThat(without.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(without.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(metadata.status()).isEqualTo(200);
    }

    @Test
    void anExpiredTokenIsRefused() {
        try (Sandbox shortLived = Sandboxes.start(Map.of("token-lifetime", "0s"))) {
            Answer answer = new SandboxClient(shortLived).get("/Patient");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.issueCode()).isEqualTo("expired");
        }
    }
}
