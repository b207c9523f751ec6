package org.dhpbridge.pipeline;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.source.RawMessage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Takes due messages out of the ledger, as many as the gate lets through. */
@Component("dueMessages")
public class DueMessages {

    private final Ledger ledger;
    private final DeliveryGate gate;
    private final int batch;

    DueMessages(Ledger ledger, DeliveryGate gate, @Value("${dhp.claim.batch}") int batch) {
        this.ledger = ledger;
        this.gate = gate;
        this.batch = batch;
    }

    /** @return the messages that this worker has to carry to their end; the scheduler polls at once again when there are any */
    public List<Claimed> claim(Exchange exchange) {
        int admitted = gate.admit(batch);
        List<Claimed> claimed = admitted == 0 ? List.of() : ledger.claim(admitted);
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, !claimed.isEmpty());
        return claimed;
    }

    /** The ledger fails this worker: its claim is not to be renewed until the ledger's longest work is over. */
    public void letRunOut(@ExchangeProperty("claim") Claimed message) {
        if (message != null) {
            ledger.letRunOut(message);
        }
    }

    /** The bytes of a claimed message. */
    public RawMessage open(Claimed message) {
        byte[] payload = ledger.payload(message.id())
                .orElseThrow(() -> new IllegalStateException("Message " + message.id() + " is gone from the ledger"));
        return new RawMessage(message.contentType(), payload, "", message.location());
    }
}
