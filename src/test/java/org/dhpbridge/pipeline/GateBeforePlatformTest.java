package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.dhpbridge.delivery.AccessFailure;
import org.dhpbridge.delivery.Delivery;
import org.dhpbridge.delivery.DeliveryRequest;
import org.dhpbridge.delivery.FaultProxy;
import org.dhpbridge.delivery.PlaceFailure;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.NewMessage;
import org.dhpbridge.ledger.RetentionSettings;
import org.dhpbridge.ledger.State;
import org.dhpbridge.ledger.SubjectKey;
import org.dhpbridge.ledger.TestClock;
import org.dhpbridge.ledger.TestLedger;
import org.dhpbridge.pipeline.DeliveryGate.GateState;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** What the platform answers, over the wire, and what becomes of all the messages behind the gate as the hours go by. */
class GateBeforePlatformTest {

    private static final int ATTEMPTS = 4;
    private static final String OUTCOME =
            """
            {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"forbidden"}]}
            """;

    @ImportAutoConfiguration({CamelAutoConfiguration.class, SslAutoConfiguration.class})
    @ComponentScan({"org.dhpbridge.oauth", "org.dhpbridge.delivery"})
    static class Wiring {
        @Bean
        ProfilePack profilePack() {
            return Packs.usual();
        }
    }

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final DeliveryGate gate = new DeliveryGate(clock);
    private final Patience patience = new Patience(
            Duration.ofSeconds(2), Duration.ofMinutes(15), ATTEMPTS, Duration.ofSeconds(60), Duration.ofSeconds(30));
    private final Sandbox sandbox = Sandboxes.start();
    private final FaultProxy platform = new FaultProxy(sandbox.fhirBase());
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private TestLedger ledger;
    private Delivery delivery;
    private Ending ending;
    private int received;

    @BeforeEach
    void open() {
        ledger = new TestLedger(folder, clock);
        TestPropertyValues.of(
                        "camel.main.routes-include-pattern=classpath:routes/pipeline/fhir.yaml",
                        "dhp.fhir.base-url=" + platform.origin() + "/fhir",
                        "dhp.oauth.token-uri=" + platform.origin()
                                + sandbox.tokenUri().getPath(),
                        "dhp.oauth.client-id=sandbox",
                        "dhp.oauth.client-secret=sandbox")
                .applyTo(context);
        context.register(Wiring.class);
        context.registerBean(Links.class, () -> ledger.ledger.links());
        context.refresh();
        delivery = context.getBean(Delivery.class);
        Duration week = Duration.ofDays(7);
        ending = new Ending(
                ledger.ledger,
                gate,
                Packs.usual(),
                new ObjectMapper(),
                patience,
                new RetentionSettings(week, week, week, week, week, Duration.ofMinutes(1)),
                new UnwrittenEnds(context.getBean(CamelContext.class).createProducerTemplate(), ledger.ledger),
                event -> {});
    }

    @AfterEach
    void close() {
        context.close();
        ledger.close();
        platform.close();
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31536000", "9223372036854775807", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void who_asks_for_a_wait_without_end_is_asked_again_after_an_hour(String retryAfter) {
        platform.fault(1, seen -> seen.target().startsWith("/fhir"), page(retryAfter));
        comesBackAfterAnHour();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31536000", "9223372036854775807", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void so_is_the_token_endpoint(String retryAfter) {
        platform.fault(1, seen -> seen.target().contains("token"), page(retryAfter));
        comesBackAfterAnHour();
    }

    private void comesBackAfterAnHour() {
        long first = receive("p1");
        long second = receive("p2");
        work();

        assertThat(gate.status().state()).isEqualTo(GateState.UNREACHABLE);
        assertThat(gate.status().nextProbe()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(gate.status().reason())
                .contains("It asked for a wait of")
                .contains("it is tried again after 3600 s.");
        assertThat(inLedger(first).nextAttemptAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));

        clock.advance(Duration.ofHours(1));
        work();
        assertThat(List.of(inLedger(first).state(), inLedger(second).state())).containsOnly(State.DELIVERED);
    }

    @Test
    void who_alone_is_not_let_in_holds_up_nobody_and_is_dead_at_last() {
        refuses("forbidden");
        long forbidden = receive("forbidden");
        Instant opened = null;
        int others = 0;
        while (inLedger(forbidden).state() == State.DUE && others < 50) {
            long other = receive("p" + ++others);
            clock.advance(Duration.ofMinutes(15));
            work();
            clock.advance(patience.probe());
            work();
            assertThat(inLedger(other).state()).isEqualTo(State.DELIVERED);
            // before the first of the others nothing got through, and the gate was shut
            opened = others == 1 ? gate.status().since() : opened;
            assertThat(gate.status().since()).as("not shut again").isEqualTo(opened);
        }

        LedgerMessage dead = inLedger(forbidden);
        assertThat(dead.state()).isEqualTo(State.DEAD);
        assertThat(dead.failure().code()).isEqualTo("access");
        assertThat(dead.failure().sentence())
                .startsWith("Tried " + ATTEMPTS + " times while other messages got through")
                .contains("(403)", "Ask the platform's operator");
        long next = receive("forbidden");
        work();
        assertThat(inLedger(next).failure())
                .as("its patient is held up no more")
                .isNotNull();
    }

    @Test
    void while_nobody_is_let_in_nothing_dies_however_long() {
        long first = receive("p0");
        work();
        assertThat(inLedger(first).state()).isEqualTo(State.DELIVERED);
        refuses("");
        List<Long> messages = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            messages.add(receive("p" + i));
        }
        int asked = 10 * ATTEMPTS * messages.size();
        for (int i = 0; i < asked; i++) {
            work();
            assertThat(gate.status().state()).isEqualTo(GateState.REFUSED);
            clock.advance(Duration.ofHours(1));
        }
        assertThat(platform.seen()).hasSizeGreaterThan(asked);
        assertThat(messages)
                .allSatisfy(id -> assertThat(inLedger(id).state()).isEqualTo(State.DUE))
                .allSatisfy(id -> assertThat(inLedger(id).attempts()).isZero());

        platform.forget();
        work();
        assertThat(messages).allSatisfy(id -> assertThat(inLedger(id).state()).isEqualTo(State.DELIVERED));
    }

    /** Every call about the patient, from now on. */
    private void refuses(String patient) {
        platform.fault(
                Integer.MAX_VALUE,
                seen -> seen.target().startsWith("/fhir")
                        && !seen.target().contains("metadata")
                        && (seen.target() + seen.body()).contains(patient),
                FaultProxy.answer(403, Map.of("Content-Type", "application/fhir+json"), OUTCOME));
    }

    private static FaultProxy.Fault page(String retryAfter) {
        return FaultProxy.answer(
                503, Map.of("Retry-After", retryAfter, "Content-Type", "text/html"), "<html>Maintenance</html>");
    }

    /** What a worker does until nothing is due, or the gate holds back what is. */
    private void work() {
        DeliveryGate.GatePass admitted = gate.admit(1);
        while (admitted.messages() == 1) {
            List<Claimed> claimed = ledger.ledger.claim(1);
            gate.noteClaims(admitted, claimed);
            if (claimed.isEmpty()) {
                return;
            }
            attempt(claimed.get(0));
            admitted = gate.admit(1);
        }
    }

    /** As the routes do: {@code deliver.yaml}, {@code failures.yaml}. */
    private void attempt(Claimed message) {
        Work work = Work.of(message);
        String number = new String(ledger.ledger.payload(message.id()).orElseThrow(), StandardCharsets.UTF_8);
        try {
            DeliveryRequest request =
                    new DeliveryRequest(clock.instant().atOffset(ZoneOffset.UTC), List.of(patient(number)));
            ending.delivered(work.with(delivery.deliver(request, message)));
        } catch (AccessFailure failure) {
            ending.pause(failure, work);
        } catch (PlaceFailure failure) {
            ending.retryLater(failure, work);
        }
    }

    private static ObjectNode patient(String number) {
        ObjectNode patient = new ObjectMapper()
                .createObjectNode()
                .put("resourceType", "Patient")
                .put("id", number);
        patient.putArray("identifier")
                .addObject()
                .put("system", "urn:test:site")
                .put("value", number);
        patient.putArray("name").addObject().put("text", "Aziz");
        return patient;
    }

    /** A message about a patient; gives its number in the ledger. */
    private long receive(String patient) {
        byte[] payload = patient.getBytes(StandardCharsets.UTF_8);
        String key = patient + " " + ++received;
        ledger.ledger.receive(List.of(
                new NewMessage("test", key, "hl7v2", payload, key, null, SubjectKey.hash(patient), null, null)));
        return ledger.ledger.list(MessageFilter.of()).get(0).id();
    }

    private LedgerMessage inLedger(long id) {
        return ledger.ledger.find(id).orElseThrow();
    }
}
