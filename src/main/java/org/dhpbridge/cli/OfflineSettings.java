package org.dhpbridge.cli;

import java.nio.file.Path;
import java.time.ZoneId;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.SiteSettings;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/** The bridge's settings as it would see them when started in this folder, without starting it. */
final class OfflineSettings {

    private final ConfigurableEnvironment environment = new StandardEnvironment();

    OfflineSettings() {
        ConfigurationPropertySources.attach(environment);
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
    }

    HomeFiles homeFiles() {
        return new HomeFiles(Path.of(text("dhp.home")));
    }

    String profilePack() {
        return text("dhp.profile-pack");
    }

    SiteSettings site() {
        return new SiteSettings(
                text("dhp.site.namespace"),
                ZoneId.of(text("dhp.site.zone")),
                text("dhp.site.patronymic"),
                text("dhp.site.language"),
                text("dhp.site.unidentified"),
                false);
    }

    private String text(String property) {
        return environment.getRequiredProperty(property);
    }
}
