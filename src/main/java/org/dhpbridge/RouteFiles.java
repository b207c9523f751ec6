package org.dhpbridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.route.SourceCheck;
import org.dhpbridge.route.SourceChoice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Loads {@code routes/**.yaml}, the site's files before the bundled ones of the same path. The pipeline must load; a
 * source that does not is reported and left out, so that one site's slip does not stop the other sources.
 */
@Component
class RouteFiles implements CamelContextConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final String SOURCES = SourceChoice.FOLDER + "/";

    private final HomeFiles homeFiles;
    private final int workers;
    private final SourceChoice chosen;

    RouteFiles(HomeFiles homeFiles, BridgeSettings settings) {
        this.homeFiles = homeFiles;
        this.workers = settings.workers();
        this.chosen = new SourceChoice(settings.sources());
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        RoutesLoader loader = PluginHelper.getRoutesLoader(context);
        Map<Boolean, List<Resource>> files = homeFiles.list("routes", ".yaml").stream()
                .map(file ->
                        ResourceHelper.fromBytes(file, homeFiles.bytes(file).orElseThrow()))
                .filter(RouteFiles::isSwitchedOn)
                .collect(Collectors.partitioningBy(file -> file.getLocation().contains(SOURCES)));
        try {
            loader.loadRoutes(files.get(false));
        } catch (Exception e) {
            throw new IllegalStateException("The routes cannot be loaded: " + rootMessage(e), e);
        }
        SourceCheck check = new SourceCheck(homeFiles);
        files.get(true).stream().filter(this::isChosen).forEach(source -> loadSource(loader, source, check));
        startWorkers(context);
    }

    private boolean isChosen(Resource source) {
        return chosen.contains(
                source.getLocation().substring(source.getLocation().indexOf(SOURCES)));
    }

    private void loadSource(RoutesLoader loader, Resource source, SourceCheck check) {
        String file = source.getLocation().substring(source.getLocation().indexOf(SOURCES));
        List<String> mistakes = check.mistakes(file, homeFiles.text(file).orElse(""));
        if (!mistakes.isEmpty()) {
            mistakes.forEach(mistake -> LOG.error("The source is left out. {}", mistake));
            return;
        }
        try {
            loader.loadRoutes(source);
        } catch (Exception e) {
            LOG.error(
                    "The source is left out. {}: {}. The templates and their parameters stand in routes/templates/.",
                    file,
                    rootMessage(e));
        }
    }

    /** An empty file of the site's switches a bundled one off. */
    private static boolean isSwitchedOn(Resource file) {
        try (InputStream in = file.getInputStream()) {
            return in.read() >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startWorkers(CamelContext context) {
        for (int number = 1; number <= workers; number++) {
            TemplatedRouteBuilder.builder(context, "worker")
                    .routeId("worker-" + number)
                    .parameter("number", number)
                    .add();
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        LOG.debug("{} routes are up", context.getRoutesSize());
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
