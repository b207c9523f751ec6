package org.dhpbridge.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.kernel.SecretFile;

/**
 * Who the bridge is for a broker or a database: the properties {@code login.…} of a template's bean. The password's file is read
 * again for every connection, so that a new password needs no restart.
 */
public final class Login {

    private final Path home;
    private String user = "";
    private String password = "";
    private String passwordFile = "";

    /** @param files under whose home a password's file is looked for that is no absolute path */
    public Login(HomeFiles files) {
        home = files.home();
    }

    /** @param user empty for none */
    public void setUser(String user) {
        this.user = ParameterText.of(user);
    }

    /** @param password empty when it stands in a file, or nowhere */
    public void setPassword(String password) {
        this.password = ParameterText.of(password);
    }

    /** @param passwordFile empty for none */
    public void setPasswordFile(String passwordFile) {
        this.passwordFile = ParameterText.of(passwordFile);
    }

    public boolean isAnonymous() {
        return user.isEmpty();
    }

    public String user() {
        return user;
    }

    /** @throws UncheckedIOException when the password's file cannot be read, with its path */
    public String password() {
        if (passwordFile.isBlank()) {
            return password;
        }
        try {
            return SecretFile.read(SiteFile.of(home, passwordFile));
        } catch (IOException e) {
            throw new UncheckedIOException("The password's file " + passwordFile + " cannot be read", e);
        }
    }
}
