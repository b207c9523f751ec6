package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;

class PostgresLedgerTest extends LedgerContract {

    @Override
    HikariDataSource open() {
        return LedgerDatabase.open(LedgerConfigurationTest.settings(Postgres.newDatabase(), "postgres", "postgres"));
    }
}
