package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.delivery.AccessFailure;
import org.dhpbridge.delivery.Conversation;
import org.dhpbridge.delivery.DeliveryOutcome;
import org.dhpbridge.delivery.MessageFailure;
import org.dhpbridge.delivery.PlaceFailure;
import org.dhpbridge.delivery.UnclearFailure;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.LinkChanges;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;
import org.dhpbridge.ledger.Result;
import org.dhpbridge.ledger.RetentionSettings;
import org.dhpbridge.ledger.State;
import org.dhpbridge.ledger.TestLedger;
import org.dhpbridge.pipeline.DeliveryGate.GateStatus;
import org.dhpbridge.pipeline.Ended.Fate;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a message, in the ledger and at the gate. */
class EndingTest {

    private static final ProfilePack PACK = Packs.usual();
    private static final Duration INITIAL = Duration.ofSeconds(2);

    private static final RetentionSettings KEEPING = new RetentionSettings(
            Duration.ofDays(7),
            Duration.ofDays(7),
            Duration.ofDays(7),
            Duration.ofDays(7),
            Duration.ofDays(7),
            Duration.ofMinutes(1));

    @TempDir
    Path folder;

    private TestLedger ledger;
    private DeliveryGate gate;
    private Ending ending;
    private final List<Object> told = new ArrayList<>();

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private UnwrittenEnds unwritten;

    @BeforeEach
    void open() {
        camel.start();
        ledger = new TestLedger(folder, Clock.systemUTC());
        unwritten = new UnwrittenEnds(camel.createProducerTemplate(), ledger.ledger);
        gate = new DeliveryGate(Clock.systemUTC());
        ending = ending(10);
    }

    private Ending ending(int attempts) {
        Patience patience =
                new Patience(INITIAL, Duration.ofMinutes(15), attempts, Duration.ofSeconds(60), Duration.ofSeconds(30));
        return new Ending(ledger.ledger, gate, PACK, new ObjectMapper(), patience, KEEPING, unwritten, told::add);
    }

    @AfterEach
    void close() {
        camel.stop();
        ledger.close();
    }

    @Test
    void delivered_with_its_links_and_told_once() {
        Claimed message = ledger.claimed();
        Link link = new Link(new Key("Patient", "s", "1"), "p1", "1", null, 0, null);

        ending.delivered(Work.of(message)
                .with(new DeliveryOutcome(
                        false, List.of(), new LinkChanges(List.of(link), Set.of()), new Conversation(), List.of())));
        writeEnds();

        assertThat(inLedger(message).state()).isEqualTo(State.DELIVERED);
        assertThat(ledger.ledger.links().find(Set.of(link.key()))).containsExactly(link);
        assertThat(told).containsExactly(new Ended(message, Fate.DELIVERED, List.of(), null, null));
    }

    @Test
    void superseded_is_an_end_of_its_own() {
        Claimed message = ledger.claimed();

        ending.delivered(Work.of(message)
                .with(new DeliveryOutcome(true, List.of(), LinkChanges.NONE, new Conversation(), List.of())));
        writeEnds();

        assertThat(inLedger(message).state()).isEqualTo(State.SUPERSEDED);
    }

    /** Those that nobody waits for are written when nothing else is to be claimed. */
    private void writeEnds() {
        assertThat(ledger.ledger.claim(1)).isEmpty();
    }

    @Test
    void an_end_that_the_ledger_does_not_take_fails_as_the_routes_say_and_is_not_told() throws Exception {
        CompletableFuture<Exchange> failed = new CompletableFuture<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Throwable.class).handled(true).process(failed::complete);
                from("direct:end-unwritten").process(unwritten::fail);
            }
        });
        Work work = Work.of(ledger.claimed())
                .with(new DeliveryOutcome(false, List.of(), LinkChanges.NONE, new Conversation(), List.of()));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                Statement change = other.createStatement()) {
            change.execute("ALTER TABLE message_event RENAME TO gone");
        }

        ending.delivered(work);

        Exchange exchange = failed.get(20, TimeUnit.SECONDS);
        assertThat(exchange.getMessage().getBody()).isSameAs(work);
        assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
                .hasRootCauseInstanceOf(SQLException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void a_first_failure_waits_little_and_costs_no_attempt() {
        Claimed message = ledger.claimed();

        Ended ended = fails(message, new PlaceFailure("away", 0, null));

        assertThat(ended.fate()).isEqualTo(Fate.DUE_AGAIN);
        assertThat(ended.dueAgain())
                .isBetween(Instant.now().minusSeconds(1), Instant.now().plus(INITIAL));
        assertThat(inLedger(message).attempts()).isZero();
        assertThat(inLedger(message).failure().code()).isEqualTo("unreachable");
    }

    @Test
    void in_an_outage_everything_is_due_when_the_gate_tries_next() {
        List<Ended> ended = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ended.add(fails(ledger.claimed(), new PlaceFailure("away", 0, null)));
        }

        GateStatus shut = gate.status();
        assertThat(shut.nextProbe()).isBefore(Instant.now().plus(INITIAL).plusMillis(1));
        for (Ended one : ended.subList(DeliveryGate.FAILURES_THAT_SHUT - 1, 10)) {
            assertThat(one.dueAgain()).isBefore(shut.nextProbe().plusSeconds(1));
        }
    }

    @Test
    void an_answer_that_was_lost_is_looked_up_no_sooner_than_it_may_show() {
        Ended ended = fails(ledger.claimed(), new UnclearFailure("lost"));

        assertThat(ended.dueAgain()).isAfter(Instant.now().plusSeconds(55));
    }

    @Test
    void what_the_platform_asks_for_is_waited_for() {
        Ended ended = fails(ledger.claimed(), new PlaceFailure("busy", 503, Duration.ofMinutes(2)));

        assertThat(Duration.between(Instant.now(), ended.dueAgain()))
                .isBetween(Duration.ofSeconds(110), Duration.ofSeconds(120));
        assertThat(gate.status().state()).isEqualTo(DeliveryGate.GateState.UNREACHABLE);
    }

    @Test
    void who_fails_alone_costs_attempts_and_is_dead_after_the_last() {
        Claimed message = ledger.claimed();
        fails(message, new PlaceFailure("500", 500, null));
        gate.noteSuccess(99);

        Ended ended = ending(1).retryLater(new PlaceFailure("500", 500, null), Work.of(message));

        assertThat(ended.fate()).isEqualTo(Fate.DEAD);
        assertThat(ended.failure().sentence()).startsWith("Tried 1 times while other messages got through");
    }

    @Test
    void a_refused_message_is_dead_and_opens_the_gate() {
        for (int i = 0; i < DeliveryGate.FAILURES_THAT_SHUT; i++) {
            fails(ledger.claimed(), new PlaceFailure("away", 0, null));
        }
        Claimed message = ledger.claimed();

        ending.dead(
                MessageFailure.answer("no", List.of(Issue.error("required", "Patient.name", "no")), null, null),
                Work.of(message));

        assertThat(inLedger(message).state()).isEqualTo(State.DEAD);
        assertThat(gate.status().state()).isEqualTo(DeliveryGate.GateState.OPEN);
    }

    @Test
    void a_message_that_the_bridge_refuses_says_nothing_of_the_platform() {
        for (int i = 0; i < DeliveryGate.FAILURES_THAT_SHUT; i++) {
            fails(ledger.claimed(), new PlaceFailure("away", 0, null));
        }

        ending.dead(MessageFailure.of("required", "Patient.identifier", "no number"), Work.of(ledger.claimed()));

        assertThat(gate.status().state()).isEqualTo(DeliveryGate.GateState.UNREACHABLE);
    }

    @Test
    void without_access_delivery_rests_as_a_whole_and_the_message_is_due() {
        Claimed message = ledger.claimed();

        Ended ended = ending.pause(new AccessFailure("no"), Work.of(message));

        assertThat(gate.status().state()).isEqualTo(DeliveryGate.GateState.REFUSED);
        assertThat(ended.fate()).isEqualTo(Fate.DUE_AGAIN);
        assertThat(inLedger(message).attempts()).isZero();
    }

    private Ended fails(Claimed message, Throwable why) {
        return ending.retryLater(why, Work.of(message));
    }

    @Test
    void a_dead_letter_says_that_the_platform_may_have_it_when_nobody_looked_since() {
        Ended unanswered = diesOf(new UnclearFailure("lost"));
        Ended refused = diesOf(new PlaceFailure("busy", 503, null));

        assertThat(unanswered.fate()).isEqualTo(Fate.DEAD);
        assertThat(unanswered.failure().sentence()).contains("The platform may have taken it");
        assertThat(refused.fate()).isEqualTo(Fate.DEAD);
        assertThat(refused.failure().sentence()).doesNotContain("may have taken");
    }

    @Test
    void a_dead_letter_stays_in_doubt_until_somebody_looks() {
        Claimed message = ledger.claimed();
        ledger.ledger.retryInDoubt(
                message, ledger.ledger.now(), new Failure("unclear", "push", "lost"), false, Result.NONE);

        Ended refusedLook = ending.dead(
                MessageFailure.answer("no", List.of(Issue.error("required", "Patient.name", "no")), null, null),
                Work.of(ledger.ledger.claim(1).get(0)));
        ledger.ledger.replay(message.id(), "aziza", null);
        Ended fault = ending.dead(
                new IllegalStateException("a fault"),
                Work.of(ledger.ledger.claim(1).get(0)));

        assertThat(refusedLook.failure().sentence()).contains("The platform may have taken it");
        assertThat(fault.failure().sentence()).contains("The platform may have taken it");
    }

    @Test
    void what_was_warned_ahead_of_a_write_stays_with_a_message_that_dies_of_something_else() {
        Claimed message = ledger.claimed();
        JsonNode warned = new ObjectMapper()
                .valueToTree(List.of(
                        Issue.warning("replaced", "Observation.value", "why").of("Observation/1")));
        ledger.ledger.links().warn(message, warned);

        ending.dead(new IllegalStateException("a fault"), Work.of(message));

        assertThat(inLedger(message).result().warnings()).containsExactly("replaced");
    }

    /** In its last attempt, while others get through. */
    private Ended diesOf(RuntimeException why) {
        Claimed message = ledger.claimed();
        fails(message, new PlaceFailure("busy", 503, null));
        gate.noteSuccess(99);
        return ending(1).retryLater(why, Work.of(message));
    }

    private LedgerMessage inLedger(Claimed message) {
        return ledger.ledger.find(message.id()).orElseThrow();
    }
}
