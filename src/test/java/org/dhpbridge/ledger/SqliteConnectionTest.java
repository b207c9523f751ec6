package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteConnectionTest {

    private static final String NAMES = "SELECT * FROM thing WHERE id >= ? ORDER BY id";
    private static final String INSERT = "INSERT INTO thing (id, name) VALUES (?, ?)";

    @TempDir
    Path folder;

    private SqliteConnection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = (SqliteConnection) another();
        execute(connection, "CREATE TABLE thing (id integer primary key, name varchar)");
        execute(connection, "INSERT INTO thing (id, name) VALUES (1, 'one'), (2, 'two')");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private Connection another() throws SQLException {
        return SqliteConnection.source(Sqlite.options(), "jdbc:sqlite:" + folder.resolve("ledger.db"))
                .getConnection();
    }

    private static void execute(Connection on, String sql) throws SQLException {
        try (Statement statement = on.createStatement()) {
            statement.execute(sql);
        }
    }

    private PreparedStatement used(String sql, int parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
            }
            return statement;
        }
    }

    @Test
    void aClosedStatementIsGivenOutAgainWithItsColumns() throws SQLException {
        PreparedStatement first = used(NAMES, 1);
        assertThat(first.isClosed()).isTrue();
        try (PreparedStatement again = connection.prepareStatement(NAMES)) {
            assertThat(again).isSameAs(first);
            assertThat(again.isClosed()).isFalse();
            again.setInt(1, 2);
            try (ResultSet rows = again.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("name")).isEqualTo("two");
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void whatIsInUseIsNotGivenOutASecondTime() throws SQLException {
        used(NAMES, 1);
        try (PreparedStatement one = connection.prepareStatement(NAMES);
                PreparedStatement other = connection.prepareStatement(NAMES)) {
            assertThat(other).isNotSameAs(one);
            one.setInt(1, 1);
            other.setInt(1, 2);
            try (ResultSet first = one.executeQuery();
                    ResultSet second = other.executeQuery()) {
                assertThat(first.next()).isTrue();
                assertThat(second.next()).isTrue();
                assertThat(first.getString("name")).isEqualTo("one");
                assertThat(second.getString("name")).isEqualTo("two");
            }
        }
    }

    @Test
    void aSecondCloseChangesNothing() throws SQLException {
        PreparedStatement first = used(NAMES, 1);
        first.close();
        first.close();
        assertThat(used(NAMES, 1)).isSameAs(first);
    }

    @Test
    void parametersAndBatchesAreForgotten() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, 3);
            insert.setString(2, "three");
            insert.addBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            assertThat(insert.executeBatch()).isEmpty();
            insert.setInt(1, 4);
            insert.executeUpdate();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, name FROM thing WHERE id > 2")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("id")).isEqualTo(4);
            assertThat(rows.getString("name")).isNull();
            assertThat(rows.next()).isFalse();
        }
    }

    /** The log can only be taken back when nobody reads what was before. */
    @Test
    void rowsThatWereNotReadKeepNoTransactionOpen() throws SQLException {
        PreparedStatement statement = connection.prepareStatement(NAMES);
        statement.setInt(1, 1);
        assertThat(statement.execute()).isTrue();
        try (Connection writer = another()) {
            execute(writer, "INSERT INTO thing (id, name) VALUES (3, 'three')");
            assertThat(takesLogBack(writer)).isFalse();
            statement.close();
            assertThat(takesLogBack(writer)).isTrue();
        }
    }

    private static boolean takesLogBack(Connection writer) throws SQLException {
        execute(writer, "PRAGMA busy_timeout = 0");
        try (Statement statement = writer.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return row.next() && row.getInt(1) == 0;
        }
    }

    /** The bridge makes its connections before it changes the tables to a new release's. */
    @Test
    void aColumnThatAnotherConnectionAddedMeanwhileIsKnown() throws SQLException {
        execute(connection, "SELECT count(*) FROM thing");
        PreparedStatement before = connection.prepareStatement(NAMES);
        before.close();
        try (Connection other = another()) {
            execute(other, "ALTER TABLE thing ADD COLUMN colour varchar DEFAULT 'red'");
        }
        for (int run = 0; run < 2; run++) {
            for (String sql : new String[] {NAMES, NAMES + " LIMIT 1"}) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setInt(1, 2);
                    try (ResultSet rows = statement.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getString("colour")).isEqualTo("red");
                    }
                }
            }
        }
    }

    @Test
    void whatFailedIsNotKept() throws SQLException {
        PreparedStatement failed = connection.prepareStatement(INSERT);
        failed.setInt(1, 1);
        assertThatThrownBy(failed::executeUpdate).isInstanceOf(SQLException.class);
        failed.close();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            assertThat(insert).isNotSameAs(failed);
            insert.setInt(1, 3);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void afterARollbackNothingIsKept() throws SQLException {
        PreparedStatement before = used(NAMES, 1);
        connection.forget();
        assertThat(used(NAMES, 1)).isNotSameAs(before);
    }

    @Test
    void whatWasUsedLongestAgoMakesRoom() throws SQLException {
        PreparedStatement oldest = used(NAMES, 1);
        PreparedStatement often = used(NAMES + " LIMIT 1", 1);
        for (int i = 2; i < 70; i++) {
            used(NAMES + " LIMIT " + i, 1);
            used(NAMES + " LIMIT 1", 1);
        }
        assertThat(used(NAMES + " LIMIT 1", 1)).isSameAs(often);
        assertThat(used(NAMES, 1)).isNotSameAs(oldest);
    }
}
