package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges on one ledger are one console: who is signed in, and what is paused. */
class ConsoleOnTwoBridgesTest {

    @TempDir
    Path first;

    @TempDir
    Path second;

    @Test
    void whoSignsInOrPausesAtOneBridgeDoesItAtBoth() throws Exception {
        String url = Postgres.newDatabase();
        try (RunningBridge one = RunningBridge.startWithoutSamples(first, settings(url, "one"));
                RunningBridge other = RunningBridge.startWithoutSamples(second, settings(url, "other"))) {
            String there = "http://localhost:" + other.port();
            ConsoleBrowser operator = new ConsoleBrowser(one.port());
            operator.signIn("operator");

            assertThat(operator.open(there + "/console/flow").uri().getPath())
                    .as("known there without signing in")
                    .isEqualTo("/console/flow");
            operator.open("/console/flow");
            operator.post("/console/flow/pause", "target", "delivery", "reason", "the ministry asks for it");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            other.api("/api/status").path("delivery").asText().equals("paused"));

            ConsoleBrowser here = new ConsoleBrowser(other.port());
            here.signIn("viewer");
            assertThat(new ConsoleBrowser(one.port()).open("/console").uri().getPath())
                    .as("nobody else comes in with it")
                    .isEqualTo("/console/sign-in");
            operator.open("/console");
            operator.post("/console/sign-out");

            assertThat(operator.open(there + "/console").uri().getPath())
                    .as("gone there too")
                    .isEqualTo("/console/sign-in");
            assertThat(here.open("/console").uri().getPath()).isEqualTo("/console");
        }
    }

    private static String[] settings(String url, String bridge) {
        return new String[] {
            "--dhp.ledger.url=" + url, "--dhp.ledger.username=postgres", "--dhp.ledger.bridge=" + bridge
        };
    }
}
