package org.dhpbridge.console;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What a person may try next, as commands to copy. */
@Component
class NextSteps {

    private final String environment;
    private final String address;
    private final int sandboxPort;
    private boolean told;

    NextSteps(
            @Value("${dhp.environment}") String environment,
            @Value("${server.port}") int port,
            @Value("${dhp.sandbox.port}") int sandboxPort) {
        this.environment = environment;
        this.address = "http://localhost:" + port;
        this.sandboxPort = sandboxPort;
    }

    /** Said in full after the first spell of work, briefly after the others. */
    synchronized String afterASpell() {
        if (told) {
            return "Dead letters: curl -s '" + address + "/api/messages?state=dead'";
        }
        told = true;
        return (environment.equals("sandbox") ? listPatients() : "") + deadLetters();
    }

    private String listPatients() {
        String sandbox = "http://localhost:" + sandboxPort;
        return """

                Next, list the patients on the sandbox as the platform would show them:
                  TOKEN=$(curl -s %1$s/sso/oauth/token -d grant_type=client_credentials -d client_id=sandbox -d client_secret=sandbox | sed 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/')
                  curl -s -H "Authorization: Bearer $TOKEN" %1$s/fhir/Patient"""
                .formatted(sandbox);
    }

    private String deadLetters() {
        return """

                See what could not be sent, and why:
                  curl -s '%1$s/api/messages?state=dead'
                See which codes your tables (mappings/codes/*.csv) lack; they were sent as text:
                  curl -s %1$s/api/unmapped
                Drop files of your own into inbound/hl7 or inbound/csv/<feed>; everything so far: curl -s %1$s/api/summary"""
                .formatted(address);
    }
}
