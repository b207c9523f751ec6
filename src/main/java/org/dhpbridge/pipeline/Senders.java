package org.dhpbridge.pipeline;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Senders who wait for an answer, and go before those for whom nobody waits: while more of them are being answered than the JVM
 * has processors, and these are busy, a worker rests before its next message, but not for long, so that delivery goes on slowly
 * under any load.
 */
@Component("senders")
public class Senders {

    /** So long a worker rests at most: in a crowd that stays it carries somewhat less than ten messages a second. */
    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    private final int processors;
    private final BooleanSupplier areBusy;
    private final Duration longest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private int waiting;

    @Autowired
    Senders(ProcessorLoad load) {
        this(Runtime.getRuntime().availableProcessors(), load::isBusy, LONGEST_REST);
    }

    /**
     * @param areBusy whether the processors have no time left
     * @param longest how long a worker rests before a message
     */
    Senders(int processors, BooleanSupplier areBusy, Duration longest) {
        this.areBusy = areBusy;
        this.processors = processors;
        this.longest = longest;
    }

    /** Everything that the sender had to say is here: from now on he waits for us, until his answer is sent and the exchange over. */
    public void count(Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                leave();
            }
        });
        lock.lock();
        try {
            waiting++;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            waiting--;
            if (!isCrowd()) {
                fewer.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many are being answered now. */
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private boolean isCrowd() {
        return waiting > processors;
    }

    /**
     * Returns when no more senders wait than there are processors, or after the longest rest; at once when the processors have time
     * for both, or the thread is interrupted.
     */
    public void goFirst() {
        if (!areBusy.getAsBoolean()) {
            return;
        }
        lock.lock();
        try {
            long left = longest.toNanos();
            while (isCrowd() && left > 0) {
                left = fewer.awaitNanos(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
