package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest extends LedgerContract {

    @Override
    HikariDataSource open() {
        return LedgerDatabase.open(LedgerConfigurationTest.settings(Postgres.newDatabase(), "postgres", "postgres"));
    }

    private static final List<Links.Key> DOCTOR = List.of(new Links.Key("Practitioner", "urn:argos", "1"));

    /** The server of the tests forgets its last commits when it is stopped at once, as one in use may be set to. */
    @Test
    void whatIsCommittedStaysWhenTheServerIsStoppedRightAfter() throws Exception {
        String url = dataSource.getJdbcUrl();
        try (Connection another = DriverManager.getConnection(url, "postgres", "postgres");
                Connection ours = dataSource.getConnection()) {
            assertThat(setting(another, "synchronous_commit")).isEqualTo("off");
            assertThat(setting(ours, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(ours, "plan_cache_mode")).isEqualTo("force_custom_plan");
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    @Test
    void aKeyIsReservedForOneBridgeAtATime() throws Exception {
        List<Links> bridges =
                List.of(newLedger("links").links(), newLedger("links").links());
        AtomicInteger inside = new AtomicInteger();
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            Links bridge = bridges.get(worker % 2);
            workers.add(() -> {
                int most = 0;
                for (int i = 0; i < 10; i++) {
                    most = Math.max(most, reserving(bridge, DOCTOR, () -> {
                        int now = inside.incrementAndGet();
                        Thread.yield();
                        inside.decrementAndGet();
                        return now;
                    }));
                }
                return most;
            });
        }

        assertThat(inParallel(workers)).containsOnly(1);
    }

    @Test
    void otherKeysAreFreeAndAFailureFreesItsOwn() {
        Links bridge = newLedger("links").links();
        Links other = newLedger("links").links();
        List<Links.Key> clinic = List.of(new Links.Key("Organization", "urn:argos", "1"));

        assertThat(reserving(bridge, DOCTOR, () -> reserving(other, clinic, () -> "done")))
                .isEqualTo("done");
        assertThatThrownBy(() -> reserving(bridge, DOCTOR, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(reserving(other, DOCTOR, () -> "done")).isEqualTo("done");
    }

    @Test
    void whatACrashedBridgeReservedIsFreeWhenItsLeaseEndsAndNotWhileItIsRenewed() {
        Ledger slowBridge = newLedger("slow");
        Links slow = slowBridge.links();
        Links other = newLedger("links").links();
        CompletableFuture<String> waiting = reserving(slow, DOCTOR, () -> {
            clock.advance(LEASE.minusSeconds(1));
            slowBridge.renewClaims();
            clock.advance(LEASE.minusSeconds(1));
            CompletableFuture<String> work =
                    CompletableFuture.supplyAsync(() -> reserving(other, DOCTOR, () -> "taken over"));
            assertThatThrownBy(() -> work.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            clock.advance(LEASE);
            assertThatThrownBy(work::join).hasRootCauseInstanceOf(Links.HeldUntilLeaseException.class);
            return CompletableFuture.completedFuture(reserving(other, DOCTOR, () -> "taken over"));
        });
        assertThat(waiting).isCompletedWithValue("taken over");
    }
}
