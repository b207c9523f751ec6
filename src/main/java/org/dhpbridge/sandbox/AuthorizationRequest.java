package org.dhpbridge.sandbox;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.dhpbridge.http.HostNames;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.kernel.Secrets;

/**
 * What an application asks of a person's browser (RFC 6749, 4.1.1, with PKCE, RFC 7636).
 *
 * @param challenge the {@code code_challenge} as it came; null when none was sent
 * @param hex whether the challenge is the SHA-256 in lower-case hexadecimal digits without a method, as one client of the
 *     platform has it, and not {@code S256}
 * @param scope empty when none was sent
 * @param nonce null when none was sent
 * @param named whether the request says {@code response_type=code}; a request without it need not repeat its redirect_uri
 */
record AuthorizationRequest(
        String clientId, String redirectUri, String challenge, boolean hex, String scope, String nonce, boolean named) {

    /** The browser is sent back with this error (RFC 6749, 4.1.2.1). */
    static final class RequestRefused extends Exception {

        private static final long serialVersionUID = 1L;

        private final String error;

        RequestRefused(String error, String description) {
            super(description);
            this.error = error;
        }

        String error() {
            return error;
        }
    }

    private static final Pattern S256 = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** Only what is safe to send a browser back to: an absolute address without a fragment, on this machine or in the list. */
    static boolean isRedirect(String uri, Set<String> registered) {
        try {
            URI parsed = new URI(uri);
            boolean http = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
            return parsed.getFragment() == null
                    && (registered.contains(uri)
                            || (http && parsed.getUserInfo() == null && HostNames.isLoopback(parsed.getHost())));
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }

    /**
     * @param query of a request whose client and redirect_uri were found good
     * @throws Refused with what the application hears
     */
    static AuthorizationRequest of(QueryString query) throws RequestRefused {
        Optional<String> type = query.first("response_type");
        if (type.isPresent() && !type.get().equals("code")) {
            throw new RequestRefused("unsupported_response_type", "Only response_type=code is offered");
        }
        Optional<String> challenge = query.first("code_challenge");
        if (challenge.isEmpty()) {
            throw new RequestRefused("invalid_request", "PKCE is mandatory: code_challenge is missing");
        }
        Optional<String> method = query.first("code_challenge_method");
        boolean hex = method.isEmpty();
        if (!hex && !method.get().equals("S256")) {
            throw new RequestRefused("invalid_request", "code_challenge_method must be S256");
        }
        if (!(hex ? HEX : S256).matcher(challenge.get()).matches()) {
            throw new RequestRefused(
                    "invalid_request",
                    hex
                            ? "Without a code_challenge_method the code_challenge is the SHA-256 in 64 lower-case hex"
                                    + " digits"
                            : "The code_challenge of S256 has 43 characters of base64url");
        }
        return new AuthorizationRequest(
                query.first("client_id").orElseThrow(),
                query.first("redirect_uri").orElseThrow(),
                challenge.get(),
                hex,
                query.first("scope").orElse(""),
                query.first("nonce").orElse(null),
                type.isPresent());
    }

    /** Whether the code is redeemed by the one who asked for it. */
    boolean isProvedBy(String verifier) {
        byte[] digest = Digests.sha256(verifier);
        String expected = hex
                ? HexFormat.of().formatHex(digest)
                : Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        return Secrets.same(expected, challenge);
    }

    /** The redirect_uri with parameters added to its query. */
    static String back(String redirectUri, QueryString parameters) {
        return redirectUri + (redirectUri.contains("?") ? "&" : "?") + parameters.encoded();
    }
}
