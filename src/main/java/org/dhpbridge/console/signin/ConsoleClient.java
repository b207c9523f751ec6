package org.dhpbridge.console.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.dhpbridge.kernel.SecretFile;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** The console as the SSO knows it. */
final class ConsoleClient {

    static final String REGISTRATION = "dhp";

    private final ConsoleSettings settings;

    ConsoleClient(ConsoleSettings settings) {
        this.settings = settings;
    }

    String id() {
        return settings.clientId();
    }

    /** Read again each time: a rotated secret needs no restart. */
    String secret() {
        try {
            return SecretFile.or(settings.clientSecret(), settings.clientSecretFile());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The client secret cannot be read from " + settings.clientSecretFile()
                            + " (dhp.console.client-secret-file).",
                    e);
        }
    }

    ClientRegistration registration() {
        return ClientRegistration.withRegistrationId(REGISTRATION)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .clientAuthenticationMethod(settings.clientAuthentication().method())
                .clientId(id())
                .clientSecret(secret())
                .authorizationUri(text(settings.authorizationUri()))
                .tokenUri(text(settings.tokenUri()))
                .jwkSetUri(text(settings.jwkSetUri()))
                .issuerUri(settings.issuer())
                .scope(settings.scopes())
                .redirectUri("{baseUrl}" + PublicAddress.CALLBACK)
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .build();
    }

    private static String text(URI uri) {
        return uri == null ? null : uri.toString();
    }
}
