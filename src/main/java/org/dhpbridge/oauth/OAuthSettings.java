package org.dhpbridge.oauth;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.validation.annotation.Validated;

/**
 * How the bridge gets its access tokens: OAuth 2.0 client credentials (RFC 6749, 4.4).
 *
 * @param tokenUri the token endpoint, as {@code https://playground.dhp.uz/sso/oauth/token}; preset by {@code dhp.environment}
 * @param clientId the id that the platform gave this site
 * @param clientSecret the secret that goes with it; better given as a file or by the environment than in YAML
 * @param clientSecretFile a file that holds the secret (its last line end is ignored); read again for every token, so
 *     that a rotated secret needs no restart; wins over {@code client-secret}
 * @param clientAuthentication where the credentials stand: in the form ({@code client_secret_post}, as the platform
 *     documents) or in an {@code Authorization: Basic} header ({@code client_secret_basic})
 * @param renewBefore how long before its end a token is renewed; a token that lives less than twice this long is renewed
 *     at half of its life
 * @param assumedLifetime how long a token is taken to live when the answer has no {@code expires_in}, or one that is no
 *     number, zero or less; the platform's 401 ends it sooner
 * @param connectTimeout how long to wait for a connection
 * @param answerTimeout how long the whole answer may take
 * @param sslBundle name of the Spring Boot SSL bundle ({@code spring.ssl.bundle.…}) whose trust store says which
 *     certificates are believed; without it those that the Java installation believes
 */
@Validated
@ConfigurationProperties("dhp.oauth")
public record OAuthSettings(
        @NotNull(message = "set dhp.oauth.token-uri to the platform's token endpoint, or choose a dhp.environment")
                URI tokenUri,
        @NotBlank(message = "set dhp.oauth.client-id to the client id that the platform gave you") String clientId,
        String clientSecret,
        Path clientSecretFile,
        @DefaultValue("client_secret_post") ClientAuthentication clientAuthentication,
        @DefaultValue("60s") Duration renewBefore,
        @DefaultValue("5m") Duration assumedLifetime,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration answerTimeout,
        String sslBundle) {

    /** Where the client's credentials stand in the token request (RFC 6749, 2.3.1). */
    public enum ClientAuthentication {
        CLIENT_SECRET_POST(ClientAuthenticationMethod.CLIENT_SECRET_POST),
        CLIENT_SECRET_BASIC(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);

        private final ClientAuthenticationMethod method;

        ClientAuthentication(ClientAuthenticationMethod method) {
            this.method = method;
        }

        /** The same as Spring Security knows it. */
        public ClientAuthenticationMethod method() {
            return method;
        }
    }

    @AssertTrue(message = "set dhp.oauth.client-secret-file (or dhp.oauth.client-secret) to the secret of the client")
    boolean isSecretGiven() {
        return clientSecretFile != null || (clientSecret != null && !clientSecret.isBlank());
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "OAuthSettings[tokenUri=" + tokenUri + ", clientId=" + clientId + "]";
    }
}
