package org.dhpbridge.doctor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Which SSOs answer, and whether the one that is set is who it should be. */
final class DiscoveryCheck {

    private static final String WHAT = "SSO discovery";

    private final Settings settings;
    private final Consumer<Finding> findings;
    private List<Discovery> others = List.of();

    DiscoveryCheck(Settings settings, Consumer<Finding> findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void run(URI tokenUri, SSLContext trust) {
        List<Discovery> asked = Discovery.of(new SsoCandidates(settings).bases(tokenUri), trust);
        Discovery set = asked.get(0);
        others = asked.stream().skip(1).filter(Discovery::answers).toList();
        if (!set.answers()) {
            silent(asked);
        } else {
            compare(set, tokenUri);
        }
    }

    private void silent(List<Discovery> asked) {
        String facts = asked.stream()
                .map(one -> one.base() + (one.answers() ? " answers, issuer " + one.issuer() : ": " + one.why()))
                .collect(Collectors.joining("; "));
        findings.accept(
                others.isEmpty()
                        ? Finding.ok(WHAT, "nobody publishes who it is, which an SSO need not: " + facts)
                        : Finding.warning(
                                WHAT,
                                facts,
                                "The SSO that is set does not say who it is, and another one does: look which of them"
                                        + " this site's client was registered at. " + endpoints()));
    }

    private void compare(Discovery set, URI tokenUri) {
        List<String> differences = new ArrayList<>();
        if (set.tokenEndpoint() == null) {
            differences.add("it names no token endpoint");
        } else if (!set.tokenEndpoint().equals(tokenUri)) {
            differences.add(
                    "its token endpoint is " + set.tokenEndpoint() + ", and dhp.oauth.token-uri is " + tokenUri);
        }
        if (!set.issuer().replaceFirst("/+$", "").equals(set.base())) {
            differences.add("it calls itself " + set.issuer() + ", and was asked at " + set.base());
        }
        String also = others.isEmpty()
                ? ""
                : "; there answer too: " + others.stream().map(Discovery::base).collect(Collectors.joining(", "));
        findings.accept(
                differences.isEmpty()
                        ? Finding.ok(WHAT, "issuer " + set.issuer() + ", token endpoint as set" + also)
                        : Finding.warning(
                                WHAT,
                                set.base() + " answers, and " + String.join("; ", differences) + also,
                                "When the token below is given, nothing needs to change. Otherwise set"
                                        + " dhp.oauth.token-uri to the token endpoint that it names, if the platform's"
                                        + " documents agree."));
    }

    /** What to do when the SSO that is set does not know the client. */
    String elsewhere(URI tokenUri) {
        String start = "A client is registered at one SSO only, each environment has its own. The secret was sent to "
                + tokenUri.getHost() + " and nowhere else. ";
        return others.isEmpty()
                ? start
                        + "No other SSO of this environment answers: compare client id and secret with what the"
                        + " platform gave this site, and ask it at which SSO the client is registered."
                : start
                        + "Compare client id and secret with what the platform gave this site, and ask it at which SSO"
                        + " the client is registered. " + endpoints();
    }

    private String endpoints() {
        return "For "
                + others.stream()
                        .map(other -> other.base() + " set dhp.oauth.token-uri to "
                                + (other.tokenEndpoint() == null
                                        ? other.base() + "/oauth/token"
                                        : other.tokenEndpoint().toString()))
                        .collect(Collectors.joining(", for "))
                + ".";
    }
}
