package org.dhpbridge.pipeline;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.dhpbridge.ledger.ReaderLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * Whether this bridge may read one source now. The time until which it may is taken from this process's own monotonic clock,
 * before the database is asked, and ends before the lease does: a bridge that was cut off or stood still stops by itself
 * before another takes over. A source that cannot be polled, or whose files cannot be moved when they are read, is told once and
 * tried again after growing pauses.
 */
final class SourceReader implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SourceReader.class);

    /** The share of the lease that is left to others: what is written in the last moment ends before the lease does. */
    private static final int SAFETY = 5;

    private final String source;
    private final ReaderLeases leases;
    private final long own;

    private volatile long until = System.nanoTime();
    private boolean left;
    private boolean asked;
    private boolean unreachable;
    private String known;

    private final Trouble trouble = new Trouble();
    private volatile boolean moveFailed;

    SourceReader(String source, ReaderLeases leases) {
        this.source = source;
        this.leases = leases;
        own = leases.lease().minus(leases.lease().dividedBy(SAFETY)).toNanos();
    }

    boolean mayRead() {
        return !leases.isShared() || System.nanoTime() - until < 0;
    }

    /** Takes the lease, or prolongs it, unless another bridge holds it or the route is stopped. */
    synchronized void renew() {
        if (left) {
            return;
        }
        asked = true;
        try {
            long before = System.nanoTime();
            ReaderLeases.Reader reader = leases.take(source);
            until = reader.self() ? before + own : before;
            if (unreachable || !reader.bridge().equals(known)) {
                boolean asExpected = known == null && reader.self();
                LOG.atLevel(asExpected ? Level.DEBUG : Level.INFO)
                        .log(
                                "source {} is read by bridge {}{}",
                                source,
                                reader.bridge(),
                                reader.self() ? " (this one)" : "");
            }
            known = reader.bridge();
            unreachable = false;
        } catch (DataAccessException e) {
            if (!unreachable) {
                LOG.warn(
                        "The ledger's database does not answer ({}); source {} is not read here when its lease is over, until"
                                + " the database answers again",
                        e.getClass().getSimpleName(),
                        source);
            }
            unreachable = true;
        }
    }

    synchronized void join() {
        left = false;
    }

    /** The route ends in order: another bridge may read at once. */
    synchronized void leave() {
        left = true;
        asked = false;
        known = null;
        boolean hadLease = mayRead();
        until = System.nanoTime();
        if (!hadLease) {
            return;
        }
        try {
            leases.release(source);
        } catch (DataAccessException e) {
            LOG.warn(
                    "The ledger's database does not answer ({}); another bridge reads source {} when the lease is over",
                    e.getClass().getSimpleName(),
                    source);
        }
    }

    private synchronized void ask() {
        if (leases.isShared() && !asked) {
            renew();
        }
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        ask();
        return mayRead() && !trouble.rests();
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (!moveFailed && trouble.end()) {
            LOG.info("source {} can be read again", source);
        }
        moveFailed = false;
        if (polledMessages == 0 && endpoint instanceof FileEndpoint folder) {
            new UnreadableNames(source, folder.getFile().toPath(), folder.getExcludePattern()).rename();
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
        if (trouble.begin(root.getClass().getSimpleName() + ": " + root.getMessage())) {
            LOG.warn(
                    "source {} cannot be read now ({}: {}). Look at its address, its user and the network; it is tried again"
                            + " by itself, with growing pauses",
                    source,
                    root.getClass().getSimpleName(),
                    root.getMessage());
        }
        return false;
    }

    /** A file was read, and cannot be moved: the next poll finds it again. */
    void notMoved(Throwable thrown) {
        moveFailed = true;
        String kind =
                NestedExceptionUtils.getMostSpecificCause(thrown).getClass().getSimpleName();
        if (trouble.begin("not moved: " + kind)) {
            LOG.warn(
                    "source {}: a file was read and cannot be moved to .done or .failed ({}). It stays where it is and is read again,"
                            + " with growing pauses; what is in the ledger of it is known there. Look whether .done and .failed"
                            + " are folders, whether the source's user may write into them and into the folder above, and"
                            + " whether there is room",
                    source,
                    kind);
        }
    }

    @Override
    public void handleException(Throwable exception) {
        handleException("", null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    /** What failed in a poll was told by {@link #rollback}; what failed in an exchange by its route. */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        LOG.debug("source {}: {}", source, message, exception);
    }
}
