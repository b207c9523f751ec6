package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.dhpbridge.delivery.FaultProxy;
import org.dhpbridge.delivery.FaultProxy.Seen;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge is stopped while another process has the ledger's file locked, and does not let go of it. */
class StopWithLockedLedgerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What docs/operate.md gives to a service manager. If each worker waited 10 s for the lock in its turn, it took longer. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private static final int WORKERS = 16;

    @TempDir
    Path home;

    @Test
    void endsInTheTimeOfAStopAndWhatWasNotWrittenIsLookedUpAfterTheRestart() throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(WORKERS);
        String[] settings = {
            "--dhp.workers=" + WORKERS,
            "--dhp.claim.batch=1",
            "--dhp.delivery.settle=2s",
            "--dhp.fhir.socket-timeout=5s"
        };
        try (Sandbox sandbox = Sandboxes.start();
                FaultProxy platform = new FaultProxy(sandbox.fhirBase())) {
            platform.fault(WORKERS, Seen::isWrite, FaultProxy.changed(answer -> {
                written.countDown();
                await(locked);
                return answer;
            }));
            drop(2 * WORKERS);
            BridgeProcess first = start(sandbox, platform, settings);
            Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> written.getCount() == 0);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                    Statement lock = other.createStatement()) {
                lock.execute("PRAGMA busy_timeout = 60000");
                lock.execute("BEGIN IMMEDIATE");
                locked.countDown();
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> first.threadsIn("Claims.claim(") >= WORKERS);
                assertThat(first.stopWithin(LONGEST_STOP))
                        .as("it ends while the ledger is still locked")
                        .isTrue();
            }
            assertThat(Files.readString(home.resolve("bridge.log"))).doesNotContain("\tat ");
            platform.forget();

            try (BridgeProcess second = start(sandbox, platform, settings)) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(5))
                        .until(() -> JSON.readTree(second.get("/api/summary"))
                                        .at("/states/delivered")
                                        .asInt()
                                == 2 * WORKERS);
                assertThat(platform.writes()).as("what was not written before").hasSize(WORKERS);
            }
        }
    }

    private BridgeProcess start(Sandbox sandbox, FaultProxy platform, String... settings) throws Exception {
        return BridgeProcess.start(home, URI.create(platform.origin() + "/fhir"), sandbox.tokenUri(), settings);
    }

    private void drop(int patients) throws Exception {
        StringBuilder rows = new StringBuilder("patient_id,family,given,gender,birth_date\n");
        for (int i = 1; i <= patients; i++) {
            rows.append("K").append(i).append(",Azizov,Bek,M,1990-01-02\n");
        }
        Path folder = Files.createDirectories(home.resolve("inbound/csv/patients"));
        Path part = Files.writeString(folder.resolve("p.csv.part"), rows);
        Files.move(part, folder.resolve("p.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
