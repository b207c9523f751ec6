package org.dhpbridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.source.csv.CsvOptions;

/** The folders of {@code samples/} that hold a case: input, expected output, and why. */
public final class Samples {

    /** The home folder of a site that has nothing of its own. */
    public static final Path NO_SITE = Path.of("target/no-home");

    private static final String CSV = "csv-";
    private static final Map<Path, CsvFeeds> FEEDS = new ConcurrentHashMap<>();

    private Samples() {}

    /** All cases, sorted. */
    public static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("samples"))) {
            return files.filter(file -> file.endsWith("why.md"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    /**
     * The home folder of the site that the case is of, which may bring mappings of its own, or share those of its neighbours:
     * one and the same of all that do neither.
     */
    public static Path site(Path folder) {
        return Stream.of(folder.getParent(), folder)
                .filter(one -> Files.exists(one.resolve("mappings")))
                .findFirst()
                .orElse(NO_SITE);
    }

    /** Opens {@code samples/hl7/…}, {@code samples/csv-<feed>/…}, or a case that is named by its feed. */
    public static MessageSplitter open(Path folder) throws IOException {
        SourceFiles sources =
                new SourceFiles(() -> FEEDS.computeIfAbsent(site(folder), site -> new CsvFeeds(new HomeFiles(site))));
        String source = folder.getParent().getFileName().toString();
        try (Stream<Path> files = Files.list(folder)) {
            Content input = Content.of(files.filter(file -> file.toString().matches(".*\\.(hl7|csv)"))
                    .findFirst()
                    .orElseThrow());
            if (input.name().endsWith(".hl7")) {
                return sources.hl7(input, null);
            }
            String feed = source.startsWith(CSV)
                    ? source.substring(CSV.length())
                    : folder.getFileName().toString();
            return sources.csv(input, feed, CsvOptions.AS_DESCRIBED);
        }
    }
}
