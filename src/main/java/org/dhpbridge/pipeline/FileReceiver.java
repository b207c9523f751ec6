package org.dhpbridge.pipeline;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
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
    private static final String REMOTE = "remoteFile";
    private static final String FILED_UNDER = "filedUnder";

    private final SourceFiles files;
    private final OneReader readers;

    FileReceiver(SourceFiles files, OneReader readers) {
        this.files = files;
        this.readers = readers;
    }

    /** @return the file's messages, batch by batch, read as they are asked for */
    public Iterator<List<SourceItem>> openHl7(
            @Body GenericFile<?> file, @ExchangeProperty("charset") String charset, Exchange exchange) {
        return batches(files.hl7(Content.of(picked(file, exchange)), charset), exchange);
    }

    /** @return the file's rows or groups of rows, batch by batch, read as they are asked for */
    public Iterator<List<SourceItem>> openCsv(
            @Body GenericFile<?> file,
            @ExchangeProperty("feed") String feed,
            @ExchangeProperty("charset") String charset,
            @ExchangeProperty("delimiter") String delimiter,
            Exchange exchange) {
        return batches(
                files.csv(Content.of(picked(file, exchange)), feed, new CsvOptions(delimiter, charset)), exchange);
    }

    /** The same for files of one of these kinds. */
    public Iterator<List<SourceItem>> open(
            @Body GenericFile<?> file,
            @ExchangeProperty("format") String format,
            @ExchangeProperty("feed") String feed,
            @ExchangeProperty("charset") String charset,
            @ExchangeProperty("delimiter") String delimiter,
            Exchange exchange) {
        return format.equals("csv")
                ? openCsv(file, feed, charset, delimiter, exchange)
                : openHl7(file, charset, exchange);
    }

    /** Everything in the file is in the ledger. */
    public void done(@ExchangeProperty(PATH) Path path, @ExchangeProperty(REMOTE) String remote, Exchange exchange) {
        exchange.setProperty(FILED_UNDER, remote == null ? FileEnd.in(".done", path) : FileEnd.unique(".done", remote));
    }

    /**
     * The file cannot be read as a whole; why stands beside it from now on.
     *
     * @return where it goes and why, for people
     */
    public String failed(
            @ExchangeProperty(PATH) Path path,
            @ExchangeProperty(REMOTE) String remote,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) UnreadableFileException thrown,
            Exchange exchange) {
        String filedUnder;
        if (remote == null) {
            filedUnder = FileEnd.in(".failed", path);
            FileEnd.writeReason(path, filedUnder, thrown.getMessage());
        } else {
            filedUnder = FileEnd.unique(".failed", remote);
            sendReason(filedUnder, thrown.getMessage(), exchange);
        }
        exchange.setProperty(FILED_UNDER, filedUnder);
        return exchange.getProperty(FILE) + " → " + filedUnder + ": " + thrown.getMessage();
    }

    /** To the server that the file came from. */
    private static void sendReason(String filedUnder, String sentence, Exchange exchange) {
        // the folder .failed may have to be made; the route itself makes nothing on the server
        ((GenericFileEndpoint<?>) exchange.getFromEndpoint()).setAutoCreate(true);
        try (ProducerTemplate server = exchange.getContext().createProducerTemplate()) {
            server.sendBodyAndHeader(
                    exchange.getFromEndpoint(),
                    sentence + System.lineSeparator(),
                    Exchange.FILE_NAME,
                    filedUnder + ".reason.txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of another machine lies in a working folder while it is read. */
    private static Path picked(GenericFile<?> file, Exchange exchange) {
        boolean local = file.getFile() instanceof File;
        Path path = ((File) (local ? file.getFile() : file.getBody())).toPath();
        exchange.setProperty(PATH, path);
        exchange.setProperty(FILE, file.getFileNameOnly());
        exchange.setProperty(REMOTE, local ? null : file.getFileNameOnly());
        exchange.setProperty("tally", new Tally());
        return path;
    }

    private Iterator<List<SourceItem>> batches(MessageSplitter splitter, Exchange exchange) {
        String route = exchange.getFromRouteId();
        return new Batches(splitter, () -> readers.require(route));
    }
}
