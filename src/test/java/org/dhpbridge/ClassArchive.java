package org.dhpbridge;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.awaitility.Awaitility;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.springframework.util.FileSystemUtils;

/**
 * The classes of a bridge as its JVM lays them out (class data sharing, JEP 350), kept in {@code target/} by the first test that
 * starts a bridge in a process of its own: each start then takes two thirds of the CPU time.
 */
final class ClassArchive {

    private static final Path FOLDER = Path.of("target/class-archive");
    private static final Path LOCK = Path.of("target/class-archive.lock");

    private ClassArchive() {}

    /**
     * What a JVM is told about its classes.
     *
     * @param classPath of the bridge; an archive can be made when it begins with one folder, that of the build, and goes on with jars
     */
    static List<String> options(String classPath) throws IOException {
        int end = classPath.indexOf(File.pathSeparatorChar);
        Path classes = Path.of(end < 0 ? classPath : classPath.substring(0, end));
        if (end < 0 || !classes.endsWith(Path.of("target", "classes"))) {
            return List.of("-cp", classPath);
        }
        String version = Long.toString(newest(classes));
        Path jar = FOLDER.resolve(version + ".jar");
        Path archive = FOLDER.resolve(version + ".jsa");
        List<String> onJars = List.of("-cp", jar + classPath.substring(end));
        try (FileChannel lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (!Files.exists(archive)) {
                FileSystemUtils.deleteRecursively(FOLDER);
                Files.createDirectories(FOLDER);
                pack(classes, jar);
                dump(onJars, archive);
            }
        }
        return Stream.concat(Stream.of("-XX:SharedArchiveFile=" + archive), onJars.stream())
                .toList();
    }

    private static long newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().lastModified()).max().orElse(0);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar));
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> entries = Files.walk(classes)) {
            out.setLevel(Deflater.BEST_SPEED);
            entries.filter(entry -> !entry.equals(classes)).forEach(entry -> add(out, classes, entry));
        }
    }

    private static void add(JarOutputStream out, Path classes, Path entry) {
        String name = classes.relativize(entry).toString().replace(File.separatorChar, '/');
        try {
            out.putNextEntry(new ZipEntry(Files.isDirectory(entry) ? name + "/" : name));
            if (Files.isRegularFile(entry)) {
                Files.copy(entry, out);
            }
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bridge starts, delivers a row, and stops: what it loaded meanwhile is in the archive. */
    private static void dump(List<String> onJars, Path archive) throws IOException {
        Path home = FOLDER.resolve("home");
        Path inbound = Files.createDirectories(home.resolve("inbound/csv/patients"));
        Files.writeString(
                inbound.resolve("one.csv"), "patient_id,family,given,gender,birth_date\nK1,Azizov,Bek,M,1990-01-02\n");
        List<String> options = Stream.concat(Stream.of("-XX:ArchiveClassesAtExit=" + archive), onJars.stream())
                .toList();
        try (Sandbox sandbox = Sandboxes.start();
                BridgeProcess bridge = BridgeProcess.start(options, home, sandbox.fhirBase(), sandbox.tokenUri())) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> !bridge.isAlive() || bridge.get("/api/summary").contains("\"delivered\":1"));
        }
        if (!Files.exists(archive)) {
            throw new IOException("No archive was made; " + home.resolve("bridge.log") + " says why.");
        }
    }
}
