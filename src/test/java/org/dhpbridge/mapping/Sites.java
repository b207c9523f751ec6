package org.dhpbridge.mapping;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** Settings of sites for tests. */
public final class Sites {

    private Sites() {}

    /**
     * A site that sends training messages, as the sandbox's does; everything else as it is unless set.
     *
     * @param settings names without the prefix {@code dhp.site}, as {@code patronymic=given}
     */
    public static SiteSettings of(String namespace, String... settings) {
        MockEnvironment site = new MockEnvironment()
                .withProperty("dhp.site.namespace", namespace)
                .withProperty("dhp.site.training-messages", "true");
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            site.setProperty("dhp.site." + parts[0], parts[1]);
        }
        return Binder.get(site).bindOrCreate(SiteSettings.PREFIX, SiteSettings.class);
    }
}
