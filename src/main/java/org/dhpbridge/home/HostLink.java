package org.dhpbridge.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.kernel.Secrets;

/**
 * A link into the console for whoever may write to the bridge's home folder, while the SSO is away: good once, for five
 * minutes. A file {@code data/console-links/<SHA-256 of the secret>} stands for it; the secret itself is kept nowhere.
 */
public final class HostLink {

    /** How long a link is good. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final String FOLDER = "data/console-links";
    private static final String ADDRESS = "data/console-address";
    private static final Pattern IS_ADDRESS = Pattern.compile("https?://[^\\s/?#@]+");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private HostLink() {}

    /**
     * Keeps where the bridge answers on this machine, for a link that is made while it runs: its settings may stand on its own
     * command line.
     *
     * @param address as {@code http://localhost:8081}
     */
    public static void keepAddress(Path home, String address) throws IOException {
        Files.createDirectories(home.resolve(ADDRESS).getParent());
        Files.writeString(home.resolve(ADDRESS), address + "\n");
    }

    /** Where the bridge of the home folder answers, or did when it ran last; empty when that is not known. */
    public static Optional<String> address(Path home) {
        try {
            String address = Files.readString(home.resolve(ADDRESS)).strip();
            return IS_ADDRESS.matcher(address).matches() ? Optional.of(address) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /**
     * Makes a link.
     *
     * @param home {@code dhp.home}
     * @return its secret part, 43 characters that need no encoding in a URL
     * @throws IOException when the home folder cannot be written
     */
    public static String make(Path home) throws IOException {
        String secret = Secrets.random();
        Path folder = home.resolve(FOLDER);
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        Files.createFile(folder.resolve(Digests.sha256Hex(secret)));
        return secret;
    }

    /**
     * Uses a link up.
     *
     * @param now the time of the machine on which it was made
     * @return whether it was good: made here, not used before, not too old
     */
    public static boolean redeem(Path home, String secret, Instant now) throws IOException {
        if (!SECRET.matcher(secret).matches()) {
            return false;
        }
        Path file = home.resolve(FOLDER).resolve(Digests.sha256Hex(secret));
        if (!Files.exists(file)) {
            return false;
        }
        Instant made = Files.getLastModifiedTime(file).toInstant();
        // of two that come at once only one deletes it
        return Files.deleteIfExists(file) && now.isBefore(made.plus(LIFETIME));
    }
}
