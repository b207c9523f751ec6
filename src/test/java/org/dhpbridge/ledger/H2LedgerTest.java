package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2LedgerTest extends LedgerContract {

    @TempDir
    Path folder;

    @Override
    HikariDataSource open() {
        return LedgerDatabase.open(
                LedgerConfigurationTest.settings("jdbc:h2:file:" + folder.resolve("ledger"), null, null));
    }
}
