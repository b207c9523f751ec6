package org.dhpbridge.source.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.UnreadableFileException;

/**
 * The CSV feeds of this site: a descriptor each under {@code mappings/csv/}. One with the key {@code feed} describes a site's
 * own columns of a feed that another one documents.
 */
public final class CsvFeeds {

    private static final String FOLDER = "mappings/csv";
    private static final String SUFFIX = ".yaml";

    private final Map<String, CsvFeed> feeds = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when a descriptor is wrong, with its mistakes as sentences */
    public CsvFeeds(HomeFiles files) {
        Map<String, CsvFeedParser> ownColumns = new LinkedHashMap<>();
        for (String path : files.list(FOLDER, SUFFIX)) {
            String name = path.substring(FOLDER.length() + 1, path.length() - SUFFIX.length());
            CsvFeedParser descriptor = new CsvFeedParser(name, files.text(path).orElse(""));
            if (descriptor.isOfOwnColumns()) {
                ownColumns.put(name, descriptor);
            } else {
                feeds.put(name, descriptor.parse());
            }
        }
        Map<String, CsvFeed> documented = Map.copyOf(feeds);
        ownColumns.forEach((name, descriptor) -> feeds.put(name, descriptor.parse(documented)));
    }

    /** All feeds by name, sorted. */
    public Map<String, CsvFeed> all() {
        return Map.copyOf(feeds);
    }

    /** The feed of that name; empty when there is no descriptor of it. */
    public Optional<CsvFeed> find(String name) {
        return Optional.ofNullable(feeds.get(name));
    }

    /** @throws IllegalArgumentException when there is no descriptor of that name */
    public CsvFeed named(String name) {
        CsvFeed feed = feeds.get(name);
        if (feed == null) {
            throw new IllegalArgumentException("There is no CSV feed " + name + ": write mappings/csv/" + name
                    + ".yaml. Described are " + feeds.keySet() + ".");
        }
        return feed;
    }

    /**
     * The feed whose required columns the file's first line has: of several the one with most of them, then the one that
     * knows most of the columns. Empty when there is none.
     *
     * @throws UnreadableFileException when the file is no text
     */
    public Optional<CsvFeed> recognise(Content content, CsvOptions options) {
        try {
            String charset =
                    options.charset() == null || options.charset().isBlank() ? CsvOptions.AUTO : options.charset();
            String beginning = CsvSplitter.beginning(CsvText.examine(content, charset));
            return feeds.values().stream()
                    .filter(feed ->
                            header(beginning, feed, options).missing(feed).isEmpty())
                    .max(Comparator.comparingInt(
                                    (CsvFeed feed) -> feed.required().size())
                            .thenComparing(
                                    feed -> header(beginning, feed, options).known(feed)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CsvHeader header(String beginning, CsvFeed feed, CsvOptions options) {
        return CsvHeader.best(beginning, feed, options.over(feed).delimiter());
    }
}
