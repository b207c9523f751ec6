package org.dhpbridge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.dhpbridge.access.ApiRefusal;
import org.dhpbridge.access.ApiRefusal.RefusalReason;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** How many requests were refused before they reached what they were for, by reason. */
@Component
class ApiMeters {

    private final Map<RefusalReason, Counter> refused = new EnumMap<>(RefusalReason.class);

    ApiMeters(MeterRegistry registry) {
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(
                    reason,
                    Counter.builder("dhp.api.refused")
                            .description("Requests refused before they reached the API, health or metrics")
                            .tag("reason", reason.code())
                            .register(registry));
        }
    }

    @EventListener
    void refused(ApiRefusal refusal) {
        refused.get(refusal.reason()).increment();
    }
}
