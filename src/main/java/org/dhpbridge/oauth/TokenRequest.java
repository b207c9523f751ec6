package org.dhpbridge.oauth;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.dhpbridge.http.RetryAfter;
import org.dhpbridge.kernel.SecretFile;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.web.client.ResourceAccessException;

/** One request to the token endpoint with Spring Security's client; no cache, no retry. */
class TokenRequest {

    /** What a header can carry (RFC 6750, 2.1, and what servers send beside it). */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]+");

    private static final String BEARER = "Bearer";
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final BigDecimal LONGEST_LIFETIME = BigDecimal.valueOf(24 * 3600);

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
        client.setRestClient(
                TokenExchangeClient.builder(requests, this::withLifetime, (request, answer) -> refuse(answer))
                        .requestInterceptor((request, body, execution) -> bounded(execution.execute(request, body)))
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
                                    + "): its certificate, or that of a proxy in between, is not trusted here, or is"
                                    + " for another host. If it is right, name it in dhp.oauth.ssl-bundle.",
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
                .clientAuthenticationMethod(settings.clientAuthentication().method())
                .clientId(settings.clientId())
                .clientSecret(secret())
                .tokenUri(settings.tokenUri().toString())
                .build();
    }

    private String secret() {
        try {
            return SecretFile.or(settings.clientSecret(), settings.clientSecretFile());
        } catch (IOException e) {
            throw new TokenFailure.Refused("The client secret cannot be read from " + settings.clientSecretFile()
                    + " (dhp.oauth.client-secret-file).");
        }
    }

    private OAuth2AccessTokenResponse withLifetime(Map<String, Object> answer) {
        Converter<Map<String, Object>, OAuth2AccessTokenResponse> standard =
                new DefaultMapOAuth2AccessTokenResponseConverter();
        if (!(answer.get(OAuth2ParameterNames.ACCESS_TOKEN) instanceof String token) || !isToken(token)) {
            throw new IllegalArgumentException("no access token");
        }
        answer.put(OAuth2ParameterNames.EXPIRES_IN, lifetime(answer.get(OAuth2ParameterNames.EXPIRES_IN)));
        Object type = answer.getOrDefault(OAuth2ParameterNames.TOKEN_TYPE, BEARER);
        if (!BEARER.equalsIgnoreCase(String.valueOf(type))) {
            throw new IllegalArgumentException("a token of another kind");
        }
        answer.put(OAuth2ParameterNames.TOKEN_TYPE, BEARER);
        return standard.convert(answer);
    }

    private static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** What says nothing, or nothing that can be, is taken for a short life: a token that ends sooner is asked for anew. */
    private long lifetime(Object expiresIn) {
        long assumed = settings.assumedLifetime().toSeconds();
        if (expiresIn == null) {
            return assumed;
        }
        try {
            BigDecimal seconds = new BigDecimal(expiresIn.toString().strip());
            return seconds.compareTo(BigDecimal.ONE) < 0
                    ? assumed
                    : seconds.min(LONGEST_LIFETIME).longValue();
        } catch (NumberFormatException noNumber) {
            return assumed;
        }
    }

    /** No token's answer is large; what is, is none, and is not read to its end. */
    private ClientHttpResponse bounded(ClientHttpResponse answer) throws IOException {
        byte[] body = answer.getBody().readNBytes(LARGEST_ANSWER + 1);
        boolean success = answer.getStatusCode().is2xxSuccessful();
        if (success && body.length > LARGEST_ANSWER) {
            answer.close();
            throw new TokenFailure.Refused("The token endpoint " + settings.tokenUri() + " answered "
                    + answer.getStatusCode().value() + " with more than " + LARGEST_ANSWER / 1024
                    + " kB, which is no token; check dhp.oauth.token-uri.");
        }
        if (success) {
            TokenAnswerText text = new TokenAnswerText(body, secret());
            String phrase = text.phrase();
            if (!phrase.isEmpty()
                    && text.accessToken().filter(TokenRequest::isToken).isEmpty()) {
                answer.close();
                throw new TokenFailure.Refused(
                        "The token endpoint " + settings.tokenUri() + " answered "
                                + answer.getStatusCode().value() + phrase + " and without a usable access token; "
                                + (text.isHtml()
                                        ? "a login or maintenance page of a proxy, or not the token endpoint: check"
                                                + " dhp.oauth.token-uri."
                                        : "check dhp.oauth.client-id, its secret and dhp.oauth.token-uri."),
                        text.oauthError().orElse(null));
            }
        }
        return new ReadAnswer(answer, body);
    }

    private void refuse(ClientHttpResponse answer) throws IOException {
        int status = answer.getStatusCode().value();
        TokenAnswerText text = new TokenAnswerText(answer.getBody().readAllBytes(), secret());
        String said = "The token endpoint " + settings.tokenUri() + " answered " + status + text.phrase();
        if (status == 408 || status == 429 || status >= 500) {
            String retryAfter = answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
            throw new TokenFailure.Unavailable(said + ".", RetryAfter.parse(retryAfter, Instant.now()));
        }
        throw new TokenFailure.Refused(
                (status == 400 || status == 401 || status == 403) && !text.isHtml()
                        ? said
                                + "; check dhp.oauth.client-id and its secret, whether the client was granted access,"
                                + " and whether it is registered at this SSO: each environment has its own."
                        : said + "; check dhp.oauth.token-uri.",
                text.oauthError().orElse(null));
    }

    private static String rootName(Throwable e) {
        return NestedExceptionUtils.getMostSpecificCause(e).getClass().getSimpleName();
    }
}
