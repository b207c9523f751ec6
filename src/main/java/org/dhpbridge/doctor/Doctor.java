package org.dhpbridge.doctor;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dhpbridge.ledger.Pause;
import org.springframework.core.env.ConfigurableEnvironment;

/** Looks at everything that a bridge with these settings needs, and changes none of it. */
public final class Doctor {

    private final Settings settings;
    private final Supplier<List<Pause>> pauses;
    private Set<String> neededTypes = new TreeSet<>();
    private boolean bridgeRuns;

    /** @param environment the settings as the bridge would see them, {@code dhp.home} an absolute path */
    public Doctor(ConfigurableEnvironment environment) {
        this(environment, null);
    }

    /** @param pauses of the bridge that runs here, which alone can read a ledger in a file; null when none does */
    public Doctor(ConfigurableEnvironment environment, Supplier<List<Pause>> pauses) {
        this.settings = new Settings(environment);
        this.pauses = pauses;
    }

    /**
     * Runs all checks; every one that asks the network gives up after some ten seconds.
     *
     * @param findings told of each finding as soon as it is there
     */
    public void examine(Consumer<Finding> findings) {
        guarded("settings", findings, () -> new SettingsCheck(settings, findings).run());
        guarded("home", findings, () -> new HomeCheck(settings, findings).run());
        guarded("bridge", findings, () -> bridgeRuns = new BridgeCheck(settings, findings).runs());
        ContentCheck content = new ContentCheck(settings, findings);
        guarded("mappings", findings, content::run);
        guarded(
                "sources",
                findings,
                () -> neededTypes = new SourcesCheck(settings, findings, bridgeRuns).neededTypes(content));
        guarded("ledger", findings, () -> new LedgerCheck(settings, pauses, findings).run());
        guarded("platform", findings, () -> platform(findings));
        guarded("console", findings, () -> new ConsoleCheck(settings, findings).run());
    }

    private void platform(Consumer<Finding> findings) {
        Optional<URI> tokenUri = settings.address("dhp.oauth.token-uri");
        Optional<URI> fhirBase = settings.address("dhp.fhir.base-url");
        if (tokenUri.isEmpty() || fhirBase.isEmpty()) {
            return;
        }
        if (settings.isSandbox() && !Reach.somebodyListens(fhirBase.get())) {
            findings.accept(Finding.ok(
                    "platform",
                    "the sandbox, which runs inside the bridge and starts with it; no bridge runs now, so that neither SSO"
                            + " nor FHIR could be asked"));
            return;
        }
        Clocks clocks = new Clocks();
        Optional<String> token = new SsoCheck(settings, findings, clocks).token(tokenUri.get());
        new FhirCheck(settings, findings, clocks).run(fhirBase.get(), token, neededTypes);
        clocks.skew().ifPresent(findings::accept);
    }

    private static void guarded(String what, Consumer<Finding> findings, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            findings.accept(Finding.failed(
                    what,
                    "could not be checked to the end: " + e.getClass().getSimpleName()
                            + (e.getMessage() == null ? "" : ", " + e.getMessage()),
                    "Correct what it names; if it names nothing of yours, report it as a mistake of dhp-bridge."));
        }
    }
}
