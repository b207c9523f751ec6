package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.ledger.LedgerContract.REFUSED;
import static org.dhpbridge.ledger.LedgerContract.inParallel;
import static org.dhpbridge.ledger.LedgerContract.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.dhpbridge.ledger.ReplayJob.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays of many messages, on both databases. */
class ReplayJobsTest extends LedgerFixture {

    private static final LongFunction<Optional<Identified>> AS_IT_WAS = id -> Optional.empty();
    private static final int MANY = 450;

    private Ledger ledger;
    private ReplayJobs jobs;

    private void openWithDead(Kind kind, int dead) {
        ledger = open(kind);
        jobs = newJobs();
        ledger.receive(IntStream.range(0, dead)
                .mapToObj(i -> message("m" + i, "s" + i))
                .toList());
        end(REFUSED);
    }

    private ReplayJobs newJobs() {
        Database db = new Database(dataSource, clock);
        return new ReplayJobs(db, new Journal(db, "bridge-1"));
    }

    private void end(Failure failure) {
        for (List<Claimed> due = ledger.claim(100); !due.isEmpty(); due = ledger.claim(100)) {
            due.forEach(claimed -> ledger.dead(claimed, failure, Result.NONE));
        }
    }

    private ReplayJob begin(Double perSecond) {
        return jobs.begin(new ReplayJob.Wish(
                Selection.of(MessageFilter.of(State.DEAD)),
                false,
                perSecond,
                null,
                "aziza",
                "the table is complete",
                null));
    }

    private long due() {
        return ledger.depth();
    }

    @ParameterizedTest
    @EnumSource
    void aJobReplaysWhatWasSelectedWhenItBeganEachOnce(Kind kind) {
        openWithDead(kind, MANY);
        ReplayJob job = begin(null);
        assertThat(job.total()).isEqualTo(MANY);
        ledger.receive(List.of(message("late", "late")));
        jobs.step(AS_IT_WAS);
        assertThat(due()).isEqualTo(201);
        end(REFUSED);
        assertThat(due()).as("dead again, and the late one too").isZero();

        jobs = newJobs();
        while (jobs.step(AS_IT_WAS).isPresent()) {
            end(REFUSED);
        }

        ReplayJob done = jobs.find(job.id()).orElseThrow();
        assertThat(done.progress()).isEqualTo(Progress.DONE);
        assertThat(done.replayed()).isEqualTo(MANY);
        ReplayJobs.Outcome outcome = jobs.outcome(job.id());
        assertThat(outcome.of(State.DEAD)).isEqualTo(MANY);
        assertThat(outcome.causes()).containsEntry(REFUSED.code(), (long) MANY);
        assertThat(ledger.history(1).stream().filter(entry -> entry.step().equals("replayed")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail()).isEqualTo("the table is complete"));
    }

    @ParameterizedTest
    @EnumSource
    void aPausedJobRestsAndACancelledOneLeavesTheOthersAsTheyAre(Kind kind) {
        openWithDead(kind, MANY);
        ReplayJob job = begin(null);
        jobs.step(AS_IT_WAS);
        assertThat(jobs.pause(job.id())).isTrue();
        assertThat(jobs.pause(job.id())).isFalse();
        assertThat(jobs.step(AS_IT_WAS)).isEmpty();
        assertThat(jobs.resume(job.id())).isTrue();
        jobs.step(AS_IT_WAS);
        assertThat(due()).isEqualTo(400);
        assertThat(jobs.cancel(job.id())).isTrue();
        assertThat(jobs.step(AS_IT_WAS)).isEmpty();

        assertThat(due()).isEqualTo(400);
        assertThat(jobs.count(Selection.of(MessageFilter.of(State.DEAD)))).isEqualTo(50);
        assertThat(jobs.list(10)).singleElement().satisfies(one -> assertThat(one.isOpen())
                .isFalse());
    }

    @ParameterizedTest
    @EnumSource
    void whatAPersonHasWrittenAnewIsLeftOutUnlessItIsNamed(Kind kind) {
        openWithDead(kind, 3);
        NewMessage anew = message("anew", "s1");
        ledger.receive(List.of(anew.correcting(new NewMessage.Correction(2, "aziza", "the unit was wrong"))));
        end(REFUSED);
        assertThat(jobs.count(Selection.of(MessageFilter.of(State.DEAD)))).isEqualTo(3);
        assertThat(jobs.newest(Selection.of(MessageFilter.of(State.DEAD)), null, 10))
                .containsExactly(4L, 3L, 1L);
        assertThat(jobs.count(Selection.of(List.of(2L)))).isEqualTo(1);

        begin(null);
        jobs.step(AS_IT_WAS);

        assertThat(ledger.find(2).orElseThrow().state()).isEqualTo(State.DEAD);
        assertThat(due()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void aRateIsKept(Kind kind) {
        openWithDead(kind, 10);
        begin(2.0);

        jobs.step(AS_IT_WAS);
        assertThat(due()).isEqualTo(2);
        assertThat(jobs.step(AS_IT_WAS)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        jobs.step(AS_IT_WAS);
        assertThat(due()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void severalBridgesCarryOneJobOnAndReplayEachMessageOnce(Kind kind) throws Exception {
        openWithDead(kind, MANY);
        ReplayJob job = begin(50.0);
        List<Callable<Integer>> bridges = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ReplayJobs own = newJobs();
            bridges.add(() -> {
                int replayed = 0;
                for (int tries = 0; tries < 60; tries++) {
                    replayed += own.step(AS_IT_WAS).orElse(0);
                    clock.advance(Duration.ofSeconds(1));
                }
                return replayed;
            });
        }

        assertThat(inParallel(bridges).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(MANY);
        assertThat(due()).isEqualTo(MANY);
        assertThat(jobs.find(job.id()).orElseThrow().progress()).isEqualTo(Progress.DONE);
    }

    @ParameterizedTest
    @EnumSource
    void causesTellApartByElementAndByTheCodeThatIsLacking(Kind kind) {
        UnmappedCode q = new UnmappedCode("gender", "", "Q");
        UnmappedCode z = new UnmappedCode("gender", "", "Z");
        Failure lacking = new Failure("required", "check", "Patient.gender: is missing");
        List<Failure> failures = List.of(
                lacking.withUnmapped(q),
                lacking.withUnmapped(z),
                lacking.withUnmapped(q),
                new Failure("required", "check", "Patient.name[0].family: is missing"),
                new Failure("required", "check", "Patient.name[2].family: is missing"));
        ledger = open(kind);
        jobs = newJobs();
        ledger.receive(IntStream.range(0, failures.size())
                .mapToObj(i -> message("m" + i, "s" + i))
                .toList());
        List<Claimed> claimed = ledger.claim(failures.size());
        for (int i = 0; i < failures.size(); i++) {
            ledger.dead(claimed.get(i), failures.get(i), Result.NONE);
        }
        Database db = new Database(dataSource, clock);
        Reports reports = new Reports(db, new Archive(db, new Vault(EncryptionKeys.none())));
        Causes causes = new Causes(db, reports);

        List<Causes.Cause> found = causes.all();

        assertThat(found)
                .extracting(cause -> cause.element() + " " + cause.lacking() + " " + cause.messages())
                .containsExactlyInAnyOrder(
                        "Patient.gender " + q + " 2", "Patient.gender " + z + " 1", "Patient.name.family null 2");
        for (Causes.Cause cause : found) {
            assertThat(jobs.count(Selection.of(cause))).isEqualTo(cause.messages());
            assertThat(causes.find(cause.key())).contains(cause);
            assertThat(causes.trends(Collections.singletonList(clock.instant().minusSeconds(60))))
                    .containsEntry(cause, new long[] {cause.messages()});
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSelectionIsKeptAsItWas(Kind kind) {
        openWithDead(kind, 3);
        Selection these = Selection.of(List.of(1L, 3L));

        ReplayJob job = jobs.begin(new ReplayJob.Wish(these, true, 0.5, clock.instant(), "aziza", null, null));

        assertThat(job.selection()).isEqualTo(these);
        assertThat(job.total()).isEqualTo(2);
        assertThat(job.fromReceive()).isTrue();
        assertThat(job.perSecond()).isEqualTo(0.5);
        assertThat(Selection.of(
                        Selection.touchedBy(new UnmappedCode("units", "", "x")).json()))
                .isEqualTo(Selection.touchedBy(new UnmappedCode("units", "", "x")));
    }
}
