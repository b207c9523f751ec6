package org.dhpbridge.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ledger's beans: database, ledger, links. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LedgerSettings.class, RetentionSettings.class, ReaderSettings.class})
class LedgerConfiguration {

    @Bean(destroyMethod = "close")
    DataSource ledgerDataSource(LedgerSettings settings) {
        return LedgerDatabase.open(settings);
    }

    @Bean
    DatabaseTime ledgerTime(DataSource ledgerDataSource) {
        return new DatabaseTime(ledgerDataSource, InstantSource.system());
    }

    /** The same for all: what one of them learns the others know. */
    @Bean
    Vault ledgerVault(LedgerSettings settings) {
        return new Vault(EncryptionKeys.of(settings));
    }

    @Bean
    Ledger ledger(DataSource ledgerDataSource, DatabaseTime time, LedgerSettings settings, Vault vault) {
        return new Ledger(
                ledgerDataSource, bridge(settings), settings.lease(), settings.longestWork(), time.clock(), vault);
    }

    @Bean
    Links links(Ledger ledger) {
        return ledger.links();
    }

    @Bean
    LeaseHeartbeat ledgerLeases(Ledger ledger, DatabaseTime time, LedgerSettings settings) {
        return new LeaseHeartbeat(ledger, time, settings.lease());
    }

    @Bean
    LedgerWatch ledgerWatch(Ledger ledger, DatabaseTime time, LedgerSettings settings) {
        return new LedgerWatch(ledger, time, settings.folder().orElse(null));
    }

    @Bean
    ReaderLeases readerLeases(DataSource ledgerDataSource, LedgerSettings settings, ReaderSettings readers) {
        return new ReaderLeases(ledgerDataSource, bridge(settings), readers.lease());
    }

    @Bean
    SourceProgress sourceProgress(DataSource ledgerDataSource, DatabaseTime time) {
        return new SourceProgress(ledgerDataSource, time);
    }

    @Bean
    AuditTrail auditTrail(DataSource ledgerDataSource, DatabaseTime time, LedgerSettings settings) {
        return new AuditTrail(new Database(ledgerDataSource, time.clock()), bridge(settings));
    }

    @Bean
    Reports reports(DataSource ledgerDataSource, DatabaseTime time, Vault vault) {
        Database db = new Database(ledgerDataSource, time.clock());
        return new Reports(db, new Archive(db, vault));
    }

    @Bean
    Causes causes(DataSource ledgerDataSource, DatabaseTime time, Reports reports) {
        return new Causes(new Database(ledgerDataSource, time.clock()), reports);
    }

    @Bean
    ReplayJobs replayJobs(DataSource ledgerDataSource, DatabaseTime time, LedgerSettings settings) {
        Database db = new Database(ledgerDataSource, time.clock());
        return new ReplayJobs(db, new Journal(db, bridge(settings)));
    }

    @Bean
    CodeEdits codeEdits(DataSource ledgerDataSource, DatabaseTime time) {
        return new CodeEdits(new Database(ledgerDataSource, time.clock()));
    }

    @Bean
    Alerts ledgerAlerts(DataSource ledgerDataSource, DatabaseTime time) {
        return new Alerts(new Database(ledgerDataSource, time.clock()));
    }

    @Bean
    Sessions consoleSessionRows(DataSource ledgerDataSource, DatabaseTime time, Vault vault) {
        return new Sessions(new Database(ledgerDataSource, time.clock()), vault);
    }

    @Bean
    Pauses pauses(DataSource ledgerDataSource, DatabaseTime time) {
        return new Pauses(new Database(ledgerDataSource, time.clock()));
    }

    @Bean
    Housekeeping ledgerHousekeeping(
            Ledger ledger, RetentionSettings retention, DatabaseTime time, ObjectProvider<ClockWitness> platform) {
        ClockTrust trust = new ClockTrust(
                ledger::now,
                System::nanoTime,
                () -> platform.stream().findFirst().flatMap(ClockWitness::skew).map(time.ahead()::plus));
        return new Housekeeping(ledger, retention, trust);
    }

    private static String bridge(LedgerSettings settings) {
        if (settings.bridge() != null && !settings.bridge().isBlank()) {
            return settings.bridge();
        }
        return host() + "-" + ProcessHandle.current().pid();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "bridge";
        }
    }
}
