package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges on one ledger are one console: who is signed in, what is paused, and which codes are published. */
class ConsoleOnTwoBridgesTest {

    private static final String RESULT =
            """
            patient_id,family,given,gender,birth_date,order_id,test_code,test_name,value,unit,status,collected
            %s,Azizov,Bek,M,1990-01-02,%s,GLU,Glukoza,5.3,mmol/litr,F,2026-03-01
            """;

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

    @Test
    void whatIsPublishedAtOneBridgeTheOtherMapsWith() throws Exception {
        String url = Postgres.newDatabase();
        try (RunningBridge other = RunningBridge.startWithoutSamples(second, settings(url, "other"))) {
            // the first one reads the sources, whose lease it has; either maps and delivers
            other.drop("csv/lab-results", "first.csv", RESULT.formatted("U0", "O0"));
            other.awaitQuiet();
            try (RunningBridge one = RunningBridge.startWithoutSamples(first, settings(url, "one"))) {
                ConsoleBrowser operator = new ConsoleBrowser(one.port());
                operator.signIn("operator");
                String unit = ConsoleBrowser.link(operator.open("/console/codes?table=units"), "/console/codes/");
                operator.open(unit);
                operator.post(unit + "/draft", "column.to", "mmol/L");
                assertThat(operator.post(unit + "/publish", "reason", "the same unit")
                                .uri()
                                .getPath())
                        .isEqualTo("/console/replay");
            }
            assertThat(other.resources("Observation")).noneMatch(ConsoleOnTwoBridgesTest::hasTheUnit);
            AtomicInteger tries = new AtomicInteger();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                int number = tries.incrementAndGet();
                other.drop("csv/lab-results", "later" + number + ".csv", RESULT.formatted("U" + number, "O" + number));
                other.awaitQuiet();
                return other.resources("Observation").stream().anyMatch(ConsoleOnTwoBridgesTest::hasTheUnit);
            });
        }
    }

    private static boolean hasTheUnit(JsonNode observation) {
        return observation.at("/valueQuantity/code").asText().equals("mmol/L");
    }

    private static String[] settings(String url, String bridge) {
        return new String[] {
            "--dhp.ledger.url=" + url, "--dhp.ledger.username=postgres", "--dhp.ledger.bridge=" + bridge
        };
    }

    @Test
    void whoWasLetInByOtherRulesSignsInAnew() throws Exception {
        ConsoleBrowser operator;
        try (RunningBridge before = RunningBridge.startWithoutSamples(first)) {
            operator = new ConsoleBrowser(before.port());
            operator.signIn("operator");
            assertThat(operator.open("/console/playground").uri().getPath()).isEqualTo("/console/playground");
        }
        try (RunningBridge same = RunningBridge.start(first)) {
            assertThat(operator.open("http://localhost:" + same.port() + "/console/playground")
                            .uri()
                            .getPath())
                    .as("a restart alone ends no session")
                    .isEqualTo("/console/playground");
        }
        try (RunningBridge after = RunningBridge.start(first, "--dhp.console.roles.operator=role:somebody-else")) {
            assertThat(operator.open("http://localhost:" + after.port() + "/console/playground")
                            .uri()
                            .getPath())
                    .as("the role was taken away")
                    .isEqualTo("/console/sign-in");
        }
    }
}
