package org.dhpbridge.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhpbridge.home.HomeFiles;

/** Notices that a site changed its mapping files. */
final class SiteFiles {

    private SiteFiles() {}

    /** A text that differs when a file under {@code mappings/} of the site was added, removed or written. */
    static String fingerprint(HomeFiles files) {
        Path folder = files.home().resolve("mappings");
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .sorted()
                    .map(SiteFiles::stamp)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + of.lastModifiedTime().toMillis() + " " + of.size();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
