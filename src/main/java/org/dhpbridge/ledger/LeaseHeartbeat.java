package org.dhpbridge.ledger;

import java.time.Duration;
import org.dhpbridge.kernel.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/** Renews the leases while the bridge runs; starts before the workers and stops after them. */
final class LeaseHeartbeat implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseHeartbeat.class);
    private static final int BEATS_PER_LEASE = 4;

    private final Ledger ledger;
    private final DatabaseTime time;
    private final Duration interval;
    private final Rounds beats = new Rounds("ledger-leases");
    private boolean failing;

    LeaseHeartbeat(Ledger ledger, DatabaseTime time, Duration lease) {
        this.ledger = ledger;
        this.time = time;
        interval = lease.dividedBy(BEATS_PER_LEASE);
    }

    @Override
    public synchronized void start() {
        beats.beginEvery(interval, this::beat);
    }

    private void beat() {
        try {
            time.adjust();
            ledger.renewClaims();
            failing = false;
        } catch (DataAccessException e) {
            if (!failing) {
                LOG.warn(
                        "The ledger's database does not answer ({}); what is in work may go to another bridge",
                        cause(e));
            }
            failing = true;
        }
    }

    @Override
    public synchronized void stop() {
        beats.end();
        try {
            ledger.abandonClaims();
        } catch (DataAccessException e) {
            LOG.warn(
                    "The ledger's database does not answer at the stop ({}); what was in work is due when its lease ends, and"
                            + " looked up then",
                    cause(e));
        }
    }

    private static String cause(DataAccessException e) {
        return NestedExceptionUtils.getMostSpecificCause(e).getClass().getSimpleName();
    }

    @Override
    public synchronized boolean isRunning() {
        return beats.isOn();
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
