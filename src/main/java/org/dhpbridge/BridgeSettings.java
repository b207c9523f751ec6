package org.dhpbridge;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
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
 * @param sources which files of routes/sources/ are read, by their names without .yaml, * for any text: as
 *     {@code mllp-*,lab-queue}
 */
@Validated
@ConfigurationProperties("dhp")
record BridgeSettings(
        @NotNull Path home,
        @NotBlank String environment,
        @NotBlank String profilePack,
        @Min(0) int workers,
        @DefaultValue("*") List<String> sources,
        @Valid @DefaultValue Site site,
        @Valid @DefaultValue Claim claim,
        @Valid @DefaultValue Retry retry,
        @Valid @DefaultValue Pause pause) {

    /**
     * What mappings need to know about the site.
     *
     * @param namespace URI under which the site's own identifiers stand on the platform; one a site, and never changed once
     *     something was delivered, for it is part of every identifier
     * @param zone zone of source times that name none
     * @param patronymic where a patronymic goes in a FHIR name: suffix, or given (the last given name)
     * @param language language of what the site sends, as uz or ru
     * @param unidentified what becomes of a patient without any identifier: refuse (the message is dead), or temporary (an
     *     identifier that follows from the visit number, as the platform has it for unknown patients)
     * @param strictDates whether a date that cannot be read, and a period that ends before it starts, make the message dead;
     *     without it the value is left out with a warning that names the field
     * @param futureTolerance how far in the future a time may lie that tells what has happened; a later one is not believed:
     *     it is left out with a warning, and for what is newer the order of receipt counts
     * @param trainingMessages whether HL7 messages are sent that say themselves that they are for training or debugging (MSH-11
     *     T or D); without it they are dead, and an HL7 port answers AR. True for the sandbox
     * @param trainingSources sources whose training messages are sent in any case, by their names, with a comma between
     * @param reload whether changed mappings are taken up without a restart; for development
     */
    record Site(
            @NotBlank String namespace,
            @NotNull ZoneId zone,
            @NotBlank String patronymic,
            @NotBlank String language,
            @NotBlank String unidentified,
            boolean strictDates,
            @NotNull Duration futureTolerance,
            boolean trainingMessages,
            @DefaultValue Set<String> trainingSources,
            boolean reload) {}

    /**
     * How due messages are taken out of the ledger.
     *
     * @param batch how many messages a worker claims at once
     * @param idle how long (milliseconds) a worker waits before it looks again when nothing was due
     */
    record Claim(@Min(1) int batch, @Min(1) long idle) {}

    /**
     * What happens after a failure of the platform.
     *
     * @param initial first wait; doubled with every failure, half of it drawn by chance
     * @param longest longest wait
     * @param attempts how many attempts a message has that fails alone, while others get through
     */
    record Retry(@NotNull Duration initial, @NotNull Duration longest, @Min(1) int attempts) {}

    /**
     * What happens when the platform lets nothing through.
     *
     * @param probe how long delivery rests before one message tries again after the platform refused access
     */
    record Pause(@NotNull Duration probe) {}
}
