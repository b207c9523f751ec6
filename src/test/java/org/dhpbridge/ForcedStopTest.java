package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.dhpbridge.delivery.FaultProxy;
import org.dhpbridge.delivery.FaultProxy.Seen;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge is stopped while the platform keeps it waiting for an answer. */
class ForcedStopTest {

    @TempDir
    Path home;

    @Test
    void saysInOneLineThatItDidNotWaitAndShowsNoStackTrace() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (Sandbox sandbox = Sandboxes.start();
                FaultProxy platform = new FaultProxy(sandbox.fhirBase())) {
            platform.fault(1, Seen::isWrite, FaultProxy.changed(answer -> {
                asked.countDown();
                await(over);
                return answer;
            }));
            Path folder = Files.createDirectories(home.resolve("inbound/csv/patients"));
            Path part = Files.writeString(
                    folder.resolve("p.csv.part"),
                    "patient_id,family,given,gender,birth_date\nK1,Azizov,Bek,M,1990-01-02\n");
            Files.move(part, folder.resolve("p.csv"), StandardCopyOption.ATOMIC_MOVE);
            try (BridgeProcess bridge = BridgeProcess.start(
                    home,
                    URI.create(platform.origin() + "/fhir"),
                    sandbox.tokenUri(),
                    "--dhp.fhir.socket-timeout=10m",
                    "--camel.main.shutdown-timeout=2")) {
                asked.await();
                assertThat(bridge.stopWithin(Duration.ofMinutes(1))).isTrue();
            } finally {
                over.countDown();
            }
        }

        assertThat(Files.readString(home.resolve("bridge.log")))
                .containsOnlyOnce("The bridge stops before all that is in work has ended: it waited 2 s")
                .doesNotContain("\tat ", "Exception", "inflight");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
