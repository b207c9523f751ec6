package org.dhpbridge.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ledger's beans: database, ledger, links. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LedgerSettings.class)
class LedgerConfiguration {

    @Bean(destroyMethod = "close")
    DataSource ledgerDataSource(LedgerSettings settings) {
        return LedgerDatabase.open(settings);
    }

    @Bean
    Ledger ledger(DataSource ledgerDataSource, LedgerSettings settings) {
        return new Ledger(
                ledgerDataSource, bridge(settings), settings.lease(), settings.longestWork(), Clock.systemUTC());
    }

    @Bean
    JdbcLinks links(DataSource ledgerDataSource, LedgerSettings settings) {
        return new JdbcLinks(ledgerDataSource, settings.lease(), Clock.systemUTC());
    }

    @Bean
    LeaseHeartbeat ledgerLeases(Ledger ledger, JdbcLinks links, LedgerSettings settings) {
        return new LeaseHeartbeat(ledger, links, settings.lease());
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
