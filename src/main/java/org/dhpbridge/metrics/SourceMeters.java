package org.dhpbridge.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.dhpbridge.ledger.LedgerWatch;
import org.dhpbridge.pipeline.Arrived;
import org.dhpbridge.pipeline.FilesAside;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * For how long each source has been silent: since it brought its newest message to this ledger, through whichever bridge; a
 * source that never brought one, since the bridge knows it.
 */
@Component
class SourceMeters {

    private final MeterRegistry registry;
    private final MessageMeters messages;
    private final LedgerWatch ledger;
    private final CamelContext camel;
    private final FilesAside aside;
    private final Map<String, Instant> last = new ConcurrentHashMap<>();
    private final Map<String, Long> unreadable = new ConcurrentHashMap<>();

    SourceMeters(
            MeterRegistry registry, MessageMeters messages, LedgerWatch ledger, CamelContext camel, FilesAside aside) {
        this.aside = aside;
        this.registry = registry;
        this.messages = messages;
        this.ledger = ledger;
        this.camel = camel;
    }

    @EventListener
    void arrived(Arrived arrived) {
        brought(arrived.source(), Instant.now());
    }

    @Scheduled(fixedDelay = 5000)
    void look() {
        ledger.reading().ifPresent(seen -> {
            seen.newestBySource().forEach(this::brought);
            configured().filter(source -> !last.containsKey(source)).forEach(source -> brought(source, Instant.now()));
        });
    }

    @Scheduled(fixedDelay = 5000)
    void lookAside() {
        for (FilesAside.Aside one : aside.now()) {
            if (unreadable.put(one.source(), one.files()) == null) {
                Gauge.builder("dhp.files.unreadable", unreadable, seen -> seen.get(one.source()))
                        .description("Files that could not be read as a whole and lie aside")
                        .tag("source", one.source())
                        .register(registry);
            }
        }
    }

    private void brought(String source, Instant at) {
        if (last.merge(source, at, (known, news) -> known.isAfter(news) ? known : news) == at) {
            messages.expect(source);
            Gauge.builder("dhp.source.last.seconds", last, seen -> secondsSince(seen.get(source)))
                    .description("Seconds since a source brought something")
                    .tag("source", source)
                    .register(registry);
        }
    }

    private static double secondsSince(Instant at) {
        return Math.max(0, Duration.between(at, Instant.now()).toMillis() / 1000.0);
    }

    /** The names of the sources that run here: what their templates' parameter {@code name} says. */
    private Stream<String> configured() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .map(route -> route.getTemplateParameters() == null
                        ? null
                        : route.getTemplateParameters().get("name"))
                .filter(Objects::nonNull)
                .map(Object::toString);
    }
}
