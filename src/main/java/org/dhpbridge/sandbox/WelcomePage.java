package org.dhpbridge.sandbox;

/** What a person sees who opens the sandbox in a browser. */
final class WelcomePage {

    private WelcomePage() {}

    static String text(String root) {
        return """
                This is the dhp-bridge sandbox: the Digital Health Platform in a box, for trying things out.
                It keeps everything in memory and forgets it when it stops. Nothing here reaches the real platform.

                FHIR R5      %1$s/fhir
                Capabilities %1$s/fhir/metadata
                Tokens       %1$s/sso/oauth/token   (client sandbox, secret sandbox, unless you set others)
                Counters     %1$s/stats

                Try:

                TOKEN=$(curl -s %1$s/sso/oauth/token -d grant_type=client_credentials \\
                  -d client_id=sandbox -d client_secret=sandbox | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                curl -s -H "Authorization: Bearer $TOKEN" %1$s/fhir/Patient
                curl -s -H "Authorization: Bearer $TOKEN" "%1$s/fhir/Observation?_include=Observation:subject"
                """
                .formatted(root);
    }
}
