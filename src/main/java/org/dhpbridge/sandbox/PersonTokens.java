package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.dhpbridge.sandbox.Grants.Grant;

/**
 * Tokens of people: an access token that is a JWT (RS256), a refresh token that is good once, and with the scope {@code
 * openid} an id_token (OpenID Connect Core, 3.1.3.3). Tells with them who somebody is (user-info, introspection).
 */
final class PersonTokens {

    private static final String OTHER_CLIENT = "another-application";

    private final SigningKey key;
    private final Grants grants;
    private final Duration lifetime;

    PersonTokens(SigningKey key, Grants grants, Duration lifetime) {
        this.key = key;
        this.grants = grants;
        this.lifetime = lifetime;
    }

    /**
     * @param form with {@code code}, {@code redirect_uri} and {@code code_verifier}
     * @return empty when the code is not good for this client, redirect_uri and verifier; it is used up then too
     */
    Optional<ObjectNode> ofCode(String clientId, QueryString form, String issuer, Strikes strikes) {
        Optional<Grant> grant = form.first("code").flatMap(grants::redeemCode);
        Optional<String> redirectUri = form.first("redirect_uri");
        return grant.filter(g -> g.request().clientId().equals(clientId))
                .filter(g -> redirectUri
                        .map(g.request().redirectUri()::equals)
                        .orElse(!g.request().named()))
                .filter(g -> form.first("code_verifier")
                        .filter(g.request()::isProvedBy)
                        .isPresent())
                .map(g -> answer(g, issuer, strikes));
    }

    /** @return empty when the refresh token is not this client's, was used before or never given out */
    Optional<ObjectNode> ofRefreshToken(String clientId, QueryString form, String issuer, Strikes strikes) {
        return form.first("refresh_token")
                .flatMap(grants::redeemRefreshToken)
                .filter(g -> g.request().clientId().equals(clientId))
                .map(g -> answer(g, issuer, strikes));
    }

    private ObjectNode answer(Grant grant, String issuer, Strikes strikes) {
        if (strikes.has(FaultKind.KEY_ROTATED)) {
            key.rotate();
        }
        Instant now = Instant.now();
        Instant expiry = strikes.has(FaultKind.TOKEN_EXPIRED) ? now.minus(Duration.ofHours(1)) : now.plus(lifetime);
        String audience = strikes.has(FaultKind.TOKEN_AUDIENCE)
                ? OTHER_CLIENT
                : grant.request().clientId();
        ObjectNode claims = times(grant.person().claims(), issuer, audience, now, expiry)
                .put("client_id", audience)
                .put("jti", UUID.randomUUID().toString())
                .put("scope", grant.request().scope());
        String accessToken = strikes.has(FaultKind.TOKEN_UNSIGNED) ? SigningKey.unsigned(claims) : key.sign(claims);
        grants.issued(grant, accessToken);
        ObjectNode answer = StrictJson.object()
                .put("access_token", accessToken)
                .put("token_type", "Bearer")
                .put("expires_in", lifetime.toSeconds())
                .put("refresh_token", grants.refreshToken(grant))
                .put("scope", grant.request().scope());
        if (Arrays.asList(grant.request().scope().split(" ")).contains("openid")) {
            ObjectNode id = times(grant.person().claims(), issuer, audience, now, expiry);
            if (grant.request().nonce() != null) {
                id.put("nonce", grant.request().nonce());
            }
            answer.put("id_token", key.sign(id));
        }
        return answer;
    }

    private static ObjectNode times(ObjectNode claims, String issuer, String audience, Instant now, Instant expiry) {
        return claims.put("iss", issuer)
                .put("aud", audience)
                .put("azp", audience)
                .put("iat", now.getEpochSecond())
                .put("exp", expiry.getEpochSecond());
    }

    /** Who the access token speaks for; empty for a token of nobody, or one that was revoked. */
    Optional<ObjectNode> userInfo(String accessToken) {
        return grants.ofAccessToken(accessToken).map(grant -> grant.person().claims());
    }

    /** RFC 7662, 2.2. */
    ObjectNode introspection(String accessToken, boolean good) {
        return grants.ofAccessToken(accessToken)
                .filter(grant -> good)
                .map(grant -> grant.person()
                        .claims()
                        .put("active", true)
                        .put("username", grant.person().subject())
                        .put("client_id", grant.request().clientId())
                        .put("scope", grant.request().scope()))
                .orElseGet(() -> StrictJson.object().put("active", false));
    }

    boolean isRevoked(String accessToken) {
        return grants.isRevoked(accessToken);
    }
}
