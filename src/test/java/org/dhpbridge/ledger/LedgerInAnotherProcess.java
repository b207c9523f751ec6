package org.dhpbridge.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** {@code hold FILE}: opens the ledger and waits. {@code work FILE}: receives and delivers until it is killed, and prints what is committed. */
final class LedgerInAnotherProcess {

    private LedgerInAnotherProcess() {}

    public static void main(String[] args) throws InterruptedException {
        HikariDataSource dataSource =
                LedgerDatabase.open(LedgerConfigurationTest.settings("jdbc:h2:file:" + args[1], null, null));
        System.out.println("open");
        if (args[0].equals("hold")) {
            Thread.currentThread().join();
        }
        Ledger ledger =
                new Ledger(dataSource, "other", Duration.ofMinutes(1), Duration.ofMinutes(10), Clock.systemUTC());
        for (int i = 0; ; i++) {
            String round = args[2] + "-" + i;
            ledger.receive(
                    List.of(LedgerContract.message(round + "a", "a"), LedgerContract.message(round + "b", null)));
            System.out.println("received " + (2 * (i + 1)));
            for (Claimed claimed : ledger.claim(2)) {
                if (claimed.subject() == null) {
                    ledger.delivered(claimed, Result.NONE);
                    System.out.println("delivered " + claimed.id());
                }
            }
        }
    }
}
