package org.dhpbridge.pipeline;

import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.source.RawMessage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

/** Takes due messages out of the ledger, as many as the gate lets through. */
@Component("dueMessages")
public class DueMessages {

    private final Ledger ledger;
    private final DeliveryGate gate;
    private final PausedWork paused;
    private final int batch;

    DueMessages(Ledger ledger, DeliveryGate gate, PausedWork paused, @Value("${dhp.claim.batch}") int batch) {
        this.paused = paused;
        this.ledger = ledger;
        this.gate = gate;
        this.batch = batch;
    }

    /** @return the messages that this worker has to carry to their end; the scheduler polls at once again when there are any */
    public List<Claimed> claim(Exchange exchange) {
        int admitted = paused.delivery().isPresent() ? 0 : gate.admit(batch);
        List<Claimed> claimed = List.of();
        try {
            claimed = admitted == 0 ? claimed : ledger.claim(admitted);
        } finally {
            gate.claimed(claimed);
        }
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, !claimed.isEmpty());
        return claimed;
    }

    /** The gate shut after the message was claimed: it was not sent, and is due again at once. */
    public void giveBack(@Body Claimed message) {
        gate.forget(message.id());
        ledger.release(message);
    }

    /**
     * What an interrupted worker sent may show on the platform only after a while: the message is due again then, and looked
     * up before it is sent.
     *
     * @param settle how long the platform's reads and searches may lag behind its writes, as {@code 5s}
     */
    public void settle(String settle, @Body Claimed message) {
        gate.forget(message.id());
        ledger.release(message, ledger.now().plus(DurationStyle.detectAndParse(settle)));
    }

    /** The ledger fails this worker: its claim is not to be renewed until the ledger's longest work is over. */
    public void letRunOut(@ExchangeProperty("claim") Claimed message) {
        if (message != null) {
            gate.forget(message.id());
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
