package org.dhpbridge.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.dhpbridge.kernel.Secrets;
import org.springframework.core.env.Environment;

/**
 * Where the API key is: {@code data/api-token} under {@code dhp.home}, with {@code data/api-header} beside it for {@code curl
 * -H @data/api-header}, or the file that {@code dhp.api.token-file} names. The key is ASCII; blanks and line ends around it
 * are ignored.
 */
public final class ApiKeyFile {

    private static final String TOKEN = "data/api-token";
    private static final String HEADER = "data/api-header";
    private static final int LARGEST_FILE = 4096;

    /** RFC 6750, 2.1: {@code b64token}; shorter ones could be guessed. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~+/-]{32,1024}=*");

    private final Path home;
    private final Path named;

    /**
     * @param home {@code dhp.home}
     * @param named {@code dhp.api.token-file}; null when the bridge makes the key itself
     */
    public ApiKeyFile(Path home, Path named) {
        this.home = home;
        this.named = named;
    }

    /** As the bridge's settings say; {@code dhp.home} is absolute there. */
    public static ApiKeyFile of(Environment environment) {
        String named = environment.getProperty("dhp.api.token-file");
        return new ApiKeyFile(
                Path.of(environment.getRequiredProperty("dhp.home")),
                named == null || named.isBlank() ? null : Path.of(named));
    }

    /** The file that holds the key. */
    public Path path() {
        return named == null ? home.resolve(TOKEN) : named;
    }

    /**
     * @throws IOException when there is no such file, or it may not be read
     * @throws IllegalArgumentException when what it holds is no key
     */
    public String read() throws IOException {
        if (Files.size(path()) > LARGEST_FILE) {
            throw noKey();
        }
        String key = Files.readString(path(), StandardCharsets.ISO_8859_1).strip();
        if (!KEY.matcher(key).matches()) {
            throw noKey();
        }
        return key;
    }

    private IllegalArgumentException noKey() {
        return new IllegalArgumentException("The file " + path()
                + " holds no API key: one line of at least 32 letters, digits and -._~+/= is one.");
    }

    /** Makes the key when there is none, never in a file that the site named, and lets its owner alone read it. */
    String readOrMake() throws IOException {
        if (named != null) {
            return read();
        }
        Files.createDirectories(path().getParent());
        if (!Files.exists(path())) {
            write(path(), Secrets.random());
        }
        OwnerOnly.restrict(path());
        String key = read();
        write(home.resolve(HEADER), "Authorization: Bearer " + key);
        return key;
    }

    /** Whole or not at all, and never readable by others, not even while it is written. */
    private static void write(Path file, String line) throws IOException {
        Path part = OwnerOnly.createBeside(file);
        try {
            Files.writeString(part, line + "\n", StandardCharsets.US_ASCII);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
