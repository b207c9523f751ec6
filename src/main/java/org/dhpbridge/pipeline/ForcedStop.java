package org.dhpbridge.pipeline;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.stereotype.Component;

/**
 * Says in one line that the time of a stop ({@code camel.main.shutdown-timeout}) was over before all work was. What Camel prints
 * from then on are stack traces of exchanges that find its context gone, of which nobody can make anything.
 */
@Component
class ForcedStop extends EventNotifierSupport {

    private static final Logger LOG = LoggerFactory.getLogger(ForcedStop.class);

    ForcedStop() {
        setIgnoreExchangeEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.CamelContextRoutesStoppedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        CamelContext camel = ((CamelEvent.CamelContextEvent) event).getContext();
        if (camel.getInflightRepository().size() > 0) {
            LOG.warn(
                    "The bridge stops before all that is in work has ended: it waited {} s (camel.main.shutdown-timeout). Nothing is"
                            + " lost: messages in work are looked up after the next start, and what was not acknowledged comes again",
                    camel.getShutdownStrategy().getTimeout());
            LoggingSystem.get(getClass().getClassLoader()).setLogLevel("org.apache.camel", LogLevel.OFF);
        }
    }
}
