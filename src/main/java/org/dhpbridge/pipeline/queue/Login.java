package org.dhpbridge.pipeline.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.dhpbridge.kernel.SecretFile;
import org.dhpbridge.pipeline.ParameterText;

/**
 * Who the bridge is for a broker. The password's file is read again for every connection, so that a new password needs no
 * restart.
 */
final class Login {

    private String user = "";
    private String password = "";
    private String passwordFile = "";

    void user(String value) {
        user = ParameterText.of(value);
    }

    void password(String value) {
        password = ParameterText.of(value);
    }

    void passwordFile(String value) {
        passwordFile = ParameterText.of(value);
    }

    boolean isAnonymous() {
        return user.isEmpty();
    }

    String user() {
        return user;
    }

    /** @throws UncheckedIOException when the password's file cannot be read */
    String password() {
        try {
            return SecretFile.or(password, passwordFile);
        } catch (IOException e) {
            throw new UncheckedIOException("The password's file " + passwordFile + " cannot be read", e);
        }
    }
}
