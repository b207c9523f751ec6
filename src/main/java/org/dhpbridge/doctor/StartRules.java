package org.dhpbridge.doctor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dhpbridge.access.Exposure;
import org.dhpbridge.access.Exposure.Mistake;
import org.dhpbridge.launch.CompilerDirectives;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** What a start refuses before anything is opened, one rule a method; {@code check} says the same in the same words. */
public final class StartRules {

    private static final String SANDBOX = "sandbox";
    private static final String CUSTOM = "custom";
    private static final List<String> ADDRESSES = List.of("dhp.fhir.base-url", "dhp.oauth.token-uri");

    private final Environment environment;
    private final String name;

    /** @param environment the bridge's settings */
    public StartRules(Environment environment) {
        this.environment = environment;
        name = environment.getProperty("dhp.environment", SANDBOX);
    }

    /** The first rule that is broken; empty when the bridge may start. */
    public Optional<Mistake> broken() {
        Stream<Supplier<Optional<Mistake>>> rules = Stream.of(this::listening, this::compiler, this::platform);
        Stream<Supplier<Optional<Mistake>>> ofPlatform = SANDBOX.equals(name)
                ? Stream.of()
                : Stream.concat(
                        Stream.of(this::credentials), ADDRESSES.stream().map(property -> () -> address(property)));
        return Stream.concat(rules, ofPlatform)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What other machines reach is encrypted. */
    Optional<Mistake> listening() {
        return Exposure.of(environment).mistake();
    }

    /** {@code dhp.compile-all} stands where it is read in time. */
    Optional<Mistake> compiler() {
        boolean compileAll =
                Binder.get(environment).bind("dhp.compile-all", Boolean.class).orElse(false);
        return compileAll && CompilerDirectives.areGiven()
                ? Optional.of(
                        new Mistake(
                                "dhp.compile-all is set in a file, which is read when it is too late for it.",
                                "Set it as the environment variable DHP_COMPILE_ALL=true, or as the argument --dhp.compile-all=true."))
                : Optional.empty();
    }

    /** Names that {@code dhp.environment} can have. */
    Set<String> environments() {
        Set<String> names = new LinkedHashSet<>(Binder.get(environment)
                .bind("dhp.environments", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .keySet());
        names.add(CUSTOM);
        return names;
    }

    /** {@code dhp.environment} is one that there is. */
    Optional<Mistake> platform() {
        Set<String> known = environments();
        return known.contains(name)
                ? Optional.empty()
                : Optional.of(new Mistake(
                        "dhp.environment is \"" + name + "\", and there is no such environment.",
                        "Set dhp.environment to one of " + String.join(", ", known) + "."));
    }

    /** The platform's client id and secret are set. */
    Optional<Mistake> credentials() {
        List<String> missing = new ArrayList<>();
        if (!isSet("dhp.oauth.client-id")) {
            missing.add("dhp.oauth.client-id");
        }
        if (!isSet("dhp.oauth.client-secret") && !isSet("dhp.oauth.client-secret-file")) {
            missing.add("dhp.oauth.client-secret (or dhp.oauth.client-secret-file)");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Mistake(
                                "dhp.environment is \"" + name + "\", and the bridge has no credentials for it: "
                                        + String.join(" and ", missing) + " not set.",
                                "Set them in application.yml beside the bridge, as the environment variables DHP_OAUTH_CLIENT_ID"
                                        + " and DHP_OAUTH_CLIENT_SECRET, or start with dhp.environment=sandbox, which needs none."));
    }

    /** An address of the platform is set. */
    Optional<Mistake> address(String property) {
        return isSet(property)
                ? Optional.empty()
                : Optional.of(new Mistake(
                        "dhp.environment is \"" + name + "\", and " + property + " is not set.",
                        "Set " + property + " to an address that starts with https:// or http://."));
    }

    private boolean isSet(String property) {
        return StringUtils.hasText(environment.getProperty(property));
    }
}
