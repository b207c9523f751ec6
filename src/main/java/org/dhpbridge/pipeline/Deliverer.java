package org.dhpbridge.pipeline;

import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.delivery.Delivery;
import org.dhpbridge.delivery.DeliveryOutcome;
import org.dhpbridge.delivery.DeliveryRequest;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.transform.Draft;
import org.springframework.stereotype.Component;

/** Hands a checked draft to the delivery. */
@Component("deliverer")
public class Deliverer {

    private final Delivery delivery;

    Deliverer(Delivery delivery) {
        this.delivery = delivery;
    }

    /** @throws org.dhpbridge.delivery.DeliveryFailure of one of the four kinds */
    public DeliveryOutcome deliver(@Body Draft draft, @ExchangeProperty("claim") Claimed message) {
        return delivery.deliver(new DeliveryRequest(message.id(), draft.eventTime(), draft.resources()));
    }
}
