package org.dhpbridge.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dhpbridge.delivery.wire.PlatformClock;
import org.dhpbridge.ledger.LedgerWatch;
import org.dhpbridge.pipeline.DeliveryGate;
import org.dhpbridge.pipeline.PausedWork;
import org.dhpbridge.pipeline.Senders;
import org.springframework.stereotype.Component;

/** How ledger, delivery and clocks are now; not a number while it is not known. */
@Component
class StateMeters implements MeterBinder {

    private final LedgerWatch ledger;
    private final DeliveryGate gate;
    private final PausedWork pauses;
    private final PlatformClock platform;
    private final Senders senders;

    StateMeters(LedgerWatch ledger, DeliveryGate gate, PausedWork pauses, PlatformClock platform, Senders senders) {
        this.senders = senders;
        this.pauses = pauses;
        this.ledger = ledger;
        this.gate = gate;
        this.platform = platform;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("dhp.ledger.depth", this, StateMeters::depth)
                .description("Messages that are due")
                .register(registry);
        Gauge.builder("dhp.ledger.oldest.seconds", this, StateMeters::oldest)
                .description("Seconds since the oldest due message was received; 0 when none is due")
                .register(registry);
        if (ledger.diskFree().isPresent()) {
            Gauge.builder("dhp.ledger.disk.free.bytes", this, state -> state.ledger
                            .diskFree()
                            .orElse(0))
                    .description("Bytes that are free on the disk of a ledger in a file")
                    .register(registry);
        }
        Gauge.builder("dhp.delivery.paused", this, StateMeters::paused)
                .description("1 while delivery rests or is paused as a whole, else 0")
                .register(registry);
        Gauge.builder("dhp.senders.waiting", senders, Senders::waiting)
                .description("Messages of HL7 ports and HTTP that are being answered")
                .register(registry);
        Gauge.builder("dhp.clock.skew.seconds", this, state -> seconds(state.platform.skew()))
                .description("This machine's clock minus another one")
                .tag("against", "platform")
                .register(registry);
        Gauge.builder(
                        "dhp.clock.skew.seconds",
                        this,
                        state ->
                                seconds(Optional.of(state.ledger.databaseAhead().negated())))
                .description("This machine's clock minus another one")
                .tag("against", "database")
                .register(registry);
    }

    private double depth() {
        return ledger.reading().map(seen -> (double) seen.queue().depth()).orElse(Double.NaN);
    }

    private double oldest() {
        return ledger.reading()
                .map(seen ->
                        seen.queue().oldest() == null ? 0 : age(seen.queue().oldest()))
                .orElse(Double.NaN);
    }

    /** Times in the ledger are the database's. */
    private double age(Instant received) {
        return Math.max(
                0, seconds(Optional.of(Duration.between(received, Instant.now().plus(ledger.databaseAhead())))));
    }

    private double paused() {
        return gate.status().state() == DeliveryGate.GateState.OPEN
                        && pauses.delivery().isEmpty()
                ? 0
                : 1;
    }

    private static double seconds(Optional<Duration> duration) {
        return duration.map(known -> known.toMillis() / 1000.0).orElse(Double.NaN);
    }
}
