package org.dhpbridge.pipeline;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Senders who wait for an answer, and go before those for whom nobody waits. The policy of routes that answer: while more of
 * their exchanges are under way than there are processors, a worker rests before its next message, but not for long: delivery
 * goes on slowly under any load.
 */
@Component("senders")
public class Senders implements RoutePolicy {

    /** Ten messages a second and worker at least. */
    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    private final int crowd;
    private final Duration longest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private int waiting;

    @Autowired
    Senders() {
        this(Runtime.getRuntime().availableProcessors(), LONGEST_REST);
    }

    /**
     * @param crowd so many senders are served without a worker's rest
     * @param longest how long a worker rests before a message
     */
    Senders(int crowd, Duration longest) {
        this.crowd = crowd;
        this.longest = longest;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        change(1);
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        change(-1);
    }

    @Override
    public void onInit(Route route) {}

    @Override
    public void onRemove(Route route) {}

    @Override
    public void onStart(Route route) {}

    @Override
    public void onStop(Route route) {}

    @Override
    public void onSuspend(Route route) {}

    @Override
    public void onResume(Route route) {}

    private void change(int by) {
        lock.lock();
        try {
            waiting += by;
            if (!isCrowded()) {
                fewer.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many senders wait for an answer now. */
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private boolean isCrowded() {
        return waiting > crowd;
    }

    /** Returns when the senders leave a processor over, or after the longest rest; at once when the thread is interrupted. */
    public void goFirst() {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (isCrowded() && left > 0) {
                left = fewer.awaitNanos(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
