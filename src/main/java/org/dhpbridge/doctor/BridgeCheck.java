package org.dhpbridge.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/** Whether a bridge runs on this machine, and whether its own port is free when none does. */
final class BridgeCheck {

    private static final int UNAUTHORIZED = 401;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Settings settings;
    private final Consumer<Finding> findings;

    BridgeCheck(Settings settings, Consumer<Finding> findings) {
        this.settings = settings;
        this.findings = findings;
    }

    boolean runs() {
        int port = settings.number("server.port", 8080);
        URI api = URI.create(settings.bridge(port) + "/api/summary");
        if (port == 0) {
            findings.accept(Finding.ok("bridge", "not looked for: server.port=0 takes any free port"));
            return false;
        }
        if (Ports.isFree(settings.text("server.address"), port)) {
            findings.accept(Finding.ok("bridge", "none runs on port " + port + "; the port is free"));
            return false;
        }
        Answer answer = answer(api);
        JsonNode states = answer == null ? null : answer.json().path("states");
        if (states != null && states.isObject()) {
            findings.accept(Finding.ok(
                    "bridge",
                    "runs on port " + port + ": " + states.path("due").asLong() + " messages wait, "
                            + states.path("dead").asLong() + " are dead letters"));
            return true;
        }
        if (answer != null
                && answer.status() == UNAUTHORIZED
                && answer.json().path("detail").asText().contains("API key")) {
            findings.accept(
                    Finding.ok("bridge", "runs on port " + port + "; how many messages wait needs its API key"));
            return true;
        }
        findings.accept(Finding.failed(
                "bridge",
                "port " + port + " is taken by something that is no dhp-bridge",
                "Stop it, or give the bridge another port: --server.port=8081."));
        return false;
    }

    /** Without the key: whatever listens there might be no bridge. */
    private static Answer answer(URI api) {
        try {
            return Answer.get(api, null, null, LONGEST, false);
        } catch (Bounded.CallFailedException notHttp) {
            return null;
        }
    }
}
