package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** What every ledger does, on whatever database. */
abstract class LedgerContract {

    static final Duration LEASE = Duration.ofSeconds(20);
    static final Duration LONGEST_WORK = Duration.ofMinutes(10);
    static final Failure REFUSED = new Failure("required", "push", "Patient.name is missing; add it in the source.");
    static final Failure DOWN = new Failure("http-503", "push", "The platform does not answer.");

    final TestClock clock = new TestClock();
    HikariDataSource dataSource;
    Ledger ledger;

    /** An empty database. */
    abstract HikariDataSource open();

    @BeforeEach
    void openLedger() {
        dataSource = open();
        ledger = newLedger("bridge-1");
    }

    @AfterEach
    void closeDatabase() {
        dataSource.close();
    }

    Ledger newLedger(String bridge) {
        return new Ledger(dataSource, bridge, LEASE, LONGEST_WORK, clock);
    }

    static NewMessage message(String key, String subject) {
        return new NewMessage(
                "hl7",
                key,
                "application/json",
                ("payload of " + key).getBytes(StandardCharsets.UTF_8),
                "day.hl7:" + key,
                null,
                SubjectKey.hash(subject),
                null,
                null);
    }

    /** A claim of nothing in the ledger: it may hold keys. */
    private static Claimed holder() {
        return new Claimed(
                1,
                "hl7",
                "application/json",
                null,
                null,
                null,
                0,
                false,
                false,
                null,
                UUID.randomUUID(),
                UUID.randomUUID());
    }

    /** Saves links as it is done before something is written on the platform. */
    static void save(Links links, Collection<Links.Link> all) {
        Claimed holder = holder();
        links.reserve(holder, List.of(), all);
        links.free(holder);
    }

    /** Does the work while nobody else holds one of the keys. */
    static <T> T reserving(Links links, Collection<Links.Key> keys, Supplier<T> work) {
        Claimed holder = holder();
        links.reserve(holder, keys, List.of());
        try {
            return work.get();
        } finally {
            links.free(holder);
        }
    }

    static NewMessage message(String source, String key, String subject) {
        NewMessage m = message(key, subject);
        return new NewMessage(
                source, key, m.contentType(), m.payload(), m.location(), "csv/labs", m.subjectKey(), null, null);
    }

    void receive(NewMessage... messages) {
        Received received = ledger.receive(List.of(messages));
        assertThat(received.added()).isEqualTo(messages.length);
        assertThat(received.duplicates()).isZero();
    }

    static List<String> locations(List<Claimed> claimed) {
        return claimed.stream().map(Claimed::location).toList();
    }

    static List<String> steps(List<HistoryEntry> history) {
        return history.stream().map(HistoryEntry::step).toList();
    }

    @Test
    void aMessageComesOutAsItWentIn() {
        byte[] payload = new byte[3_000_000];
        Arrays.fill(payload, (byte) 0xF8);
        Instant event = Instant.parse("2015-06-01T12:58:23.000001Z");
        receive(new NewMessage(
                "csv-labs", "k", "text/csv", payload, "кун.csv:17", "csv/labs", SubjectKey.hash("7"), event, null));

        Claimed claimed = ledger.claim(10).get(0);

        assertThat(claimed.source()).isEqualTo("csv-labs");
        assertThat(claimed.contentType()).isEqualTo("text/csv");
        assertThat(claimed.location()).isEqualTo("кун.csv:17");
        assertThat(ledger.find(claimed.id()).orElseThrow().subject()).isEqualTo(SubjectKey.hash("7"));
        assertThat(claimed.eventTime()).isEqualTo(event);
        assertThat(claimed.receivedAt()).isEqualTo(clock.instant());
        assertThat(claimed.attempts()).isZero();
        assertThat(claimed.interrupted()).isFalse();
        assertThat(ledger.payload(claimed.id())).hasValue(payload);
    }

    @Test
    void aMessageIsReceivedOnceHoweverOftenItsSourceReadsIt() {
        assertThat(ledger.receive(List.of(message("1", "a"), message("2", "a"), message("1", "a"))))
                .isEqualTo(new Received(2, 1));
        assertThat(ledger.receive(List.of(message("2", "a"), message("3", "b"))))
                .isEqualTo(new Received(1, 1));
        assertThat(ledger.receive(List.of(message("other-source", "1", "a")))).isEqualTo(new Received(1, 0));
        assertThat(ledger.receive(List.of())).isEqualTo(new Received(0, 0));
        assertThat(ledger.depth()).isEqualTo(4);
    }

    @Test
    void anEndedMessageThatIsReadAgainStaysEnded() {
        receive(message("1", "a"));
        WrittenEnds.delivered(ledger, ledger.claim(1).get(0), Result.NONE, null);

        assertThat(ledger.receive(List.of(message("1", "a")))).isEqualTo(new Received(0, 1));
        assertThat(ledger.claim(1)).isEmpty();
    }

    @Test
    void whatCannotBeReadIsDeadOnArrivalAndKept() {
        NewMessage broken = message("1", "a").dead(new Failure("structure", "read", "Row 2 has 3 of 7 columns.\0"));

        assertThat(ledger.receive(List.of(broken, message("2", "a"))))
                .isEqualTo(new Received(2, 0, List.of("structure")));
        assertThat(ledger.receive(List.of(broken))).isEqualTo(new Received(0, 1));

        LedgerMessage dead = ledger.list(MessageFilter.of(State.DEAD)).get(0);
        assertThat(dead.failure().sentence()).startsWith("Row 2 has 3 of 7 columns.");
        assertThat(dead.endedAt()).isEqualTo(clock.instant());
        assertThat(ledger.payload(dead.id())).hasValue(broken.payload());
        assertThat(locations(ledger.claim(10))).containsExactly("day.hl7:2");
        assertThat(ledger.replay(dead.id(), "aziza", null)).isTrue();
        assertThat(steps(ledger.history(dead.id())))
                .as("the first error outlives the replay")
                .containsExactly("received", "dead", "replayed");
        assertThat(ledger.history(dead.id()).get(1).detail()).startsWith("Row 2 has 3 of 7 columns.");
    }

    @Test
    void oneMessageOfASubjectIsInWorkAtATimeInOrderOfArrival() {
        Ledger other = newLedger("bridge-2");
        receive(message("a1", "a"), message("a2", "a"), message("b1", "b"), message("a3", "a"));

        List<Claimed> first = ledger.claim(10);
        assertThat(locations(first)).containsExactly("day.hl7:a1", "day.hl7:b1");
        assertThat(other.claim(10)).isEmpty();

        assertThat(WrittenEnds.delivered(ledger, first.get(0), Result.NONE, null))
                .isTrue();
        List<Claimed> second = ledger.claim(10);
        assertThat(locations(second)).containsExactly("day.hl7:a2");
        ledger.dead(second.get(0), REFUSED, Result.NONE);
        assertThat(locations(ledger.claim(10))).containsExactly("day.hl7:a3");
    }

    @Test
    void messagesWithoutASubjectWaitForNoOther() {
        receive(message("1", null), message("2", " "), message("3", null));

        assertThat(locations(ledger.claim(10))).containsExactly("day.hl7:1", "day.hl7:2", "day.hl7:3");
    }

    @Test
    void theOldestComeFirst() {
        receive(message("1", "a"), message("2", "a"));
        clock.advance(Duration.ofSeconds(1));
        receive(message("3", "b"));
        clock.advance(Duration.ofSeconds(1));
        WrittenEnds.delivered(ledger, ledger.claim(1).get(0), Result.NONE, null);

        assertThat(locations(ledger.claim(1))).containsExactly("day.hl7:2");
    }

    @Test
    void aMessageThatWaitsForItsNextAttemptHoldsBackItsSubjectOnly() {
        receive(message("a1", "a"), message("a2", "a"), message("b1", "b"));
        Instant later = clock.instant().plusSeconds(60);
        ledger.retryAt(ledger.claim(1).get(0), later, DOWN, true, Result.NONE);

        List<Claimed> other = ledger.claim(10);
        assertThat(locations(other)).containsExactly("day.hl7:b1");
        WrittenEnds.delivered(ledger, other.get(0), Result.NONE, null);
        LedgerMessage waiting = ledger.list(MessageFilter.of(State.DUE).withErrorCode("http-503"))
                .get(0);
        assertThat(waiting.nextAttemptAt()).isEqualTo(later);
        assertThat(waiting.attempts()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(60));
        List<Claimed> again = ledger.claim(10);
        assertThat(locations(again)).containsExactly("day.hl7:a1");
        assertThat(again.get(0).attempts()).isEqualTo(1);
        assertThat(again.get(0).interrupted()).isFalse();
    }

    @Test
    void anEndThatNobodyWaitsForIsWrittenOnceNothingElseIsToBeClaimed() {
        receive(message("1", "a"), message("2", "a"));
        Claimed first = ledger.claim(2).get(0);
        CompletionStage<Boolean> told = ledger.delivered(first, Result.NONE, null);

        List<Claimed> next = ledger.claim(2);

        assertThat(told.toCompletableFuture()).isCompletedWithValue(true);
        assertThat(next).as("the next one of the same subject").hasSize(1);
        assertThat(ledger.find(first.id()).orElseThrow().state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void anEndThatNobodyWaitsForIsWrittenByItself() {
        receive(message("1", "a"));
        Claimed claimed = ledger.claim(1).get(0);

        assertThat(ledger.superseded(claimed, Result.NONE, "newer").toCompletableFuture())
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(true);

        assertThat(ledger.find(claimed.id()).orElseThrow().state()).isEqualTo(State.SUPERSEDED);
    }

    @Test
    void endsThatNobodyWaitsForAreWrittenAtAStop() {
        receive(message("1", "a"), message("2", "b"));
        List<Claimed> claimed = ledger.claim(2);
        ledger.delivered(claimed.get(0), Result.NONE, null);

        ledger.abandonClaims();

        assertThat(ledger.find(claimed.get(0).id()).orElseThrow().state()).isEqualTo(State.DELIVERED);
        assertThat(newLedger("bridge-2").claim(2)).singleElement().satisfies(other -> assertThat(other.interrupted())
                .isTrue());
    }

    @Test
    void anEndThatNobodyWaitsForIsNotWrittenWhenTheClaimIsLost() {
        Ledger other = newLedger("bridge-2");
        receive(message("1", "a"));
        Claimed lost = ledger.claim(1).get(0);
        clock.advance(LEASE);
        Claimed taken = other.claim(1).get(0);

        CompletionStage<Boolean> told = ledger.delivered(lost, Result.NONE, null);
        ledger.claim(1);

        assertThat(told.toCompletableFuture()).isCompletedWithValue(false);
        assertThat(WrittenEnds.delivered(other, taken, Result.NONE, null)).isTrue();
    }

    @Test
    void anOutageCostsNoAttempt() {
        receive(message("1", "a"));
        for (int i = 0; i < 5; i++) {
            ledger.retryAt(ledger.claim(1).get(0), clock.instant(), DOWN, false, Result.NONE);
        }
        assertThat(ledger.claim(1).get(0).attempts()).isZero();
    }

    @Test
    void aReleasedMessageIsDueAtOnceAndNothingIsSaidAgainstIt() {
        receive(message("1", "a"));
        ledger.release(ledger.claim(1).get(0));

        Claimed again = ledger.claim(1).get(0);
        assertThat(again.interrupted()).isFalse();
        assertThat(again.attempts()).isZero();
    }

    @Test
    void aWarningAheadOfAnEndComesWithTheNextClaimAndOnlyWhoHoldsTheMessageGivesIt() {
        Ledger other = newLedger("bridge-2");
        receive(message("1", "a"));
        Claimed lost = ledger.claim(1).get(0);
        JsonNode warned = JsonNodeFactory.instance.arrayNode().add("replaced");
        ledger.links().warn(lost, warned);
        clock.advance(LEASE);

        Claimed taken = other.claim(1).get(0);
        ledger.links().warn(lost, JsonNodeFactory.instance.arrayNode().add("beside"));

        assertThat(lost.issues()).isNull();
        assertThat(taken.issues()).isEqualTo(warned);
        assertThat(ledger.find(lost.id()).orElseThrow().result().issues()).isEqualTo(warned);
    }

    @Test
    void aClaimThatIsNotRenewedGoesToAnotherBridgeAndItsOwnerIsFencedOff() {
        Ledger other = newLedger("bridge-2");
        receive(message("1", "a"), message("2", "a"));
        Claimed lost = ledger.claim(1).get(0);
        clock.advance(LEASE.minusSeconds(1));
        assertThat(other.claim(1)).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        Claimed taken = other.claim(1).get(0);

        assertThat(taken.id()).isEqualTo(lost.id());
        assertThat(taken.interrupted()).isTrue();
        assertThat(WrittenEnds.delivered(ledger, lost, Result.NONE, null)).isFalse();
        assertThat(WrittenEnds.superseded(ledger, lost, Result.NONE, "newer")).isFalse();
        assertThat(ledger.dead(lost, REFUSED, Result.NONE)).isFalse();
        assertThat(ledger.retryAt(lost, clock.instant(), DOWN, true, Result.NONE))
                .isFalse();
        assertThat(ledger.release(lost)).isFalse();
        ledger.renewClaims();
        ledger.abandonClaims();
        assertThat(WrittenEnds.delivered(other, taken, Result.NONE, null)).isTrue();
        assertThat(steps(ledger.history(lost.id()))).containsExactly("received", "interrupted", "delivered");
        assertThat(ledger.history(lost.id()).get(1).detail()).startsWith("bridge-1 stopped");
    }

    @Test
    void aClaimIsSurelyHeldOnlyUntilItsLeaseEndsOrAnotherBridgeHasIt() throws Exception {
        receive(message("1", "a"), message("2", "b"));
        Claimed held = ledger.claim(1).get(0);
        ledger.links().requireHeld(held);
        clock.advance(LEASE);
        newLedger("bridge-2").claim(2);
        ledger.renewClaims();
        assertThatThrownBy(() -> ledger.links().requireHeld(held)).isInstanceOf(DataAccessException.class);

        Ledger sleepy = new Ledger(dataSource, "bridge-3", Duration.ofMillis(1), LONGEST_WORK, clock);
        clock.advance(LEASE);
        Claimed slept = sleepy.claim(1).get(0);
        Thread.sleep(2);
        assertThatThrownBy(() -> sleepy.links().requireHeld(slept)).isInstanceOf(DataAccessException.class);
    }

    @Test
    void aRenewedClaimHoldsUntilTheLongestWork() {
        Ledger other = newLedger("bridge-2");
        receive(message("1", "a"));
        Claimed claimed = ledger.claim(1).get(0);
        Instant until = clock.instant().plus(LONGEST_WORK);
        while (!clock.instant().isAfter(until)) {
            ledger.renewClaims();
            clock.advance(LEASE.minusSeconds(1));
            assertThat(other.claim(1)).isEmpty();
        }
        clock.advance(LEASE);
        ledger.renewClaims();

        assertThat(other.claim(1)).extracting(Claimed::id).containsExactly(claimed.id());
    }

    @Test
    void aClaimWhoseEndCouldNotBeWrittenRunsOutWithItsLease() {
        Ledger other = newLedger("bridge-2");
        receive(message("1", "a"), message("2", "b"));
        List<Claimed> claimed = ledger.claim(2);

        ledger.letRunOut(claimed.get(0));
        clock.advance(LEASE.minusSeconds(1));
        ledger.renewClaims();
        clock.advance(Duration.ofSeconds(2));

        assertThat(other.claim(2)).singleElement().satisfies(taken -> {
            assertThat(taken.id()).isEqualTo(claimed.get(0).id());
            assertThat(taken.interrupted()).isTrue();
        });
    }

    @Test
    void whatAStoppedBridgeAbandonsIsTakenAtOnceAsInterrupted() {
        Ledger other = newLedger("bridge-2");
        receive(message("1", "a"));
        ledger.claim(1);

        ledger.abandonClaims();

        assertThat(other.claim(1).get(0).interrupted()).isTrue();
    }

    @Test
    void anEndIsWrittenWithAllThatWasMade() {
        receive(message("1", "a"));
        ArrayNode placed = new ObjectMapper().createArrayNode();
        placed.addObject().put("type", "Patient").put("id", "17").put("version", "1");
        ArrayNode filled = new ObjectMapper().createArrayNode();
        filled.addObject().put("path", "Patient.birthDate").put("how", "extension");

        WrittenEnds.delivered(
                ledger,
                ledger.claim(1).get(0),
                new Result("hl7v2/ADT_A01", "3f2a", "uz-core-0.7.0", filled, placed),
                null);

        LedgerMessage message = ledger.list(MessageFilter.of()).get(0);
        assertThat(message.state()).isEqualTo(State.DELIVERED);
        assertThat(message.endedAt()).isEqualTo(clock.instant());
        assertThat(message.failure()).isNull();
        assertThat(message.result()).isEqualTo(new Result("hl7v2/ADT_A01", "3f2a", "uz-core-0.7.0", filled, placed));
        assertThat(ledger.find(message.id())).hasValue(message);
    }

    @Test
    void aDeliveryForgetsTheFailureBeforeIt() {
        receive(message("1", "a"));
        ledger.retryAt(ledger.claim(1).get(0), clock.instant(), DOWN, true, Result.NONE);
        Claimed again = ledger.claim(1).get(0);
        WrittenEnds.delivered(ledger, again, Result.NONE, null);

        assertThat(ledger.find(again.id()).orElseThrow().failure()).isNull();
        assertThat(steps(ledger.history(again.id()))).containsExactly("received", "retry", "delivered");
    }

    @Test
    void aReplayedMessageIsDueAgainWithItsHistoryKept() {
        receive(message("1", "a"));
        Claimed claimed = ledger.claim(1).get(0);
        ledger.retryAt(claimed, clock.instant(), DOWN, true, Result.NONE);
        ledger.dead(
                ledger.claim(1).get(0),
                new Failure("required", "push", "Name is missing.", new ObjectMapper().createObjectNode()),
                Result.NONE);
        assertThat(ledger.claim(1)).isEmpty();

        assertThat(ledger.replay(claimed.id(), "aziza", "The name is there now."))
                .isTrue();
        assertThat(ledger.replay(claimed.id(), "aziza", "Once more.")).isFalse();
        assertThat(ledger.replay(4711, "aziza", "No such message.")).isFalse();

        Claimed again = ledger.claim(1).get(0);
        assertThat(again.attempts()).isZero();
        assertThat(WrittenEnds.delivered(ledger, again, Result.NONE, null)).isTrue();
        List<HistoryEntry> history = ledger.history(claimed.id());
        assertThat(steps(history)).containsExactly("received", "retry", "dead", "replayed", "delivered");
        assertThat(history.get(3).who()).isEqualTo("aziza");
        assertThat(history.get(3).detail()).isEqualTo("The name is there now.");
    }

    @Test
    void aReplayedMessageGoesBeforeThoseOfItsSubjectThatArrivedLater() {
        receive(message("a1", "a"), message("a2", "a"), message("a3", "a"));
        Claimed first = ledger.claim(1).get(0);
        ledger.dead(first, REFUSED, Result.NONE);
        Claimed second = ledger.claim(1).get(0);

        ledger.replay(first.id(), "aziza", null);
        assertThat(ledger.claim(10)).isEmpty();
        WrittenEnds.delivered(ledger, second, Result.NONE, null);

        assertThat(locations(ledger.claim(10))).containsExactly("day.hl7:a1");
    }

    @Test
    void aReplayedMessageDoesNotWaitForTheRetryOfALaterOne() {
        receive(message("a1", "a"), message("a2", "a"));
        Claimed first = ledger.claim(1).get(0);
        ledger.dead(first, REFUSED, Result.NONE);
        ledger.retryAt(ledger.claim(1).get(0), clock.instant().plusSeconds(60), DOWN, true, Result.NONE);

        ledger.replay(first.id(), "aziza", null);

        Claimed again = ledger.claim(1).get(0);
        assertThat(again.location()).isEqualTo("day.hl7:a1");
        WrittenEnds.delivered(ledger, again, Result.NONE, null);
        assertThat(ledger.claim(1)).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(locations(ledger.claim(1))).containsExactly("day.hl7:a2");
    }

    @Test
    void whatIsReplayedTogetherIsDueInOrderOfArrivalAndWhatIsDueStays() {
        ledger.receive(IntStream.range(0, 14)
                .mapToObj(i -> message("m" + i, "s" + i % 7).dead(REFUSED))
                .toList());
        receive(message("x", "x").dead(DOWN), message("y", "y"));
        WrittenEnds.delivered(ledger, ledger.claim(1).get(0), Result.NONE, null);

        List<Long> refused = ids(MessageFilter.of().withErrorCode("required"));
        assertThat(ledger.replay(refused, ReplayTerms.now("aziza", "Mapping corrected.")))
                .isEqualTo(14);
        assertThat(locations(ledger.claim(100)))
                .containsExactly(
                        "day.hl7:m0",
                        "day.hl7:m1",
                        "day.hl7:m2",
                        "day.hl7:m3",
                        "day.hl7:m4",
                        "day.hl7:m5",
                        "day.hl7:m6");
        assertThat(ledger.replay(ids(MessageFilter.of()), ReplayTerms.now("aziza", null)))
                .as("the dead one and the delivered one")
                .isEqualTo(2);
    }

    @Test
    void listsFilterAndPage() {
        receive(message("csv", "1", "a"), message("csv", "2", "b").dead(REFUSED));
        clock.advance(Duration.ofHours(1));
        receive(message("3", "c").dead(DOWN), message("4", "d"), message("5", "e"));
        Instant second = clock.instant();

        assertThat(ids(MessageFilter.of())).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(ids(MessageFilter.of(State.DEAD))).containsExactly(3L, 2L);
        assertThat(ids(MessageFilter.of(State.DEAD, State.DUE).withSource("csv")))
                .containsExactly(2L, 1L);
        assertThat(ids(MessageFilter.of().withErrorCode("http-503"))).containsExactly(3L);
        assertThat(ids(MessageFilter.of().withReceived(second, null))).containsExactly(5L, 4L, 3L);
        assertThat(ids(MessageFilter.of().withReceived(null, second))).containsExactly(2L, 1L);
        assertThat(ids(MessageFilter.of().withLimit(2))).containsExactly(5L, 4L);
        assertThat(ids(MessageFilter.of().withLimit(2).withBeforeId(4L))).containsExactly(3L, 2L);
    }

    private List<Long> ids(MessageFilter filter) {
        return ledger.list(filter).stream().map(LedgerMessage::id).toList();
    }

    @Test
    void theSummaryCountsBySourceAndState() {
        Instant first = clock.instant();
        receive(message("csv", "1", "a"), message("2", "b").dead(REFUSED));
        clock.advance(Duration.ofHours(1));
        receive(message("3", "c"));

        Summary summary = ledger.summary();

        assertThat(summary.counts())
                .containsExactly(
                        new Summary.Count("csv", State.DUE, 1),
                        new Summary.Count("hl7", State.DEAD, 1),
                        new Summary.Count("hl7", State.DUE, 1));
        assertThat(summary.of(State.DUE)).isEqualTo(2);
        assertThat(summary.oldestDue()).isEqualTo(first);
        assertThat(ledger.depth()).isEqualTo(2);
        ledger.claim(10).forEach(c -> WrittenEnds.superseded(ledger, c, Result.NONE, "A newer one was delivered."));
        assertThat(ledger.depth()).isZero();
        assertThat(ledger.summary().of(State.SUPERSEDED)).isEqualTo(2);
    }

    @Test
    void nothingIsFoundOfAMessageThatDoesNotExist() {
        assertThat(ledger.find(1)).isEmpty();
        assertThat(ledger.payload(1)).isEmpty();
        assertThat(ledger.history(1)).isEmpty();
        assertThat(ledger.claim(10)).isEmpty();
    }

    @Test
    void manyReceiversOfTheSameMessagesKeepOneOfEach() throws Exception {
        List<NewMessage> all = IntStream.range(0, 300)
                .mapToObj(i -> message("m" + i, i % 3 == 0 ? null : "s" + i % 10))
                .toList();
        Ledger other = newLedger("bridge-2");
        List<Callable<Integer>> receivers = new ArrayList<>();
        for (int r = 0; r < 6; r++) {
            Ledger mine = r % 2 == 0 ? ledger : other;
            List<NewMessage> order = new ArrayList<>(all);
            Collections.shuffle(order, new Random(r));
            receivers.add(() -> {
                int added = 0;
                for (int from = 0; from < order.size(); from += 50) {
                    added += mine.receive(order.subList(from, from + 50)).added();
                }
                return added;
            });
        }

        assertThat(inParallel(receivers).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(300);
        assertThat(ledger.depth()).isEqualTo(300);
        assertThat(ledger.claim(1000)).hasSize(100 + 10);
    }

    @Test
    void manyWorkersOfTwoBridgesTakeEachMessageOnceAndInOrder() throws Exception {
        int subjects = 12;
        int each = 20;
        Ledger other = newLedger("bridge-2");
        Set<java.util.UUID> inWork = ConcurrentHashMap.newKeySet();
        Map<java.util.UUID, List<Long>> delivered = new ConcurrentHashMap<>();
        AtomicInteger left = new AtomicInteger(subjects * each + each);
        List<Callable<Integer>> threads = new ArrayList<>();
        threads.add(() -> {
            for (int i = 0; i < each; i++) {
                List<NewMessage> batch = new ArrayList<>(List.of(message("none" + i, null)));
                for (int s = 0; s < subjects; s++) {
                    batch.add(message("s" + s + "-" + i, "s" + s));
                }
                ledger.receive(batch);
            }
            return 0;
        });
        for (int w = 0; w < 6; w++) {
            Ledger mine = w % 2 == 0 ? ledger : other;
            Random random = new Random(w);
            threads.add(() -> {
                while (left.get() > 0) {
                    for (Claimed claimed : mine.claim(1 + random.nextInt(5))) {
                        work(mine, claimed, random.nextInt(10), inWork, delivered, left);
                    }
                }
                return 0;
            });
        }

        inParallel(threads);

        assertThat(delivered.values())
                .allSatisfy(ids -> assertThat(ids).isSorted().doesNotHaveDuplicates());
        assertThat(delivered.values().stream().mapToInt(List::size).sum()).isEqualTo(subjects * each + each);
        assertThat(ledger.summary().of(State.DELIVERED)).isEqualTo(subjects * each + each);
        assertThat(ledger.depth()).isZero();
        assertThat(ledger.claim(1)).isEmpty();
    }

    private void work(
            Ledger mine,
            Claimed claimed,
            int luck,
            Set<java.util.UUID> inWork,
            Map<java.util.UUID, List<Long>> delivered,
            AtomicInteger left) {
        assertThat(inWork.add(claimed.lane())).as("one of a subject at a time").isTrue();
        if (luck > 1) {
            delivered
                    .computeIfAbsent(claimed.lane(), lane -> new CopyOnWriteArrayList<>())
                    .add(claimed.id());
        }
        inWork.remove(claimed.lane());
        boolean ended =
                switch (luck) {
                    case 0 -> mine.retryAt(claimed, clock.instant(), DOWN, true, Result.NONE);
                    case 1 -> mine.release(claimed);
                    default -> WrittenEnds.delivered(mine, claimed, Result.NONE, null);
                };
        assertThat(ended).as("the claim held").isTrue();
        if (luck > 1) {
            left.decrementAndGet();
        }
    }

    static <T> List<T> inParallel(List<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aMessageThatIsIdentifiedAgainQueuesWithItsNewSubject() {
        receive(message("1", "wrong").dead(REFUSED), message("2", "right"), message("3", "wrong"));
        Instant event = Instant.parse("2026-03-01T10:00:00Z");
        Identified right = new Identified("text/csv", "csv/labs", SubjectKey.hash("right"), event);
        ReplayTerms how =
                new ReplayTerms("aziza", "Authority corrected.", id -> id == 1 ? Optional.of(right) : Optional.empty());

        assertThat(ledger.replay(List.of(1L), how)).isEqualTo(1);

        assertThat(locations(ledger.claim(10))).containsExactly("day.hl7:1", "day.hl7:3");
        LedgerMessage message = ledger.find(1).orElseThrow();
        assertThat(message.subject()).isEqualTo(SubjectKey.hash("right"));
        assertThat(message.contentType()).isEqualTo("text/csv");
        assertThat(message.eventTime()).isEqualTo(event);
        List<HistoryEntry> history = ledger.history(1);
        assertThat(steps(history)).containsExactly("received", "dead", "replayed", "identified");
        assertThat(history.get(3).detail())
                .isEqualTo("Read and identified again: changed content type, mapping, subject, event time.");
    }

    @Test
    void replaysDuringReceiptsAndWorkLoseNothing() throws Exception {
        ledger.receive(IntStream.range(0, 200)
                .mapToObj(i -> message("m" + i, "s" + i % 5).dead(REFUSED))
                .toList());
        AtomicInteger deliveries = new AtomicInteger();
        CountDownLatch feeders = new CountDownLatch(3);
        List<Callable<Integer>> threads = new ArrayList<>();
        threads.add(() -> {
            for (int i = 0; i < 40; i++) {
                ledger.receive(List.of(message("n" + i, "s" + i % 5), message("u" + i, "u" + i)));
            }
            feeders.countDown();
            return 0;
        });
        for (int r = 0; r < 2; r++) {
            threads.add(() -> {
                int replayed = ledger.replay(
                        ids(MessageFilter.of(State.DEAD).withLimit(1000)), ReplayTerms.now("aziza", null));
                feeders.countDown();
                return replayed;
            });
        }
        for (int w = 0; w < 3; w++) {
            threads.add(() -> {
                boolean more = true;
                while (more || feeders.getCount() > 0 || ledger.depth() > 0) {
                    List<Claimed> claims = ledger.claim(3);
                    for (Claimed claimed : claims) {
                        assertThat(WrittenEnds.delivered(ledger, claimed, Result.NONE, null))
                                .isTrue();
                        deliveries.incrementAndGet();
                    }
                    more = !claims.isEmpty();
                }
                return 0;
            });
        }

        int replayed = inParallel(threads).subList(1, 3).stream()
                .mapToInt(Integer::intValue)
                .sum();

        assertThat(replayed).isGreaterThanOrEqualTo(200); // the later replay finds some delivered already
        assertThat(deliveries).hasValue(80 + replayed);
        assertThat(ledger.depth()).isZero();
    }

    @Test
    void linksSavedByManyAtOnceAreAllThere() throws Exception {
        Links links = newLedger("links").links();
        List<Links.Link> all = IntStream.range(0, 100)
                .mapToObj(
                        i -> new Links.Link(new Links.Key("Patient", "urn:mr", "p" + i), "id" + i, "1", null, 0, null))
                .toList();
        List<Callable<Integer>> savers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            List<Links.Link> order = new ArrayList<>(all);
            Collections.shuffle(order, new Random(t));
            savers.add(() -> {
                for (int from = 0; from < order.size(); from += 20) {
                    save(links, order.subList(from, from + 20));
                }
                return 0;
            });
        }
        inParallel(savers);
        assertThat(links.find(all.stream().map(Links.Link::key).toList())).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void linksAreFoundReplacedAndForgotten() {
        Links links = newLedger("links").links();
        Links.Key patient = new Links.Key("Patient", "urn:pinfl", "30101800000001");
        Links.Key other = new Links.Key("Patient", "", "30101800000001");
        Instant event = Instant.parse("2026-01-02T03:04:05Z");
        save(
                links,
                List.of(
                        new Links.Link(patient, "17", "1", event, 0, null),
                        new Links.Link(other, "18", "1", null, 2, null)));
        save(links, List.of(new Links.Link(patient, "17", "2", event.plusSeconds(1), 1, "b1b2")));

        assertThat(links.find(List.of(patient, other, new Links.Key("Encounter", "urn:pinfl", "30101800000001"))))
                .containsExactlyInAnyOrder(
                        new Links.Link(patient, "17", "2", event.plusSeconds(1), 1, "b1b2"),
                        new Links.Link(other, "18", "1", null, 2, null));
        receive(message("1", "a"));
        WrittenEnds.delivered(
                ledger,
                ledger.claim(1).get(0),
                Result.NONE.withLinks(new LinkChanges(List.of(), Set.of(patient))),
                null);
        assertThat(links.find(List.of(patient, other)))
                .extracting(Links.Link::serverId)
                .containsExactly("18");
        assertThat(links.find(List.of())).isEmpty();
    }

    @Test
    void whetherALinkWasSavedLatelyIsKnown() {
        Links links = newLedger("links").links();
        Links.Key result = new Links.Key("Observation", "urn:lab", "L-1");
        Duration settle = Duration.ofSeconds(5);
        assertThat(links.savedWithin(List.of(result), settle)).isFalse();
        save(links, List.of(new Links.Link(result, "17", "1", null, 0, null)));

        assertThat(links.savedWithin(List.of(result), settle)).isTrue();
        clock.advance(settle);
        assertThat(links.savedWithin(List.of(result), settle)).isFalse();
    }

    @Test
    void aLinkNeverGoesBackInTimeOrRank() {
        Links links = newLedger("links").links();
        Links.Key result = new Links.Key("Observation", "urn:lab", "L-1");
        Instant noon = Instant.parse("2026-01-02T12:00:00Z");
        save(links, List.of(new Links.Link(result, "17", "2", noon, 6, "b1b2")));

        save(links, List.of(new Links.Link(result, "17", "3", noon.minusSeconds(1), 8, null)));
        assertThat(links.find(List.of(result))).containsExactly(new Links.Link(result, "17", "3", noon, 6, "b1b2"));
        save(links, List.of(new Links.Link(result, "17", "4", noon, 4, null)));
        assertThat(links.find(List.of(result))).containsExactly(new Links.Link(result, "17", "4", noon, 6, "b1b2"));
        save(links, List.of(new Links.Link(result, "17", "5", noon.plusSeconds(1), 4, null)));
        assertThat(links.find(List.of(result)))
                .containsExactly(new Links.Link(result, "17", "5", noon.plusSeconds(1), 4, "b1b2"));
    }

    private static Links.Link link(String value, String id, Instant time) {
        return new Links.Link(new Links.Key("Patient", "urn:mr", value), id, "1", time, 0, "owned by " + id);
    }

    private static Result written(Links.Link... keep) {
        return Result.NONE.withLinks(new LinkChanges(List.of(keep), Set.of()));
    }

    @Test
    void everyEndTakesItsLinksAlong() {
        Instant time = Instant.parse("2026-01-02T12:00:00Z");
        Links links = ledger.links();
        receive(message("1", "a"), message("2", "b"), message("3", "c"), message("4", "d"));
        List<Claimed> claimed = ledger.claim(4);
        List<Links.Link> all =
                List.of(link("1", "17", time), link("2", "18", time), link("3", "19", time), link("4", "20", time));

        assertThat(WrittenEnds.delivered(ledger, claimed.get(0), written(all.get(0)), null))
                .isTrue();
        assertThat(WrittenEnds.superseded(ledger, claimed.get(1), written(all.get(1)), "newer"))
                .isTrue();
        assertThat(ledger.dead(claimed.get(2), REFUSED, written(all.get(2)))).isTrue();
        assertThat(ledger.retryAt(
                        claimed.get(3),
                        clock.instant(),
                        DOWN,
                        true,
                        Result.NONE.withLinks(new LinkChanges(List.of(all.get(3)), Set.of()))))
                .isTrue();

        assertThat(links.find(all.stream().map(Links.Link::key).toList())).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whatWasSentLastIsKeptUntilSomethingElseIsSent() {
        receive(message("1", "a"));
        ledger.retryAt(
                ledger.claim(1).get(0), clock.instant(), DOWN, true, Result.NONE.withConversation("[{\"sent\":1}]"));
        Instant first = ledger.said(1).orElseThrow().at();
        clock.advance(Duration.ofMinutes(1));
        ledger.retryAt(ledger.claim(1).get(0), clock.instant(), DOWN, true, Result.NONE);

        assertThat(ledger.said(1).orElseThrow().at()).isEqualTo(first);
        assertThat(ledger.said(1).orElseThrow().turns().toString()).isEqualTo("[{\"sent\":1}]");

        WrittenEnds.delivered(ledger, ledger.claim(1).get(0), Result.NONE.withConversation("[{\"sent\":2}]"), null);
        assertThat(ledger.said(1).orElseThrow().turns().toString()).isEqualTo("[{\"sent\":2}]");
        assertThat(ledger.purgeConversations(clock.instant(), 10)).isZero();
        assertThat(ledger.purgeConversations(clock.instant().plusSeconds(1), 10))
                .isEqualTo(1);
        assertThat(ledger.said(1)).isEmpty();
    }

    @Test
    void anEndThatComesTooLateLeavesNothingOfWhatWasSent() {
        receive(message("1", "a"));
        Claimed lost = ledger.claim(1).get(0);
        clock.advance(LEASE.plusSeconds(1));
        newLedger("bridge-2").claim(2);

        assertThat(WrittenEnds.delivered(ledger, lost, Result.NONE.withConversation("[]"), null))
                .isFalse();

        assertThat(ledger.said(1)).isEmpty();
    }

    @Test
    void anEndThatComesTooLateChangesNoLink() {
        receive(message("1", "a"));
        Claimed lost = ledger.claim(1).get(0);
        clock.advance(LEASE.plusSeconds(1));
        newLedger("bridge-2").claim(2);
        Links.Link link = link("1", "17", null);

        assertThat(WrittenEnds.delivered(ledger, lost, written(link), null)).isFalse();

        assertThat(ledger.links().find(List.of(link.key()))).isEmpty();
    }

    @Test
    void anEndForgetsBeforeItKeeps() {
        Instant time = Instant.parse("2026-01-02T12:00:00Z");
        save(ledger.links(), List.of(link("1", "gone", time), link("2", "gone too", time)));
        receive(message("1", "a"));
        Links.Link anew = new Links.Link(link("1", "", null).key(), "18", "1", time.minusSeconds(5), 0, null);

        WrittenEnds.delivered(
                ledger,
                ledger.claim(1).get(0),
                Result.NONE.withLinks(new LinkChanges(
                        List.of(anew), Set.of(anew.key(), link("2", "", null).key()))),
                null);

        assertThat(ledger.links().find(List.of(anew.key(), link("2", "", null).key())))
                .as("nothing is left of what was forgotten, neither its time nor what was owned")
                .containsExactly(anew);
    }

    @Test
    void whatIsReservedIsSavedBeforeAndHeldUntilTheClaimEnds() throws Exception {
        receive(message("1", "a"), message("2", "b"), message("3", "c"));
        List<Claimed> claimed = ledger.claim(3);
        Links links = ledger.links();
        Links.Link before = link("1", "17", null);
        links.reserve(claimed.get(0), List.of(before.key()), List.of(before));
        links.reserve(claimed.get(0), List.of(before.key(), link("2", "", null).key()), List.of());
        assertThat(links.find(List.of(before.key()))).containsExactly(before);
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Callable<Integer>> threads = new ArrayList<>();
        for (int i = 1; i < 3; i++) {
            Claimed mine = claimed.get(i);
            int turn = i;
            threads.add(() -> {
                links.reserve(mine, List.of(link(String.valueOf(turn), "", null).key()), List.of());
                order.add(turn);
                return turn;
            });
        }
        threads.add(() -> {
            Thread.sleep(50);
            order.add(0);
            WrittenEnds.delivered(ledger, claimed.get(0), Result.NONE, null);
            return 0;
        });

        inParallel(threads);

        assertThat(order.get(0)).isZero();
        assertThat(order).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void whoWantsWhatAnotherHeldUntilItsLeaseEndedIsToldOfItAndThenHasIt() {
        receive(message("1", "a"), message("2", "b"));
        List<Claimed> claimed = ledger.claim(2);
        Links.Key key = link("1", "", null).key();
        ledger.links().reserve(claimed.get(0), List.of(key), List.of());
        ledger.letRunOut(claimed.get(0));
        clock.advance(LEASE.plusSeconds(1));

        assertThatThrownBy(() -> ledger.links().reserve(claimed.get(1), List.of(key), List.of()))
                .isInstanceOf(Links.HeldUntilLeaseException.class);
        ledger.links().reserve(claimed.get(1), List.of(key), List.of());
        WrittenEnds.delivered(ledger, claimed.get(1), Result.NONE, null);
    }

    @Test
    void ofAMessageThatWasInterruptedOrGotNoAnswerSomethingIsInDoubtUntilItEnds() {
        receive(message("1", "a"), message("2", "b"), message("3", "c"));
        Links links = ledger.links();
        Claimed first = ledger.claim(1).get(0);
        assertThat(links.othersAreInDoubt(first)).isFalse();
        Claimed behind = ledger.claim(1).get(0);
        assertThat(links.othersAreInDoubt(first)).isFalse();
        ledger.release(behind);
        clock.advance(LEASE.plusSeconds(1));
        assertThat(links.othersAreInDoubt(behind))
                .as("also before somebody claims it again")
                .isTrue();

        List<Claimed> again = newLedger("bridge-2").claim(3);
        again = again.stream().sorted(Comparator.comparing(Claimed::id)).toList();

        assertThat(again).extracting(Claimed::inDoubt).containsExactly(true, false, false);
        assertThat(links.othersAreInDoubt(again.get(0))).isFalse();
        assertThat(links.othersAreInDoubt(again.get(2))).isTrue();

        ledger.retryInDoubt(again.get(1), clock.instant(), DOWN, false, Result.NONE);
        Claimed second = ledger.claim(1).get(0);
        assertThat(second.inDoubt()).isTrue();
        assertThat(links.othersAreInDoubt(second)).isTrue();
        assertThat(links.othersAreInDoubt(again.get(0))).isTrue();

        ledger.retryAt(second, clock.instant(), DOWN, false, Result.NONE);
        Claimed third = ledger.claim(1).get(0);
        assertThat(third.inDoubt()).as("until it ends").isTrue();
        int said = ledger.history(third.id()).size();
        ledger.waitUntil(third, clock.instant(), DOWN, true, Result.NONE);
        assertThat(links.othersAreInDoubt(again.get(0)))
                .as("who found another's words gave up")
                .isFalse();
        assertThat(ledger.history(third.id())).hasSize(said);
        WrittenEnds.delivered(ledger, again.get(0), Result.NONE, null);
        assertThat(links.othersAreInDoubt(again.get(2))).isFalse();
    }

    @Test
    void whatNobodyLookedUpIsInDoubtWhenItIsReplayed() {
        receive(message("1", "a"), message("2", "b"));
        List<Claimed> claimed = ledger.claim(2);
        ledger.deadInDoubt(claimed.get(0), REFUSED, Result.NONE);
        ledger.dead(claimed.get(1), REFUSED, Result.NONE);
        assertThat(ledger.links().othersAreInDoubt(claimed.get(1)))
                .as("nobody waits for who is dead")
                .isFalse();

        claimed.forEach(one -> ledger.replay(one.id(), "operator", "again"));

        assertThat(ledger.claim(2))
                .filteredOn(Claimed::inDoubt)
                .extracting(Claimed::id)
                .containsExactly(claimed.get(0).id());
    }

    @Test
    void whoIsInDoubtBehindAnotherOfItsSubjectOrForLongIsNotWaitedFor() {
        receive(message("1", "a"), message("2", "a"), message("3", "c"));
        List<Claimed> first = ledger.claim(2);
        Claimed before = first.stream().filter(one -> one.id() == 1).findFirst().orElseThrow();
        Claimed other = first.stream().filter(one -> one.id() == 3).findFirst().orElseThrow();
        ledger.dead(before, REFUSED, Result.NONE);
        ledger.retryInDoubt(ledger.claim(1).get(0), clock.instant().plusSeconds(5), DOWN, false, Result.NONE);
        assertThat(ledger.links().othersAreInDoubt(other)).isTrue();

        ledger.replay(before.id(), "operator", "again");
        assertThat(ledger.links().othersAreInDoubt(other))
                .as("it stands behind the replayed one")
                .isFalse();
        ledger.dead(ledger.claim(1).get(0), REFUSED, Result.NONE);
        assertThat(ledger.links().othersAreInDoubt(other)).isTrue();

        clock.advance(Duration.ofMinutes(16));
        assertThat(ledger.links().othersAreInDoubt(other)).isFalse();
    }

    @Test
    void whoeverEndsItsClaimInWhateverWayFreesItsKeys() {
        receive(message("1", "a"));
        Links.Key key = link("1", "", null).key();
        List<java.util.function.Consumer<Claimed>> ends = List.of(
                ledger::release,
                claimed -> ledger.retryAt(claimed, clock.instant(), DOWN, false, Result.NONE),
                ledger.links()::free,
                claimed -> ledger.abandonClaims(),
                claimed -> ledger.dead(claimed, REFUSED, Result.NONE));
        for (int i = 0; i < ends.size(); i++) {
            Claimed claimed = ledger.claim(1).get(0);
            ledger.links().reserve(claimed, List.of(key), List.of());
            ends.get(i).accept(claimed);
            assertThat(reserving(ledger.links(), List.of(key), () -> "free"))
                    .as("after end %d", i)
                    .isEqualTo("free");
            ledger.release(claimed);
        }
    }

    @Test
    void twoThatWouldWaitForEachOtherAreTold() throws Exception {
        receive(message("1", "a"), message("2", "b"));
        List<Claimed> claimed = ledger.claim(2);
        Links links = ledger.links();
        List<Links.Key> keys =
                List.of(link("1", "", null).key(), link("2", "", null).key());
        links.reserve(claimed.get(0), List.of(keys.get(0)), List.of());
        links.reserve(claimed.get(1), List.of(keys.get(1)), List.of());
        AtomicInteger made = new AtomicInteger();
        List<Callable<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Claimed mine = claimed.get(i);
            Links.Key other = keys.get(1 - i);
            threads.add(() -> {
                try {
                    links.reserve(mine, List.of(other), List.of());
                } catch (java.util.concurrent.CancellationException way) {
                    made.incrementAndGet();
                }
                WrittenEnds.delivered(ledger, mine, Result.NONE, null);
                return 0;
            });
        }

        inParallel(threads);

        assertThat(made).hasValue(1);
        assertThat(ledger.depth()).isZero();
    }

    @Test
    void manyEndsWithTheSameLinksAreAllWritten() throws Exception {
        int workers = 8;
        int each = 25;
        Ledger other = newLedger("bridge-2");
        ledger.receive(IntStream.range(0, workers * each)
                .mapToObj(i -> message("m" + i, null))
                .toList());
        Instant time = Instant.parse("2026-01-02T12:00:00Z");
        AtomicInteger left = new AtomicInteger(workers * each);
        List<Callable<Integer>> threads = new ArrayList<>();
        for (int w = 0; w < workers; w++) {
            Ledger mine = w % 2 == 0 ? ledger : other;
            threads.add(() -> {
                while (left.get() > 0) {
                    for (Claimed claimed : mine.claim(3)) {
                        Instant event = time.plusSeconds(claimed.id());
                        assertThat(WrittenEnds.delivered(
                                        mine,
                                        claimed,
                                        written(
                                                link("everybody's", "17", event),
                                                link("own" + claimed.id(), "x", event)),
                                        null))
                                .isTrue();
                        left.decrementAndGet();
                    }
                }
                return 0;
            });
        }

        inParallel(threads);

        assertThat(ledger.summary().of(State.DELIVERED)).isEqualTo(workers * each);
        List<Links.Key> own = IntStream.rangeClosed(1, workers * each)
                .mapToObj(i -> link("own" + i, "", null).key())
                .toList();
        assertThat(ledger.links().find(own)).hasSize(workers * each);
        assertThat(ledger.links().find(List.of(link("everybody's", "", null).key())))
                .as("its time is the latest, whoever came last")
                .containsExactly(link("everybody's", "17", time.plusSeconds((long) workers * each)));
    }

    private static Result warned(String... codes) {
        ArrayNode issues = new ObjectMapper().createArrayNode();
        for (String code : codes) {
            issues.addObject().put("severity", "warning").put("code", code);
        }
        return new Result("m", "v", "p", null, null, Set.of()).withIssues(issues);
    }

    @Test
    void aWarningIsCountedOnceForEachMessageThatHasItNow() {
        receive(message("1", "a"), message("2", "b"));
        List<Claimed> claimed = ledger.claim(2);
        WrittenEnds.delivered(ledger, claimed.get(0), warned("old-address", "no-phone", "no-phone"), null);
        WrittenEnds.delivered(ledger, claimed.get(1), warned("old-address"), null);
        assertThat(ledger.summary().warnings()).isEqualTo(Map.of("*", 2L, "old-address", 2L, "no-phone", 1L));
        assertThat(ledger.list(MessageFilter.of().withWarning("no-phone")))
                .extracting(LedgerMessage::id)
                .containsExactly(claimed.get(0).id());

        ledger.replay(claimed.get(0).id(), "aziza", null);
        assertThat(ledger.summary().warnings()).containsEntry("no-phone", 1L);
        WrittenEnds.delivered(ledger, ledger.claim(1).get(0), Result.NONE, null);
        assertThat(ledger.summary().warnings()).isEqualTo(Map.of("*", 1L, "old-address", 1L));

        clock.advance(Duration.ofDays(1));
        assertThat(ledger.purge(State.DELIVERED, clock.instant(), 10)).isEqualTo(2);
        assertThat(ledger.summary().warnings()).isEmpty();
    }

    @Test
    void noIdentifierStandsReadableInTheTables() throws Exception {
        String pinfl = "30101800000001";
        save(
                ledger.links(),
                List.of(new Links.Link(new Links.Key("Patient", "urn:pinfl", pinfl), "17", "1", null, 0, null)));
        receive(message(pinfl, pinfl));
        List<String> cells = new ArrayList<>();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            for (String columns :
                    List.of("subject, lane_key FROM message", "* FROM received_key", "* FROM lane", "* FROM link")) {
                try (var rows = statement.executeQuery("SELECT " + columns)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            cells.add(String.valueOf(rows.getString(i)));
                        }
                    }
                }
            }
        }
        assertThat(cells).isNotEmpty().noneMatch(cell -> cell.contains(pinfl));
        assertThatThrownBy(() -> new NewMessage("hl7", "1", "text/plain", new byte[0], null, null, pinfl, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(pinfl);
    }
}
