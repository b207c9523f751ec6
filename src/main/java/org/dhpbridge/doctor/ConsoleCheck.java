package org.dhpbridge.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.dhpbridge.http.HostNames;
import org.dhpbridge.kernel.SecretFile;

/** Whether people can sign in to the console, and whether any of them may come in. */
final class ConsoleCheck {

    private static final String CONSOLE = "console";
    private static final String ROLES = "dhp.console.roles.";
    private static final String SECRET_FILE = "dhp.console.client-secret-file";
    private static final String KEY_FILE = "dhp.console.public-key-file";
    private static final String KEYS = "dhp.console.jwk-set-uri";
    private static final List<String> WAYS =
            List.of(KEYS, KEY_FILE, "dhp.console.user-info-uri", "dhp.console.introspection-uri");
    private static final Set<String> KINDS = Set.of("sub", "org", "role");

    private final Settings settings;
    private final Consumer<Finding> findings;
    private boolean failed;

    ConsoleCheck(Settings settings, Consumer<Finding> findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void run() {
        if (!"true".equalsIgnoreCase(settings.text("dhp.console.enabled"))) {
            findings.accept(Finding.ok(CONSOLE, "off (dhp.console.enabled)"));
            return;
        }
        address("dhp.console.authorization-uri", "the page of the SSO where people say who they are");
        address("dhp.console.token-uri", "the address where the SSO exchanges a code for a token");
        client();
        baseUrl();
        whoItIs();
        roles();
        Optional<URI> page = settings.address("dhp.console.authorization-uri");
        if (!failed && page.isPresent()) {
            sso(page.get());
        }
    }

    private void fail(String facts, String fix) {
        failed = true;
        findings.accept(Finding.failed(CONSOLE, facts, fix));
    }

    private void address(String property, String what) {
        if (settings.address(property).isEmpty()) {
            fail(
                    property + (settings.isSet(property) ? " is no address" : " is not set"),
                    "Set it to " + what + ", or dhp.console.enabled=false.");
        }
    }

    private void client() {
        if (!settings.isSet("dhp.console.client-id")) {
            fail(
                    "dhp.console.client-id is not set",
                    "Set it to the client that people sign in with; without it the one of dhp.oauth is taken.");
        }
        if (settings.isSet(SECRET_FILE)) {
            readable(SECRET_FILE, "the client's secret");
        } else if (!settings.isSet("dhp.console.client-secret")) {
            fail("the client has no secret", "Put it into a file, and name the file in " + SECRET_FILE + ".");
        }
    }

    private void readable(String property, String what) {
        Path file = Path.of(settings.text(property));
        try {
            if (SecretFile.read(file).isEmpty()) {
                fail(property + ": " + file + " is empty", "Put " + what + " into it.");
            }
        } catch (IOException e) {
            fail(
                    property + ": " + file + (Files.exists(file) ? " cannot be read" : " is not there"),
                    "Put " + what + " there, readable for the user of the bridge, or correct the path.");
        }
    }

    private void baseUrl() {
        if (!settings.isSet("dhp.console.base-url")) {
            return;
        }
        Optional<URI> base = settings.address("dhp.console.base-url");
        if (base.isEmpty()
                || !("https".equals(base.get().getScheme())
                        || HostNames.isLoopback(base.get().getHost()))) {
            fail(
                    "dhp.console.base-url is " + settings.text("dhp.console.base-url"),
                    "Set the address that browsers use, as https://bridge.example.uz: a session that travels unencrypted can"
                            + " be taken over. The SSO must know it with /console/callback behind it.");
        }
    }

    private void whoItIs() {
        if (WAYS.stream().noneMatch(settings::isSet)) {
            fail(
                    "nothing says who signed in",
                    "Set one of " + String.join(", ", WAYS) + ": without any, nobody comes in.");
        }
        boolean openid = settings.texts("dhp.console.scopes", "").contains("openid");
        if (openid && !settings.isSet(KEYS) && !settings.isSet(KEY_FILE)) {
            fail(
                    "dhp.console.scopes has openid, and nothing checks an id_token",
                    "Set " + KEYS + " or " + KEY_FILE + ", or leave openid out.");
        }
        if (settings.isSet(KEY_FILE)) {
            readable(KEY_FILE, "the SSO's public key in PEM form");
        }
    }

    private void roles() {
        List<String> letIn = new ArrayList<>();
        for (String role : List.of("viewer", "operator", "administrator", "reveal", "editor")) {
            for (String entry : settings.texts(ROLES + role, "")) {
                int colon = entry.indexOf(':');
                if (entry.isBlank()) {
                    continue;
                }
                if (colon < 0 || !KINDS.contains(entry.substring(0, colon)) || colon == entry.length() - 1) {
                    fail(
                            ROLES + role + " has an entry that is none",
                            "Each is sub:, org: or role: with a value behind it, as role:operator.");
                } else if (!Set.of("reveal", "editor").contains(role)) {
                    letIn.add(entry);
                }
            }
        }
        if (letIn.isEmpty()) {
            findings.accept(Finding.warning(
                    CONSOLE,
                    "nobody may come in",
                    "Say who may, in " + ROLES
                            + "viewer, operator or administrator; reveal and editor alone open nothing."));
        }
    }

    private void sso(URI page) {
        if (settings.isSandbox() && !Reach.somebodyListens(page)) {
            findings.accept(Finding.ok(CONSOLE, "on; the sandbox, whose persons sign in, starts with the bridge"));
            return;
        }
        SSLContext trust;
        try {
            trust = settings.trust("dhp.console.ssl-bundle");
        } catch (RuntimeException e) {
            findings.accept(SsoCheck.wrongBundle(CONSOLE, "dhp.console.ssl-bundle", e));
            return;
        }
        Optional<URI> keys = settings.address(KEYS);
        if (settings.isSet(KEYS) && keys.isEmpty()) {
            fail(KEYS + " is no address", "Set it to where the SSO publishes its keys, as https://…/jwks.");
        } else {
            keys.ifPresent(uri -> keys(uri, trust));
        }
        if (!failed) {
            findings.accept(Finding.ok(CONSOLE, "on; people sign in at " + page.getHost()));
        }
    }

    private void keys(URI uri, SSLContext trust) {
        String fix = "Correct " + KEYS + ": the SSO's page of discovery (/.well-known/openid-configuration) names it as"
                + " jwks_uri. Until it is right nobody comes in.";
        try {
            Answer answer = Answer.get(uri, null, trust, Bounded.LONGEST, true);
            if (answer.status() != 200 || answer.json().path("keys").isEmpty()) {
                fail(KEYS + " answers " + answer.status() + " without any key", fix);
            }
        } catch (Bounded.CallFailedException e) {
            fail("the keys of the SSO cannot be read: " + e.getMessage(), fix);
        }
    }
}
