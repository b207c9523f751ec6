package org.dhpbridge.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.support.SynchronizationAdapter;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.ledger.SourceProgress;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.table.SourceDatabaseException;
import org.dhpbridge.table.SourceTable;
import org.dhpbridge.table.TableRead;
import org.dhpbridge.table.TableSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Reads the tables of other systems, and remembers how far when it is in the ledger. */
@Component("tableReceiver")
public class TableReceiver implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(TableReceiver.class);
    private static final String READ = "tableRead";

    private final HomeFiles files;
    private final CsvFeeds feeds;
    private final SiteSettings site;
    private final SourceProgress progress;
    private final OneReader readers;
    private final Clock clock;
    private final Map<String, SourceTable> tables = new ConcurrentHashMap<>();
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

    TableReceiver(
            HomeFiles files,
            CsvFeeds feeds,
            SiteSettings site,
            SourceProgress progress,
            OneReader readers,
            Clock clock) {
        this.files = files;
        this.feeds = feeds;
        this.site = site;
        this.progress = progress;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * @return the new rows as messages, batch by batch, read as they are asked for; nothing while the source rests after a
     *     failure
     * @throws SourceDatabaseException with what to do
     */
    public Iterator<List<SourceItem>> open(Exchange exchange) {
        String route = exchange.getFromRouteId();
        exchange.setProperty("tally", Tally.ofARepeatedRead());
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        if (trouble(route).rests()) {
            return Collections.emptyIterator();
        }
        SourceTable table = table(route, settings(exchange));
        exchange.setProperty("file", table.settings().name());
        TableRead read = table.read(progress.of(route, table.settings().begunAt()));
        exchange.setProperty(READ, read);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                read.close();
            }
        });
        return new Batches(read, () -> readers.require(route));
    }

    /** Everything of the read is in the ledger: that is remembered, and the next read is at once when there is more. */
    public void done(@ExchangeProperty(READ) TableRead read, Exchange exchange) {
        if (read == null) {
            return;
        }
        String route = exchange.getFromRouteId();
        SourceTable table = tables.get(route);
        Optional<String> reached = read.commit();
        reached.ifPresent(mark -> progress.reached(route, table.settings().begunAt(), mark));
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, read.hasMore());
        if (trouble(route).over()) {
            LOG.info("source {} can be read again", route);
        }
    }

    /** Says once what is wrong; the source rests for a while. */
    public void failed(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) SourceDatabaseException thrown, Exchange exchange) {
        String route = exchange.getFromRouteId();
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        if (trouble(route).tell(thrown.getMessage())) {
            LOG.warn(
                    "source {} cannot be read now. {} It is tried again by itself, with growing pauses.",
                    route,
                    thrown.getMessage());
        }
    }

    private Trouble trouble(String route) {
        return troubles.computeIfAbsent(route, r -> new Trouble());
    }

    /** The same as before, unless a file that the source names has changed. */
    private SourceTable table(String route, TableSettings settings) {
        SourceTable known = tables.get(route);
        if (known != null && known.settings().equals(settings)) {
            return known;
        }
        SourceTable table = new SourceTable(settings, clock);
        tables.put(route, table);
        if (known != null) {
            known.close();
        }
        return table;
    }

    private TableSettings settings(Exchange exchange) {
        String queryFile = text(exchange, "queryFile");
        String passwordFile = text(exchange, "passwordFile");
        return new TableSettings(
                Path.of(queryFile).getFileName().toString(),
                text(exchange, "url"),
                text(exchange, "user"),
                passwordFile.isBlank()
                        ? text(exchange, "password")
                        : file(passwordFile).strip(),
                file(queryFile),
                feed(text(exchange, "feed")),
                text(exchange, "watermark"),
                text(exchange, "start"),
                text(exchange, "overlap"),
                text(exchange, "done"),
                site.zone());
    }

    private static String text(Exchange exchange, String property) {
        return exchange.getProperty(property, "", String.class);
    }

    private CsvFeed feed(String name) {
        return feeds.find(name)
                .orElseThrow(() -> new SourceDatabaseException(
                        "There is no feed " + name + ", which the source names: write mappings/csv/" + name
                                + ".yaml and restart. Described are "
                                + feeds.all().keySet().stream().sorted().toList() + ".",
                        null));
    }

    private String file(String path) {
        Path underHome = files.home().resolve(path);
        Path file = Files.isRegularFile(underHome) ? underHome : Path.of(path);
        try {
            return Files.readString(file);
        } catch (IOException | UncheckedIOException e) {
            throw new SourceDatabaseException(
                    "The file " + path + ", which the source names, cannot be read as UTF-8. It is looked for under "
                            + files.home() + " (dhp.home).",
                    e);
        }
    }

    @Override
    public void destroy() {
        tables.values().forEach(SourceTable::close);
    }
}
