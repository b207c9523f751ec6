package org.dhpbridge.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.dhpbridge.kernel.Rounds;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.Pause;
import org.dhpbridge.ledger.Pauses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Holds back what a person paused, on every bridge: delivery claims nothing, the route of a source is stopped and started again,
 * one after the other, for Camel changes one at a time. A source that hangs in that holds back no look at what is paused.
 * While the ledger does not answer, what was known last holds on.
 */
@Component
public class PausedWork implements RoutePolicyFactory, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PausedWork.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int LONGEST_STOP_SECONDS = 30;

    /** Camel itself gives up what is in hand after {@link #LONGEST_STOP_SECONDS}; by then a source that goes has gone. */
    private static final Duration LONGEST_CHANGE = Duration.ofSeconds(LONGEST_STOP_SECONDS + 15L);

    private static final Duration LONGEST_INTERRUPT = Duration.ofSeconds(5);
    private static final String SOURCE_NAME = "name";

    /**
     * A source that this bridge has.
     *
     * @param running whether it is read now
     */
    public record PausableSource(String name, boolean running) {}

    private final Pauses pauses;
    private final Ledger ledger;
    private final CamelContext camel;
    private final Map<String, String> sourceByRoute = new ConcurrentHashMap<>();
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private final Rounds looks = new Rounds("pauses");
    private final Rounds changes = new Rounds("pauses-sources");
    private final Duration longestChange;
    private volatile RouteChange underWay;
    private volatile boolean stopping;
    private volatile List<Pause> known;

    @Autowired
    PausedWork(Pauses pauses, Ledger ledger, CamelContext camel) {
        this(pauses, ledger, camel, LONGEST_CHANGE);
    }

    /** @param longestChange how long a source may take to stop or start before it is interrupted */
    PausedWork(Pauses pauses, Ledger ledger, CamelContext camel, Duration longestChange) {
        this.longestChange = longestChange;
        this.pauses = pauses;
        this.ledger = ledger;
        this.camel = camel;
        known = pauses.current();
        camel.addRoutePolicyFactory(this);
        looks.begin(LOOK, LOOK, this::look);
        changes.begin(LOOK, LOOK, () -> sourceByRoute.forEach(this::follow));
    }

    /** The pause of delivery as a whole; empty when messages are sent. */
    public Optional<Pause> delivery() {
        return of(Pause.DELIVERY);
    }

    /** The pause of a source; empty when it is read. */
    public Optional<Pause> source(String name) {
        return of(Pause.source(name));
    }

    /** The pauses of all sources, those of other bridges among them. */
    public List<Pause> ofSources() {
        return current().filter(pause -> pause.source() != null).toList();
    }

    private Optional<Pause> of(String target) {
        return current().filter(pause -> pause.target().equals(target)).findFirst();
    }

    private Stream<Pause> current() {
        Instant now = ledger.now();
        return known.stream().filter(pause -> !pause.isOver(now));
    }

    /** The sources that this bridge has, by name. */
    public Collection<PausableSource> sources() {
        Map<String, PausableSource> sources = new TreeMap<>();
        sourceByRoute.forEach((route, name) -> sources.put(name, new PausableSource(name, isStarted(route))));
        return sources.values();
    }

    /** The source that a route of this bridge reads; null when it is none of a source. */
    String sourceOf(String route) {
        return sourceByRoute.get(route);
    }

    /** Looks at once what is paused: whoever changed it here sees it here. */
    public void refresh() {
        known = pauses.current();
    }

    private void look() {
        try {
            refresh();
        } catch (DataAccessException e) {
            LOG.debug("What is paused is looked at again when the ledger answers", e); // the ledger's watch tells
        }
        RouteChange change = underWay;
        if (change != null) {
            change.watch(longestChange);
        }
    }

    private void follow(String route, String source) {
        boolean paused = source(source).isPresent();
        if (stopping || (paused ? !isStarted(route) : !stopped.contains(route))) {
            return;
        }
        RouteChange change = new RouteChange(source, paused);
        underWay = change;
        try {
            if (paused && isStarted(route)) {
                stop(route, source);
            } else if (!paused && stopped.remove(route)) {
                camel.getRouteController().startRoute(route);
                LOG.info("source {} goes on", source);
            }
        } catch (Exception e) {
            if (!paused) {
                stopped.add(route);
            }
            LOG.warn(
                    "source {} cannot be {} now ({}); it is tried again",
                    source,
                    paused ? "paused" : "resumed",
                    e.getClass().getName());
        } finally {
            change.end();
            underWay = null;
        }
    }

    private void stop(String route, String source) throws Exception {
        stopped.add(route);
        boolean done = camel.getRouteController().stopRoute(route, LONGEST_STOP_SECONDS, TimeUnit.SECONDS, true);
        if (done) {
            LOG.info("source {} is paused", source);
        } else {
            LOG.info("source {} is paused when what it has in hand is in the ledger", source);
        }
    }

    private boolean isStarted(String route) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(route);
        return status != null && status.isStarted();
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        Object name = route instanceof RouteDefinition definition && definition.getTemplateParameters() != null
                ? definition.getTemplateParameters().get(SOURCE_NAME)
                : null;
        return name == null ? null : new OfSource(name.toString());
    }

    /** Keeps a source that is paused from starting with the bridge. */
    private final class OfSource extends RoutePolicySupport {

        private final String source;

        OfSource(String source) {
            this.source = source;
        }

        @Override
        public void onInit(Route route) {
            sourceByRoute.put(route.getId(), source);
            if (source(source).isPresent()) {
                route.setAutoStartup(false);
                stopped.add(route.getId());
            }
        }

        @Override
        public void onRemove(Route route) {
            sourceByRoute.remove(route.getId());
            stopped.remove(route.getId());
        }
    }

    /** The bridge stops: a source that hangs would keep Camel from that, and Camel must not stop it from two threads. */
    @EventListener(ContextClosedEvent.class)
    void changeNothingMore() {
        stopping = true;
        RouteChange change = underWay;
        if (change != null) {
            change.interrupt();
        }
        changes.endAfterRound(LONGEST_INTERRUPT);
    }

    @Override
    public void destroy() {
        changes.end();
        looks.end();
    }
}
