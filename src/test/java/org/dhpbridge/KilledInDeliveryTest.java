package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.dhpbridge.cli.CommandLineTool;
import org.dhpbridge.delivery.FaultProxy;
import org.dhpbridge.delivery.FaultProxy.Seen;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge dies after the platform wrote and before it knew: the next one knows that, looks, and writes nothing twice. */
class KilledInDeliveryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    @Test
    void theNextClaimKnowsThatTheOutcomeIsUnclearAndLooksBeforeItWrites() throws Exception {
        try (Sandbox sandbox = Sandboxes.start();
                FaultProxy platform = new FaultProxy(sandbox.fhirBase())) {
            drop();
            dieAfterWriting(1, sandbox, platform, "--dhp.workers=1");

            try (BridgeProcess second = start(sandbox, platform, withSocketTimeout("--dhp.workers=1"))) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(5))
                        .until(() -> message(second).path("state").asText().equals("delivered"));
                assertThat(message(second).path("history").findValuesAsText("step"))
                        .containsExactly("received", "interrupted", "delivered");
                assertThat(platform.writes())
                        .as("what is there is not written again")
                        .isEmpty();
                assertThat(platform.seen()).anyMatch(FaultProxy.fhir("GET", "/Patient"));
                assertThat(message(second).at("/placed/0/version").asText()).isEqualTo("1");
                exportBesideTheRunningBridge(second);
            }
        }
    }

    /** A second is how long what was sent may still be worked on after the first process died. */
    private static String[] withSocketTimeout(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "--dhp.fhir.socket-timeout=1s";
        return all;
    }

    @Test
    void whatSeveralWorkersWroteAndNoneCouldKeepIsLookedUpAfterTheTimeToSettleAndThereOnce() throws Exception {
        int workers = 4;
        try (Sandbox sandbox = Sandboxes.start();
                FaultProxy platform = new FaultProxy(sandbox.fhirBase())) {
            drop(patients(2 * workers));
            String[] settings = {"--dhp.workers=" + workers, "--dhp.claim.batch=1", "--dhp.delivery.settle=6s"};
            dieAfterWriting(workers, sandbox, platform, settings);

            try (BridgeProcess second = start(sandbox, platform, withSocketTimeout(settings))) {
                awaitDelivered(second, 2 * workers);
                assertThat(platform.writes()).as("what was not written before").hasSize(workers);
                int interrupted = 0;
                for (int id = 1; id <= 2 * workers; id++) {
                    JsonNode history =
                            JSON.readTree(second.get("/api/messages/" + id)).path("history");
                    if (history.at("/1/step").asText().equals("interrupted")) {
                        interrupted++;
                        assertThat(Duration.between(
                                        Instant.parse(history.at("/1/at").asText()),
                                        Instant.parse(history.at("/2/at").asText())))
                                .isGreaterThanOrEqualTo(Duration.ofSeconds(7));
                    }
                }
                assertThat(interrupted).isEqualTo(workers);
            }
        }
    }

    /**
     * Somebody else holds the ledger's write lock, so that the workers, who have handed over their ends and want to claim more, and
     * these ends wait when the process dies.
     */
    @Test
    void whatSeveralWorkersWereToldAndHadNotCommittedTogetherIsThereOnce() throws Exception {
        int workers = 4;
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(workers);
        try (Sandbox sandbox = Sandboxes.start();
                FaultProxy platform = new FaultProxy(sandbox.fhirBase())) {
            platform.fault(workers, Seen::isWrite, FaultProxy.changed(answer -> {
                written.countDown();
                await(locked);
                return answer;
            }));
            drop(patients(2 * workers));
            String[] settings = {"--dhp.workers=" + workers, "--dhp.claim.batch=1", "--dhp.delivery.settle=2s"};
            BridgeProcess first = start(sandbox, platform, settings);
            Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> written.getCount() == 0);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                    Statement lock = other.createStatement()) {
                lock.execute("PRAGMA busy_timeout = 60000");
                lock.execute("BEGIN IMMEDIATE");
                locked.countDown();
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> first.threadsIn("Claims.claim(") >= workers);
                first.kill();
            }
            platform.forget();

            try (BridgeProcess second = start(sandbox, platform, withSocketTimeout(settings))) {
                awaitDelivered(second, 2 * workers);
                assertThat(platform.writes()).as("what was not written before").hasSize(workers);
                for (int id = 1; id <= 2 * workers; id++) {
                    assertThat(JSON.readTree(second.get("/api/messages/" + id))
                                    .at("/placed/0/version")
                                    .asText())
                            .isEqualTo("1");
                }
            }
        }
    }

    private static String patients(int count) {
        StringBuilder rows = new StringBuilder("patient_id,family,given,gender,birth_date\n");
        for (int i = 1; i <= count; i++) {
            rows.append("K").append(i).append(",Azizov,Bek,M,1990-01-02\n");
        }
        return rows.toString();
    }

    private static void awaitDelivered(BridgeProcess bridge, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(() -> JSON.readTree(bridge.get("/api/summary"))
                                .at("/states/delivered")
                                .asInt()
                        == count);
    }

    /** A ledger in a file belongs to the bridge's process, so the command has to ask it. */
    private void exportBesideTheRunningBridge(BridgeProcess bridge) throws Exception {
        Path export = home.resolve("export.ndjson");
        Optional<Integer> exit = CommandLineTool.run(
                "export", "--out", export.toString(), "--dhp.home=" + home, "--server.port=" + bridge.port());
        assertThat(exit).hasValue(0);
        List<String> lines = Files.readAllLines(export);
        assertThat(lines).hasSize(1);
        assertThat(JSON.readTree(lines.get(0)).at("/shape/row 3.birth_date").asText())
                .isEqualTo("date-like, 10");
    }

    /** A bridge that is killed when the platform has done so many writes and has answered none. */
    private void dieAfterWriting(int writes, Sandbox sandbox, FaultProxy platform, String... settings)
            throws Exception {
        CountDownLatch killed = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(writes);
        platform.fault(writes, Seen::isWrite, (exchange, seen, proxy) -> {
            FaultProxy.answerLost().on(exchange, seen, proxy);
            written.countDown();
            await(killed);
        });
        BridgeProcess first = start(sandbox, platform, settings);
        Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> written.getCount() == 0);
        first.kill();
        killed.countDown();
        platform.forget();
    }

    private BridgeProcess start(Sandbox sandbox, FaultProxy platform, String... settings) throws Exception {
        return BridgeProcess.start(
                home, java.net.URI.create(platform.origin() + "/fhir"), sandbox.tokenUri(), settings);
    }

    private void drop() throws Exception {
        drop("patient_id,family,given,gender,birth_date\nK1,Azizov,Bek,M,1990-01-02\n,Azizova,Lola,F,1990-02-31\n");
    }

    private void drop(String rows) throws Exception {
        Path folder = Files.createDirectories(home.resolve("inbound/csv/patients"));
        Path part = Files.writeString(folder.resolve("p.csv.part"), rows);
        Files.move(part, folder.resolve("p.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static JsonNode message(BridgeProcess bridge) throws Exception {
        String answer = bridge.get("/api/messages/1");
        return answer.isEmpty() ? JSON.missingNode() : JSON.readTree(answer);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
