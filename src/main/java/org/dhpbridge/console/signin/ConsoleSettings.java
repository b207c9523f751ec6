package org.dhpbridge.console.signin;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.http.HostNames;
import org.dhpbridge.oauth.OAuthSettings.ClientAuthentication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The console: where people sign in, and who may do what.
 *
 * @param enabled whether there is a console; preset by {@code dhp.environment}: on with the sandbox, else off
 * @param baseUrl the address under which browsers reach the bridge, as {@code https://bridge.example.uz}; the SSO must know it
 *     with {@code /console/callback} behind it as the client's redirect URI. Without it {@code http://localhost} with the port
 * @param authorizationUri where the SSO asks people who they are; preset by {@code dhp.environment}
 * @param tokenUri where the code is exchanged; the one of {@code dhp.oauth} unless set
 * @param issuer what {@code iss} must say in the SSO's tokens; not looked at without it
 * @param jwkSetUri where the SSO publishes the keys that it signs tokens with (JWKS); preset by {@code dhp.environment}
 * @param publicKeyFile the SSO's public key as a PEM file, when it publishes no JWKS
 * @param userInfoUri where the SSO says who an access token speaks for, when the token itself does not
 * @param introspectionUri where the SSO says what an opaque access token is worth (RFC 7662)
 * @param clientId the client that people sign in with; the one of {@code dhp.oauth} unless set
 * @param clientSecret its secret
 * @param clientSecretFile a file that holds its secret; wins over {@code client-secret}
 * @param clientAuthentication where the credentials stand in the token request: {@code client_secret_post} or {@code
 *     client_secret_basic}
 * @param pkce how the code challenge is written: {@code s256} (RFC 7636), or {@code hex} (the SHA-256 in hexadecimal digits,
 *     without a method), as one client of the platform has it
 * @param scopes what is asked for; with {@code openid} the SSO must answer with an id_token
 * @param authorizationParameters further parameters of the request to the SSO's page
 * @param tokenParameters further parameters of the token request
 * @param claims what the SSO calls what the console needs
 * @param roles who may do what
 * @param organizations whose people may come in at all, as the organization claim has them; without any, everybody's with a
 *     role
 * @param sslBundle name of the Spring Boot SSL bundle that says which certificates of the SSO are believed; the one of {@code
 *     dhp.oauth} unless set
 * @param signInsAMinute how many sign-ins one address (of IPv6, one network of 64 bits) may try in a minute; people behind one
 *     proxy share its address unless {@code dhp.api.behind-proxy} is set
 * @param idle how long a session lives without a request of its person; that a page asks for news by itself is none
 * @param longest how long a session lives at most
 */
@Validated
@ConfigurationProperties("dhp.console")
public record ConsoleSettings(
        @DefaultValue("false") boolean enabled,
        URI baseUrl,
        URI authorizationUri,
        URI tokenUri,
        String issuer,
        URI jwkSetUri,
        Path publicKeyFile,
        URI userInfoUri,
        URI introspectionUri,
        String clientId,
        String clientSecret,
        Path clientSecretFile,
        @DefaultValue("client_secret_post") @NotNull ClientAuthentication clientAuthentication,
        @DefaultValue("s256") @NotNull Pkce pkce,
        @DefaultValue List<String> scopes,
        @DefaultValue Map<String, String> authorizationParameters,
        @DefaultValue Map<String, String> tokenParameters,
        @Valid @DefaultValue ClaimNames claims,
        @Valid @DefaultValue Roles roles,
        @DefaultValue Set<String> organizations,
        String sslBundle,
        @DefaultValue("120") @Min(1) int signInsAMinute,
        @DefaultValue("30m") @NotNull Duration idle,
        @DefaultValue("10h") @NotNull Duration longest) {

    /** A preset that an environment does not have is empty text, and means nothing. */
    public ConsoleSettings {
        issuer = isSet(issuer) ? issuer : null;
        sslBundle = isSet(sslBundle) ? sslBundle : null;
        baseUrl = none(baseUrl);
        authorizationUri = none(authorizationUri);
        tokenUri = none(tokenUri);
        jwkSetUri = none(jwkSetUri);
        userInfoUri = none(userInfoUri);
        introspectionUri = none(introspectionUri);
        clientSecretFile = none(clientSecretFile);
        publicKeyFile = none(publicKeyFile);
    }

    private static <T> T none(T value) {
        return value == null || value.toString().isBlank() ? null : value;
    }

    /** How a code challenge is written. */
    public enum Pkce {
        S256,
        HEX
    }

    /**
     * Names of claims; {@code a.b} is {@code b} in the object, or in each object of the list, {@code a}.
     *
     * @param subject who it is, for ever
     * @param name what people call the person; the subject is shown where the SSO does not say it
     * @param roles claims that hold the person's roles at the SSO: lists, or one text with blanks or commas. Of a list of objects
     *     that name organizations too, those beside one of {@code dhp.console.organizations}
     * @param organizations claims that hold whose people the person is one of
     */
    public record ClaimNames(
            @DefaultValue("sub") @NotBlank String subject,
            @DefaultValue("name") @NotBlank String name,
            @DefaultValue({"roles", "role", "authorities"}) List<String> roles,
            @DefaultValue({"ctx.organization_ref", "organization", "user_info.organization"})
                    List<String> organizations) {}

    /**
     * Who has a role at the console: {@code sub:} with a subject, {@code org:} with an organization, or {@code role:} with a role
     * of the SSO. Without any entry nobody has it.
     *
     * @param viewer sees what flows, lists, and messages with their values masked
     * @param operator does what a viewer may, and replays
     * @param administrator does what an operator may, and reads the audit
     * @param reveal sees the values of a message, each time with a reason that is kept; needs one of the others to come in
     * @param editor writes a message in the place of another, with a reason that is kept; needs {@code reveal} too
     */
    public record Roles(
            @DefaultValue List<String> viewer,
            @DefaultValue List<String> operator,
            @DefaultValue List<String> administrator,
            @DefaultValue List<String> reveal,
            @DefaultValue List<String> editor) {

        private static final Set<String> KINDS = Set.of("sub", "org", "role");

        public Roles {
            check("viewer", viewer);
            check("operator", operator);
            check("administrator", administrator);
            check("reveal", reveal);
            check("editor", editor);
        }

        private static void check(String name, List<String> entries) {
            for (String entry : entries) {
                int colon = entry.indexOf(':');
                if (colon < 0 || !KINDS.contains(entry.substring(0, colon)) || colon == entry.length() - 1) {
                    throw new IllegalArgumentException("dhp.console.roles." + name + " has an entry \"" + entry
                            + "\": each must be sub:, org: or role: with a value behind it, as role:operator.");
                }
            }
        }
    }

    @AssertTrue(
            message = "the console is on (dhp.console.enabled) and cannot sign anybody in: set"
                    + " dhp.console.authorization-uri, token-uri, client-id and client-secret-file (or"
                    + " client-secret), or dhp.console.enabled=false")
    boolean isSignInPossible() {
        return !enabled
                || (authorizationUri != null
                        && tokenUri != null
                        && isSet(clientId)
                        && (clientSecretFile != null || isSet(clientSecret)));
    }

    @AssertTrue(
            message = "dhp.console.base-url must begin with https://, or with http:// and a name of this machine: a"
                    + " session that travels unencrypted can be taken over")
    boolean isBaseUrlSafe() {
        return baseUrl == null
                || "https".equals(baseUrl.getScheme())
                || ("http".equals(baseUrl.getScheme()) && HostNames.isLoopback(baseUrl.getHost()));
    }

    @AssertTrue(
            message = "dhp.console.scopes has openid, and nothing checks an id_token: set dhp.console.jwk-set-uri or"
                    + " public-key-file, or leave openid out")
    boolean isIdTokenChecked() {
        return !enabled || !scopes.contains("openid") || jwkSetUri != null || publicKeyFile != null;
    }

    private static boolean isSet(String text) {
        return text != null && !text.isBlank();
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "ConsoleSettings[enabled=" + enabled + ", authorizationUri=" + authorizationUri + ", clientId="
                + clientId + "]";
    }
}
