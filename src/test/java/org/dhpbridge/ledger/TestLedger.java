package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** An embedded ledger, for tests of other rooms. */
public final class TestLedger implements AutoCloseable {

    public final Ledger ledger;
    public final Pauses pauses;
    private final HikariDataSource dataSource;

    public TestLedger(Path folder, Clock clock) {
        dataSource = LedgerDatabase.open(
                LedgerConfigurationTest.settings("jdbc:sqlite:" + folder.resolve("ledger.db"), null, null));
        ledger = new Ledger(dataSource, "test", Duration.ofSeconds(20), Duration.ofMinutes(10), clock);
        pauses = new Pauses(new Database(dataSource, clock));
    }

    /** A message that is in work. */
    public Claimed claimed() {
        String key = UUID.randomUUID().toString();
        byte[] payload = key.getBytes(StandardCharsets.UTF_8);
        ledger.receive(List.of(new NewMessage("test", key, "hl7v2", payload, "a", null, null, null, null)));
        return ledger.claim(1).get(0);
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
