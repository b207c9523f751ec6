package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.dhpbridge.start.RemediableFailureAnalyzer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataAccessException;

class LedgerConfigurationTest {

    static LedgerSettings settings(String url, String user, String password) {
        return new LedgerSettings(
                url,
                user,
                password,
                null,
                12,
                Duration.ofSeconds(1),
                null,
                Duration.ofSeconds(20),
                Duration.ofMinutes(10),
                null,
                null);
    }

    @TempDir
    Path folder;

    private ApplicationContextRunner bridge() {
        return new ApplicationContextRunner()
                .withUserConfiguration(LedgerConfiguration.class)
                .withConfiguration(
                        AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
                .withPropertyValues("spring.flyway.enabled=false", "dhp.ledger.url=" + inAFile());
    }

    private String inAFile() {
        return "jdbc:sqlite:" + folder.resolve("data/ledger.db");
    }

    @Test
    void theSettingsMakeALedgerInAFileThatIsNotThereYet() {
        bridge().run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(DataSource.class).hasSingleBean(Links.class);
            assertThat(context.getBean(Ledger.class).depth()).isZero();
            assertThat(context.getBean(LeaseHeartbeat.class).isRunning()).isTrue();
        });
        assertThat(folder.resolve("data/ledger.db")).exists();
    }

    @Test
    void thePasswordMayComeFromAFile() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "postgres\n");
        bridge().withPropertyValues(
                        "dhp.ledger.url=" + Postgres.newDatabase(),
                        "dhp.ledger.username=postgres",
                        "dhp.ledger.password-file=" + secret)
                .run(context ->
                        assertThat(context.getBean(Ledger.class).depth()).isZero());
        bridge().withPropertyValues("dhp.ledger.password-file=" + folder.resolve("nowhere"))
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("nowhere"));
    }

    @Test
    void aLedgerThatWasEncryptedDoesNotStartWithoutItsKey() {
        bridge().withPropertyValues("dhp.ledger.encryption-key=2026:" + "A".repeat(43) + "=")
                .run(context -> assertThat(context).hasNotFailed());
        bridge().run(context -> assertThat(context.getStartupFailure())
                .rootCause()
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("its key '2026' was not given"));
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        bridge().withPropertyValues("dhp.ledger.lease=0s")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("lease"));
        bridge().withPropertyValues("dhp.retention.dead=-1d")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("dead"));
        bridge().withPropertyValues("dhp.ledger.url=")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("url"));
    }

    @Test
    void aLedgerInUseByAnotherBridgeIsNamed() throws Exception {
        Path file = folder.resolve("ledger");
        for (String url : List.of("jdbc:sqlite:" + file + ".db", "jdbc:h2:file:" + file)) {
            Process other = OtherProcess.start(LedgerInAnotherProcess.class, "hold", url);
            try {
                OtherProcess.awaitLine(other, "open");
                assertThatThrownBy(() -> LedgerDatabase.open(settings(url, null, null)))
                        .isInstanceOf(LedgerUnavailableException.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContaining("in use by another bridge");
            } finally {
                other.destroyForcibly().waitFor();
            }
            LedgerDatabase.open(settings(url, null, null)).close();
        }
    }

    @Test
    void aStoreThatClosedItselfIsOpenedAgain() {
        LedgerSettings settings = settings(inAFile(), null, null);
        try (HikariDataSource dataSource = LedgerDatabase.open(settings)) {
            Ledger ledger =
                    new Ledger(dataSource, "bridge", Duration.ofMinutes(1), Duration.ofMinutes(10), Clock.systemUTC());
            assertThatThrownBy(() -> {
                        try (Connection connection = dataSource.getConnection();
                                Statement statement = connection.createStatement()) {
                            statement.execute("SHUTDOWN IMMEDIATELY");
                        }
                    })
                    .as("as a full disk does it")
                    .isInstanceOf(SQLException.class);

            int failed = 0;
            while (failed <= settings.poolSize()) {
                try {
                    assertThat(ledger.depth()).isZero();
                    return;
                } catch (DataAccessException closed) {
                    failed++;
                }
            }
            fail("Each connection may fail once, then new ones must come; %d failed", failed);
        }
    }

    @Test
    void aStatementWithoutAnAnswerIsGivenUpAfterAWhileThatTheUrlMaySetAndMigrationsNever() throws Exception {
        String url = Postgres.newDatabase();
        try (HikariDataSource usual = LedgerDatabase.open(settings(url, "postgres", "postgres"));
                Connection connection = usual.getConnection();
                HikariDataSource own =
                        LedgerDatabase.pool(settings(url + "?socketTimeout=7", "postgres", "postgres"), false);
                Connection other = own.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
            assertThat(other.getNetworkTimeout()).isEqualTo(7_000);

            other.setAutoCommit(false);
            try (Statement lock = other.createStatement()) {
                lock.execute("LOCK TABLE flyway_schema_history");
            }
            CompletableFuture<HikariDataSource> upgraded = CompletableFuture.supplyAsync(
                    () -> LedgerDatabase.open(settings(url + "?socketTimeout=1", "postgres", "postgres")));
            assertThatThrownBy(() -> upgraded.get(1500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            other.rollback();
            upgraded.get().close();
        }
    }

    @Test
    void whoWatchesTheLedgerSeesThatClaimsHang() throws Exception {
        try (HikariDataSource dataSource =
                LedgerDatabase.open(settings(Postgres.newDatabase(), "postgres", "postgres"))) {
            Ledger ledger =
                    new Ledger(dataSource, "bridge", Duration.ofMinutes(1), Duration.ofMinutes(10), Clock.systemUTC());
            LedgerWatch watch = new LedgerWatch(
                    ledger, new DatabaseTime(dataSource, Clock.systemUTC()), null, Duration.ofMillis(100));
            try (Connection hanging = dataSource.getConnection();
                    Statement lock = hanging.createStatement()) {
                hanging.setAutoCommit(false);
                lock.execute("LOCK TABLE lane");
                CompletableFuture<List<Claimed>> claim = CompletableFuture.supplyAsync(() -> ledger.claim(1));
                Awaitility.await().until(() -> ledger.claimingSince()
                        .filter(since -> since.plusMillis(100).isBefore(Instant.now()))
                        .isPresent());
                watch.start();
                Awaitility.await().untilAsserted(() -> assertThat(watch.trouble())
                        .hasValueSatisfying(
                                trouble -> assertThat(trouble.text()).contains("nothing is delivered")));
                hanging.rollback();
                assertThat(claim.get()).isEmpty();
                assertThat(ledger.claimingSince()).isEmpty();
            } finally {
                watch.stop();
            }
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() {
        assertThatThrownBy(() -> LedgerDatabase.open(
                        settings("jdbc:postgresql://localhost:1/ledger?user=x&password=secret", "x", "secret")))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("jdbc:postgresql://localhost:1/ledger cannot be opened")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aFailedStartShowsSentenceAndAction() {
        LedgerUnavailableException failure = new LedgerUnavailableException("What.", "Do this.", null);
        var analysis = new RemediableFailureAnalyzer().analyze(new IllegalStateException("bean", failure));
        assertThat(analysis.getDescription()).isEqualTo("What.");
        assertThat(analysis.getAction()).isEqualTo("Do this.");
    }

    @Test
    void aWrongPasswordIsNamed() {
        String url = "jdbc:h2:file:" + folder.resolve("ledger");
        try (HikariDataSource first = LedgerDatabase.open(settings(url, "sa", "right"))) {
            assertThat(first.isRunning()).isTrue();
        }
        assertThatThrownBy(() -> LedgerDatabase.open(settings(url, "sa", "wrong")))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("refuses user name or password");
    }
}
