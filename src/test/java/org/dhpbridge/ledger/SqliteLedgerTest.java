package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest extends LedgerContract {

    @TempDir
    Path folder;

    @Override
    HikariDataSource open() {
        return LedgerDatabase.open(
                LedgerConfigurationTest.settings("jdbc:sqlite:" + folder.resolve("ledger.db"), null, null));
    }
}
