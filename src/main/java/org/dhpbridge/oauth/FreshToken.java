package org.dhpbridge.oauth;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/**
 * A token that was asked for just now, for a command that looks whether that works.
 *
 * @param value the token itself; never to be shown
 * @param lifetime how long it lives by the endpoint's word, or {@code dhp.oauth.assumed-lifetime} without one
 */
public record FreshToken(String value, Duration lifetime) {

    /**
     * Asks the token endpoint once.
     *
     * @param trust whom to believe; null for whom the Java installation believes
     * @throws TokenFailure when it gave no token
     */
    public static FreshToken ask(OAuthSettings settings, SSLContext trust) {
        OAuth2AccessToken token = new TokenRequest(settings, trust).send();
        return new FreshToken(token.getTokenValue(), Duration.between(token.getIssuedAt(), token.getExpiresAt()));
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "FreshToken[lifetime=" + lifetime + "]";
    }
}
