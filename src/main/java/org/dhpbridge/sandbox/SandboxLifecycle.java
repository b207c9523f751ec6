package org.dhpbridge.sandbox;

import org.dhpbridge.conformance.ResourceCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts the sandbox before everything that delivers to it, and stops it after. */
final class SandboxLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxLifecycle.class);

    private final SandboxSettings settings;
    private final ResourceCheck check;
    private volatile Sandbox sandbox;

    SandboxLifecycle(SandboxSettings settings, ResourceCheck check) {
        this.settings = settings;
        this.check = check;
    }

    @Override
    public void start() {
        sandbox = Sandbox.start(settings, check);
        LOG.info("The DHP sandbox listens on {}, and gives tokens at {}", sandbox.fhirBase(), sandbox.tokenUri());
    }

    @Override
    public void stop() {
        sandbox.close();
        sandbox = null;
    }

    @Override
    public boolean isRunning() {
        return sandbox != null;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }
}
