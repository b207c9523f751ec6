package org.dhpbridge.console.signin;

import java.util.Map;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Finds out who signed in: by the id_token, by the access token when it is a JWT, by user-info, or by introspection, as far as
 * the settings allow, each source checked to be genuine and meant for this application. The tokens are forgotten after.
 */
final class People {

    private final ConsoleSettings settings;
    private final ConsoleClient client;
    private final Sso sso;
    private final JwtDecoder tokens;
    private final Admittance admittance;

    /** @param tokens checks access tokens; null when the SSO's keys are not known */
    People(ConsoleSettings settings, ConsoleClient client, Sso sso, JwtDecoder tokens, Admittance admittance) {
        this.settings = settings;
        this.client = client;
        this.sso = sso;
        this.tokens = tokens;
        this.admittance = admittance;
    }

    /**
     * @param idToken checked already; null when there was none
     * @throws org.springframework.security.oauth2.core.OAuth2AuthenticationException when the person must stay out
     */
    Operator operator(OAuth2UserRequest request, OidcIdToken idToken) {
        ClaimSet claims = new ClaimSet();
        if (idToken != null) {
            claims.add(idToken.getClaims());
        }
        OAuth2AccessToken token = request.getAccessToken();
        if (tokens != null
                && token.getTokenValue().chars().filter(c -> c == '.').count() == 2) {
            addAccessToken(claims, token.getTokenValue());
        }
        if (settings.userInfoUri() != null) {
            addSame(claims, sso.userInfo(token.getTokenValue()));
        }
        if (claims.isEmpty() && settings.introspectionUri() != null) {
            addIntrospection(claims, token.getTokenValue());
        }
        if (claims.isEmpty()) {
            throw SignInProblem.NOBODY.exception(
                    "Nothing says who signed in: the SSO gave no id_token and no JWT that can"
                            + " be checked. Set dhp.console.jwk-set-uri, user-info-uri or introspection-uri.");
        }
        return admittance.admit(claims, issuer());
    }

    private String issuer() {
        return settings.issuer() != null
                ? settings.issuer()
                : settings.authorizationUri().getHost();
    }

    /** What an id_token proved already does not depend on a token that may be for somebody else. */
    private void addAccessToken(ClaimSet claims, String value) {
        try {
            Jwt jwt = tokens.decode(value);
            addSame(claims, jwt.getClaims());
        } catch (BadJwtException e) {
            if (claims.isEmpty()) {
                throw SignInProblem.TOKEN_REFUSED.exception(
                        "The access token of the SSO is not signed by it, not valid now, or not for this application.",
                        e);
            }
        } catch (JwtException e) {
            throw SignInProblem.SSO_UNAVAILABLE.exception("The keys of the SSO cannot be read.", e);
        }
    }

    private void addIntrospection(ClaimSet claims, String token) {
        Map<String, Object> answer = sso.introspection(token, client.id(), client.secret());
        Object audience = answer.get("client_id");
        if (!Boolean.TRUE.equals(answer.get("active"))
                || (audience != null && !client.id().equals(audience))) {
            throw SignInProblem.TOKEN_REFUSED.exception(
                    "The SSO says that the token is not good for this application.");
        }
        claims.add(answer);
    }

    /** OpenID Connect Core, 5.3.2: what is said of somebody else must not be mixed in. */
    private void addSame(ClaimSet claims, Map<String, Object> more) {
        String name = settings.claims().subject();
        ClaimSet other = new ClaimSet();
        other.add(more);
        if (!claims.isEmpty() && !claims.text(name).equals(other.text(name))) {
            throw SignInProblem.TOKEN_REFUSED.exception("The tokens of the SSO speak for different people.");
        }
        claims.add(more);
    }
}
