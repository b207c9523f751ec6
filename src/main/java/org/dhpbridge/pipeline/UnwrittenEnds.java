package org.dhpbridge.pipeline;

import java.util.concurrent.CompletionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.dhpbridge.ledger.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends that could not be written after the worker had gone on with its next message: brings them to where the routes decide what a
 * failure means ({@code routes/pipeline/failures.yaml}).
 */
@Component("unwrittenEnds")
public class UnwrittenEnds {

    private static final Logger LOG = LoggerFactory.getLogger(UnwrittenEnds.class);

    private final ProducerTemplate camel;
    private final Ledger ledger;

    UnwrittenEnds(ProducerTemplate camel, Ledger ledger) {
        this.camel = camel;
        this.ledger = ledger;
    }

    private record UnwrittenEnd(Work work, Throwable why) {}

    /** Does what the routes say. Once they are stopped the claim runs out, and the message is looked up then. */
    void raise(Work work, Throwable why) {
        Throwable cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        if (!camel.getCamelContext().isStarted() || !isSent(work, cause)) {
            LOG.warn(
                    "The end of {} is not written ({}); it is due again when its claim has run out",
                    work,
                    cause.getClass().getName());
            ledger.letRunOut(work.message());
        }
    }

    private boolean isSent(Work work, Throwable cause) {
        Exchange sent = camel.send("direct:end-unwritten?block=false", exchange -> exchange.getMessage()
                .setBody(new UnwrittenEnd(work, cause)));
        return sent.getException() == null;
    }

    /** The only step of the route: fails with why the end is not written, the message as the body. */
    public void fail(Exchange exchange) {
        UnwrittenEnd end = exchange.getMessage().getBody(UnwrittenEnd.class);
        exchange.getMessage().setBody(end.work());
        exchange.setException(end.why());
    }
}
