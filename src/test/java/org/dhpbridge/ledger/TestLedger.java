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
    public final ReaderLeases leases;
    private final HikariDataSource dataSource;

    private final Clock clock;

    public TestLedger(Path folder, Clock clock) {
        this(folder, clock, null);
    }

    /** @param key what personal data is encrypted with, as a setting has it; null for none */
    public TestLedger(Path folder, Clock clock, String key) {
        this.clock = clock;
        dataSource = LedgerDatabase.open(
                LedgerConfigurationTest.settings("jdbc:sqlite:" + folder.resolve("ledger.db"), null, null));
        ledger = new Ledger(dataSource, "test", Duration.ofSeconds(20), Duration.ofMinutes(10), clock, vault(key));
        pauses = new Pauses(new Database(dataSource, clock));
        leases = new ReaderLeases(dataSource, "test", Duration.ofMinutes(1));
    }

    private static Vault vault(String key) {
        return new Vault(EncryptionKeys.of(new LedgerSettings(
                null, null, null, null, 1, Duration.ZERO, null, Duration.ZERO, Duration.ZERO, key, null)));
    }

    public ReplayJobs replayJobs() {
        Database db = new Database(dataSource, clock);
        return new ReplayJobs(db, new Journal(db, "test"));
    }

    /** What is stored of a message does not open any more. */
    public void damage(long id) {
        LedgerFixture.raw(dataSource)
                .update("UPDATE message_payload SET content = ? WHERE message_id = ?", new byte[] {1, 2, 3}, id);
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
