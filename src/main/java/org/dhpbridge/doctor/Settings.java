package org.dhpbridge.doctor;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.dhpbridge.access.Exposure;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.SiteSettings;
import org.springframework.boot.autoconfigure.ssl.JksSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/** The bridge's settings, read one by one, so that a wrong one does not hide the others. */
final class Settings {

    private static final String SANDBOX = "sandbox";

    private final ConfigurableEnvironment environment;

    Settings(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    HomeFiles homeFiles() {
        return new HomeFiles(home());
    }

    Path home() {
        return Path.of(environment.getRequiredProperty("dhp.home"));
    }

    /** Where the API of a bridge with these settings answers on this machine, as {@code http://localhost:8080}. */
    String bridge(int port) {
        return Exposure.of(environment).local(Integer.toString(port));
    }

    /** What a start with these settings would refuse. */
    StartRules startRules() {
        return new StartRules(environment);
    }

    String text(String property) {
        return environment.getProperty(property, "");
    }

    int number(String property, int otherwise) {
        return environment.getProperty(property, Integer.class, otherwise);
    }

    boolean isSet(String property) {
        return StringUtils.hasText(environment.getProperty(property));
    }

    boolean isSandbox() {
        return text("dhp.environment").equals(SANDBOX);
    }

    /** Empty when it is not set, or is no address of http or https. */
    Optional<URI> address(String property) {
        try {
            URI uri = URI.create(text(property).strip());
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException with what is allowed */
    SiteSettings site() {
        return SiteSettings.of(environment);
    }

    /** Whether a setting follows from another one, by its placeholder. */
    boolean follows(String property, String other) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> && source.containsProperty(property)) {
                return String.valueOf(source.getProperty(property)).contains("${" + other);
            }
        }
        return false;
    }

    List<String> texts(String property, String otherwise) {
        return Binder.get(environment)
                .bind(property, Bindable.listOf(String.class))
                .orElse(List.of(otherwise));
    }

    /** Bound as the bridge does it. */
    <T> T bound(String prefix, Class<T> type) {
        return Binder.get(environment).bindOrCreate(prefix, type);
    }

    /**
     * A text as a route sees it: with what its placeholders stand for.
     *
     * @return empty when one of them stands for nothing
     */
    Optional<String> resolved(String parameter) {
        String spring = parameter
                .replaceAll("\\{\\{env:([^}:]+)", "\\${$1")
                .replaceAll("\\{\\{\\??([^}]+)", "\\${$1")
                .replace("}}", "}");
        String text = environment.resolvePlaceholders(spring);
        return text.contains("${") ? Optional.empty() : Optional.of(text);
    }

    /**
     * Whom a client believes.
     *
     * @param property that names the SSL bundle
     * @return null for whom the Java installation believes
     * @throws RuntimeException when there is no such bundle, or its files cannot be read
     */
    SSLContext trust(String property) {
        if (!isSet(property)) {
            return null;
        }
        String name = text(property);
        SslProperties ssl = bound("spring.ssl", SslProperties.class);
        PemSslBundleProperties pem = ssl.getBundle().getPem().get(name);
        JksSslBundleProperties jks = ssl.getBundle().getJks().get(name);
        if (pem == null && jks == null) {
            throw new IllegalArgumentException("there is no SSL bundle " + name);
        }
        SslBundle bundle = pem == null ? PropertiesSslBundle.get(jks) : PropertiesSslBundle.get(pem);
        return bundle.createSslContext();
    }
}
