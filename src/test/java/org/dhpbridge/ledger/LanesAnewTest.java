package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lanes that a kill left wrong in H2 are right after the next start. */
class LanesAnewTest {

    @TempDir
    Path folder;

    private static Ledger ledger(HikariDataSource dataSource) {
        return new Ledger(dataSource, "bridge", Duration.ofMinutes(1), Duration.ofMinutes(10), Clock.systemUTC());
    }

    @Test
    void whatIsDueIsDueAfterAStartWhateverStoodInTheLanes() throws Exception {
        try (HikariDataSource dataSource = LedgerDatabase.open(
                LedgerConfigurationTest.settings("jdbc:h2:file:" + folder.resolve("ledger"), null, null))) {
            Ledger before = ledger(dataSource);
            before.receive(List.of(
                    LedgerContract.message("1", "a"),
                    LedgerContract.message("2", "a"),
                    LedgerContract.message("3", "b"),
                    LedgerContract.message("4", "c")));
            Claimed inWork = before.claim(1).get(0);
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM lane WHERE claim IS NULL AND message_id = 3");
                statement.execute("UPDATE lane SET message_id = 1 WHERE claim IS NULL");
            }

            List<Claimed> claimed = ledger(dataSource).claim(10);

            assertThat(claimed).extracting(Claimed::id).containsExactly(inWork.id(), 3L, 4L);
            assertThat(claimed).extracting(Claimed::interrupted).containsExactly(true, false, false);
        }
    }
}
