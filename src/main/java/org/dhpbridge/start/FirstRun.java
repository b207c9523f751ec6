package org.dhpbridge.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.home.HomeFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Copies the samples into the inbound folders the first time that a bridge with the sandbox starts in a home folder, so
 * that a newcomer sees messages flow without doing anything. {@code samples/hl7/<case>/in.hl7} goes to {@code
 * inbound/hl7/<case>.hl7}, {@code samples/csv-<feed>/<case>/in.csv} to {@code inbound/csv/<feed>/<case>.csv}.
 */
@Component
final class FirstRun {

    /** Whether no bridge had run in this home folder when this one started. */
    static final String PROPERTY = "dhp.first-run";

    private static final Logger LOG = LoggerFactory.getLogger(FirstRun.class);
    private static final String CSV = "csv-";
    private static final String SANDBOX = "sandbox";

    private final HomeFiles homeFiles;
    private final boolean sandbox;
    private final boolean first;
    private final Environment environment;

    FirstRun(
            HomeFiles homeFiles,
            BridgeSettings settings,
            @Value("${" + PROPERTY + ":false}") boolean first,
            Environment environment) {
        this.homeFiles = homeFiles;
        this.sandbox = settings.environment().equals(SANDBOX);
        this.first = first;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void copySamplesOnce() {
        if (!sandbox) {
            return;
        }
        if (first) {
            LOG.info(
                    "first start: {} samples copied to {}",
                    copySamples(homeFiles),
                    homeFiles.home().resolve("inbound"));
        } else {
            LOG.info(
                    "The sandbox is empty after every start; to send it what was delivered before:"
                            + " curl -X POST -H @{} -H 'Content-Type: application/json'"
                            + " 'http://localhost:{}/api/messages/replay?state=delivered'",
                    homeFiles.home().resolve("data/api-header"),
                    environment.getRequiredProperty("local.server.port"));
        }
    }

    /** Whether no bridge has run in this home folder before. */
    static boolean isFirst(Path home) {
        return !Files.exists(home.resolve("data"));
    }

    /** @return how many samples were copied */
    static int copySamples(HomeFiles homeFiles) {
        int copied = 0;
        for (String sample : homeFiles.list("samples", "")) {
            String[] parts = sample.split("/");
            if (parts.length == 4 && parts[3].startsWith("in.")) {
                String folder = parts[1].startsWith(CSV) ? "csv/" + parts[1].substring(CSV.length()) : parts[1];
                copy(homeFiles, sample, "inbound/" + folder + "/" + parts[2] + parts[3].substring(2));
                copied++;
            }
        }
        return copied;
    }

    private static void copy(HomeFiles homeFiles, String sample, String target) {
        Path file = homeFiles.home().resolve(target);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            Files.write(part, homeFiles.bytes(sample).orElseThrow());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy the sample " + sample + " to " + file, e);
        }
    }
}
