package org.dhpbridge.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dhpbridge.access.ApiKeyFile;
import org.dhpbridge.access.Exposure;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.ledger.LedgerSettings;
import org.dhpbridge.mapping.SiteSettings;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The bridge's settings as it would see them when started in this folder, without starting it. */
final class OfflineSettings {

    private final ConfigurableEnvironment environment = new StandardEnvironment();

    /** @param arguments settings as {@code --dhp.home=/srv/bridge} */
    OfflineSettings(String... arguments) {
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        ConfigurationPropertySources.attach(environment);
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        String home = Path.of(text("dhp.home")).toAbsolutePath().normalize().toString();
        environment.getPropertySources().addFirst(new MapPropertySource("dhp.home", Map.of("dhp.home", home)));
    }

    /**
     * @param options what a command does not know itself
     * @return those that are settings of the bridge, all of them
     * @throws ParameterException when one is none
     */
    static String[] among(CommandSpec command, List<String> options) {
        options.stream()
                .filter(o -> !o.matches("--(dhp|server)\\..+=.*"))
                .findFirst()
                .ifPresent(wrong -> {
                    throw new ParameterException(
                            command.commandLine(),
                            "Unknown option " + wrong.replaceAll("=.*", "")
                                    + "; a setting is written --dhp.home=/srv/bridge");
                });
        return options.toArray(String[]::new);
    }

    /** The settings themselves; {@code dhp.home} is absolute. */
    ConfigurableEnvironment environment() {
        return environment;
    }

    LedgerSettings ledger() {
        return Binder.get(environment).bind("dhp.ledger", LedgerSettings.class).get();
    }

    /** Where the bridge that these settings start answers on this machine, as {@code http://localhost:8080}. */
    String bridge() {
        return Exposure.of(environment).local(environment.getRequiredProperty("server.port"));
    }

    /** Where the key of that bridge's API is. */
    ApiKeyFile apiKeyFile() {
        return ApiKeyFile.of(environment);
    }

    HomeFiles homeFiles() {
        return new HomeFiles(Path.of(text("dhp.home")));
    }

    String profilePack() {
        return text("dhp.profile-pack");
    }

    SiteSettings site() {
        return SiteSettings.of(environment);
    }

    private String text(String property) {
        return environment.getRequiredProperty(property);
    }
}
