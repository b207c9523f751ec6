package org.dhpbridge.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dhpbridge.ledger.Reports;
import org.dhpbridge.ledger.Said;
import org.junit.jupiter.api.Test;

class WhatIsNotThereTest {

    private static Spoken spoken(String turn) throws IOException {
        return Spoken.of(new Said(Instant.EPOCH, new ObjectMapper().readTree("[" + turn + "]")), null)
                .get(0);
    }

    @Test
    void anAnswerOfWhichOnlyTheStatusIsKeptIsToldFromOneThatIsShownAndFromNone() throws IOException {
        String sent = "{\"method\":\"POST\",\"url\":\"Patient\",\"about\":[],\"sent\":{\"resourceType\":\"Patient\"}";

        assertThat(spoken(sent + ",\"status\":422}").wordless()).isTrue();
        assertThat(spoken(sent + ",\"status\":422,\"answered\":{\"resourceType\":\"OperationOutcome\"}}")
                        .wordless())
                .isFalse();
        assertThat(spoken(sent + "}").wordless()).as("no answer at all").isFalse();
    }

    @Test
    void whereNothingCameTheHighestHourHasNone() {
        assertThat(new Bars(List.of(new Reports.Span(Instant.EPOCH, Map.of()))).most())
                .isZero();
    }
}
