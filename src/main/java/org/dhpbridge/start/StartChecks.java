package org.dhpbridge.start;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dhpbridge.access.Exposure;
import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.launch.CompilerDirectives;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/** Refuses to start with settings that cannot work, before anything is opened, and makes {@code dhp.home} absolute. */
final class StartChecks implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    static final String SANDBOX = "sandbox";
    private static final String CUSTOM = "custom";

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        prepare(environment);
        checkExposure(environment);
        checkCompiler(environment);
        String name = environment.getProperty("dhp.environment", SANDBOX);
        checkName(environment, name);
        if (!SANDBOX.equals(name)) {
            checkCredentials(environment, name);
            checkAddresses(environment, name);
        }
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

    private static void checkExposure(ConfigurableEnvironment environment) {
        Exposure.of(environment).mistake().ifPresent(mistake -> {
            throw new StartRefusedException(mistake.what(), mistake.remedy());
        });
    }

    private static void checkCompiler(ConfigurableEnvironment environment) {
        boolean compileAll = Binder.get(environment)
                .bind("dhp", BridgeSettings.class)
                .map(BridgeSettings::compileAll)
                .orElse(false);
        if (compileAll && CompilerDirectives.areGiven()) {
            throw new StartRefusedException(
                    "dhp.compile-all is set in a file, which is read when it is too late for it.",
                    "Set it as the environment variable DHP_COMPILE_ALL=true, or as the argument --dhp.compile-all=true.");
        }
    }

    private static void checkName(ConfigurableEnvironment environment, String name) {
        Map<String, Object> presets = Binder.get(environment)
                .bind("dhp.environments", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        if (!presets.containsKey(name) && !CUSTOM.equals(name)) {
            throw new StartRefusedException(
                    "dhp.environment is \"" + name + "\", and there is no such environment.",
                    "Set dhp.environment to one of " + String.join(", ", presets.keySet()) + ", " + CUSTOM + ".");
        }
    }

    private static void checkCredentials(ConfigurableEnvironment environment, String name) {
        List<String> missing = new ArrayList<>();
        if (!StringUtils.hasText(environment.getProperty("dhp.oauth.client-id"))) {
            missing.add("dhp.oauth.client-id");
        }
        if (!StringUtils.hasText(environment.getProperty("dhp.oauth.client-secret"))
                && !StringUtils.hasText(environment.getProperty("dhp.oauth.client-secret-file"))) {
            missing.add("dhp.oauth.client-secret (or dhp.oauth.client-secret-file)");
        }
        if (!missing.isEmpty()) {
            throw new StartRefusedException(
                    "dhp.environment is \"" + name + "\", and the bridge has no credentials for it: "
                            + String.join(" and ", missing) + " not set.",
                    "Set them in application.yml beside the bridge, as the environment variables DHP_OAUTH_CLIENT_ID"
                            + " and DHP_OAUTH_CLIENT_SECRET, or start with dhp.environment=sandbox, which needs none.");
        }
    }

    private static void checkAddresses(ConfigurableEnvironment environment, String name) {
        for (String property : List.of("dhp.fhir.base-url", "dhp.oauth.token-uri")) {
            if (!StringUtils.hasText(environment.getProperty(property))) {
                throw new StartRefusedException(
                        "dhp.environment is \"" + name + "\", and " + property + " is not set.",
                        "Set " + property + " to an address that starts with https:// or http://.");
            }
        }
    }
}
