package org.dhpbridge.doctor;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.dhpbridge.oauth.FreshToken;
import org.dhpbridge.oauth.OAuthSettings;
import org.dhpbridge.oauth.TokenFailure;
import org.springframework.core.NestedExceptionUtils;

/** The token endpoint: reached, and a token from it as the bridge would ask for it. */
final class SsoCheck {

    private static final String SSO = "SSO";
    private static final String TOKEN = "token";

    private final Settings settings;
    private final Consumer<Finding> findings;
    private final Clocks clocks;
    private final DiscoveryCheck discovery;

    SsoCheck(Settings settings, Consumer<Finding> findings, Clocks clocks) {
        this.settings = settings;
        this.findings = findings;
        this.clocks = clocks;
        this.discovery = new DiscoveryCheck(settings, findings);
    }

    /** @return a token; empty when there is none, which the findings say then */
    Optional<String> token(URI endpoint) {
        SSLContext trust;
        try {
            trust = settings.trust("dhp.oauth.ssl-bundle");
        } catch (RuntimeException e) {
            findings.accept(wrongBundle(SSO, "dhp.oauth.ssl-bundle", e));
            return Optional.empty();
        }
        boolean reached = isReached(endpoint, trust);
        discovery.run(endpoint, trust);
        if (!reached) {
            return Optional.empty();
        }
        OAuthSettings oauth = settings.bound("dhp.oauth", OAuthSettings.class);
        boolean noSecret = oauth.clientSecretFile() == null
                && (oauth.clientSecret() == null || oauth.clientSecret().isBlank());
        if (noSecret || oauth.clientId() == null || oauth.clientId().isBlank()) {
            findings.accept(Finding.failed(
                    TOKEN, "not asked for: there are no credentials", "Set the credentials first, as said above."));
            return Optional.empty();
        }
        return ask(oauth, trust);
    }

    private boolean isReached(URI endpoint, SSLContext trust) {
        boolean direct = ProxySelector.getDefault() == null
                || ProxySelector.getDefault().select(endpoint).stream().allMatch(p -> p.equals(Proxy.NO_PROXY));
        if (!direct) {
            findings.accept(Finding.ok(SSO, endpoint.getHost() + " is asked through the proxy of this Java"));
            return true;
        }
        Finding reach = new Reach(SSO, endpoint).check(trust, "dhp.oauth", "dhp.oauth.token-uri");
        findings.accept(reach);
        return reach.status() != Finding.Status.FAILED;
    }

    private Optional<String> ask(OAuthSettings oauth, SSLContext trust) {
        try {
            FreshToken token = FreshToken.ask(bounded(oauth), trust);
            long seconds = token.lifetime().toSeconds();
            findings.accept(Finding.ok(TOKEN, "given, lives " + seconds + " s"));
            clocks.hear(Answer.get(oauth.tokenUri(), null, trust, Bounded.LONGEST, true));
            return Optional.of(token.value());
        } catch (TokenFailure.Refused e) {
            findings.accept(Finding.failed(
                    TOKEN,
                    withoutStop(e.getMessage()),
                    e.oauthError().filter("invalid_client"::equals).isPresent()
                            ? discovery.elsewhere(oauth.tokenUri())
                            : "Compare client id and secret with what the platform gave this site, and the address"
                                    + " with the platform's documentation; dhp.oauth.client-authentication says where"
                                    + " the credentials stand in the request."));
        } catch (TokenFailure.Unavailable e) {
            findings.accept(Finding.failed(
                    TOKEN,
                    withoutStop(e.getMessage()),
                    "Wait and check again: messages are kept meanwhile. When it stays, ask whoever runs the SSO."));
        } catch (Bounded.CallFailedException noTime) {
            findings.accept(Finding.warning(
                    "clock",
                    "the SSO tells no time: " + noTime.getMessage(),
                    "Compare the clock of this machine yourself."));
        }
        return Optional.empty();
    }

    private static OAuthSettings bounded(OAuthSettings oauth) {
        return new OAuthSettings(
                oauth.tokenUri(),
                oauth.clientId(),
                oauth.clientSecret(),
                oauth.clientSecretFile(),
                oauth.clientAuthentication(),
                oauth.renewBefore(),
                oauth.assumedLifetime(),
                shorter(oauth.connectTimeout()),
                shorter(oauth.answerTimeout()),
                oauth.sslBundle());
    }

    private static Duration shorter(Duration configured) {
        return configured.compareTo(Bounded.LONGEST) < 0 ? configured : Bounded.LONGEST;
    }

    private static String withoutStop(String sentence) {
        return sentence.replaceAll("\\.$", "");
    }

    static Finding wrongBundle(String what, String property, RuntimeException e) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(e);
        return Finding.failed(
                what,
                "the SSL bundle of " + property + " cannot be used: " + root.getMessage(),
                "Describe it under spring.ssl.bundle.pem (or .jks), with files that the bridge may read.");
    }
}
