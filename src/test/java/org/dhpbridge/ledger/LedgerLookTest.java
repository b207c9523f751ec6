package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.dhpbridge.ledger.LedgerLook.LedgerTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerLookTest {

    private static final String KEY = "2026:" + "A".repeat(43) + "=";

    @TempDir
    Path folder;

    private static LedgerSettings settings(String url, String user, String password, String key) {
        return new LedgerSettings(
                url,
                user,
                password,
                null,
                2,
                Duration.ofSeconds(5),
                null,
                Duration.ofSeconds(20),
                Duration.ofMinutes(10),
                key,
                null);
    }

    private static LedgerSettings postgres(String url) {
        return settings(url, "postgres", "postgres", null);
    }

    private String h2() {
        return "jdbc:h2:file:" + folder.resolve("ledger");
    }

    private String sqlite() {
        return "jdbc:sqlite:" + folder.resolve("ledger.db");
    }

    private LedgerSettings h2(String key) {
        return settings(h2(), null, null, key);
    }

    private static void sql(String url, String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_postgres_is_looked_at_and_not_changed_at_any_version_of_its_tables() throws SQLException {
        String url = Postgres.newDatabase();
        assertThat(LedgerLook.at(postgres(url)).tables()).isEqualTo(LedgerTables.MISSING);
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                ResultSet tables = connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
            assertThat(tables.next()).isFalse();
        }
        assertThatThrownBy(() -> LedgerForTools.open(postgres(url)))
                .as("a command that only looks makes no tables")
                .isInstanceOf(LedgerUnavailableException.class);
        LedgerDatabase.open(postgres(url)).close();
        LedgerForTools.open(postgres(url)).orElseThrow().close();
        LedgerLook current = LedgerLook.at(postgres(url));
        assertThat(current.tables()).isEqualTo(LedgerTables.CURRENT);
        assertThat(current.product()).startsWith("PostgreSQL ");
        assertThat(current.due()).isZero();
        assertThat(current.oldestDue()).isNull();
        sql(
                url,
                "postgres",
                "postgres",
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) VALUES (990, '99', 'of tomorrow', 'SQL', 'V99__of_tomorrow.sql',"
                        + " 'postgres', 1, true)");
        LedgerLook newer = LedgerLook.at(postgres(url));
        assertThat(newer.tables()).isEqualTo(LedgerTables.NEWER);
        assertThat(newer.version()).isEqualTo("99");
        assertThatThrownBy(() -> LedgerForTools.open(postgres(url))).hasMessageContaining("of a later release");
        assertThat(newer.known()).isEqualTo(current.version());
        sql(
                url,
                "postgres",
                "postgres",
                "DELETE FROM flyway_schema_history WHERE installed_rank >="
                        + " (SELECT max(installed_rank) FROM flyway_schema_history WHERE installed_rank < 990)");
        assertThat(LedgerLook.at(postgres(url)).tables()).isEqualTo(LedgerTables.OLDER);
        assertThatThrownBy(() -> LedgerForTools.open(postgres(url))).hasMessageContaining("of an earlier release");
        assertThat(LedgerLook.at(postgres(url)).tables())
                .as("the command has not changed them under the bridges that run")
                .isEqualTo(LedgerTables.OLDER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_ledger_that_a_bridge_holds_and_one_that_is_not_there_yet_are_no_failure(boolean isH2) throws IOException {
        String url = isH2 ? h2() : sqlite();
        LedgerSettings settings = settings(url, null, null, null);
        assertThat(LedgerLook.at(settings).tables()).isEqualTo(LedgerTables.MISSING);
        assertThat(folder).isEmptyDirectory();
        Process bridge = OtherProcess.start(LedgerInAnotherProcess.class, "hold", url);
        try {
            OtherProcess.awaitLine(bridge, "open");
            assertThat(LedgerLook.at(settings).tables()).isEqualTo(LedgerTables.HELD_BY_A_BRIDGE);
        } finally {
            bridge.destroyForcibly().onExit().join();
        }
    }

    @Test
    void the_wrong_key_and_the_wrong_password_are_told() throws SQLException {
        String url = h2();
        try (HikariDataSource database = LedgerDatabase.open(h2(KEY))) {
            new Ledger(
                    database,
                    "bridge-1",
                    LedgerContract.LEASE,
                    LedgerContract.LONGEST_WORK,
                    Clock.systemUTC(),
                    new Vault(EncryptionKeys.of(h2(KEY))));
        }
        LedgerForTools.open(h2(KEY)).orElseThrow().close();
        assertThat(LedgerLook.at(h2(KEY)).encrypted()).isTrue();
        assertThatThrownBy(() -> LedgerLook.at(h2(null))).hasMessageContaining("its key '2026' was not given");
        sql(url, "sa", "", "ALTER USER sa SET PASSWORD 'right'");
        assertThatThrownBy(() -> LedgerLook.at(settings(url, "sa", "s3same", KEY)))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("refuses user name or password")
                .hasMessageNotContaining("s3same");
    }
}
