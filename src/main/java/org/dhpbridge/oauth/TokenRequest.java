package org.dhpbridge.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.dhpbridge.http.RetryAfter;
import org.dhpbridge.oauth.OAuthSettings.ClientAuthentication;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** One request to the token endpoint with Spring Security's client; no cache, no retry. */
class TokenRequest {

    private static final Pattern ERROR_CODE = Pattern.compile("[A-Za-z0-9_.-]{1,60}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OAuthSettings settings;
    private final RestClientClientCredentialsTokenResponseClient client =
            new RestClientClientCredentialsTokenResponseClient();

    TokenRequest(OAuthSettings settings, SSLContext trust) {
        this.settings = settings;
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout());
        if (trust != null) {
            http.sslContext(trust);
        }
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http.build());
        requests.setReadTimeout(settings.answerTimeout());
        OAuth2AccessTokenResponseHttpMessageConverter answers = new OAuth2AccessTokenResponseHttpMessageConverter();
        answers.setAccessTokenResponseConverter(this::withLifetime);
        client.setRestClient(RestClient.builder()
                .requestFactory(requests)
                .messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(answers);
                })
                .defaultStatusHandler(status -> !status.is2xxSuccessful(), (request, answer) -> refuse(answer))
                .build());
    }

    /** @throws TokenFailure when the endpoint gave no token */
    OAuth2AccessToken send() {
        try {
            return client.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration()))
                    .getAccessToken();
        } catch (OAuth2AuthorizationException e) {
            if (e.getCause() instanceof ResourceAccessException) {
                if (e.getCause().getCause() instanceof SSLException) {
                    throw new TokenFailure.Unavailable(
                            "No trusted connection to the token endpoint " + settings.tokenUri() + " (" + rootName(e)
                                    + "): its certificate, or that of a proxy in between, is not trusted here, or is for"
                                    + " another host. If it is right, name it in dhp.oauth.ssl-bundle.",
                            null);
                }
                throw new TokenFailure.Unavailable(
                        "The token endpoint " + settings.tokenUri()
                                + " could not be reached or did not answer in time (" + rootName(e) + ").",
                        null);
            }
            throw new TokenFailure.Refused("The token endpoint " + settings.tokenUri()
                    + " answered without a usable access token; check dhp.oauth.token-uri.");
        }
    }

    private ClientRegistration registration() {
        return ClientRegistration.withRegistrationId("dhp")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .clientAuthenticationMethod(
                        settings.clientAuthentication() == ClientAuthentication.CLIENT_SECRET_BASIC
                                ? ClientAuthenticationMethod.CLIENT_SECRET_BASIC
                                : ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .clientId(settings.clientId())
                .clientSecret(secret())
                .tokenUri(settings.tokenUri().toString())
                .build();
    }

    private String secret() {
        if (settings.clientSecretFile() == null) {
            return settings.clientSecret();
        }
        try {
            return Files.readString(settings.clientSecretFile()).stripTrailing();
        } catch (IOException e) {
            throw new TokenFailure.Refused("The client secret cannot be read from " + settings.clientSecretFile()
                    + " (dhp.oauth.client-secret-file).");
        }
    }

    private OAuth2AccessTokenResponse withLifetime(Map<String, Object> answer) {
        Converter<Map<String, Object>, OAuth2AccessTokenResponse> standard =
                new DefaultMapOAuth2AccessTokenResponseConverter();
        answer.putIfAbsent(
                OAuth2ParameterNames.EXPIRES_IN, settings.assumedLifetime().toSeconds());
        answer.putIfAbsent(OAuth2ParameterNames.TOKEN_TYPE, "Bearer");
        return standard.convert(answer);
    }

    private void refuse(ClientHttpResponse answer) throws IOException {
        int status = answer.getStatusCode().value();
        String said = "The token endpoint " + settings.tokenUri() + " answered " + status + errorCode(answer);
        if (status == 408 || status == 429 || status >= 500) {
            String retryAfter = answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
            throw new TokenFailure.Unavailable(said + ".", RetryAfter.parse(retryAfter, Instant.now()));
        }
        throw new TokenFailure.Refused(
                status == 400 || status == 401 || status == 403
                        ? said
                                + "; check dhp.oauth.client-id and its secret, and whether the client was granted access."
                        : said + "; check dhp.oauth.token-uri.");
    }

    /** The OAuth error code of the answer (RFC 6749, 5.2) as {@code " (invalid_client)"}; empty when it holds none. */
    private static String errorCode(ClientHttpResponse answer) {
        try {
            JsonNode error =
                    JSON.readTree(answer.getBody().readNBytes(64 * 1024)).path("error");
            return error.isTextual() && ERROR_CODE.matcher(error.asText()).matches() ? " (" + error.asText() + ")" : "";
        } catch (IOException notJson) {
            return "";
        }
    }

    private static String rootName(Throwable e) {
        return root(e).getClass().getSimpleName();
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
