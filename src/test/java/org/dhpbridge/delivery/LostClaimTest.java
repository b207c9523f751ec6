package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dhpbridge.delivery.FaultProxy.before;
import static org.dhpbridge.delivery.Samples.MORNING;
import static org.dhpbridge.delivery.Samples.observation;
import static org.dhpbridge.delivery.Samples.patient;
import static org.dhpbridge.delivery.Samples.request;
import static org.dhpbridge.delivery.Samples.unique;
import static org.dhpbridge.delivery.Samples.with;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.TransientDataAccessResourceException;

/** A message that another bridge may have by now, as the claim ended while its write waited for its turn: it is not written. */
class LostClaimTest {

    @ParameterizedTest
    @ValueSource(strings = {"create", "transaction", "update"})
    void whileTheWriteWaitsForThePace(String write) {
        try (Site site = new Site("dhp.delivery.max-rate=1")) {
            String mrn = unique("mrn");
            if (write.equals("update")) {
                site.delivery.deliver(request(MORNING, patient(mrn)));
            } else {
                site.delivery.preview(request(MORNING, patient(unique("mrn"))));
            }
            site.proxy.forget();
            site.proxy.fault(1, seen -> !seen.isWrite(), before(() -> CompletableFuture.delayedExecutor(
                            300, TimeUnit.MILLISECONDS)
                    .execute(() -> site.links.losing(true))));

            DeliveryRequest message =
                    switch (write) {
                        case "create" -> request(MORNING, patient(mrn));
                        case "transaction" ->
                            request(MORNING, patient(mrn), observation(mrn + "-1", mrn, "final", "5.1"));
                        default -> request(MORNING.plusHours(1), with(patient(mrn), "birthDate", "\"1999-01-01\""));
                    };

            assertNothingIsWritten(site, message);
        }
    }

    @Test
    void whileTheWriteWaitsForAConnection() {
        try (Site site = new Site("dhp.fhir.max-connections=1")) {
            DeliveryRequest others = request(MORNING, patient(unique("other")));
            site.delivery.preview(others);
            site.proxy.forget();
            site.proxy.fault(1, seen -> !seen.isWrite(), before(() -> {
                CompletableFuture.runAsync(() -> site.delivery.preview(others));
                pause();
            }));
            site.proxy.fault(1, seen -> !seen.isWrite(), before(() -> {
                pause();
                site.links.losing(true);
            }));

            assertNothingIsWritten(site, request(MORNING, patient(unique("mrn"))));
        }
    }

    private static void assertNothingIsWritten(Site site, DeliveryRequest message) {
        assertThatThrownBy(() -> site.delivery.deliver(message))
                .isInstanceOf(TransientDataAccessResourceException.class);
        assertThat(site.proxy.seen()).isNotEmpty();
        assertThat(site.proxy.writes()).isEmpty();
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
