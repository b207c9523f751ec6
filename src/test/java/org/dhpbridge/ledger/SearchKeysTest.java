package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

class SearchKeysTest extends LedgerFixture {

    private static final String PINFL = "30101900000011";

    private static NewMessage message(String key, Set<String> searchKeys) {
        byte[] payload = key.getBytes(StandardCharsets.UTF_8);
        return new NewMessage("hl7", key, "text/plain", payload, null, null, null, null, null, searchKeys);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageIsFoundByEachOfItsKeysHoweverTheyAreWritten(Kind kind) {
        Ledger ledger = open(kind);
        ledger.receive(List.of(message("1", Set.of(PINFL, "v-77")), message("2", Set.of(PINFL, "v-78"))));

        assertThat(ledger.findByKey(PINFL, 10)).hasSize(2);
        assertThat(ledger.findByKey(" V-77 ", 10)).hasSize(1);
        assertThat(ledger.findByKey("V-7", 10)).isEmpty();
        assertThat(ledger.findByKey(PINFL, 1)).extracting(LedgerMessage::id).containsExactly(2L);
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfAKeyStandsInTheDatabaseAndTwoLedgersHashItDifferently(Kind kind) throws Exception {
        open(kind).receive(List.of(message("1", Set.of(PINFL))));
        JdbcTemplate sql = raw();
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

    @ParameterizedTest
    @EnumSource
    void theKeyOutlivesARestart(Kind kind) {
        LedgerSettings settings = settings(kind);
        dataSource = LedgerDatabase.open(settings);
        newLedger("bridge-1").receive(List.of(message("1", Set.of(PINFL))));
        dataSource.close();
        dataSource = LedgerDatabase.open(settings);

        assertThat(newLedger("bridge-1").findByKey(PINFL, 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void theKeysGoWithTheirMessage(Kind kind) {
        Ledger ledger = open(kind);
        ledger.receive(List.of(message("1", Set.of(PINFL))));
        JdbcTemplate sql = raw();
        sql.update("DELETE FROM message");

        assertThat(sql.queryForObject("SELECT count(*) FROM message_key", Long.class))
                .isZero();
    }
}
