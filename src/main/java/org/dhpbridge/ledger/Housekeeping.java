package org.dhpbridge.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dhpbridge.kernel.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/** Purges what is older than its retention, encrypts what is not and hastens what waits for a time by a wrong clock, while the bridge works, in steps with a pause between. */
final class Housekeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int AT_ONCE = 200;
    private static final int PAUSE_MILLIS = 20;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final Duration FIRST_ROUND = Duration.ofSeconds(1);
    private static final List<State> ENDED = List.of(State.DELIVERED, State.SUPERSEDED, State.DEAD);

    private final Ledger ledger;
    private final RetentionSettings retention;
    private final ClockTrust trust;
    private final Rounds rounds = new Rounds("ledger-housekeeping");
    private CountDownLatch stopping;
    private boolean encrypted;
    private boolean failing;

    Housekeeping(Ledger ledger, RetentionSettings retention, ClockTrust trust) {
        this.ledger = ledger;
        this.retention = retention;
        this.trust = trust;
    }

    @Override
    public synchronized void start() {
        stopping = new CountDownLatch(1);
        Duration every = retention.every();
        rounds.begin(every.compareTo(FIRST_ROUND) < 0 ? every : FIRST_ROUND, every, this::round);
    }

    private void round() {
        try {
            hasten();
            if (trust.holds()) {
                purge();
            }
            encrypt();
            failing = false;
        } catch (DataAccessException e) {
            if (!failing) {
                LOG.warn(
                        "The ledger cannot be tidied up now ({}); it is tried again every {}",
                        NestedExceptionUtils.getMostSpecificCause(e).getClass().getSimpleName(),
                        retention.every());
            }
            failing = true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void hasten() {
        int hastened = ledger.hasten();
        if (hastened > 0) {
            LOG.warn(
                    "The clock was set back: what was to be due at times that are far off now, of {} {}, is due now",
                    hastened,
                    hastened == 1 ? "subject" : "subjects");
        }
    }

    private void purge() throws InterruptedException {
        for (State state : ENDED) {
            purge(state);
        }
        purgeConversations();
        ledger.purgeUnmapped(ledger.now().minus(retention.unmapped()));
    }

    private void purge(State state) throws InterruptedException {
        long purged = 0;
        int step;
        do {
            step = ledger.purge(state, ledger.now().minus(retention.of(state)), AT_ONCE);
            purged += step;
        } while (step == AT_ONCE && goesOn());
        if (purged > 0) {
            LOG.info(
                    "purged     {} {} {}, older than dhp.retention.{}={}",
                    purged,
                    state.code(),
                    purged == 1 ? "message" : "messages",
                    state.code(),
                    retention.of(state));
        }
    }

    private void purgeConversations() throws InterruptedException {
        int step;
        do {
            step = ledger.purgeConversations(ledger.now().minus(retention.sent()), AT_ONCE);
        } while (step == AT_ONCE && goesOn());
    }

    private void encrypt() throws InterruptedException {
        while (!encrypted && goesOn()) {
            encrypted = !ledger.encryptMore();
            if (encrypted) {
                for (String key : ledger.endEncryption()) {
                    LOG.info("Nothing in the ledger needs the encryption key '{}' any more", key);
                }
            }
        }
    }

    private boolean goesOn() throws InterruptedException {
        return !stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        stopping.countDown();
        rounds.endAfterRound(LONGEST_STOP);
    }

    @Override
    public synchronized boolean isRunning() {
        return rounds.isOn();
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
