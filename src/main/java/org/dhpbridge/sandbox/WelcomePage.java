package org.dhpbridge.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

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
                People       %1$s/sso/?client_id=sandbox&redirect_uri=…   (code with PKCE; %1$s/sso/.well-known/openid-configuration)
                Counters     %1$s/stats
                Faults       %1$s/faults   (GET shows, PUT sets, DELETE clears, both as application/json; %1$s/faults/kinds lists all there are)

                Try:

                TOKEN=$(curl -s %1$s/sso/oauth/token -d grant_type=client_credentials \\
                  -d client_id=sandbox -d client_secret=sandbox | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                curl -s -H "Authorization: Bearer $TOKEN" %1$s/fhir/Patient
                curl -s -H "Authorization: Bearer $TOKEN" "%1$s/fhir/Observation?_include=Observation:subject"

                Make the next two writes of a Patient fail, then see how the bridge takes it:

                curl -X PUT %1$s/faults -H 'Content-Type: application/json' -d '{"faults":[{"kind":"error","status":503,"retryAfter":2,"count":2,"method":"POST","path":"/fhir/Patient"}]}'

                Kinds of faults:

                %2$s"""
                .formatted(root, kinds());
    }

    private static String kinds() {
        return Arrays.stream(FaultKind.values())
                .map(kind -> String.format(Locale.ROOT, "%-18s %s%n", kind.code(), kind.sentence()))
                .collect(Collectors.joining());
    }
}
