package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A PostgreSQL ledger of the release before this one, with the rows that release wrote, is brought up to date where it is. */
class PostgresUpgradeTest {

    private static final String VERSION_BEFORE = "6";

    /** In the order in which they refer to each other. */
    private static final List<String> TABLES = List.of(
            "received_key",
            "message",
            "message_payload",
            "message_event",
            "due_message",
            "lane",
            "link",
            "link_reservation",
            "unmapped_code",
            "reader_lease",
            "encryption_key",
            "source_progress");

    @TempDir
    Path folder;

    @Test
    void nothingIsLostAndTheQueueGoesOn() throws Exception {
        String h2 =
                "jdbc:h2:file:" + LedgerOfTheReleaseBefore.in(folder).toString().replace(".mv.db", "");
        String url = Postgres.newDatabase();
        try (Connection from = DriverManager.getConnection(h2, "sa", "");
                Connection to = DriverManager.getConnection(url, "postgres", "postgres")) {
            Flyway.configure()
                    .dataSource(url, "postgres", "postgres")
                    .locations("classpath:db/migration")
                    .placeholders(Dialect.POSTGRESQL.types())
                    .target(VERSION_BEFORE)
                    .load()
                    .migrate();
            assertThat(tables(from)).isSubsetOf(TABLES);
            try (Statement lost = from.createStatement()) {
                lost.execute(
                        "UPDATE message SET error_code = 'unclear', error_step = 'push', error_sentence = 'lost' WHERE id ="
                                + " (SELECT max(id) FROM message WHERE state = 'due')");
            }
            for (String table : TABLES) {
                copy(table, from, to);
            }
            continueNumbers(to, "message");
            continueNumbers(to, "message_event");
        }
        List<Object> expected;
        try (LedgerDataSource source = LedgerDatabase.open(LedgerConfigurationTest.settings(h2, null, null))) {
            expected = LedgerOfTheReleaseBefore.seen(source);
        }
        try (LedgerDataSource source =
                LedgerDatabase.open(LedgerConfigurationTest.settings(url, "postgres", "postgres"))) {
            assertThat(LedgerOfTheReleaseBefore.seen(source)).isEqualTo(expected);
            assertThat(new JdbcTemplate(source)
                            .queryForList(
                                    "SELECT m.error_code FROM in_doubt d JOIN message m ON m.id = d.message_id",
                                    String.class))
                    .containsExactly("unclear");
            Ledger ledger = LedgerOfTheReleaseBefore.open(source);
            assertThat(ledger.summary().of(State.DUE)).isEqualTo(37);
            assertThat(ledger.receive(List.of(LedgerContract.message("new", "new"))))
                    .isNotNull();
            assertThat(ledger.claim(100)).isNotEmpty();
        }
    }

    private static List<String> tables(Connection h2) throws SQLException {
        try (Statement statement = h2.createStatement();
                ResultSet rows = statement.executeQuery("SELECT lower(table_name) FROM information_schema.tables"
                        + " WHERE table_schema = 'PUBLIC' AND lower(table_name) <> 'flyway_schema_history'")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private static void copy(String table, Connection from, Connection to) throws SQLException {
        try (Statement read = from.createStatement();
                ResultSet rows = read.executeQuery("SELECT * FROM " + table)) {
            List<String> columns = IntStream.rangeClosed(1, rows.getMetaData().getColumnCount())
                    .mapToObj(i -> column(rows, i))
                    .toList();
            String values = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
            try (PreparedStatement insert = to.prepareStatement(
                    "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (" + values + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
                        Object value = rows.getObject(i);
                        insert.setObject(i, value instanceof byte[] ? rows.getBytes(i) : value);
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    private static String column(ResultSet rows, int index) {
        try {
            return rows.getMetaData().getColumnName(index).toLowerCase(Locale.ROOT);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void continueNumbers(Connection postgres, String table) throws SQLException {
        try (Statement statement = postgres.createStatement()) {
            statement.execute("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), (SELECT max(id) FROM "
                    + table + "))");
        }
    }
}
