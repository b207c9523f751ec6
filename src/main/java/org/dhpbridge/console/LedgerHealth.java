package org.dhpbridge.console;

import org.dhpbridge.ledger.LedgerWatch;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down while the ledger cannot be written: whoever sends messages is to send them to another bridge. */
@Component("ledgerHealthIndicator")
class LedgerHealth implements HealthIndicator {

    private final LedgerWatch ledger;

    LedgerHealth(LedgerWatch ledger) {
        this.ledger = ledger;
    }

    @Override
    public Health health() {
        return ledger.trouble()
                .map(trouble -> Health.down()
                        .withDetail("since", trouble.since())
                        .withDetail("text", trouble.text())
                        .build())
                .orElseGet(() -> Health.up().build());
    }
}
