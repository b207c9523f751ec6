package org.dhpbridge.pipeline;

import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.SourceFiles;

/** A folder of this machine or of a server, whose files are HL7v2 messages or rows. */
public final class FileSource extends Source {

    private final SourceFiles files;
    private final OneReader readers;

    public FileSource(SourceFiles files, OneReader readers) {
        this.files = files;
        this.readers = readers;
    }

    /** @return the file's messages */
    public Arrival open(GenericFile<?> file, Exchange exchange) {
        return new ArrivedFile(this, file, exchange);
    }

    MessageSplitter splitter(Content content) {
        return format().equals("csv")
                ? files.csv(content, feed(), csvOptions(charset()))
                : files.hl7(content, charset());
    }

    /** @throws NotTheReaderException when another bridge may be reading the same */
    void require(String route) {
        readers.require(route);
    }
}
