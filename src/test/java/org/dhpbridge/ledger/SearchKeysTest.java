package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class SearchKeysTest {

    private static final String PINFL = "30101900000011";

    @TempDir
    Path folder;

    private HikariDataSource database;

    @BeforeEach
    void open() {
        database = LedgerDatabase.open(
                LedgerConfigurationTest.settings("jdbc:h2:file:" + folder.resolve("ledger"), null, null));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Ledger ledger() {
        return new Ledger(database, "bridge-1", Duration.ofMinutes(1), Duration.ofHours(1), Clock.systemUTC());
    }

    private static NewMessage message(String key, Set<String> searchKeys) {
        byte[] payload = key.getBytes(StandardCharsets.UTF_8);
        return new NewMessage("hl7", key, "text/plain", payload, null, null, null, null, null, searchKeys);
    }

    @Test
    void aMessageIsFoundByEachOfItsKeysHoweverTheyAreWritten() {
        Ledger ledger = ledger();
        ledger.receive(List.of(message("1", Set.of(PINFL, "v-77")), message("2", Set.of(PINFL, "v-78"))));

        assertThat(ledger.findByKey(PINFL, 10)).hasSize(2);
        assertThat(ledger.findByKey(" V-77 ", 10)).hasSize(1);
        assertThat(ledger.findByKey("V-7", 10)).isEmpty();
        assertThat(ledger.findByKey(PINFL, 1)).extracting(LedgerMessage::id).containsExactly(2L);
    }

    @Test
    void nothingOfAKeyStandsInTheDatabaseAndTwoLedgersHashItDifferently() throws Exception {
        ledger().receive(List.of(message("1", Set.of(PINFL))));
        JdbcTemplate sql = new JdbcTemplate(database);
        String here = sql.queryForObject("SELECT hmac FROM message_key", String.class);
        assertThat(here).matches("[0-9a-f]{64}").doesNotContain(PINFL);

        try (HikariDataSource other = LedgerDatabase.open(
                LedgerConfigurationTest.settings("jdbc:h2:file:" + folder.resolve("other"), null, null))) {
            new Ledger(other, "bridge-1", Duration.ofMinutes(1), Duration.ofHours(1), Clock.systemUTC())
                    .receive(List.of(message("1", Set.of(PINFL))));
            assertThat(new JdbcTemplate(other).queryForObject("SELECT hmac FROM message_key", String.class))
                    .isNotEqualTo(here);
        }
    }

    @Test
    void theKeyOutlivesARestart() {
        ledger().receive(List.of(message("1", Set.of(PINFL))));

        assertThat(ledger().findByKey(PINFL, 10)).hasSize(1);
    }

    @Test
    void theKeysGoWithTheirMessage() {
        Ledger ledger = ledger();
        ledger.receive(List.of(message("1", Set.of(PINFL))));
        JdbcTemplate sql = new JdbcTemplate(database);
        sql.update("DELETE FROM message");

        assertThat(sql.queryForObject("SELECT count(*) FROM message_key", Long.class))
                .isZero();
    }
}
