package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.dhpbridge.ledger.Claimed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSitesOlderCopyOfTheWorkerRouteMayAskWhetherItWasInterrupted(boolean interrupted) {
        CamelContext camel = new DefaultCamelContext();
        camel.start();
        try {
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage()
                    .setBody(Work.of(new Claimed(
                            1, "hl7", "hl7v2", "a", null, Instant.EPOCH, 0, interrupted, false, null, null, null)));

            assertThat(camel.resolveLanguage("simple")
                            .createPredicate("${body.interrupted}")
                            .matches(exchange))
                    .isEqualTo(interrupted);
        } finally {
            camel.stop();
        }
    }
}
