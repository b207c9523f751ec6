package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.dhpbridge.ledger.NewMessage;
import org.dhpbridge.ledger.TestLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which message is to be replayed in place of one that people have written anew. */
class UndoneCorrectionTest {

    @TempDir
    Path folder;

    @Test
    void theNewestOfAChainIsTheOneToReplay() {
        try (TestLedger ledger = new TestLedger(folder, Clock.systemUTC())) {
            correct(ledger, 0);
            correct(ledger, 1);
            correct(ledger, 2);
            correct(ledger, 1);
            correct(ledger, 2);

            assertThat(UndoneCorrection.by(ledger.ledger, 1)).contains(5L);
            assertThat(UndoneCorrection.by(ledger.ledger, 2)).contains(5L);
            assertThat(UndoneCorrection.by(ledger.ledger, 3)).isEmpty();
            assertThat(UndoneCorrection.of(ledger.ledger, 1).orElseThrow().diagnostics())
                    .contains("Replay message 5 instead");
        }
    }

    /** @param message 0 for none */
    private static void correct(TestLedger ledger, long message) {
        String key = String.valueOf(System.nanoTime());
        NewMessage next = new NewMessage("test", key, "hl7v2", new byte[1], "a", null, null, null, null);
        ledger.ledger.receive(List.of(
                message == 0 ? next : next.correcting(new NewMessage.Correction(message, "aziza", "A wrong date."))));
    }
}
