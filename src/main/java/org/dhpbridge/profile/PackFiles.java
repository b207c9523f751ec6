package org.dhpbridge.profile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.dhpbridge.home.HomeFiles;

/** Reads the JSON files of a pack from where the setting points: a bundled name, a folder, or a package archive. */
final class PackFiles {

    private static final long MAX_BYTES = 128L << 20;
    private static final int MAX_FILES = 20_000;
    private static final String ARCHIVE = ".tgz";

    private PackFiles() {}

    /** File name (no folders) to content. */
    static Map<String, byte[]> read(HomeFiles home, String nameOrPath) {
        Path path = home.home().resolve(nameOrPath).normalize();
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        if (nameOrPath.endsWith(ARCHIVE)) {
            if (!Files.isRegularFile(path)) {
                throw new PackException("The profile pack " + nameOrPath + " does not exist: there is no file " + path
                        + ". Put the package there or correct dhp.profile-pack.");
            }
            return archive(path);
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        String folder = "profiles/" + nameOrPath;
        for (String file : home.list(folder, ".json")) {
            home.bytes(file).ifPresent(bytes -> files.put(file.substring(file.lastIndexOf('/') + 1), bytes));
        }
        if (files.isEmpty()) {
            throw new PackException("There is no profile pack " + nameOrPath + ": neither a folder " + folder
                    + " under dhp.home or in the jar, nor a folder or .tgz of that path. Correct dhp.profile-pack.");
        }
        return files;
    }

    private static Map<String, byte[]> folder(Path folder) {
        Path content = Files.isDirectory(folder.resolve("package")) ? folder.resolve("package") : folder;
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> list = Files.list(content)) {
            List<Path> sorted =
                    list.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            long total = 0;
            for (Path file : sorted) {
                total += Files.size(file);
                refuseAbove(total, files.size(), content);
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the profile pack in " + content, e);
        }
        if (files.isEmpty()) {
            throw new PackException("The folder " + content + " holds no profile pack: it has no JSON file.");
        }
        return files;
    }

    private static Map<String, byte[]> archive(Path archive) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream raw = new ByteArrayInputStream(Files.readAllBytes(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(raw))) {
            long total = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                if (leavesTheArchive(name) || entry.isLink() || entry.isSymbolicLink()) {
                    throw new PackException(
                            "The package " + archive.getFileName() + " has the entry " + name
                                    + ", which points outside the archive. It is refused as a whole; get the package from its publisher again.");
                }
                refuseAbove(total + Math.max(0, entry.getSize()), files.size(), archive);
                byte[] bytes = tar.readNBytes((int) Math.min(MAX_BYTES + 1 - total, Integer.MAX_VALUE - 8));
                total += bytes.length;
                refuseAbove(total, files.size(), archive);
                if (name.matches("package/[^/]+\\.json")) {
                    files.put(name.substring("package/".length()), bytes);
                }
            }
        } catch (IOException e) {
            throw new PackException(
                    "The package " + archive.getFileName()
                            + " cannot be unpacked; it must be a gzipped tar as FHIR registries publish.",
                    e);
        }
        if (!files.containsKey("package.json")) {
            throw new PackException(
                    "The package " + archive.getFileName() + " is not a FHIR package: it has no package/package.json.");
        }
        return files;
    }

    private static boolean leavesTheArchive(String name) {
        String unix = name.replace('\\', '/');
        return unix.startsWith("/")
                || unix.contains(":")
                || List.of(unix.split("/")).contains("..");
    }

    private static void refuseAbove(long bytes, int count, Path where) {
        if (bytes > MAX_BYTES || count > MAX_FILES) {
            throw new PackException("The profile pack " + where.getFileName() + " unpacks to more than "
                    + (MAX_BYTES >> 20) + " MB or " + MAX_FILES
                    + " files. That is no profile pack; it is refused as a whole.");
        }
    }
}
