package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.Test;

/** Which warnings of a message are one. */
class DoubtsTest {

    private static final Issue SEVENTH = Issue.warning("beside", "Observation.effective", "as Observation/7");
    private static final Issue EIGHTH = Issue.warning("beside", "Observation.effective", "as Observation/8");

    @Test
    void thoseThatNameNoRecordAreToldApartByTheirWords() {
        assertThat(new Doubts(List.of(SEVENTH, EIGHTH, SEVENTH)).issues()).containsExactly(SEVENTH, EIGHTH);
    }

    @Test
    void oneThatNamesItsRecordTakesThePlaceOfTheSameWithout() {
        Issue named = EIGHTH.of("Observation/a");

        assertThat(new Doubts(List.of(SEVENTH, EIGHTH, named)).issues()).containsExactly(SEVENTH, named);
    }
}
