package org.dhpbridge.console.signin;

import java.util.ArrayList;
import java.util.List;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/** What must be true of an access token beside its signature. */
final class TokenChecks {

    private TokenChecks() {}

    /** @param issuer null when it is not known */
    static OAuth2TokenValidator<Jwt> of(String issuer, String clientId) {
        List<OAuth2TokenValidator<Jwt>> checks = new ArrayList<>();
        checks.add(new JwtTimestampValidator());
        checks.add(TokenChecks::ends);
        checks.add(token -> isFor(token, clientId)
                ? OAuth2TokenValidatorResult.success()
                : failure("Neither aud nor azp nor client_id names this client."));
        if (issuer != null && !issuer.isBlank()) {
            checks.add(new JwtIssuerValidator(issuer));
        }
        return new DelegatingOAuth2TokenValidator<>(checks);
    }

    /** A token without an end would open the console for ever. */
    private static OAuth2TokenValidatorResult ends(Jwt token) {
        return token.getExpiresAt() == null ? failure("The token has no exp.") : OAuth2TokenValidatorResult.success();
    }

    /** Else a token that a person gave another application would open the console. */
    private static boolean isFor(Jwt token, String clientId) {
        List<String> audience = token.getAudience();
        return (audience != null && audience.contains(clientId))
                || clientId.equals(token.getClaims().get("azp"))
                || clientId.equals(token.getClaims().get("client_id"));
    }

    private static OAuth2TokenValidatorResult failure(String sentence) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", sentence, null));
    }
}
