package org.dhpbridge.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the ledger is and how work is shared.
 *
 * @param url JDBC URL of H2 in a file ({@code jdbc:h2:file:…}; one bridge) or of PostgreSQL ({@code jdbc:postgresql:…}; as
 *     many bridges as you like)
 * @param username user of the database; for H2 in a file none is needed
 * @param password its password
 * @param passwordFile file that holds the password, in place of {@code password}
 * @param poolSize connections to the database: one for each worker and a few for sources and the API
 * @param connectTimeout how long the start waits for a PostgreSQL that does not answer yet
 * @param bridge name of this bridge in claims and history; by default host name and process
 * @param lease after this time without a sign of life another bridge takes over what this one had in work
 * @param longestWork a message that is in work for longer is given to another worker
 * @param encryptionKey encrypts what is stored of messages (AES-256-GCM): 32 bytes in Base64, as {@code openssl rand -base64
 *     32} makes them, with an id before it ({@code 2026:…}) or not; several separated by commas, the newest last. Better given
 *     by the environment or as a file than in YAML
 * @param encryptionKeyFile file that holds such keys, one {@code id:key} a line, the newest last: it encrypts, all of them
 *     decrypt
 */
@ConfigurationProperties("dhp.ledger")
@Validated
public record LedgerSettings(
        @NotBlank String url,
        String username,
        String password,
        Path passwordFile,
        @DefaultValue("12") @Min(2) @Max(200) int poolSize,
        @DefaultValue("20s") @NotNull Duration connectTimeout,
        String bridge,
        @DefaultValue("20s") @NotNull @DurationMin(seconds = 3) Duration lease,
        @DefaultValue("10m") @NotNull @DurationMin(seconds = 10) Duration longestWork,
        String encryptionKey,
        Path encryptionKeyFile) {

    /** Where H2 keeps its file; empty for a PostgreSQL, or an H2 that is in memory or elsewhere. */
    Optional<Path> folder() {
        String file = url.replaceFirst("^jdbc:h2:(file:)?", "").replaceFirst(";.*", "");
        if (!isH2() || file.matches("(mem|tcp|ssl|zip|nio|nioMapped|async|split):.*")) {
            return Optional.empty();
        }
        String expanded = file.startsWith("~") ? System.getProperty("user.home") + file.substring(1) : file;
        return Optional.ofNullable(Path.of(expanded).toAbsolutePath().getParent());
    }

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }
}
