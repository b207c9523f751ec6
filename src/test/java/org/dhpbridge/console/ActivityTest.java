package org.dhpbridge.console;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import org.dhpbridge.ledger.TestLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

class ActivityTest {

    @TempDir
    Path folder;

    @Test
    void whileTheLedgerIsAwayTheSummaryWaitsAndThrowsNothing() {
        TestLedger ledger = new TestLedger(folder, Clock.systemUTC());
        Activity activity = new Activity(ledger.ledger, null);
        activity.unreadable();
        ledger.close();

        assertThatThrownBy(ledger.ledger::depth).isInstanceOf(DataAccessException.class);
        assertThatCode(() -> {
                    activity.look();
                    activity.look();
                })
                .doesNotThrowAnyException();
    }
}
