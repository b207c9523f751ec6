package org.dhpbridge.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.dhpbridge.kernel.DaemonThreads;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Lets callers who come at the same time share a transaction. Who finds nobody at work begins at once, alone; who comes
 * meanwhile waits, and the next transaction takes all who wait. Every caller of {@link #commit} returns when its own part is
 * committed. Who need not wait {@link #submit submits}: such parts keep company until there are enough of them, somebody {@link
 * #finish wants them done}, or it took {@link #LONGEST_COMPANY}.
 *
 * @param <M> a caller's part
 * @param <R> what becomes of it
 */
final class GroupCommit<M, R> {

    /** So many parts that nobody waits for are enough for a transaction: with twice as many, a part costs hardly less. */
    static final int ENOUGH = 16;

    /** By then the transaction of what nobody waits for begins. */
    static final Duration LONGEST_COMPANY = Duration.ofMillis(20);

    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

    private static final class Part<M, R> {
        private final M work;
        private final CompletableFuture<R> promise = new CompletableFuture<>();
        private boolean taken;
        private boolean done;
        private R result;
        private Throwable failure;

        Part(M work) {
            this.work = work;
        }

        void tell() {
            if (failure == null) {
                promise.complete(result);
            } else {
                promise.completeExceptionally(failure);
            }
        }

        R outcome() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return result;
        }
    }

    private final int leaders;
    private final long heaviest;
    private final ToLongFunction<M> weight;
    private final Function<List<M>, List<R>> transaction;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Part<M, R>> waiting = new ArrayDeque<>();
    private final Set<Part<M, R>> submitted = new LinkedHashSet<>();
    private final ScheduledThreadPoolExecutor timer;
    private int active;
    private boolean timed;

    /**
     * @param leaders how many transactions may be under way at once
     * @param heaviest the most that one takes, by weight, unless a single part is heavier
     * @param transaction one committed transaction for all parts, with a result for each in their order; called again with
     *     each part alone when it fails for all of them
     */
    GroupCommit(int leaders, long heaviest, ToLongFunction<M> weight, Function<List<M>, List<R>> transaction) {
        this(leaders, heaviest, weight, transaction, DaemonThreads.named("ledger-commits"));
    }

    /** @param threads for what is submitted and comes to nobody's mind again */
    GroupCommit(
            int leaders,
            long heaviest,
            ToLongFunction<M> weight,
            Function<List<M>, List<R>> transaction,
            ThreadFactory threads) {
        this.leaders = leaders;
        this.heaviest = heaviest;
        this.weight = weight;
        this.transaction = transaction;
        timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setKeepAliveTime(IDLE_THREAD.toSeconds(), TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** @throws RuntimeException what the transaction threw for this part */
    R commit(M work) {
        Part<M, R> mine = new Part<>(work);
        add(mine);
        see(mine);
        return mine.outcome();
    }

    /**
     * Returns at once, but for who makes {@link #ENOUGH}, who comes while more wait than a transaction takes, or for whom there is
     * no thread: these see it done.
     *
     * @return completed once the part is committed, by the thread that did it; exceptionally with what the transaction threw
     */
    CompletionStage<R> submit(M work) {
        Part<M, R> mine = new Part<>(work);
        boolean hasEnd;
        boolean enough;
        boolean crowded;
        lock.lock();
        try {
            waiting.add(mine);
            submitted.add(mine);
            hasEnd = timed || limitCompany();
            enough = waiting.size() >= ENOUGH && active < leaders;
            crowded = submitted.size() > heaviest;
        } finally {
            lock.unlock();
        }
        if (!hasEnd || enough || crowded) {
            see(mine);
        }
        return mine.promise;
    }

    /** @return false when the system has no thread for that: then nobody can be kept waiting */
    private boolean limitCompany() {
        try {
            timer.schedule(this::endCompany, LONGEST_COMPANY.toMillis(), TimeUnit.MILLISECONDS);
            timed = true;
        } catch (OutOfMemoryError noThread) {
            timed = false;
        }
        return timed;
    }

    /**
     * Returns when everything that was submitted before is committed, or failed, and told. Not to be called by who is told.
     *
     * @return whether there was anything
     */
    boolean finish() {
        List<Part<M, R>> all;
        lock.lock();
        try {
            all = List.copyOf(submitted);
        } finally {
            lock.unlock();
        }
        all.forEach(this::see);
        awaitTold(all);
        return !all.isEmpty();
    }

    private void awaitTold(List<Part<M, R>> parts) {
        lock.lock();
        try {
            while (parts.stream().anyMatch(submitted::contains)) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void endCompany() {
        lock.lock();
        try {
            timed = false;
        } finally {
            lock.unlock();
        }
        finish();
    }

    private void add(Part<M, R> part) {
        lock.lock();
        try {
            waiting.add(part);
        } finally {
            lock.unlock();
        }
    }

    /** Sees to it that a part is done: by others, or by oneself. */
    private void see(Part<M, R> part) {
        for (List<Part<M, R>> group = turn(part); !group.isEmpty(); group = turn(part)) {
            lead(group);
        }
    }

    /** @return what is to be committed now by who asks; empty once the part is done */
    private List<Part<M, R>> turn(Part<M, R> part) {
        lock.lock();
        try {
            while (!part.done && (part.taken || active == leaders)) {
                changed.awaitUninterruptibly();
            }
            return part.done ? List.of() : next();
        } finally {
            lock.unlock();
        }
    }

    private List<Part<M, R>> next() {
        List<Part<M, R>> group = new ArrayList<>();
        long sum = 0;
        while (!waiting.isEmpty()) {
            sum += weight.applyAsLong(waiting.peek().work);
            if (!group.isEmpty() && sum > heaviest) {
                break;
            }
            Part<M, R> part = waiting.poll();
            part.taken = true;
            group.add(part);
        }
        active++;
        return group;
    }

    /** Whatever goes wrong is told to those whose parts it concerns. */
    private void lead(List<Part<M, R>> group) {
        run(group);
        changing(() -> {
            active--;
            group.forEach(part -> part.done = true);
        });
        group.forEach(Part::tell);
        changing(() -> group.forEach(submitted::remove));
    }

    private void changing(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run(List<Part<M, R>> group) {
        try {
            List<R> results =
                    transaction.apply(group.stream().map(part -> part.work).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result = results.get(i);
            }
        } catch (DataAccessResourceFailureException | Error common) {
            group.forEach(part -> part.failure = common);
        } catch (RuntimeException e) {
            if (group.size() == 1) {
                group.get(0).failure = e;
            } else {
                group.forEach(part -> run(List.of(part)));
            }
        }
    }
}
