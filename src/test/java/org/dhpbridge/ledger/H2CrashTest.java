package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2CrashTest {

    @TempDir
    Path folder;

    @Test
    void whatWasCommittedIsThereAfterAKill() throws Exception {
        String file = folder.resolve("ledger").toString();
        Set<Long> delivered = new HashSet<>();
        long received = 0;
        for (int round = 0; round < 3; round++) {
            Process bridge = OtherProcess.start(LedgerInAnotherProcess.class, "work", file, "round" + round);
            OtherProcess.awaitLine(bridge, "received 100");
            bridge.toHandle().destroyForcibly();
            long last = 100;
            BufferedReader rest = bridge.inputReader();
            for (String line = rest.readLine(); line != null; line = rest.readLine()) {
                if (line.matches("received \\d+")) {
                    last = Long.parseLong(line.substring(9));
                } else if (line.matches("delivered \\d+")) {
                    delivered.add(Long.parseLong(line.substring(10)));
                }
            }
            bridge.waitFor();
            received += last;

            try (HikariDataSource dataSource =
                    LedgerDatabase.open(LedgerConfigurationTest.settings("jdbc:h2:file:" + file, null, null))) {
                Ledger ledger = new Ledger(
                        dataSource, "after", Duration.ofMinutes(1), Duration.ofMinutes(10), Clock.systemUTC());
                Summary summary = ledger.summary();
                assertThat(summary.of(State.DUE) + summary.of(State.DELIVERED)).isGreaterThanOrEqualTo(received);
                assertThat(delivered).allSatisfy(id -> assertThat(ledger.find(id))
                        .hasValueSatisfying(m -> assertThat(m.state()).isEqualTo(State.DELIVERED)));
                received = summary.of(State.DUE) + summary.of(State.DELIVERED);
                assertThat(ledger.claim(100))
                        .as("the killed bridge held the subject; it is due at once")
                        .anyMatch(c -> c.subject() != null && c.interrupted());
            }
        }
    }
}
