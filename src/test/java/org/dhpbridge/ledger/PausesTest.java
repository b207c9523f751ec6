package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PausesTest extends LedgerFixture {

    @ParameterizedTest
    @EnumSource
    void aPauseIsOverWhenItsTimeHasComeOrSomebodyEndsIt(Kind kind) {
        open(kind);
        Pauses pauses = new Pauses(new Database(dataSource, clock));
        pauses.begin(Pause.DELIVERY, "aziza", "the first", null);
        Pause delivery = pauses.begin(
                Pause.DELIVERY,
                "bek",
                "the ministry asks for it",
                clock.instant().plus(Duration.ofHours(1)));
        Pause source = pauses.begin(Pause.source("hl7"), "bek", "a wrong export", null);
        assertThat(pauses.current()).containsExactly(delivery, source);

        clock.advance(Duration.ofHours(1));
        assertThat(pauses.current()).containsExactly(source);
        assertThat(pauses.end(source.target())).isTrue();
        assertThat(pauses.end(source.target())).isFalse();
        assertThat(pauses.current()).isEmpty();
    }
}
