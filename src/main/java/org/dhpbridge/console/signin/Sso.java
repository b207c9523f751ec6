package org.dhpbridge.console.signin;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.oauth.OAuthSettings.ClientAuthentication;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/** The SSO as the console asks it: its keys, who a token speaks for, what a token is worth. */
final class Sso {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = ExactJson.mapper();

    private final ConsoleSettings settings;
    private final ClientHttpRequestFactory requests;
    private final RestClient client;

    /** @param trust whom to believe; null for whom the Java installation believes */
    Sso(ConsoleSettings settings, SSLContext trust) {
        this.settings = settings;
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (trust != null) {
            http.sslContext(trust);
        }
        JdkClientHttpRequestFactory unbounded = new JdkClientHttpRequestFactory(http.build());
        unbounded.setReadTimeout(ANSWER);
        requests = new InterceptingClientHttpRequestFactory(
                unbounded, List.of((request, body, execution) -> new BoundedAnswer(execution.execute(request, body))));
        client = RestClient.builder().requestFactory(requests).build();
    }

    ClientHttpRequestFactory requests() {
        return requests;
    }

    /** Whether signatures of the SSO can be checked. */
    boolean hasKeys() {
        return settings.jwkSetUri() != null || settings.publicKeyFile() != null;
    }

    /** Checks signatures with the SSO's keys, and takes none but the algorithms that it may use. */
    NimbusJwtDecoder decoder() {
        if (settings.jwkSetUri() != null) {
            return NimbusJwtDecoder.withJwkSetUri(settings.jwkSetUri().toString())
                    .jwsAlgorithm(SignatureAlgorithm.RS256)
                    .jwsAlgorithm(SignatureAlgorithm.PS256)
                    .jwsAlgorithm(SignatureAlgorithm.ES256)
                    .restOperations(new RestTemplate(requests))
                    .build();
        }
        return NimbusJwtDecoder.withPublicKey(publicKey(settings.publicKeyFile()))
                .signatureAlgorithm(SignatureAlgorithm.RS256)
                .build();
    }

    private static RSAPublicKey publicKey(Path file) {
        try {
            String base64 = Files.readString(file, StandardCharsets.US_ASCII)
                    .replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "")
                    .replaceAll("\\s", "");
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new IllegalStateException(
                    "dhp.console.public-key-file: " + file
                            + " is not an RSA public key in PEM form (-----BEGIN PUBLIC KEY-----).",
                    e);
        }
    }

    /** @throws org.springframework.security.oauth2.core.OAuth2AuthenticationException when it does not say who it is */
    Map<String, Object> userInfo(String accessToken) {
        return asked(client.get().uri(settings.userInfoUri()).headers(headers -> headers.setBearerAuth(accessToken)));
    }

    /** @throws org.springframework.security.oauth2.core.OAuth2AuthenticationException when it does not answer */
    Map<String, Object> introspection(String accessToken, String clientId, String clientSecret) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("token", accessToken);
        form.add("token_type_hint", "access_token");
        RestClient.RequestBodySpec request = client.post().uri(settings.introspectionUri());
        if (settings.clientAuthentication() == ClientAuthentication.CLIENT_SECRET_BASIC) {
            request.headers(headers -> headers.setBasicAuth(clientId, clientSecret));
        } else {
            form.add("client_id", clientId);
            form.add("client_secret", clientSecret);
        }
        return asked(request.contentType(MediaType.APPLICATION_FORM_URLENCODED).body(form));
    }

    private static Map<String, Object> asked(RestClient.RequestHeadersSpec<?> request) {
        try {
            byte[] body = request.accept(MediaType.APPLICATION_JSON).retrieve().body(byte[].class);
            return JSON.readValue(body == null ? new byte[0] : body, new TypeReference<>() {});
        } catch (RestClientException | IOException e) {
            throw SignInProblem.SSO_UNAVAILABLE.exception(
                    "The SSO did not say who signed in (" + e.getClass().getSimpleName() + ").", e);
        }
    }
}
