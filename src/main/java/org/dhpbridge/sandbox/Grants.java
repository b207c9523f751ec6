package org.dhpbridge.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dhpbridge.kernel.Secrets;

/**
 * What people granted to applications: codes that are good once and for a minute, and refresh tokens that are good once.
 * Whoever brings one a second time ends all that came of it (RFC 6749, 4.1.2 and 10.4).
 */
final class Grants {

    /** One sign-in of a person at an application. */
    static final class Grant {

        private final AuthorizationRequest request;
        private final Person person;
        private boolean ended;

        private Grant(AuthorizationRequest request, Person person) {
            this.request = request;
            this.person = person;
        }

        AuthorizationRequest request() {
            return request;
        }

        Person person() {
            return person;
        }
    }

    private record CodeGrant(Grant grant, Instant expiry) {}

    private final Duration codeLifetime;
    private final Map<String, CodeGrant> codes = new HashMap<>();
    private final Map<String, Grant> refreshTokens = new HashMap<>();
    private final Map<String, Grant> used = new HashMap<>();
    private final Map<String, Grant> byAccessToken = new HashMap<>();

    Grants(Duration codeLifetime) {
        this.codeLifetime = codeLifetime;
    }

    synchronized String code(AuthorizationRequest request, Person person) {
        String code = Secrets.random();
        codes.put(code, new CodeGrant(new Grant(request, person), Instant.now().plus(codeLifetime)));
        return code;
    }

    /** @return the grant, once; empty for a code that was used, that is too old, or that is none */
    synchronized Optional<Grant> redeemCode(String code) {
        CodeGrant ticket = codes.remove(code);
        if (ticket == null) {
            endWhatCameOf(code);
            return Optional.empty();
        }
        used.put(code, ticket.grant());
        return Optional.of(ticket)
                .filter(t -> Instant.now().isBefore(t.expiry()))
                .map(CodeGrant::grant);
    }

    synchronized Optional<Grant> redeemRefreshToken(String token) {
        Grant grant = refreshTokens.remove(token);
        if (grant == null) {
            endWhatCameOf(token);
            return Optional.empty();
        }
        used.put(token, grant);
        return Optional.of(grant).filter(g -> !g.ended);
    }

    synchronized String refreshToken(Grant grant) {
        String token = Secrets.random();
        refreshTokens.put(token, grant);
        return token;
    }

    /** An access token was made of the grant. */
    synchronized void issued(Grant grant, String accessToken) {
        byAccessToken.put(accessToken, grant);
    }

    /** Whose access token it is; empty when it is nobody's, or its grant ended. */
    synchronized Optional<Grant> ofAccessToken(String accessToken) {
        return Optional.ofNullable(byAccessToken.get(accessToken)).filter(grant -> !grant.ended);
    }

    /** Whether the token came of a grant that ended since. */
    synchronized boolean isRevoked(String accessToken) {
        Grant grant = byAccessToken.get(accessToken);
        return grant != null && grant.ended;
    }

    private void endWhatCameOf(String ticket) {
        Grant grant = used.get(ticket);
        if (grant != null) {
            grant.ended = true;
            refreshTokens.values().removeIf(g -> g == grant);
        }
    }
}
