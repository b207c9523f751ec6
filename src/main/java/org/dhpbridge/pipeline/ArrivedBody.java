package org.dhpbridge.pipeline;

import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;

/**
 * A body that came over a wire. Where a file that is none of its kind stays in a folder, such a body has no place to stay: it
 * becomes a dead letter as a whole.
 */
public final class ArrivedBody extends Arrival {

    private final WireSource source;
    private final WireBody body;

    ArrivedBody(WireSource source, WireBody body, Exchange exchange) {
        super(source, body.place(), new Tally(), exchange);
        this.source = source;
        this.body = body;
    }

    @Override
    Iterator<List<SourceItem>> open() {
        if (body.refused() != null) {
            return unreadable(body.refused());
        }
        MessageSplitter splitter = null;
        try {
            splitter = source.splitter(body);
            splitter.hasNext();
            return new UntilUnreadable(new Batches(splitter), failure -> SourceProblem.whole(body.bytes(), failure));
        } catch (UnreadableFileException e) {
            if (splitter != null) {
                splitter.close();
            }
            return unreadable(e);
        }
    }

    private Iterator<List<SourceItem>> unreadable(UnreadableFileException why) {
        SourceItem unreadable = SourceProblem.whole(body.bytes(), why);
        return List.of(List.of(unreadable)).iterator();
    }

    /** As it came. */
    byte[] bytes() {
        return body.bytes();
    }

    @Override
    String failed(RuntimeException why, Exchange exchange) {
        throw why;
    }
}
