package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.delivery.Samples.MORNING;
import static org.dhpbridge.delivery.Samples.patient;
import static org.dhpbridge.delivery.Samples.request;
import static org.dhpbridge.delivery.Samples.resource;
import static org.dhpbridge.delivery.Samples.unique;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.ledger.Postgres;
import org.dhpbridge.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bridges that share one PostgreSQL and one platform that takes its time. */
class TwoBridgesTest {

    private final Sandbox sandbox = Site.newSandbox();
    private final String ledger = Postgres.newDatabase();
    private final Site one = Site.sharing(sandbox, ledger);
    private final Site other = Site.sharing(sandbox, ledger);

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void a_doctor_and_a_clinic_in_the_messages_of_both_at_once_are_created_once() {
        Site.faults(sandbox, "{'kind':'delay','millis':60}");
        for (int round = 0; round < 3; round++) {
            ObjectNode doctor = resource("Practitioner", unique("doctor"), "{\"name\":[{\"text\":\"Рахимова Н.\"}]}");
            ObjectNode clinic = resource("Organization", unique("clinic"), "{\"name\":\"Поликлиника\"}");
            List<CompletableFuture<DeliveryOutcome>> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ObjectNode patient = patient(unique("mrn"));
                ObjectNode visitor = patient(unique("mrn"));
                running.add(CompletableFuture.supplyAsync(
                        () -> one.delivery.deliver(request(MORNING, patient, doctor, clinic))));
                running.add(CompletableFuture.supplyAsync(
                        () -> other.delivery.deliver(request(MORNING, clinic, doctor, visitor))));
            }
            running.forEach(CompletableFuture::join);

            for (ObjectNode shared : List.of(doctor, clinic)) {
                assertThat(one.byIdentifier(
                                Json.text(shared, "resourceType"),
                                shared.at("/identifier/0/value").asText()))
                        .hasSize(1);
            }
        }
    }
}
