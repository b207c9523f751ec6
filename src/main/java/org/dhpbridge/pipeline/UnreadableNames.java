package org.dhpbridge.pipeline;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files whose names are not in the character set that the machine's names are in, as one in Windows-1251 on Linux: {@link java.io.File},
 * by which Camel reads, finds them and cannot open them, so they would lie there for ever. They are renamed, byte by byte as in a
 * URL (RFC 3986, 2.1), and read the next time.
 */
final class UnreadableNames {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableNames.class);
    private static final char LOST = '\ufffd';

    private final String source;
    private final Path folder;
    private final Pattern incomplete;

    /** @param incomplete pattern of names under which files are still being written; null for none */
    UnreadableNames(String source, Path folder, Pattern incomplete) {
        this.source = source;
        this.folder = folder;
        this.incomplete = incomplete;
    }

    /** Renames all that are complete. A folder that cannot be read is left to the reader of the source, who tells of it. */
    void rename() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, this::isUnreadable)) {
            files.forEach(this::rename);
        } catch (IOException unreadable) {
            LOG.debug("source {}: {}", source, unreadable.getMessage());
        }
    }

    private boolean isUnreadable(Path file) {
        String name = file.getFileName().toString();
        return name.indexOf(LOST) >= 0
                && !name.startsWith(".")
                && (incomplete == null || !incomplete.matcher(name).matches())
                && Files.isRegularFile(file)
                && !file.toFile().exists();
    }

    private void rename(Path file) {
        String bytes = file.toUri().getRawPath();
        Path readable = folder.resolve(bytes.substring(bytes.lastIndexOf('/') + 1));
        try {
            Files.move(file, readable);
            LOG.warn(
                    "source {}: the name of a file is not in the character set of this machine's file names ({}); the file was"
                            + " renamed to {} and is read under this name",
                    source,
                    Charset.forName(System.getProperty("sun.jnu.encoding")),
                    readable.getFileName());
        } catch (IOException e) {
            LOG.warn(
                    "source {}: a file cannot be read, for its name is not in the character set of this machine's file names,"
                            + " and it cannot be renamed to {} ({}). Rename it",
                    source,
                    readable.getFileName(),
                    e.getClass().getSimpleName());
        }
    }
}
