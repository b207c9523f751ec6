package org.dhpbridge.home;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bridge as a whole.
 *
 * @param home folder where inbound/ and data/ live, and the site's own routes/, mappings/ and profiles/, which take the place
 *     of the bundled files of the same name
 * @param environment which platform: sandbox, playground, development, production, medcore-playground, medcore-production,
 *     or custom (then dhp.fhir.base-url and dhp.oauth.token-uri must be set)
 * @param profilePack profile pack: a name under profiles/, a folder, or an official package (.tgz)
 * @param workers how many messages are in work at the same time; 0 for a bridge that only receives, while others deliver
 * @param compileAll whether all code is compiled for speed, for a bridge that carries more than some 80,000 messages from one
 *     start to the next. Taken as an argument, an environment variable or a JVM's -D only: it is read before any
 *     file; without it not
 * @param sources which files of routes/sources/ are read, by their names without .yaml, * for any text: as
 *     {@code mllp-*,lab-queue}
 */
@Validated
@ConfigurationProperties("dhp")
public record BridgeSettings(
        @NotNull Path home,
        @NotBlank String environment,
        @NotBlank String profilePack,
        @Min(0) int workers,
        Boolean compileAll,
        @DefaultValue("*") List<String> sources,
        @Valid @DefaultValue Claim claim,
        @Valid @DefaultValue Retry retry,
        @Valid @DefaultValue AccessPause pause) {

    /**
     * How due messages are taken out of the ledger.
     *
     * @param batch how many messages a worker claims at once
     * @param idle how long (milliseconds) a worker waits before it looks again when nothing was due
     */
    public record Claim(@Min(1) int batch, @Min(1) long idle) {}

    /**
     * What happens after a failure of the platform.
     *
     * @param initial first wait; doubled with every failure, half of it drawn by chance
     * @param longest longest wait
     * @param attempts how many attempts a message has that fails alone, while others get through
     */
    public record Retry(@NotNull Duration initial, @NotNull Duration longest, @Min(1) int attempts) {}

    /**
     * What happens when the platform lets nothing through.
     *
     * @param probe how long delivery rests before one message tries again after the platform refused access
     */
    public record AccessPause(@NotNull Duration probe) {}
}
