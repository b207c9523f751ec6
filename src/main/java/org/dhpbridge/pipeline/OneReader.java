package org.dhpbridge.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.dhpbridge.kernel.Rounds;
import org.dhpbridge.ledger.ReaderLeases;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The policy of routes that only one bridge may run at a time, over all bridges on one ledger: such a route polls only while
 * its bridge holds the lease of the source, which is the route's id. One policy for all these routes.
 */
@Component("oneReader")
public class OneReader implements RoutePolicy, DisposableBean {

    private static final int RENEWALS_PER_LEASE = 3;

    private final ReaderLeases leases;
    private final Map<String, SourceReader> readers = new ConcurrentHashMap<>();
    private final Rounds renewals = new Rounds("source-leases");

    OneReader(ReaderLeases leases) {
        this.leases = leases;
        if (leases.isShared()) {
            renewals.beginEvery(leases.lease().dividedBy(RENEWALS_PER_LEASE), () -> readers.values()
                    .forEach(SourceReader::renew));
        }
    }

    @Override
    public void onInit(Route route) {
        SourceReader reader = readers.computeIfAbsent(route.getId(), id -> new SourceReader(id, leases));
        if (route.getEndpoint() instanceof ScheduledPollEndpoint polled) {
            polled.setPollStrategy(reader);
            polled.setExceptionHandler(reader);
        }
        if (route.getEndpoint() instanceof GenericFileEndpoint<?> files) {
            files.setOnCompletionExceptionHandler(
                    new LoggingExceptionHandler(route.getCamelContext(), OneReader.class) {
                        @Override
                        public void handleException(String message, Exchange exchange, Throwable thrown) {
                            reader.notMoved(thrown);
                        }
                    });
        }
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        if (!readers.get(route.getId()).mayRead()) {
            exchange.setException(new NotTheReaderException(route.getId()));
        }
    }

    /**
     * To be called between the batches of what a source holds.
     *
     * @param source the route's id; one without this policy may always read
     * @throws NotTheReaderException when another bridge may be reading the same
     */
    void require(String source) {
        SourceReader reader = readers.get(source);
        if (reader != null && !reader.mayRead()) {
            throw new NotTheReaderException(source);
        }
    }

    @Override
    public void onStop(Route route) {
        readers.get(route.getId()).leave();
    }

    @Override
    public void onSuspend(Route route) {
        readers.get(route.getId()).leave();
    }

    @Override
    public void onStart(Route route) {
        readers.get(route.getId()).join();
    }

    @Override
    public void onResume(Route route) {
        readers.get(route.getId()).join();
    }

    @Override
    public void onRemove(Route route) {
        SourceReader reader = readers.remove(route.getId());
        if (reader != null) {
            reader.leave();
        }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        // the lease outlives the exchange
    }

    @Override
    public void destroy() {
        renewals.end();
    }
}
