package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.sandbox.QueryString.Parameter;

/**
 * The SSO for people: its front page with the persons to choose from, codes (RFC 6749, 4.1), its keys, its discovery document
 * (OpenID Connect Discovery 1.0), user-info and introspection.
 */
final class SsoEndpoint {

    private static final String BASE = Sandbox.SSO_PATH;
    private static final String AUTHORIZE = BASE + "/oauth/authorize";
    private static final String JWKS = BASE + "/oauth/jwks";
    private static final String USER_INFO = BASE + "/oauth/userinfo";
    private static final String OLD_USER_INFO = BASE + "/api/user";
    private static final String INTROSPECT = BASE + "/oauth/introspect";
    private static final String DISCOVERY = BASE + "/.well-known/openid-configuration";
    private static final String PERSON = "person";

    private final Set<String> redirectUris;
    private final TokenEndpoint tokens;
    private final PersonTokens people;
    private final Grants grants;
    private final SigningKey key;

    SsoEndpoint(Set<String> redirectUris, TokenEndpoint tokens, PersonTokens people, Grants grants, SigningKey key) {
        this.redirectUris = Set.copyOf(redirectUris);
        this.tokens = tokens;
        this.people = people;
        this.grants = grants;
        this.key = key;
    }

    Response handle(Request request, Strikes strikes) {
        String method = request.path().equals(INTROSPECT) ? "POST" : "GET";
        if (!request.method().equals(method)) {
            return Response.text(405, "Allowed here: " + method + ".\n").with("Allow", method);
        }
        return switch (request.path()) {
            case BASE, BASE + "/", AUTHORIZE -> authorize(request, strikes);
            case BASE + "/style.css" -> new Response(200, Map.of(), "text/css;charset=UTF-8", SsoPage.style());
            case JWKS -> Response.json(200, key.jwks());
            case DISCOVERY -> Response.json(200, discovery(request.root()));
            case USER_INFO, OLD_USER_INFO -> userInfo(request);
            case INTROSPECT -> introspect(request);
            default -> Response.text(404, "Nothing here; see " + request.root() + DISCOVERY + "\n");
        };
    }

    private Response authorize(Request request, Strikes strikes) {
        SigningKey.prepare();
        QueryString query = QueryString.parse(request.query());
        Optional<String> client = query.first("client_id");
        if (client.filter(tokens::isClient).isEmpty()) {
            return SsoPage.mistake(
                    client.isEmpty()
                            ? "client_id is missing: an application sends you here with its client_id and redirect_uri."
                            : "No application with this client_id is registered here (dhp.sandbox.clients).");
        }
        Optional<String> redirectUri = query.first("redirect_uri");
        if (redirectUri
                .filter(uri -> AuthorizationRequest.isRedirect(uri, redirectUris))
                .isEmpty()) {
            return SsoPage.mistake("redirect_uri is missing, or it is not an address that the application may have:"
                    + " allowed are http and https addresses on this machine, and dhp.sandbox.redirect-uris.");
        }
        try {
            AuthorizationRequest asked = AuthorizationRequest.of(query);
            Optional<String> chosen = query.first(PERSON);
            if (chosen.isEmpty()) {
                return SsoPage.persons(
                        asked.clientId(),
                        person -> AUTHORIZE + "?"
                                + query.with(PERSON, person.code()).encoded());
            }
            if (chosen.get().equals("nobody")) {
                throw new AuthorizationRequest.RequestRefused("access_denied", "The person did not sign in");
            }
            Optional<Person> person = Person.of(chosen.get());
            return person.isEmpty()
                    ? SsoPage.mistake("There is no such person here.")
                    : back(query, strikes, new Parameter("code", grants.code(asked, person.get())));
        } catch (AuthorizationRequest.RequestRefused e) {
            return back(
                    query,
                    strikes,
                    new Parameter("error", e.error()),
                    new Parameter("error_description", e.getMessage()));
        }
    }

    private static Response back(QueryString query, Strikes strikes, Parameter... answer) {
        List<Parameter> parameters = new ArrayList<>(List.of(answer));
        query.first("state")
                .map(state -> strikes.has(FaultKind.STATE_CHANGED) ? "another-" + state.length() : state)
                .ifPresent(state -> parameters.add(new Parameter("state", state)));
        String redirectUri = query.first("redirect_uri").orElseThrow();
        return Response.empty(302)
                .with("Location", AuthorizationRequest.back(redirectUri, new QueryString(parameters)))
                .with("Cache-Control", "no-store");
    }

    private Response userInfo(Request request) {
        String authorization = request.header("Authorization").orElse("");
        Optional<ObjectNode> claims = tokens.verdict(authorization) == TokenEndpoint.TokenVerdict.GOOD
                ? people.userInfo(authorization.substring(7).strip())
                : Optional.empty();
        return claims.map(known -> Response.json(200, known).with("Cache-Control", "no-store"))
                .orElseGet(() -> Response.json(401, StrictJson.object().put("error", "invalid_token"))
                        .with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }

    private Response introspect(Request request) {
        if (!tokens.isFromClient(request)) {
            return Response.json(401, StrictJson.object().put("error", "invalid_client"))
                    .with("WWW-Authenticate", "Basic realm=\"sso\"");
        }
        String token = QueryString.parse(request.body()).first("token").orElse("");
        boolean good = tokens.verdict("Bearer " + token) == TokenEndpoint.TokenVerdict.GOOD;
        return Response.json(200, people.introspection(token, good)).with("Cache-Control", "no-store");
    }

    private static ObjectNode discovery(String root) {
        ObjectNode document = StrictJson.object()
                .put("issuer", root + BASE)
                .put("authorization_endpoint", root + AUTHORIZE)
                .put("token_endpoint", root + Sandbox.TOKEN_PATH)
                .put("jwks_uri", root + JWKS)
                .put("userinfo_endpoint", root + USER_INFO)
                .put("introspection_endpoint", root + INTROSPECT);
        texts(document, "response_types_supported", "code");
        texts(document, "grant_types_supported", "client_credentials", "authorization_code", "refresh_token");
        texts(document, "code_challenge_methods_supported", "S256");
        texts(document, "token_endpoint_auth_methods_supported", "client_secret_post", "client_secret_basic");
        texts(document, "subject_types_supported", "public");
        texts(document, "id_token_signing_alg_values_supported", "RS256");
        texts(document, "scopes_supported", "openid");
        return document;
    }

    private static void texts(ObjectNode document, String name, String... values) {
        List.of(values).forEach(document.putArray(name)::add);
    }
}
