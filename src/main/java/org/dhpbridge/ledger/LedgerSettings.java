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
 * @param url JDBC URL of SQLite in a file ({@code jdbc:sqlite:…}; one bridge) or of PostgreSQL ({@code jdbc:postgresql:…}; as
 *     many bridges as you like); H2 in a file ({@code jdbc:h2:file:…}; one bridge) is still opened
 * @param username user of the database; for SQLite and H2 in a file none is needed
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

    private static final String H2_FILE = "jdbc:h2:file:";
    private static final String SQLITE_FILE = "jdbc:sqlite:";

    Dialect dialect() {
        return Dialect.of(url);
    }

    /** The file of an embedded ledger; empty for a PostgreSQL, or an H2 that is in memory or elsewhere. */
    Optional<Path> file() {
        String plain = url.replaceFirst("[;?].*", "");
        if (plain.startsWith(SQLITE_FILE)) {
            return Optional.of(Path.of(plain.substring(SQLITE_FILE.length())));
        }
        if (dialect() != Dialect.H2) {
            return Optional.empty();
        }
        String file =
                plain.startsWith(H2_FILE) ? plain.substring(H2_FILE.length()) : plain.substring("jdbc:h2:".length());
        if (file.matches("(mem|tcp|ssl|zip|nio|nioMapped|async|split):.*")) {
            return Optional.empty();
        }
        String expanded = file.startsWith("~") ? System.getProperty("user.home") + file.substring(1) : file;
        return Optional.of(Path.of(expanded + ".mv.db"));
    }

    /** The folder of that file. */
    Optional<Path> folder() {
        return file().map(file -> file.toAbsolutePath().getParent());
    }

    /** The same, of another database. */
    LedgerSettings withUrl(String another) {
        return new LedgerSettings(
                another,
                username,
                password,
                passwordFile,
                poolSize,
                connectTimeout,
                bridge,
                lease,
                longestWork,
                encryptionKey,
                encryptionKeyFile);
    }
}
