package org.dhpbridge.doctor;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the SSO of an environment may be: sources disagree, and a client is registered at one of them only. The first is the
 * one that is set; then the environment's own, that beside the FHIR server, and those of the other environments under the same
 * domain. None is at a domain that the settings do not name.
 */
final class SsoCandidates {

    private final Settings settings;

    SsoCandidates(Settings settings) {
        this.settings = settings;
    }

    /** Bases of SSOs, as {@code https://playground.dhp.uz/sso}, each once. */
    List<String> bases(URI tokenUri) {
        Map<String, Boolean> bases = new LinkedHashMap<>();
        bases.put(base(tokenUri), true);
        String environment = settings.text("dhp.environment");
        settings.address("dhp.environments." + environment + ".token-uri").ifPresent(own -> bases.put(base(own), true));
        settings.address("dhp.fhir.base-url").ifPresent(fhir -> {
            bases.put(origin(fhir) + "/sso", true);
            for (String other : settings.startRules().environments()) {
                settings.address("dhp.environments." + other + ".token-uri")
                        .filter(uri -> !other.equals("sandbox"))
                        .filter(uri ->
                                domain(uri).equals(domain(fhir)) || domain(uri).equals(domain(tokenUri)))
                        .ifPresent(uri -> bases.put(base(uri), true));
            }
        });
        return List.copyOf(bases.keySet());
    }

    /** The address without what a token endpoint ends in: {@code /oauth/token}, {@code /api/oauth/token}, Keycloak's. */
    static String base(URI tokenUri) {
        String path = tokenUri.getPath() == null ? "" : tokenUri.getPath();
        return origin(tokenUri)
                + path.replaceFirst("/+$", "")
                        .replaceFirst("/token$", "")
                        .replaceFirst("/(oauth2?|protocol/openid-connect|connect)$", "")
                        .replaceFirst("/api$", "");
    }

    private static String origin(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getAuthority();
    }

    /** The last two labels of a name. */
    private static String domain(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT).replaceFirst("^.*\\.(?=[^.]+\\.[^.]+$)", "");
    }
}
