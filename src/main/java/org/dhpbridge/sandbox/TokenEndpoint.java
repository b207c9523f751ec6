package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OAuth 2.0 client credentials as the platform's SSO answers them (RFC 6749, 4.4), and the tokens that are good. The
 * client's credentials come in the form body, which is what the guide shows, or by HTTP Basic.
 */
final class TokenEndpoint {

    /** What an access token is worth. */
    enum Verdict {
        GOOD,
        EXPIRED,
        UNKNOWN
    }

    private record Credentials(String id, String secret) {}

    private final SandboxSettings settings;
    private final Map<String, Instant> expiryByToken = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    TokenEndpoint(SandboxSettings settings) {
        this.settings = settings;
    }

    Response handle(Request request) {
        if (!request.method().equals("POST")) {
            return error(405, "invalid_request", "Ask for a token with POST").with("Allow", "POST");
        }
        QueryString form = QueryString.parse(request.body());
        Optional<String> grantType = form.first("grant_type");
        Optional<Credentials> credentials = credentials(request, form);
        if (!request.mediaType().equals("application/x-www-form-urlencoded")
                || grantType.isEmpty()
                || credentials.isEmpty()) {
            return error(400, "invalid_request", "Missing required parameter");
        }
        if (!grantType.get().equals("client_credentials")) {
            return error(400, "unsupported_grant_type", "Only client_credentials is offered");
        }
        if (!known(credentials.get())) {
            return error(401, "invalid_client", "Invalid client credentials")
                    .with("WWW-Authenticate", "Basic realm=\"sso\"");
        }
        ObjectNode answer = Json.object()
                .put("access_token", issue())
                .put("token_type", "Bearer")
                .put("expires_in", settings.tokenLifetime().toSeconds());
        return Response.json(200, answer).with("Cache-Control", "no-store");
    }

    private static Optional<Credentials> credentials(Request request, QueryString form) {
        Optional<String> basic = request.header("Authorization").filter(h -> h.regionMatches(true, 0, "Basic ", 0, 6));
        if (basic.isPresent()) {
            return decodeBasic(basic.get().substring(6).strip());
        }
        return form.first("client_id").flatMap(id -> form.first("client_secret").map(s -> new Credentials(id, s)));
    }

    private static Optional<Credentials> decodeBasic(String base64) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        String pair = new String(decoded, StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        // RFC 6749, 2.3.1: id and secret are form-encoded before they are put together
        QueryString unescaped = QueryString.parse("i=" + pair.substring(0, colon) + "&s=" + pair.substring(colon + 1));
        return unescaped.first("i").flatMap(i -> unescaped.first("s").map(s -> new Credentials(i, s)));
    }

    private boolean known(Credentials given) {
        String secret = settings.clients().get(given.id());
        return secret != null
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8), given.secret().getBytes(StandardCharsets.UTF_8));
    }

    private String issue() {
        Instant now = Instant.now();
        expiryByToken.values().removeIf(expiry -> expiry.isBefore(now.minusSeconds(3600)));
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        expiryByToken.put(token, now.plus(settings.tokenLifetime()));
        return token;
    }

    /** @param authorization the header's value; null when it is not there */
    Verdict verdict(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Verdict.UNKNOWN;
        }
        Instant expiry = expiryByToken.get(authorization.substring(7).strip());
        if (expiry == null) {
            return Verdict.UNKNOWN;
        }
        return Instant.now().isBefore(expiry) ? Verdict.GOOD : Verdict.EXPIRED;
    }

    /** No token that was issued so far is good any more. */
    void revokeAll() {
        expiryByToken.clear();
    }

    private static Response error(int status, String error, String description) {
        return Response.json(status, Json.object().put("error", error).put("error_description", description));
    }
}
