package org.dhpbridge.pipeline;

import java.time.Duration;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.delivery.DeliverySettings;
import org.dhpbridge.delivery.wire.FhirSettings;
import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.source.RawMessage;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Takes due messages out of the ledger, as many as the gate lets through. */
@Component("dueMessages")
public class DueMessages {

    private final Ledger ledger;
    private final DeliveryGate gate;
    private final PausedWork paused;
    private final int batch;
    private final Duration untilSettled;
    private final ApplicationEventPublisher events;

    DueMessages(
            Ledger ledger,
            DeliveryGate gate,
            PausedWork paused,
            BridgeSettings bridge,
            DeliverySettings delivery,
            FhirSettings platform,
            ApplicationEventPublisher events) {
        this.paused = paused;
        this.ledger = ledger;
        this.gate = gate;
        this.batch = bridge.claim().batch();
        this.untilSettled = platform.socketTimeout().plus(delivery.settle());
        this.events = events;
    }

    /** @return the messages that this worker has to carry to their end; the scheduler polls at once again when there are any */
    public List<Work> claim(Exchange exchange) {
        List<Claimed> claimed = paused.delivery().isPresent() ? List.of() : admitted();
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, !claimed.isEmpty());
        return claimed.stream().map(Work::of).toList();
    }

    private List<Claimed> admitted() {
        DeliveryGate.GatePass admitted = gate.admit(batch);
        List<Claimed> claimed = List.of();
        try {
            claimed = admitted.messages() == 0 ? claimed : ledger.claim(admitted.messages());
            return claimed;
        } finally {
            gate.noteClaims(admitted, claimed);
        }
    }

    /** Whether a worker had the message before and was interrupted, so that the platform may have it already. */
    public boolean isInterrupted(@Body Work work) {
        return work.isInterrupted();
    }

    /** The gate shut after the message was claimed: it was not sent, and is due again at once. */
    public void giveBack(@Body Work work) {
        gate.forget(work.message().id());
        ledger.release(work.message());
    }

    /**
     * What an interrupted worker sent may be worked on by the platform as long as a worker waits for an answer, and shows there only
     * after a while: the message is due again then, and looked up before it is sent.
     */
    public void settle(@Body Work work) {
        gate.forget(work.message().id());
        ledger.release(work.message(), ledger.now().plus(untilSettled));
    }

    /** The ledger fails this worker: its claim is not to be renewed until the ledger's longest work is over. */
    public void letRunOut(@Body Work work, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown) {
        gate.forget(work.message().id());
        ledger.letRunOut(work.message());
        ledgerFailed(thrown);
    }

    /** Nothing could be claimed. */
    public void ledgerFailed(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown) {
        events.publishEvent(new LedgerFailed(thrown));
    }

    /** The bytes of a claimed message. */
    public Work open(@Body Work work) {
        Claimed message = work.message();
        byte[] payload = ledger.payload(message.id())
                .orElseThrow(() -> new IllegalStateException("Message " + message.id() + " is gone from the ledger"));
        return work.with(new RawMessage(message.contentType(), payload, "", message.location()));
    }
}
