package org.dhpbridge.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.dhpbridge.access.Exposure;
import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.http.HostNames;
import org.dhpbridge.kernel.SecretFile;

/** Java, and the settings that say who the site is and whom it talks to. */
final class SettingsCheck {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?i)change-?me|todo|x{3,}|<.*>|\\.{3}|…|placeholder|your[-_ ].*|.*\\$\\{.*");
    private static final String SECRET = "dhp.oauth.client-secret";
    private static final String SECRET_FILE = "dhp.oauth.client-secret-file";

    private final Settings settings;
    private final Consumer<Finding> findings;

    SettingsCheck(Settings settings, Consumer<Finding> findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void run() {
        findings.accept(
                Finding.ok("java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor")));
        StartRules rules = settings.startRules();
        rules.listening().ifPresent(mistake -> findings.accept(refused("listening", mistake)));
        rules.compiler().ifPresent(mistake -> findings.accept(refused("compiler", mistake)));
        environment();
        credentials();
        site();
        settings.bound("dhp", BridgeSettings.class); // guarded: what cannot be read is named
    }

    private static Finding refused(String what, Exposure.Mistake mistake) {
        return Finding.failed(what, mistake.what(), mistake.remedy());
    }

    private void environment() {
        String name = settings.text("dhp.environment");
        Optional<Exposure.Mistake> unknown = settings.startRules().platform();
        if (unknown.isPresent()) {
            findings.accept(refused("environment", unknown.get()));
            return;
        }
        boolean usable = true;
        for (String property : List.of("dhp.fhir.base-url", "dhp.oauth.token-uri")) {
            if (settings.address(property).isEmpty()) {
                usable = false;
                findings.accept(settings.startRules()
                        .address(property)
                        .map(mistake -> refused("environment", mistake))
                        .orElseGet(() -> Finding.failed(
                                "environment",
                                name + ": " + property + " is no address",
                                "Set " + property + " to an address that starts with https:// or http://.")));
            }
        }
        if (!usable) {
            return;
        }
        URI fhir = settings.address("dhp.fhir.base-url").orElseThrow();
        URI sso = settings.address("dhp.oauth.token-uri").orElseThrow();
        boolean open = isOpen(fhir) || isOpen(sso);
        String facts = name + ": FHIR " + fhir + ", SSO " + sso;
        findings.accept(
                open
                        ? Finding.warning(
                                "environment",
                                facts + "; not encrypted",
                                "Use addresses that start with https://: patients' data and the secret could be read"
                                        + " on the way.")
                        : Finding.ok("environment", facts));
    }

    private static boolean isOpen(URI address) {
        return !"https".equalsIgnoreCase(address.getScheme()) && !HostNames.isLoopback(address.getHost());
    }

    private void credentials() {
        Optional<Exposure.Mistake> missing = settings.startRules().credentials();
        boolean isPlaceholder = isPlaceholder(settings.text("dhp.oauth.client-id"));
        if (isPlaceholder) {
            findings.accept(placeholder("dhp.oauth.client-id"));
        }
        if (missing.isPresent()) {
            findings.accept(refused("credentials", missing.get()));
        } else if (!isPlaceholder) {
            secret();
        }
    }

    private void secret() {
        if (settings.isSet(SECRET_FILE)) {
            secretFile(Path.of(settings.text(SECRET_FILE)));
        } else if (isPlaceholder(settings.text(SECRET))) {
            findings.accept(placeholder(SECRET));
        } else {
            findings.accept(Finding.ok("credentials", "client id and secret are set"));
        }
    }

    private void secretFile(Path file) {
        try {
            String secret = SecretFile.read(file);
            findings.accept(
                    secret.isEmpty() || isPlaceholder(secret)
                            ? placeholder("the content of " + file)
                            : Finding.ok("credentials", "client id is set, the secret is in " + file));
        } catch (IOException e) {
            findings.accept(Finding.failed(
                    "credentials",
                    "the file " + file + " with the secret cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    "Correct " + SECRET_FILE + ", or let the user of the bridge read that file."));
        }
    }

    private static boolean isPlaceholder(String value) {
        return PLACEHOLDER.matcher(value.strip()).matches();
    }

    private static Finding placeholder(String property) {
        return Finding.failed(
                "credentials",
                property + " is a placeholder, not a value",
                "Put what the platform gave this site in its place.");
    }

    private void site() {
        try {
            settings.site();
        } catch (IllegalArgumentException e) {
            findings.accept(Finding.failed("site", e.getMessage(), "Correct the settings under dhp.site."));
            return;
        }
        String namespace = settings.text("dhp.site.namespace");
        if (!settings.isSandbox() && settings.follows("dhp.site.namespace", "dhp.oauth.client-id")) {
            findings.accept(Finding.warning(
                    "site",
                    "dhp.site.namespace is not set and follows from the client id",
                    "Set dhp.site.namespace to what it is now (" + namespace
                            + "), so that another client id does not change every identifier of this site."));
        } else {
            findings.accept(Finding.ok("site", "namespace " + namespace + ", zone " + settings.text("dhp.site.zone")));
        }
    }
}
