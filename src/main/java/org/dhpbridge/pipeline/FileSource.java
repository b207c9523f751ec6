package org.dhpbridge.pipeline;

import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.hl7.Hl7Splitter;

/** A folder of this machine or of a server, whose files are HL7v2 messages or rows. */
public final class FileSource extends Source {

    private final SourceFiles files;
    private final OneReader readers;
    private int limit = Hl7Splitter.DEFAULT_LIMIT;

    public FileSource(SourceFiles files, OneReader readers) {
        this.files = files;
        this.readers = readers;
    }

    /** @param limit the longest HL7v2 message, in bytes */
    public void setLimit(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit must be a whole number above 0.");
        }
        this.limit = limit;
    }

    /** @return the file's messages */
    public Arrival open(GenericFile<?> file, Exchange exchange) {
        return new ArrivedFile(this, file, exchange);
    }

    MessageSplitter splitter(Content content) {
        return format().equals("csv")
                ? files.csv(content, feed(), csvOptions(charset()))
                : files.hl7(content, charset(), limit);
    }

    /** @throws NotTheReaderException when another bridge may be reading the same */
    void require(String route) {
        readers.require(route);
    }
}
