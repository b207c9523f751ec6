package org.dhpbridge.mapping;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings of sites for tests. */
public final class Sites {

    private Sites() {}

    /**
     * A site that sends training messages, as the sandbox's does; everything else as it is unless set.
     *
     * @param settings names without the prefix {@code dhp.site}, as {@code patronymic=given}
     */
    public static SiteSettings of(String namespace, String... settings) {
        Map<String, Object> site =
                new HashMap<>(Map.of("dhp.site.namespace", namespace, "dhp.site.training-messages", "true"));
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            site.put("dhp.site." + parts[0], parts[1]);
        }
        return new Binder(new MapConfigurationPropertySource(site))
                .bindOrCreate(SiteSettings.PREFIX, SiteSettings.class);
    }
}
