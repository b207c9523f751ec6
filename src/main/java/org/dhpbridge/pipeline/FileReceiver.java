package org.dhpbridge.pipeline;

import java.io.File;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.file.GenericFile;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.csv.CsvOptions;
import org.springframework.stereotype.Component;

/** Opens the files that a source picked up, and says where they go afterwards. */
@Component("fileReceiver")
public class FileReceiver {

    private static final String FILE = "file";
    private static final String PATH = "path";
    private static final String FILED_UNDER = "filedUnder";

    private final SourceFiles files;
    private final OneReader readers;

    FileReceiver(SourceFiles files, OneReader readers) {
        this.files = files;
        this.readers = readers;
    }

    /** @return the file's messages, batch by batch, read as they are asked for */
    public Iterator<List<SourceItem>> openHl7(
            @Body GenericFile<File> file, @ExchangeProperty("charset") String charset, Exchange exchange) {
        return batches(files.hl7(Content.of(picked(file, exchange)), charset), exchange);
    }

    /** @return the file's rows or groups of rows, batch by batch, read as they are asked for */
    public Iterator<List<SourceItem>> openCsv(
            @Body GenericFile<File> file,
            @ExchangeProperty("feed") String feed,
            @ExchangeProperty("charset") String charset,
            @ExchangeProperty("delimiter") String delimiter,
            Exchange exchange) {
        return batches(
                files.csv(Content.of(picked(file, exchange)), feed, new CsvOptions(delimiter, charset)), exchange);
    }

    /** Everything in the file is in the ledger. */
    public void done(@ExchangeProperty(PATH) Path path, Exchange exchange) {
        exchange.setProperty(FILED_UNDER, FileEnd.in(".done", path));
    }

    /**
     * The file cannot be read as a whole; why stands beside it from now on.
     *
     * @return where it goes and why, for people
     */
    public String failed(
            @ExchangeProperty(PATH) Path path,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) UnreadableFileException thrown,
            Exchange exchange) {
        String filedUnder = FileEnd.in(".failed", path);
        FileEnd.writeReason(path, filedUnder, thrown.getMessage());
        exchange.setProperty(FILED_UNDER, filedUnder);
        return path.getFileName() + " → " + filedUnder + ": " + thrown.getMessage();
    }

    private static Path picked(GenericFile<File> file, Exchange exchange) {
        Path path = file.getFile().toPath();
        exchange.setProperty(PATH, path);
        exchange.setProperty(FILE, path.getFileName().toString());
        exchange.setProperty("tally", new Tally());
        return path;
    }

    private Iterator<List<SourceItem>> batches(MessageSplitter splitter, Exchange exchange) {
        String route = exchange.getFromRouteId();
        return new Batches(splitter, () -> readers.require(route));
    }
}
