package org.dhpbridge.console;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.State;
import org.dhpbridge.ledger.Summary;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the bridge is, at a glance; documented in {@code docs/api.md}. */
@RestController
class StatusApi {

    /**
     * @param states messages by state, all four of them
     * @param sources messages by source and state, what is zero left out
     * @param warnings how many messages ended with a warning
     * @param warningCodes how many with a warning of each code
     * @param oldestDue when the oldest due message was received; null when none is due
     */
    record SummaryView(
            Map<String, Long> states,
            Map<String, Map<String, Long>> sources,
            long warnings,
            Map<String, Long> warningCodes,
            Instant oldestDue) {}

    private final Ledger ledger;
    private final DeliveryState delivery;

    StatusApi(Ledger ledger, DeliveryState delivery) {
        this.ledger = ledger;
        this.delivery = delivery;
    }

    @GetMapping("/api/summary")
    SummaryView summary() {
        Summary summary = ledger.summary();
        Map<State, Long> states = new EnumMap<>(State.class);
        Map<String, Map<String, Long>> sources = new TreeMap<>();
        for (State state : State.values()) {
            states.put(state, summary.of(state));
        }
        for (Summary.Count count : summary.counts()) {
            sources.computeIfAbsent(count.source(), name -> new TreeMap<>())
                    .put(count.state().code(), count.messages());
        }
        Map<String, Long> named = new TreeMap<>();
        states.forEach((state, messages) -> named.put(state.code(), messages));
        Map<String, Long> codes = new TreeMap<>(summary.warnings());
        Long warned = codes.remove("*");
        return new SummaryView(named, sources, warned == null ? 0 : warned, codes, summary.oldestDue());
    }

    @GetMapping("/api/status")
    DeliveryState.View status() {
        return delivery.now();
    }
}
