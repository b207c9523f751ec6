package org.dhpbridge.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The files that could not be read as a whole: no message stands for them. Those of a folder of this machine are what lies in its
 * {@code .failed}, until a person takes it away; those on a server are what went aside since the bridge began.
 */
@Component
public class FilesAside {

    private static final Logger LOG = LoggerFactory.getLogger(FilesAside.class);
    private static final String REASON = ".reason.txt";
    private static final int LONGEST_REASON = 500;
    /** A folder may change once more within what its file system can tell apart. */
    private static final Duration TOLD_APART = Duration.ofSeconds(2);

    /**
     * @param source that reads files
     * @param files how many lie aside
     * @param newest when the newest of them went there; null when none did
     * @param reason why the newest of them could not be read; null when that is not known
     * @param here whether they lie on this machine
     */
    public record Aside(String source, long files, Instant newest, String reason, boolean here) {}

    private record Looked(Instant changed, Instant at, Aside aside) {}

    private final CamelContext camel;
    private final PausedWork sources;
    private final Map<String, Aside> newsBySource = new ConcurrentHashMap<>();
    private final Map<Path, Looked> looked = new ConcurrentHashMap<>();

    FilesAside(CamelContext camel, PausedWork sources) {
        this.camel = camel;
        this.sources = sources;
    }

    @EventListener
    void failed(ArrivalFailed failed) {
        newsBySource.merge(
                failed.source(),
                new Aside(failed.source(), 1, Instant.now(), failed.reason(), false),
                (before, one) -> new Aside(one.source(), before.files() + 1, one.newest(), one.reason(), false));
    }

    /** Of every source of files that this bridge has, by name. */
    public Collection<Aside> now() {
        Map<String, Aside> all = new TreeMap<>();
        for (Route route : camel.getRoutes()) {
            String source = sources.sourceOf(route.getId());
            if (source != null && route.getEndpoint() instanceof FileEndpoint folder) {
                all.put(source, look(source, folder.getFile().toPath().resolve(".failed")));
            } else if (source != null && route.getEndpoint() instanceof GenericFileEndpoint) {
                all.put(source, newsBySource.getOrDefault(source, new Aside(source, 0, null, null, false)));
            }
        }
        return all.values();
    }

    private Aside look(String source, Path folder) {
        Aside none = new Aside(source, 0, null, null, true);
        Instant now = Instant.now();
        try {
            if (!Files.isDirectory(folder)) {
                return none;
            }
            Instant changed = Files.getLastModifiedTime(folder).toInstant();
            Looked before = looked.get(folder);
            if (before == null
                    || !before.changed().equals(changed)
                    || before.at().isBefore(changed.plus(TOLD_APART))) {
                before = new Looked(changed, now, count(source, folder));
                looked.put(folder, before);
            }
            return before.aside();
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("source {}: {} cannot be looked at", source, folder, e); // somebody takes files away meanwhile
            return none;
        }
    }

    private static Aside count(String source, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Path newest = null;
        Instant at = null;
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().endsWith(REASON)) {
                    files.add(file);
                    continue;
                }
                Instant written = Files.getLastModifiedTime(file).toInstant();
                if (at == null || written.isAfter(at)) {
                    at = written;
                    newest = file;
                }
            }
        }
        return new Aside(source, files.size(), files.isEmpty() ? null : at, reason(newest), true);
    }

    private static String reason(Path file) throws IOException {
        if (file == null) {
            return null;
        }
        String name = file.getFileName().toString();
        String text = name.substring(0, name.length() - REASON.length()) + ": "
                + Files.readString(file).strip();
        return text.substring(0, Math.min(text.length(), LONGEST_REASON));
    }
}
