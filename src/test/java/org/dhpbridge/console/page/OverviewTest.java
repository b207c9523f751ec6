package org.dhpbridge.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dhpbridge.ledger.Causes.Cause;
import org.junit.jupiter.api.Test;

class OverviewTest {

    private static Cause cause(String code, long messages) {
        return new Cause("hl7", "", "map", code, "", null, messages, 1, null, null, 1);
    }

    @Test
    void aCauseOfTheDayCountsTheMessagesOfTheDayAlone() {
        Map<Cause, long[]> found = new LinkedHashMap<>();
        found.put(cause("old", 500), new long[] {0});
        found.put(cause("required", 501), new long[] {1});
        found.put(cause("value", 7), new long[] {7});

        assertThat(Overview.recent(found))
                .extracting(one -> one.cause().code() + " " + one.messages())
                .containsExactly("value 7", "required 1");
    }
}
