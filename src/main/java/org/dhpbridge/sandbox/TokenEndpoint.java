package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.dhpbridge.http.BearerHeader;
import org.dhpbridge.kernel.Secrets;

/**
 * The token endpoint as the platform's SSO answers (RFC 6749): client credentials, codes of people, refresh tokens; and the
 * tokens that are good. The client's credentials come in the form body, which is what the guide shows, or by HTTP Basic.
 */
final class TokenEndpoint {

    /** What an access token is worth. */
    enum TokenVerdict {
        GOOD,
        EXPIRED,
        UNKNOWN
    }

    private record Credentials(String id, String secret) {}

    private final SandboxSettings settings;
    private final Map<String, Instant> expiryByToken = new ConcurrentHashMap<>();
    private final PersonTokens people;

    TokenEndpoint(SandboxSettings settings, PersonTokens people) {
        this.settings = settings;
        this.people = people;
    }

    Response handle(Request request, Strikes strikes) {
        if (!request.method().equals("POST")) {
            return error(405, "invalid_request", "Ask for a token with POST").with("Allow", "POST");
        }
        QueryString form = QueryString.parse(request.body());
        Optional<String> grantType = form.first("grant_type");
        Optional<Credentials> credentials = credentials(request, form);
        if (!request.mediaType().equals("application/x-www-form-urlencoded") || grantType.isEmpty()) {
            return missing();
        }
        return switch (grantType.get()) {
            case "client_credentials" ->
                credentials.isEmpty() ? missing() : known(credentials.get()) ? opaque(strikes) : unknownClient();
            case "authorization_code" ->
                ofKnown(
                        credentials,
                        client -> people.ofCode(client, form, issuer(request), strikes),
                        "The code is not good: used, expired, or of another client, redirect_uri or code_verifier");
            case "refresh_token" ->
                ofKnown(
                        credentials,
                        client -> people.ofRefreshToken(client, form, issuer(request), strikes),
                        "The refresh token is not good: each is good once, for the client that it was given to");
            default ->
                error(
                        400,
                        "unsupported_grant_type",
                        "Only client_credentials, authorization_code and refresh_token are offered");
        };
    }

    private static String issuer(Request request) {
        return request.root() + Sandbox.SSO_PATH;
    }

    private Response opaque(Strikes strikes) {
        String token = Secrets.random();
        remember(token);
        ObjectNode answer = StrictJson.object()
                .put("access_token", token)
                .put("token_type", "Bearer")
                .put("expires_in", settings.tokenLifetime().toSeconds());
        strikes.tokenForm().ifPresent(form -> odd(answer, form));
        return Response.json(200, answer).with("Cache-Control", "no-store");
    }

    private static void odd(ObjectNode answer, String form) {
        switch (form) {
            case "lower-case" -> answer.put("token_type", "bearer");
            case "no-expiry" -> answer.remove("expires_in");
            case "expiry-text" ->
                answer.put("expires_in", answer.path("expires_in").asText());
            case "expiry-zero" -> answer.put("expires_in", 0);
            case "expiry-negative" -> answer.put("expires_in", -1);
            case "expiry-word" -> answer.put("expires_in", "soon");
            default -> answer.put("padding", "x".repeat(1024 * 1024));
        }
    }

    /** A person's application always proves itself with its secret, though it has PKCE: so does the platform have it. */
    private Response ofKnown(
            Optional<Credentials> credentials, Function<String, Optional<ObjectNode>> grant, String otherwise) {
        if (credentials.filter(this::known).isEmpty()) {
            return unknownClient();
        }
        Optional<ObjectNode> answer = grant.apply(credentials.get().id());
        answer.ifPresent(tokens -> remember(tokens.path("access_token").asText()));
        return answer.map(tokens -> Response.json(200, tokens).with("Cache-Control", "no-store"))
                .orElseGet(() -> error(400, "invalid_grant", otherwise));
    }

    private static Response missing() {
        return error(400, "invalid_request", "Missing required parameter");
    }

    private static Response unknownClient() {
        return error(401, "invalid_client", "Invalid client credentials")
                .with("WWW-Authenticate", "Basic realm=\"sso\"");
    }

    boolean isClient(String id) {
        return settings.clients().containsKey(id);
    }

    /** Whether the request proves to come from a client (RFC 6749, 2.3.1). */
    boolean isFromClient(Request request) {
        return credentials(request, QueryString.parse(request.body()))
                .filter(this::known)
                .isPresent();
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

    private boolean known(Credentials credentials) {
        String secret = settings.clients().get(credentials.id());
        return secret != null && Secrets.same(secret, credentials.secret());
    }

    private void remember(String token) {
        Instant now = Instant.now();
        expiryByToken.values().removeIf(expiry -> expiry.isBefore(now.minusSeconds(3600)));
        expiryByToken.put(token, now.plus(settings.tokenLifetime()));
    }

    /** @param authorization the header's value; null when it is not there */
    TokenVerdict verdict(String authorization) {
        String token = BearerHeader.token(authorization).orElse("");
        Instant expiry = expiryByToken.get(token);
        if (expiry == null || people.isRevoked(token)) {
            return TokenVerdict.UNKNOWN;
        }
        return Instant.now().isBefore(expiry) ? TokenVerdict.GOOD : TokenVerdict.EXPIRED;
    }

    /** No token that was issued so far is good any more. */
    void revokeAll() {
        expiryByToken.clear();
    }

    private static Response error(int status, String error, String description) {
        return Response.json(status, StrictJson.object().put("error", error).put("error_description", description));
    }
}
