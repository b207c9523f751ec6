package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class GroupCommitTest {

    private final List<List<Integer>> transactions = new CopyOnWriteArrayList<>();

    private GroupCommit<Integer, Integer> doubling(int leaders) {
        return new GroupCommit<>(leaders, 10, part -> 1, parts -> {
            transactions.add(parts);
            return parts.stream().map(part -> 2 * part).toList();
        });
    }

    @Test
    void aLonePartHasATransactionOfItsOwn() {
        assertThat(doubling(1).commit(21)).isEqualTo(42);
        assertThat(transactions).containsExactly(List.of(21));
    }

    @Test
    void whoComesWhileATransactionIsUnderWaySharesTheNextOne() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(1, 10, part -> 1, parts -> {
            transactions.add(parts);
            if (parts.contains(0)) {
                under.countDown();
                await(go);
            }
            return parts.stream().map(part -> 2 * part).toList();
        });
        List<Callable<Integer>> callers = new ArrayList<>(List.of(() -> commits.commit(0)));
        CountDownLatch waiting = new CountDownLatch(12);
        IntStream.rangeClosed(1, 12)
                .forEach(i -> callers.add(() -> {
                    await(under);
                    waiting.countDown();
                    return commits.commit(i);
                }));
        callers.add(() -> {
            await(waiting);
            Thread.sleep(100);
            go.countDown();
            return 0;
        });

        List<Integer> results = LedgerContract.inParallel(callers);

        assertThat(results.subList(0, 13))
                .isEqualTo(IntStream.rangeClosed(0, 12).mapToObj(i -> 2 * i).toList());
        assertThat(transactions.get(0)).containsExactly(0);
        assertThat(transactions.get(1)).as("as many as one transaction takes").hasSize(10);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPartThatFailsFailsAlone() throws Exception {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(1, 10, part -> 1, parts -> {
            if (parts.contains(13)) {
                throw new IllegalStateException("13");
            }
            return parts;
        });
        AtomicInteger failed = new AtomicInteger();
        List<Callable<Integer>> callers = IntStream.range(0, 40)
                .<Callable<Integer>>mapToObj(i -> () -> {
                    try {
                        return commits.commit(i % 14);
                    } catch (IllegalStateException thirteen) {
                        failed.incrementAndGet();
                        return 13;
                    }
                })
                .toList();

        List<Integer> results = LedgerContract.inParallel(callers);

        assertThat(results)
                .isEqualTo(IntStream.range(0, 40).mapToObj(i -> i % 14).toList());
        assertThat(failed).hasValue(2);
    }

    @Test
    void aDatabaseThatIsAwayIsNotAskedAgainForEveryPart() {
        AtomicInteger asked = new AtomicInteger();
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(1, 10, part -> 1, parts -> {
            asked.incrementAndGet();
            throw new DataAccessResourceFailureException("away");
        });

        assertThatThrownBy(() -> commits.commit(1)).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void noPartIsLostOrDoneTwiceByManyLeaders() throws Exception {
        GroupCommit<Integer, Integer> commits = doubling(3);
        List<Callable<Integer>> callers = IntStream.range(0, 16)
                .<Callable<Integer>>mapToObj(t -> () -> {
                    for (int i = 0; i < 200; i++) {
                        assertThat(commits.commit(1000 * t + i)).isEqualTo(2 * (1000 * t + i));
                    }
                    return 0;
                })
                .toList();

        LedgerContract.inParallel(callers);

        assertThat(transactions.stream().mapToInt(List::size).sum()).isEqualTo(3200);
        assertThat(transactions.stream().flatMap(List::stream).distinct()).hasSize(3200);
    }

    @Test
    void whatNobodyWaitsForIsCommittedInCompany() throws Exception {
        GroupCommit<Integer, Integer> commits = sharing(64);
        List<CompletionStage<Integer>> told =
                IntStream.range(0, GroupCommit.ENOUGH).mapToObj(commits::submit).toList();

        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).toCompletableFuture().get(1, TimeUnit.MINUTES))
                    .isEqualTo(2 * i);
        }
        assertThat(transactions.stream().flatMap(List::stream))
                .containsExactlyElementsOf(
                        IntStream.range(0, GroupCommit.ENOUGH).boxed().toList());
        assertThat(commits.finish()).as("whether anything is left").isFalse();
    }

    private GroupCommit<Integer, Integer> sharing(int heaviest) {
        return new GroupCommit<>(1, heaviest, part -> 1, parts -> {
            transactions.add(parts);
            return parts.stream().map(part -> 2 * part).toList();
        });
    }

    @Test
    void aLonePartThatNobodyWaitsForIsCommittedByItself() throws Exception {
        assertThat(sharing(64).submit(21).toCompletableFuture().get(1, TimeUnit.MINUTES))
                .isEqualTo(42);
    }

    @Test
    void whoWantsItDoneHasItDone() {
        GroupCommit<Integer, Integer> commits = sharing(64);
        CompletionStage<Integer> one = commits.submit(1);
        CompletionStage<Integer> two = commits.submit(2);

        commits.finish();

        assertThat(one.toCompletableFuture()).isCompletedWithValue(2);
        assertThat(two.toCompletableFuture()).isCompletedWithValue(4);
    }

    @Test
    void whoCommitsTakesAlongWhatNobodyWaitsFor() {
        GroupCommit<Integer, Integer> commits = sharing(64);
        CompletionStage<Integer> soon = commits.submit(1);

        assertThat(commits.commit(2)).isEqualTo(4);

        assertThat(soon.toCompletableFuture()).isCompletedWithValue(2);
    }

    @Test
    void noMoreIsPutOffThanATransactionTakes() {
        GroupCommit<Integer, Integer> commits = sharing(3);
        List<CompletionStage<Integer>> told =
                IntStream.range(0, 8).mapToObj(commits::submit).toList();

        assertThat(told.stream().filter(part -> !part.toCompletableFuture().isDone()))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aPartThatFailsFailsAloneAndIsToldWhy() {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(1, 10, part -> 1, parts -> {
            if (parts.contains(13)) {
                throw new IllegalStateException("13");
            }
            return parts;
        });
        CompletionStage<Integer> good = commits.submit(1);
        CompletionStage<Integer> bad = commits.submit(13);

        commits.finish();

        assertThat(good.toCompletableFuture()).isCompletedWithValue(1);
        assertThat(bad.toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyPartIsDoneAndToldOnceHoweverItComes() throws Exception {
        GroupCommit<Integer, Integer> commits = doubling(2);
        Map<Integer, AtomicInteger> told = new ConcurrentHashMap<>();
        List<Callable<Integer>> callers = IntStream.range(0, 12)
                .<Callable<Integer>>mapToObj(t -> () -> {
                    for (int i = 0; i < 300; i++) {
                        int part = 1000 * t + i;
                        if (i % 7 == 0) {
                            assertThat(commits.commit(part)).isEqualTo(2 * part);
                        } else {
                            commits.submit(part)
                                    .thenAccept(result -> told.computeIfAbsent(result / 2, p -> new AtomicInteger())
                                            .incrementAndGet());
                        }
                        if (i % 50 == 0) {
                            commits.finish();
                        }
                    }
                    return 0;
                })
                .toList();

        LedgerContract.inParallel(callers);
        commits.finish();

        assertThat(transactions.stream().flatMap(List::stream))
                .doesNotHaveDuplicates()
                .hasSize(12 * 300);
        assertThat(told).hasSize(12 * 300 - 12 * 43);
        assertThat(told.values()).allSatisfy(times -> assertThat(times).hasValue(1));
    }

    @Test
    void anErrorOfOnePartLeavesNoOtherUndoneAndNoneTold() {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(1, 10, part -> 1, parts -> {
            if (parts.size() > 1) {
                throw new IllegalStateException("not together");
            }
            if (parts.contains(13)) {
                throw new StackOverflowError();
            }
            return parts;
        });
        CompletionStage<Integer> bad = commits.submit(13);
        CompletionStage<Integer> good = commits.submit(1);

        commits.finish();

        assertThat(good.toCompletableFuture()).isCompletedWithValue(1);
        assertThat(bad.toCompletableFuture()).isCompletedExceptionally();
        assertThatThrownBy(() -> commits.commit(13)).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void whatListenersThrowHoldsNobodyUp() {
        GroupCommit<Integer, Integer> commits = sharing(64);
        commits.submit(1).thenAccept(result -> {
            throw new StackOverflowError();
        });
        CompletionStage<Integer> other = commits.submit(2);

        assertThat(commits.finish()).isTrue();

        assertThat(other.toCompletableFuture()).isCompletedWithValue(4);
        assertThat(commits.commit(3)).isEqualTo(6);
    }

    @Test
    void withoutAThreadThatEndsTheCompanyThereIsNone() throws Exception {
        AtomicBoolean isThreadLacking = new AtomicBoolean(true);
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(1, 64, part -> 1, parts -> parts, work -> {
            Thread thread = new Thread(work) {
                @Override
                public synchronized void start() {
                    if (isThreadLacking.getAndSet(false)) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    super.start();
                }
            };
            thread.setDaemon(true);
            return thread;
        });

        assertThat(commits.submit(1).toCompletableFuture()).isCompletedWithValue(1);
        assertThat(commits.submit(2).toCompletableFuture().get(1, TimeUnit.MINUTES))
                .isEqualTo(2);
    }
}
