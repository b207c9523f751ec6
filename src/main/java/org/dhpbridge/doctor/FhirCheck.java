package org.dhpbridge.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.dhpbridge.delivery.DeliverySettings;

/** The platform's FHIR server: reached, of the right version, and offering what the sources need. */
final class FhirCheck {

    private static final String FHIR = "FHIR";
    private static final String METADATA = "FHIR metadata";
    private static final String ACCESS = "FHIR access";
    /** The nil UUID (RFC 9562, 5.9): an id that every server takes for one, and none has given out. */
    private static final String NOT_THERE = "00000000-0000-0000-0000-000000000000";

    private final Settings settings;
    private final Consumer<Finding> findings;
    private final Clocks clocks;

    FhirCheck(Settings settings, Consumer<Finding> findings, Clocks clocks) {
        this.settings = settings;
        this.findings = findings;
        this.clocks = clocks;
    }

    void run(URI base, Optional<String> token, Set<String> neededTypes) {
        SSLContext trust;
        try {
            trust = settings.trust("dhp.fhir.ssl-bundle");
        } catch (RuntimeException e) {
            findings.accept(SsoCheck.wrongBundle(FHIR, "dhp.fhir.ssl-bundle", e));
            return;
        }
        Finding reach = new Reach(FHIR, base).check(trust, "dhp.fhir", "dhp.fhir.base-url");
        findings.accept(reach);
        if (reach.status() == Finding.Status.FAILED) {
            return;
        }
        String root = base.toString().replaceAll("/$", "");
        metadata(URI.create(root + "/metadata"), token.orElse(null), trust, neededTypes);
        token.ifPresent(bearer -> access(
                URI.create(root + "/"
                        + (neededTypes.isEmpty()
                                ? "Patient"
                                : neededTypes.iterator().next()) + "/" + NOT_THERE),
                bearer,
                trust));
    }

    private void metadata(URI uri, String token, SSLContext trust, Set<String> neededTypes) {
        Answer answer;
        try {
            answer = Answer.get(uri, token, trust, Bounded.LONGEST, false);
        } catch (Bounded.CallFailedException e) {
            findings.accept(Finding.failed(
                    METADATA,
                    uri + ": " + e.getMessage(),
                    "Check again; when it stays, ask whoever runs the platform."));
            return;
        }
        clocks.hear(answer);
        if (answer.status() != 200) {
            findings.accept(refused(uri, answer, token == null));
            return;
        }
        JsonNode statement = answer.json();
        if (!statement.path("resourceType").asText().equals("CapabilityStatement")) {
            findings.accept(Finding.failed(
                    METADATA,
                    uri + " answers 200, and no CapabilityStatement"
                            + (answer.type().isEmpty() ? "" : " (" + answer.type() + ")"),
                    "Correct dhp.fhir.base-url; a page of a login or a proxy may stand in between."));
            return;
        }
        DeliverySettings.Mode mode =
                settings.bound("dhp.delivery", DeliverySettings.class).mode();
        new Offer(statement, findings).compare(neededTypes, mode == DeliverySettings.Mode.TRANSACTION);
    }

    private static Finding refused(URI uri, Answer answer, boolean withoutToken) {
        String facts = uri + " answers " + answer.status();
        return switch (answer.status()) {
            case 401, 403 ->
                Finding.failed(
                        METADATA,
                        facts,
                        withoutToken
                                ? "It wants a token: mend the SSO first, as said above."
                                : "The token is not taken there: compare dhp.fhir.base-url and dhp.oauth.token-uri, which must"
                                        + " be of one platform, and ask whether the client was granted access.");
            case 404, 301, 302, 307, 308 ->
                Finding.failed(
                        METADATA,
                        facts,
                        "Correct dhp.fhir.base-url: it ends where the resource types begin, as in …/fhir.");
            default -> Finding.failed(METADATA, facts, "Check again; when it stays, ask whoever runs the platform.");
        };
    }

    /** The metadata may be open to everybody: a read of what cannot be there shows whether the token opens the rest. */
    private void access(URI nothing, String token, SSLContext trust) {
        try {
            int status =
                    Answer.get(nothing, token, trust, Bounded.LONGEST, false).status();
            if (status == 401 || status == 403) {
                findings.accept(Finding.failed(
                        ACCESS,
                        "a read with the token answers " + status,
                        "Ask the platform to grant this client reading and writing; and compare dhp.fhir.base-url with"
                                + " dhp.oauth.token-uri, which must be of one platform."));
            } else if (status == 404 || status == 410) {
                findings.accept(
                        Finding.ok(ACCESS, "the token is taken (a read of what is not there answers " + status + ")"));
            } else {
                findings.accept(Finding.warning(
                        ACCESS,
                        "a read of what is not there answers " + status + ", not 404",
                        "Whether the token is taken cannot be told by that; look at the first deliveries."));
            }
        } catch (Bounded.CallFailedException e) {
            findings.accept(Finding.failed(
                    ACCESS, "a read: " + e.getMessage(), "Check again; when it stays, ask whoever runs the platform."));
        }
    }
}
