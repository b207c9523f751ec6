package org.dhpbridge.pipeline;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.SourceItem;

/** A file that a source picked up. A file of another machine lies in a working folder while it is read. */
public final class ArrivedFile extends Arrival {

    /** Where the file goes when the route has ended: Camel asks for it when the body is the file again. */
    private static final String FILED_UNDER = "filedUnder";

    private final FileSource source;
    private final Path path;
    private final boolean local;
    private final String route;

    ArrivedFile(FileSource source, GenericFile<?> file, Exchange exchange) {
        super(source, file.getFileNameOnly(), new Tally(), exchange);
        this.source = source;
        this.route = exchange.getFromRouteId();
        local = file.getFile() instanceof File;
        path = ((File) (local ? file.getFile() : file.getBody())).toPath();
    }

    @Override
    Iterator<List<SourceItem>> open() {
        return new Batches(source.splitter(Content.of(path)), () -> source.require(route));
    }

    @Override
    void done(Exchange exchange) {
        exchange.setProperty(FILED_UNDER, local ? FileEnd.in(".done", path) : FileEnd.unique(".done", place()));
    }

    /** Why stands beside the file from now on. */
    @Override
    String failed(RuntimeException why, Exchange exchange) {
        String filedUnder;
        String unwritten = "";
        if (local) {
            filedUnder = FileEnd.in(".failed", path);
            unwritten = FileEnd.writeReason(path, filedUnder, why.getMessage());
        } else {
            filedUnder = FileEnd.unique(".failed", place());
            sendReason(why.getMessage(), filedUnder, exchange);
        }
        exchange.setProperty(FILED_UNDER, filedUnder);
        return place() + " → " + filedUnder + ": " + why.getMessage() + unwritten;
    }

    /** To the server that the file came from. */
    private static void sendReason(String sentence, String filedUnder, Exchange exchange) {
        GenericFileEndpoint<?> endpoint = (GenericFileEndpoint<?>) exchange.getFromEndpoint();
        boolean before = endpoint.isAutoCreate();
        endpoint.setAutoCreate(
                true); // the folder .failed may have to be made; the route itself makes nothing on the server
        try (ProducerTemplate server = exchange.getContext().createProducerTemplate()) {
            server.sendBodyAndHeader(
                    exchange.getFromEndpoint(),
                    sentence + System.lineSeparator(),
                    Exchange.FILE_NAME,
                    filedUnder + ".reason.txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            endpoint.setAutoCreate(before);
        }
    }
}
