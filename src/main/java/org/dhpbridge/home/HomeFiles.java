package org.dhpbridge.home;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Finds routes, mappings, profiles and samples: a file under {@code dhp.home} takes the place of the file of the same
 * path in the jar. Paths are relative, with {@code /}, as {@code mappings/uz-core/patient.jslt}.
 */
public final class HomeFiles {

    private final Path home;
    private final Map<String, String> over;
    private final PathMatchingResourcePatternResolver bundled =
            new PathMatchingResourcePatternResolver(HomeFiles.class.getClassLoader());

    /** @param home the folder {@code dhp.home}; need not exist */
    public HomeFiles(Path home) {
        this(home, Map.of());
    }

    private HomeFiles(Path home, Map<String, String> over) {
        this.home = home.toAbsolutePath().normalize();
        this.over = Map.copyOf(over);
    }

    /**
     * The same files with others in their place, or beside them, which stand nowhere.
     *
     * @param texts by path
     */
    public HomeFiles with(Map<String, String> texts) {
        Map<String, String> all = new HashMap<>(over);
        all.putAll(texts);
        return new HomeFiles(home, all);
    }

    public Path home() {
        return home;
    }

    /** The file on disk when the site has one of that path; empty when only the jar, or nobody, has it. */
    public Optional<Path> onDisk(String path) {
        Path file = home.resolve(path).normalize();
        return !over.containsKey(path) && file.startsWith(home) && Files.isRegularFile(file)
                ? Optional.of(file)
                : Optional.empty();
    }

    /** The bytes of the file, or empty when neither the site nor the jar has it. */
    public Optional<byte[]> bytes(String path) {
        if (over.containsKey(path)) {
            return Optional.of(over.get(path).getBytes(StandardCharsets.UTF_8));
        }
        try {
            Optional<Path> file = onDisk(path);
            if (file.isPresent()) {
                return Optional.of(Files.readAllBytes(file.get()));
            }
            try (InputStream in = HomeFiles.class.getClassLoader().getResourceAsStream(path)) {
                return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + " under " + home, e);
        }
    }

    /** The file as UTF-8 text, or empty when neither the site nor the jar has it. */
    public Optional<String> text(String path) {
        return bytes(path).map(b -> new String(b, StandardCharsets.UTF_8));
    }

    /**
     * Paths of all files below a folder, the site's and the bundled ones together, each once, sorted. Hidden ones are left
     * out: Kubernetes keeps a second copy of a mounted ConfigMap in hidden folders.
     *
     * @param folder as {@code mappings/csv}
     * @param suffix as {@code .yaml}
     */
    public List<String> list(String folder, String suffix) {
        TreeSet<String> found = new TreeSet<>();
        over.keySet().stream()
                .filter(f -> f.startsWith(folder + "/") && f.endsWith(suffix))
                .forEach(found::add);
        try {
            Path onDisk = home.resolve(folder);
            if (Files.isDirectory(onDisk)) {
                try (Stream<Path> files = Files.walk(onDisk)) {
                    files.filter(Files::isRegularFile)
                            .map(f -> home.relativize(f).toString().replace('\\', '/'))
                            .filter(f -> f.endsWith(suffix) && !f.contains("/."))
                            .forEach(found::add);
                }
            }
            if (HomeFiles.class.getClassLoader().getResource(folder) != null) {
                for (Resource resource : bundled.getResources("classpath:" + folder + "/**/*" + suffix)) {
                    String url = resource.getURL().toString();
                    found.add(url.substring(url.lastIndexOf("/" + folder + "/") + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder + " under " + home, e);
        }
        return List.copyOf(found);
    }
}
