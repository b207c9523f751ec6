package org.dhpbridge.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.ledger.SourceProgress;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.table.SourceDatabaseException;
import org.dhpbridge.table.SourceTable;
import org.dhpbridge.table.TableRead;
import org.dhpbridge.table.TableSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table of another system. How far it was read is remembered when that is in the ledger. */
public final class TableSource extends Source {

    private static final Logger LOG = LoggerFactory.getLogger(TableSource.class);

    private final HomeFiles files;
    private final Mappings mappings;
    private final SiteSettings site;
    private final SourceProgress progress;
    private final OneReader readers;
    private final Clock clock;
    private final Login login;
    private final Trouble trouble = new Trouble();
    private SourceTable table;

    private String url = "";
    private String queryFile = "";
    private String watermark = "";
    private String start = "";
    private String overlap = "";
    private String done = "";

    public TableSource(
            HomeFiles files,
            Mappings mappings,
            SiteSettings site,
            SourceProgress progress,
            OneReader readers,
            Clock clock) {
        this.files = files;
        this.mappings = mappings;
        this.site = site;
        this.progress = progress;
        this.readers = readers;
        this.clock = clock;
        login = new Login(files);
    }

    /** @param url JDBC URL */
    public void setUrl(String url) {
        this.url = ParameterText.of(url);
    }

    /** What its templates set as {@code login.user}, {@code login.password}, {@code login.passwordFile}. */
    public Login getLogin() {
        return login;
    }

    /** @param queryFile a file that holds the SELECT statement, in UTF-8, read again for every query */
    public void setQueryFile(String queryFile) {
        this.queryFile = ParameterText.of(queryFile);
    }

    /** @param watermark the column that rises with every change of a row; empty without */
    public void setWatermark(String watermark) {
        this.watermark = ParameterText.of(watermark);
    }

    /** @param start where to begin the first time: a time or a number */
    public void setStart(String start) {
        this.start = ParameterText.of(start);
    }

    /** @param overlap how far each query looks back: {@code 10m}, or a number; empty for 10 minutes, or 1000 */
    public void setOverlap(String overlap) {
        this.overlap = ParameterText.of(overlap);
    }

    /** @param done the statement that marks a row as taken; empty without */
    public void setDone(String done) {
        this.done = ParameterText.of(done);
    }

    /** @return the new rows; none while the source rests after a failure */
    public Arrival open(Exchange exchange) {
        return new ArrivedRows(this, Path.of(queryFile).getFileName().toString(), exchange);
    }

    /** Closes what is open. */
    public void destroy() {
        if (table != null) {
            table.close();
        }
    }

    boolean rests() {
        return trouble.rests();
    }

    /** @throws NotTheReaderException when another bridge may be reading the same */
    void require(String route) {
        readers.require(route);
    }

    /** @throws SourceDatabaseException with what to do */
    TableRead read(String route) {
        TableSettings settings = settings();
        if (table == null || !table.settings().equals(settings)) {
            destroy();
            table = new SourceTable(settings, clock);
        }
        return table.read(progress.of(route, settings.begunAt()));
    }

    /** That is remembered. */
    void reached(String route, TableRead read) {
        read.commit().ifPresent(mark -> progress.reached(route, table.settings().begunAt(), mark));
        if (trouble.end()) {
            LOG.info("source {} can be read again", route);
        }
        read.remark().ifPresent(sentence -> LOG.warn("source {}: {}", route, sentence));
    }

    /** Says once what is wrong; the source rests for a while. */
    void failed(String route, String sentence) {
        if (trouble.begin(sentence)) {
            LOG.warn(
                    "source {} cannot be read now. {} It is tried again by itself, with growing pauses.",
                    route,
                    sentence);
        }
    }

    private TableSettings settings() {
        return new TableSettings(
                Path.of(queryFile).getFileName().toString(),
                url,
                login.user(),
                password(),
                query(),
                described(feed()),
                watermark,
                start,
                overlap,
                done,
                site.zone());
    }

    private CsvFeed described(String name) {
        CsvFeeds feeds = mappings.feeds();
        return feeds.find(name)
                .orElseThrow(() -> new SourceDatabaseException(
                        "There is no feed " + name + ", which the source names: write mappings/csv/" + name
                                + ".yaml and restart. Described are "
                                + feeds.all().keySet().stream().sorted().toList() + ".",
                        null));
    }

    private String password() {
        try {
            return login.password();
        } catch (UncheckedIOException e) {
            throw unreadable(e.getMessage() + ".", e);
        }
    }

    private String query() {
        try {
            return Files.readString(SiteFile.of(files.home(), queryFile));
        } catch (IOException | UncheckedIOException e) {
            throw unreadable("The file " + queryFile + ", which the source names, cannot be read as UTF-8.", e);
        }
    }

    private SourceDatabaseException unreadable(String sentence, Exception cause) {
        return new SourceDatabaseException(
                sentence + " It is looked for under " + files.home() + " (dhp.home).", cause);
    }
}
