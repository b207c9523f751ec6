package org.dhpbridge.console;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Says in the health what holds delivery up; never a reason to restart a bridge or to send it nothing. */
@Component("deliveryHealthIndicator")
class DeliveryHealth implements HealthIndicator {

    private final DeliveryState delivery;

    DeliveryHealth(DeliveryState delivery) {
        this.delivery = delivery;
    }

    @Override
    public Health health() {
        DeliveryState.View now = delivery.now();
        Health.Builder health =
                Health.up().withDetail("delivery", now.delivery()).withDetail("text", now.text());
        if (now.since() != null) {
            health.withDetail("since", now.since());
        }
        if (now.nextProbe() != null) {
            health.withDetail("nextProbe", now.nextProbe());
        }
        return health.build();
    }
}
