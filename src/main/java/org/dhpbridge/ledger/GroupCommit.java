package org.dhpbridge.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Lets callers who come at the same time share a transaction. Who finds nobody at work begins at once, alone; who comes
 * meanwhile waits, and the next transaction takes all who wait. Every caller returns when its own part is committed.
 *
 * @param <M> a caller's part
 * @param <R> what becomes of it
 */
final class GroupCommit<M, R> {

    private static final class Part<M, R> {
        private final M work;
        private boolean taken;
        private boolean done;
        private R result;
        private RuntimeException failure;
        private Error error;

        Part(M work) {
            this.work = work;
        }

        R outcome() {
            if (error != null) {
                throw error;
            }
            if (failure != null) {
                throw failure;
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
    private int active;

    /**
     * @param leaders how many transactions may be under way at once
     * @param heaviest the most that one takes, by weight, unless a single part is heavier
     * @param transaction one committed transaction for all parts, with a result for each in their order; called again with
     *     each part alone when it fails for all of them
     */
    GroupCommit(int leaders, long heaviest, ToLongFunction<M> weight, Function<List<M>, List<R>> transaction) {
        this.leaders = leaders;
        this.heaviest = heaviest;
        this.weight = weight;
        this.transaction = transaction;
    }

    /** @throws RuntimeException what the transaction threw for this part */
    R commit(M work) {
        Part<M, R> mine = new Part<>(work);
        lock.lock();
        try {
            waiting.add(mine);
            while (!mine.done) {
                if (mine.taken || active == leaders) {
                    changed.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
        return mine.outcome();
    }

    /** With the lock, which is given up while the transaction runs. */
    private void lead() {
        List<Part<M, R>> group = next();
        active++;
        lock.unlock();
        try {
            run(group);
        } finally {
            lock.lock();
            active--;
            group.forEach(part -> part.done = true);
            changed.signalAll();
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
        return group;
    }

    private void run(List<Part<M, R>> group) {
        try {
            List<R> results =
                    transaction.apply(group.stream().map(part -> part.work).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result = results.get(i);
            }
        } catch (DataAccessResourceFailureException unreachable) {
            group.forEach(part -> part.failure = unreachable);
        } catch (RuntimeException e) {
            if (group.size() == 1) {
                group.get(0).failure = e;
            } else {
                group.forEach(part -> run(List.of(part)));
            }
        } catch (Error e) {
            group.forEach(part -> part.error = e);
            throw e;
        }
    }
}
