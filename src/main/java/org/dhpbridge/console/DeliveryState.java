package org.dhpbridge.console;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dhpbridge.ledger.LedgerWatch;
import org.dhpbridge.ledger.LedgerWatch.LedgerTrouble;
import org.dhpbridge.ledger.Pause;
import org.dhpbridge.pipeline.DeliveryGate;
import org.dhpbridge.pipeline.PausedWork;
import org.springframework.stereotype.Component;

/** Whether delivery goes on, and if not, what holds it up and since when. */
@Component
class DeliveryState {

    /**
     * @param delivery {@code open}, {@code unreachable}, {@code refused}, {@code paused} by a person, or {@code ledger}
     * @param since when it began; null while open from the start
     * @param text one sentence for people
     * @param nextProbe when a message is tried next; null when that is not set
     */
    record View(String delivery, Instant since, String text, Instant nextProbe) {}

    private final DeliveryGate gate;
    private final PausedWork paused;
    private final LedgerWatch ledger;

    DeliveryState(DeliveryGate gate, PausedWork paused, LedgerWatch ledger) {
        this.gate = gate;
        this.paused = paused;
        this.ledger = ledger;
    }

    View now() {
        Optional<LedgerTrouble> trouble = ledger.trouble();
        if (trouble.isPresent()) {
            return new View("ledger", trouble.get().since(), trouble.get().text(), null);
        }
        Optional<Pause> pause = paused.delivery();
        if (pause.isPresent()) {
            return new View(
                    "paused",
                    pause.get().since(),
                    "Delivery was paused by " + pause.get().who() + ": "
                            + pause.get().why(),
                    pause.get().until());
        }
        DeliveryGate.GateStatus status = gate.status();
        return switch (status.state()) {
            case OPEN -> new View("open", status.since(), "Messages are delivered as they come.", null);
            case UNREACHABLE ->
                new View(
                        "unreachable",
                        status.since(),
                        "Delivery rests since " + since(status) + ": " + status.reason(),
                        status.nextProbe());
            case REFUSED ->
                new View(
                        "refused",
                        status.since(),
                        "Delivery is paused since " + since(status) + ": " + status.reason(),
                        status.nextProbe());
        };
    }

    private static Instant since(DeliveryGate.GateStatus status) {
        return status.since().truncatedTo(ChronoUnit.SECONDS);
    }
}
