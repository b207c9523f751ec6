package org.dhpbridge.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.Body;
import org.dhpbridge.delivery.Delivery;
import org.dhpbridge.delivery.DeliveryFailure;
import org.dhpbridge.delivery.DeliveryOutcome;
import org.dhpbridge.delivery.DeliveryRequest;
import org.dhpbridge.delivery.MessageFailure;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.pipeline.Sent.SendOutcome;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.Transform;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Hands a checked draft to the delivery. */
@Component("deliverer")
public class Deliverer {

    private final Delivery delivery;
    private final Transform transform;
    private final ApplicationEventPublisher events;

    Deliverer(Delivery delivery, Transform transform, ApplicationEventPublisher events) {
        this.transform = transform;
        this.delivery = delivery;
        this.events = events;
    }

    /** @param eventTime null when the message does not say one */
    static DeliveryRequest request(Draft draft, Instant eventTime) {
        return new DeliveryRequest(
                eventTime == null ? null : eventTime.atOffset(ZoneOffset.UTC),
                draft.resources(),
                draft.takenBack(),
                draft.ids());
    }

    /** @throws org.dhpbridge.delivery.DeliveryFailure of one of the kinds that FailureKind lists */
    public Work deliver(@Body Work work) {
        Claimed message = work.message();
        Draft draft = work.draft();
        long begin = System.nanoTime();
        SendOutcome outcome = SendOutcome.FAULT;
        try {
            DeliveryOutcome delivered = delivery.deliver(request(draft, message.eventTime()), message);
            outcome = delivered.superseded() ? SendOutcome.SUPERSEDED : SendOutcome.DELIVERED;
            return work.with(delivered);
        } catch (MessageFailure refused) {
            outcome = SendOutcome.of(refused.kind());
            throw named(refused, draft);
        } catch (DeliveryFailure failure) {
            outcome = SendOutcome.of(failure.kind());
            throw failure;
        } finally {
            events.publishEvent(new Sent(outcome, Duration.ofNanos(System.nanoTime() - begin)));
        }
    }

    /** Names the fields of the input that the refused element was made of. */
    private MessageFailure named(MessageFailure refused, Draft draft) {
        String element = refused.element();
        boolean known = refused.resource() != null && element != null && element.contains(".");
        return known ? refused.madeOf(transform.fields(draft, refused.resource(), element)) : refused;
    }
}
