package org.dhpbridge.pipeline;

import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.delivery.Delivery;
import org.dhpbridge.delivery.DeliveryFailure;
import org.dhpbridge.delivery.DeliveryOutcome;
import org.dhpbridge.delivery.DeliveryRequest;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.pipeline.Sent.Outcome;
import org.dhpbridge.transform.Draft;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Hands a checked draft to the delivery. */
@Component("deliverer")
public class Deliverer {

    private final Delivery delivery;
    private final ApplicationEventPublisher events;

    Deliverer(Delivery delivery, ApplicationEventPublisher events) {
        this.delivery = delivery;
        this.events = events;
    }

    /** @throws org.dhpbridge.delivery.DeliveryFailure of one of the kinds that FailureKind lists */
    public DeliveryOutcome deliver(@Body Draft draft, @ExchangeProperty("claim") Claimed message) {
        long begin = System.nanoTime();
        Outcome outcome = Outcome.FAULT;
        try {
            DeliveryOutcome delivered = delivery.deliver(
                    new DeliveryRequest(
                            message.id(),
                            message.eventTime() == null
                                    ? null
                                    : message.eventTime().atOffset(ZoneOffset.UTC),
                            draft.resources(),
                            draft.takenBack()),
                    message);
            outcome = delivered.superseded() ? Outcome.SUPERSEDED : Outcome.DELIVERED;
            return delivered;
        } catch (DeliveryFailure failure) {
            outcome = Outcome.of(failure.kind());
            throw failure;
        } finally {
            events.publishEvent(new Sent(outcome, Duration.ofNanos(System.nanoTime() - begin)));
        }
    }
}
