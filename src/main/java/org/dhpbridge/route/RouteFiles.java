package org.dhpbridge.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.dhpbridge.home.HomeFiles;
import org.springframework.core.NestedExceptionUtils;

/**
 * Loads the pipeline and the templates of {@code routes/}, the site's files before the bundled ones of the same path. All of
 * it must load; the sources come after it ({@link SourceRoutes}).
 */
public final class RouteFiles implements CamelContextConfiguration {

    private final HomeFiles homeFiles;
    private final int workers;

    /** @param workers how many worker routes deliver; 0 for none */
    public RouteFiles(HomeFiles homeFiles, int workers) {
        this.homeFiles = homeFiles;
        this.workers = workers;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        RoutesLoader loader = PluginHelper.getRoutesLoader(context);
        List<Resource> files = homeFiles.list("routes", ".yaml").stream()
                .filter(file -> !file.startsWith(SourceChoice.FOLDER))
                .map(file ->
                        ResourceHelper.fromBytes(file, homeFiles.bytes(file).orElseThrow()))
                .filter(RouteFiles::isSwitchedOn)
                .toList();
        try {
            loader.loadRoutes(files);
        } catch (Exception e) {
            throw new WrongRouteException(rootMessage(e), e);
        }
        startWorkers(context);
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
    public void afterApplicationStart(CamelContext context) {}

    /** The innermost message; the class where there is none. */
    static String rootMessage(Throwable thrown) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(thrown);
        return root.getMessage() == null ? root.getClass().getName() : root.getMessage();
    }
}
