package org.dhpbridge.pipeline;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.dhpbridge.kernel.EnumCode;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.pipeline.Ended.Fate;
import org.dhpbridge.trace.Attempt;
import org.dhpbridge.trace.Traces;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Follows a claimed message through the routes, until its exchange is done. */
@Component("messageTrace")
public class MessageTrace {

    private final Traces traces;

    MessageTrace(Traces traces) {
        this.traces = traces;
    }

    public void begin(@Body Work work, Exchange exchange) {
        Claimed message = work.message();
        Attempt attempt = traces.attempt(message.source(), message.id(), message.receivedAt());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                attempt.close();
            }
        });
    }

    @EventListener
    void ended(Ended ended) {
        String outcome = EnumCode.of(ended.fate());
        String code = ended.failure() == null ? null : ended.failure().code();
        Attempt.current().ifPresent(attempt -> {
            if (ended.fate() == Fate.DUE_AGAIN) {
                attempt.result(outcome, code);
            } else {
                attempt.end(outcome, code);
            }
        });
    }
}
