package org.dhpbridge.pipeline;

import org.apache.camel.Exchange;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.SourceFiles;

/** A source whose messages come over a wire: from a queue, an HL7 port, an HTTP request. */
public abstract class WireSource extends Source {

    private final SourceFiles files;

    protected WireSource(SourceFiles files) {
        this.files = files;
    }

    /** @return the messages of a body */
    protected final Arrival open(WireBody body, Exchange exchange) {
        return new ArrivedBody(this, body, exchange);
    }

    /** @throws org.dhpbridge.source.UnreadableFileException when the body is none of the source's format */
    MessageSplitter splitter(WireBody body) {
        Content content = Content.of(body.place(), body.bytes());
        String charset = body.isText() ? WireBody.TEXT_CHARSET : charset();
        return switch (format()) {
            case "hl7" -> files.hl7(content, charset);
            case "csv" -> files.csv(content, feed(), csvOptions(charset));
            case "json" -> files.json(content, feed(), body.occasion());
            default -> files.recognised(content, csvOptions(charset));
        };
    }
}
