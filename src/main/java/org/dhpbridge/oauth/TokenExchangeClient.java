package org.dhpbridge.oauth;

import java.util.Map;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.ResponseSpec.ErrorHandler;

/** What Spring Security's clients of a token endpoint speak with. */
public final class TokenExchangeClient {

    private TokenExchangeClient() {}

    /**
     * A client that sends forms and takes tokens, and nothing else.
     *
     * @param requests how it connects
     * @param token makes a token of an answer's members
     * @param refusal throws for every answer that is not 2xx
     */
    public static RestClient.Builder builder(
            ClientHttpRequestFactory requests,
            Converter<Map<String, Object>, OAuth2AccessTokenResponse> token,
            ErrorHandler refusal) {
        OAuth2AccessTokenResponseHttpMessageConverter answers = new OAuth2AccessTokenResponseHttpMessageConverter();
        answers.setAccessTokenResponseConverter(token);
        return RestClient.builder()
                .requestFactory(requests)
                .messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(answers);
                })
                .defaultStatusHandler(status -> !status.is2xxSuccessful(), refusal);
    }
}
