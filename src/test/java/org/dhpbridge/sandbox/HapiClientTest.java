package org.dhpbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import org.hl7.fhir.r5.model.Bundle;
import org.hl7.fhir.r5.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r5.model.Observation;
import org.hl7.fhir.r5.model.Patient;
import org.hl7.fhir.r5.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HapiClientTest {

    private static Sandbox sandbox;
    private static IGenericClient client;

    @BeforeAll
    static void start() {
        sandbox = Sandboxes.start();
        client = FhirContext.forR5Cached()
                .newRestfulGenericClient(sandbox.fhirBase().toString());
        String token = new SandboxClient(sandbox)
                .form(
                        sandbox.tokenUri().toString(),
                        "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox")
                .json()
                .path("access_token")
                .asText();
        client.registerInterceptor(new BearerTokenAuthInterceptor(token));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static Patient patient(String value) {
        Patient patient = new Patient();
        patient.addIdentifier().setSystem("urn:hapi").setValue(value);
        return patient;
    }

    @Test
    void createsReadsUpdatesAndDeletes() {
        MethodOutcome created = client.create().resource(patient("one")).execute();
        assertThat(created.getCreated()).isTrue();
        Patient stored = client.read()
                .resource(Patient.class)
                .withId(created.getId().getIdPart())
                .execute();
        stored.setGender(AdministrativeGender.MALE);

        MethodOutcome updated =
                client.update().resource(stored).withId(stored.getIdElement()).execute();
        assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");
        assertThatThrownBy(() -> client.update()
                        .resource(stored)
                        .withId(stored.getIdElement().toVersionless())
                        .execute())
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("Version is mismatch");

        client.delete()
                .resourceById(stored.getIdElement().toUnqualifiedVersionless())
                .execute();
        assertThatThrownBy(() -> client.read()
                        .resource(Patient.class)
                        .withId(stored.getIdElement().getIdPart())
                        .execute())
                .isInstanceOf(ResourceGoneException.class);
    }

    @Test
    void sendsATransactionAndFindsWhatItWrote() {
        Observation observation = new Observation();
        observation.setSubject(new Reference("urn:uuid:33333333-3333-4333-8333-333333333333"));
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        bundle.addEntry()
                .setFullUrl("urn:uuid:33333333-3333-4333-8333-333333333333")
                .setResource(patient("I-МЯ №123456"))
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Patient");
        bundle.addEntry()
                .setResource(observation)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Observation");

        Bundle answer = client.transaction().withBundle(bundle).execute();
        assertThat(answer.getEntry()).allMatch(e -> e.getResponse().getStatus().equals("201 Created"));

        Bundle found = client.search()
                .forResource(Observation.class)
                .where(Observation.PATIENT.hasChainedProperty(
                        Patient.IDENTIFIER.exactly().systemAndCode("urn:hapi", "I-МЯ №123456")))
                .include(Observation.INCLUDE_SUBJECT)
                .returnBundle(Bundle.class)
                .execute();
        assertThat(found.getTotal()).isEqualTo(1);
        assertThat(found.getEntry())
                .extracting(e -> e.getResource().fhirType())
                .containsExactly("Observation", "Patient");
    }
}
