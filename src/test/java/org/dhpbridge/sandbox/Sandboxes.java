package org.dhpbridge.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Sandboxes for tests. */
public final class Sandboxes {

    private Sandboxes() {}

    /** One on a free port that stores whatever is a resource. */
    public static Sandbox start() {
        return start(Map.of());
    }

    /** @param properties names without the prefix {@code dhp.sandbox}, as {@code page-size} */
    public static Sandbox start(Map<String, ?> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.putIfAbsent("port", 0);
        return Sandbox.start(settings(all), resource -> List.of());
    }

    /** The settings as a properties file would give them; what is left out has its default. */
    public static SandboxSettings settings(Map<String, ?> properties) {
        Map<String, Object> prefixed = new HashMap<>();
        properties.forEach((name, value) -> prefixed.put("dhp.sandbox." + name, value));
        return new Binder(new MapConfigurationPropertySource(prefixed))
                .bindOrCreate("dhp.sandbox", SandboxSettings.class);
    }
}
