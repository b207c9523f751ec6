package org.dhpbridge.start;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dhpbridge.access.Exposure;
import org.dhpbridge.doctor.StartRules;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Refuses to start with settings that cannot work, before anything is opened, and makes {@code dhp.home} absolute. */
final class StartChecks implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        prepare(environment);
        new StartRules(environment).broken().ifPresent(mistake -> {
            throw new StartRefusedException(mistake.what(), mistake.remedy());
        });
    }

    /** Makes {@code dhp.home} absolute, so that it means the same to the database, the folders and the routes. */
    static void prepare(ConfigurableEnvironment environment) {
        Path home = Path.of(environment.getProperty("dhp.home", "."))
                .toAbsolutePath()
                .normalize();
        Map<String, Object> settled = new LinkedHashMap<>();
        settled.put("dhp.home", home.toString());
        settled.put(FirstRun.PROPERTY, FirstRun.isFirst(home));
        environment.getPropertySources().addFirst(new MapPropertySource("dhp.home", settled));
        settleManagement(environment);
    }

    /** A management port listens where the API does, unless it has an address of its own; what is shown there follows from it. */
    private static void settleManagement(ConfigurableEnvironment environment) {
        Exposure exposure = Exposure.of(environment);
        if (exposure.separate()
                && !environment.containsProperty(Exposure.MANAGEMENT_ADDRESS)
                && environment.containsProperty("server.address")) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource(
                            Exposure.MANAGEMENT_ADDRESS,
                            Map.of(Exposure.MANAGEMENT_ADDRESS, environment.getProperty("server.address", ""))));
        }
        if (exposure.isManagementOpenToOthers()) {
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "dhp.api.details",
                            Map.of("management.endpoint.health.group.readiness.show-details", "when-authorized")));
        }
    }
}
