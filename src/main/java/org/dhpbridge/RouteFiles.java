package org.dhpbridge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.dhpbridge.home.HomeFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Loads {@code routes/**.yaml}, the site's files before the bundled ones of the same path. The pipeline must load; a
 * source that does not is reported and left out, so that one site's slip does not stop the other sources.
 */
@Component
class RouteFiles implements CamelContextConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final String SOURCES = "routes/sources/";

    private final HomeFiles homeFiles;
    private final int workers;

    RouteFiles(HomeFiles homeFiles, @Value("${dhp.workers}") int workers) {
        this.homeFiles = homeFiles;
        this.workers = workers;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        List<String> files = new ArrayList<>(homeFiles.list("routes", ".yaml"));
        files.sort(
                Comparator.comparing((String file) -> file.startsWith(SOURCES)).thenComparing(file -> file));
        RoutesLoader loader = PluginHelper.getRoutesLoader(context);
        for (String file : files) {
            byte[] content = homeFiles.bytes(file).orElseThrow();
            if (content.length == 0) {
                LOG.info("{} is empty and so switched off", file);
                continue;
            }
            try {
                loader.loadRoutes(ResourceHelper.fromBytes(file, content));
            } catch (Exception e) {
                if (!file.startsWith(SOURCES)) {
                    throw new IllegalStateException(
                            "The route file " + file + " cannot be loaded: " + rootMessage(e), e);
                }
                LOG.error(
                        "The source in {} is left out: {}. The templates and their parameters stand in routes/templates/.",
                        file,
                        rootMessage(e));
            }
        }
        startWorkers(context);
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
