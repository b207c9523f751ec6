package org.dhpbridge.console;

import java.net.URI;
import org.dhpbridge.delivery.wire.FhirSettings;
import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.oauth.OAuthSettings;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What a person may try next, as commands to copy. */
@Component
class NextSteps {

    private final boolean isSandbox;
    private final Environment environment;
    private final URI fhirBase;
    private final URI tokenUri;
    private boolean isRepeat;

    NextSteps(BridgeSettings bridge, FhirSettings platform, OAuthSettings oauth, Environment environment) {
        this.isSandbox = bridge.environment().equals("sandbox");
        this.environment = environment;
        this.fhirBase = platform.baseUrl();
        this.tokenUri = oauth.tokenUri();
    }

    /** Said in full after the first spell of work, briefly after the others. */
    synchronized String afterASpell() {
        if (isRepeat) {
            return "Dead letters: curl -s '" + address() + "/api/messages?state=dead'";
        }
        isRepeat = true;
        return (isSandbox ? listPatients() : "") + deadLetters();
    }

    /** Known when the bridge listens: a port of 0 is any that is free. */
    private String address() {
        return "http://localhost:" + environment.getRequiredProperty("local.server.port");
    }

    private String listPatients() {
        return """

                Next, list the patients on the sandbox as the platform would show them:
                  TOKEN=$(curl -s %2$s -d grant_type=client_credentials -d client_id=sandbox -d client_secret=sandbox | sed 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/')
                  curl -s -H "Authorization: Bearer $TOKEN" %1$s/Patient"""
                .formatted(fhirBase, tokenUri);
    }

    private String deadLetters() {
        return """

                See what could not be sent, and why:
                  curl -s '%1$s/api/messages?state=dead'
                See which codes your tables (mappings/codes/*.csv) lack; they were sent as text:
                  curl -s %1$s/api/unmapped
                Drop files of your own into inbound/hl7 or inbound/csv/<feed>; everything so far: curl -s %1$s/api/summary"""
                .formatted(address());
    }
}
