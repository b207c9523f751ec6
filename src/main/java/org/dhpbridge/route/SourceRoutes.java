package org.dhpbridge.route;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.dhpbridge.home.HomeFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Starts the sources of {@code routes/sources}, one after the other, when the pipeline runs. One that is wrong is told and left
 * out; one that cannot start now (a port that is taken, a broker that is away) is tried again. Neither stops the others.
 */
public class SourceRoutes implements CamelContextConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SourceRoutes.class);
    private static final int RETRY_SECONDS = 30;

    private final HomeFiles homeFiles;
    private final SourceChoice chosen;
    private final Map<String, String> waiting = new TreeMap<>();
    private ModelCamelContext camel;

    /** @param chosen which files are read */
    public SourceRoutes(HomeFiles homeFiles, SourceChoice chosen) {
        this.homeFiles = homeFiles;
        this.chosen = chosen;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {}

    @Override
    public synchronized void afterApplicationStart(CamelContext context) {
        camel = (ModelCamelContext) context;
        SourceCheck check = new SourceCheck(homeFiles);
        for (String file : homeFiles.list(SourceChoice.FOLDER, ".yaml")) {
            String yaml = homeFiles.text(file).orElse("");
            if (!yaml.isEmpty() && chosen.contains(file)) {
                List<String> mistakes = check.mistakes(file, yaml);
                mistakes.forEach(mistake -> LOG.error("The source is left out. {}", mistake));
                if (mistakes.isEmpty()) {
                    start(file);
                }
            }
        }
    }

    /** Tries those again that could not start. */
    @Scheduled(initialDelay = RETRY_SECONDS, fixedDelay = RETRY_SECONDS, timeUnit = TimeUnit.SECONDS)
    synchronized void startWaiting() {
        if (camel != null && camel.isStarted()) {
            Set.copyOf(waiting.keySet()).forEach(this::start);
        }
    }

    private void start(String file) {
        Set<String> before = ids();
        try {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(
                            ResourceHelper.fromBytes(file, homeFiles.bytes(file).orElseThrow()));
            if (waiting.remove(file) != null) {
                LOG.info("The source in {} runs now.", file);
            }
        } catch (Exception e) {
            takeOut(before);
            String why = RouteFiles.rootMessage(e);
            if (!why.equals(waiting.put(file, why))) {
                LOG.error(
                        "The source in {} cannot start: {}. It is tried again every {} s; the others run. The templates and"
                                + " their parameters stand in routes/templates/.",
                        file,
                        why,
                        RETRY_SECONDS);
            }
        }
    }

    private Set<String> ids() {
        return camel.getRouteDefinitions().stream().map(RouteDefinition::getId).collect(Collectors.toSet());
    }

    /** What was half made must not be in the way of the next try. */
    private void takeOut(Set<String> before) {
        Set<String> made = new HashSet<>(ids());
        made.removeAll(before);
        for (String id : made) {
            try {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
                RouteDefinition definition = camel.getRouteDefinition(id);
                if (definition != null) {
                    camel.removeRouteDefinition(definition);
                }
            } catch (Exception e) {
                LOG.warn(
                        "The route {} cannot be taken out ({})",
                        id,
                        e.getClass().getName());
            }
        }
    }
}
