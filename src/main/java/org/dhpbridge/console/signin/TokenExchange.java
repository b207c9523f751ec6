package org.dhpbridge.console.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.oauth.TokenExchangeClient;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * Exchanges a code for tokens with Spring Security's client, and takes every other answer for a refusal: an error of OAuth's, a
 * gateway's own JSON, a page.
 */
final class TokenExchange implements OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> {

    private static final ObjectMapper JSON = ExactJson.mapper();
    private static final int LARGEST_ERROR = 64 * 1024;

    private final RestClientAuthorizationCodeTokenResponseClient client =
            new RestClientAuthorizationCodeTokenResponseClient();

    TokenExchange(Sso sso, Map<String, String> parameters) {
        client.setRestClient(TokenExchangeClient.builder(
                        sso.requests(), TokenExchange::withType, (request, answer) -> refuse(answer))
                .build());
        client.setParametersCustomizer(form -> parameters.forEach(form::set));
    }

    @Override
    public OAuth2AccessTokenResponse getTokenResponse(OAuth2AuthorizationCodeGrantRequest request) {
        try {
            return client.getTokenResponse(request);
        } catch (OAuth2AuthorizationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new OAuth2AuthorizationException(new OAuth2Error(SignInProblem.SSO_UNAVAILABLE.code()), e);
        }
    }

    private static OAuth2AccessTokenResponse withType(Map<String, Object> answer) {
        answer.putIfAbsent(OAuth2ParameterNames.TOKEN_TYPE, "Bearer");
        return new DefaultMapOAuth2AccessTokenResponseConverter().convert(answer);
    }

    private static void refuse(ClientHttpResponse answer) throws IOException {
        String error = error(answer.getBody().readNBytes(LARGEST_ERROR));
        boolean refused = error.equals("invalid_grant") || error.equals("invalid_client");
        throw new OAuth2AuthorizationException(new OAuth2Error(refused ? error : SignInProblem.SSO_UNAVAILABLE.code()));
    }

    private static String error(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            return error.asText();
        } catch (IOException notJson) {
            return "";
        }
    }
}
