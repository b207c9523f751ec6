package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.ledger.LedgerContract.REFUSED;
import static org.dhpbridge.ledger.LedgerContract.message;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class RetentionTest extends LedgerFixture {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration HOUR = Duration.ofHours(1);

    private int purge(Ledger ledger, State state) {
        return ledger.purge(state, clock.instant().minus(WEEK), 100);
    }

    @ParameterizedTest
    @EnumSource
    void whatEndedLongAgoGoesWithPayloadAndHistoryAndWhatIsDueStays(Kind kind) {
        Ledger ledger = open(kind);
        ledger.receive(
                List.of(message("1", "a"), message("2", "b"), message("3", "c"), message("4", "d"), message("5", "e")));
        List<Claimed> claimed = ledger.claim(4);
        UnmappedCode code = new UnmappedCode("units", null, "x");
        WrittenEnds.delivered(ledger, claimed.get(0), new Result("m", "v", "p", null, null, Set.of(code)), null);
        WrittenEnds.superseded(ledger, claimed.get(1), Result.NONE, "newer");
        ledger.dead(claimed.get(2), REFUSED, Result.NONE);
        clock.advance(WEEK);
        assertThat(purge(ledger, State.DELIVERED)).as("not yet").isZero();
        clock.advance(Duration.ofSeconds(1));

        assertThat(purge(ledger, State.DELIVERED)).isEqualTo(1);
        assertThat(purge(ledger, State.SUPERSEDED)).isEqualTo(1);
        assertThat(purge(ledger, State.DUE)).as("in work, and waiting").isZero();

        assertThat(ledger.list(MessageFilter.of()))
                .extracting(LedgerMessage::id)
                .containsExactly(5L, 4L, 3L);
        JdbcTemplate jdbc = raw();
        assertThat(jdbc.queryForList("SELECT message_id FROM message_payload ORDER BY 1", Long.class))
                .containsExactly(3L, 4L, 5L);
        assertThat(jdbc.queryForList("SELECT DISTINCT message_id FROM message_event", Long.class))
                .containsExactly(3L);
        assertThat(ledger.unmapped(UnmappedFilter.all())).hasSize(1);
        assertThat(ledger.purgeUnmapped(clock.instant())).isEqualTo(1);
        assertThat(WrittenEnds.delivered(ledger, claimed.get(3), Result.NONE, null))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void itIsLookedAtAgainAndAgainWithKeysAndWithout(String key) {
        try (TestLedger test = new TestLedger(folder, clock, key)) {
            Housekeeping housekeeping = housekeeping(test, () -> Optional.of(Duration.ZERO));
            housekeeping.start();
            try {
                for (int round = 0; round < 3; round++) {
                    test.ledger.dead(test.claimed(), REFUSED, Result.NONE);
                    clock.advance(HOUR.plusSeconds(1));
                    Awaitility.await()
                            .until(() -> test.ledger.list(MessageFilter.of()).isEmpty());
                }
            } finally {
                housekeeping.stop();
            }
        }
    }

    private Housekeeping housekeeping(TestLedger test, Supplier<Optional<Duration>> ahead) {
        return new Housekeeping(
                test.ledger,
                new RetentionSettings(HOUR, HOUR, HOUR, Duration.ofNanos(1), HOUR, Duration.ofMillis(100)),
                new ClockTrust(clock, System::nanoTime, ahead));
    }

    @Test
    void nothingIsPurgedByAClockThatIsUnknownOrAheadOfThePlatforms() {
        AtomicInteger rounds = new AtomicInteger();
        AtomicReference<Duration> ahead = new AtomicReference<>();
        try (TestLedger test = new TestLedger(folder, clock)) {
            test.ledger.dead(test.claimed(), REFUSED, Result.NONE);
            clock.advance(Duration.ofDays(365));
            Housekeeping housekeeping = housekeeping(test, () -> {
                rounds.incrementAndGet();
                return Optional.ofNullable(ahead.get());
            });
            housekeeping.start();
            try {
                Awaitility.await().until(() -> rounds.get() > 1);
                ahead.set(Duration.ofDays(365));
                int before = rounds.get();
                Awaitility.await().until(() -> rounds.get() > before + 1);
                assertThat(test.ledger.list(MessageFilter.of())).hasSize(1);

                ahead.set(Duration.ofSeconds(3));
                Awaitility.await()
                        .until(() -> test.ledger.list(MessageFilter.of()).isEmpty());
            } finally {
                housekeeping.stop();
            }
        }
    }

    @Test
    void aClockThatJumpsIsTrustedWhenItHasGoneOnEvenlyForLong() {
        AtomicLong nanos = new AtomicLong();
        ClockTrust trust = new ClockTrust(clock, nanos::get, () -> Optional.of(Duration.ZERO));
        assertThat(trust.holds()).isTrue();
        clock.advance(Duration.ofDays(300));
        assertThat(trust.holds()).as("what the platform said may be older").isFalse();
        clock.advance(Duration.ofMinutes(59));
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        assertThat(trust.holds()).isFalse();
        clock.advance(Duration.ofMinutes(1));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(trust.holds()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasReceivedByAClockThatWasAheadIsDueAndWhatRetriesOrIsInWorkWaitsAsBefore(Kind kind) {
        Ledger ledger = open(kind);
        clock.advance(WEEK);
        ledger.receive(List.of(message("1", "a"), message("2", "a"), message("3", "b"), message("4", "c")));
        List<Claimed> ahead = ledger.claim(10);
        assertThat(ahead).extracting(Claimed::id).containsExactly(1L, 3L, 4L);
        ledger.release(ahead.get(0));
        ledger.retryAt(ahead.get(1), clock.instant().plus(HOUR), REFUSED, true, Result.NONE);
        clock.advance(WEEK.negated());
        ledger.receive(List.of(message("5", "d")));
        List<Claimed> set = ledger.claim(10);
        assertThat(set).extracting(Claimed::id).containsExactly(5L);
        ledger.retryAt(set.get(0), clock.instant().plus(HOUR), REFUSED, true, Result.NONE);

        assertThat(ledger.hasten()).isEqualTo(3);

        List<Claimed> due = ledger.claim(10);
        assertThat(due).extracting(Claimed::id).containsExactly(1L, 3L);
        WrittenEnds.delivered(ledger, due.get(0), Result.NONE, null);
        assertThat(ledger.claim(10)).extracting(Claimed::id).containsExactly(2L);
        assertThat(ledger.hasten()).as("nothing more").isZero();
        clock.advance(LedgerContract.LONGEST_WORK);
        assertThat(ledger.claim(10))
                .extracting(Claimed::id)
                .as("what a bridge has in work that was lost")
                .contains(4L)
                .doesNotContain(5L);
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsDroppedAgainAfterThePurgeAddsNothingAndTheLinksAreThere(Kind kind) {
        Ledger ledger = open(kind);
        Links links = newLedger("links").links();
        Links.Key patient = new Links.Key("Patient", "urn:mr", "1");
        ledger.receive(List.of(message("1", "a"), message("2", "a").dead(REFUSED)));
        WrittenEnds.delivered(ledger, ledger.claim(1).get(0), Result.NONE, null);
        LedgerContract.save(links, List.of(new Links.Link(patient, "17", "1", clock.instant(), 0, null)));
        clock.advance(WEEK.multipliedBy(50));
        assertThat(purge(ledger, State.DELIVERED) + purge(ledger, State.DEAD)).isEqualTo(2);

        assertThat(ledger.receive(List.of(message("1", "a"), message("2", "a"), message("3", "a"))))
                .isEqualTo(new Received(1, 2));
        assertThat(links.find(List.of(patient))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsReplayedMeanwhileStays(Kind kind) {
        Ledger ledger = open(kind);
        ledger.receive(
                List.of(message("1", "a").dead(REFUSED), message("2", "b").dead(REFUSED)));
        clock.advance(WEEK.plusDays(1));
        ledger.replay(1, "aziza", null);

        assertThat(purge(ledger, State.DEAD)).isEqualTo(1);

        Claimed replayed = ledger.claim(10).get(0);
        assertThat(replayed.id()).isEqualTo(1);
        ledger.dead(replayed, REFUSED, Result.NONE);
        assertThat(purge(ledger, State.DEAD)).as("its time began anew").isZero();
        assertThat(ledger.replay(2, "aziza", null)).isFalse();
    }

    /** An embedded ledger has one transaction at a time. */
    @Test
    void aRowThatSomebodyElseHasInHandIsPassedOverAndNobodyWaits() throws Exception {
        Ledger ledger = open(Kind.POSTGRESQL);
        ledger.receive(
                List.of(message("1", "a").dead(REFUSED), message("2", "b").dead(REFUSED)));
        clock.advance(WEEK.plusDays(1));
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement
                    .executeQuery("SELECT id FROM message WHERE id = 1 FOR UPDATE")
                    .close();
            assertThat(purge(ledger, State.DEAD)).isEqualTo(1);
            other.rollback();
        }
        assertThat(ledger.find(1)).isPresent();
        assertThat(purge(ledger, State.DEAD)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void severalBridgesPurgeInSmallStepsWhileOthersReceiveAndWork(Kind kind) throws Exception {
        Ledger ledger = open(kind);
        ledger.receive(IntStream.range(0, 600)
                .mapToObj(i -> message("old" + i, "s" + i % 7).dead(REFUSED))
                .toList());
        clock.advance(WEEK.plusDays(1));
        List<Callable<Integer>> threads = new ArrayList<>();
        for (int b = 0; b < 2; b++) {
            Ledger mine = b == 0 ? ledger : newLedger("bridge-2");
            threads.add(() -> {
                int purged = 0;
                while (mine.list(MessageFilter.of(State.DEAD).withLimit(1)).size() == 1) {
                    int step = mine.purge(State.DEAD, clock.instant().minus(WEEK), 25);
                    assertThat(step).isBetween(0, 25);
                    purged += step;
                }
                return purged;
            });
        }
        threads.add(() -> {
            int done = 0;
            for (int i = 0; i < 60; i++) {
                ledger.receive(List.of(message("new" + i, "s" + i % 7)));
                for (Claimed claimed : ledger.claim(5)) {
                    assertThat(WrittenEnds.delivered(ledger, claimed, Result.NONE, null))
                            .isTrue();
                    done++;
                }
            }
            return done;
        });

        List<Integer> done = LedgerContract.inParallel(threads);

        assertThat(done.get(0) + done.get(1)).isEqualTo(600);
        assertThat(done.get(2) + ledger.depth()).isEqualTo(60);
    }
}
