package org.dhpbridge.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a file is that a source's parameter names. */
final class SiteFile {

    private SiteFile() {}

    /** The one under the bridge's home; where there is none, the path as it stands, from where the bridge was started. */
    static Path of(Path home, String path) {
        Path underHome = home.resolve(path);
        return Files.isRegularFile(underHome) ? underHome : Path.of(path);
    }
}
