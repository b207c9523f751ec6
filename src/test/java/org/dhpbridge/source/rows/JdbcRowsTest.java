package org.dhpbridge.source.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.ledger.Postgres;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.Feeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcRowsTest {

    private static final ZoneId TASHKENT = ZoneId.of("Asia/Tashkent");
    private static final String H2 = "jdbc:h2:mem:";
    private static final CsvFeed ANY = Feeds.parse("any", "columns: {id: {required: true}, birth_date: {}}");

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void everyTypeBecomesTheTextThatACsvFileWouldHold(String database) throws SQLException {
        ObjectNode row = query(
                        database,
                        """
                        SELECT CAST(17 AS INTEGER) AS id,
                          CAST(9007199254740993 AS BIGINT) AS big,
                          CAST(5.30 AS NUMERIC(10, 2)) AS kept,
                          CAST(1200 AS NUMERIC(10, 0)) AS whole,
                          CAST(0.0000001 AS NUMERIC(12, 7)) AS small,
                          CAST(5.3 AS REAL) AS single_precision,
                          CAST(36.6 AS DOUBLE PRECISION) AS double_precision,
                          CAST(7 AS DOUBLE PRECISION) AS whole_double,
                          CAST(TRUE AS BOOLEAN) AS active,
                          CAST('  Каримов ' AS VARCHAR(20)) AS family,
                          CAST('F' AS CHAR(5)) AS flag,
                          DATE '1980-02-01' AS birth_date,
                          TIME '14:05:10' AS clock,
                          TIMESTAMP '2026-03-01 14:05:10.120' AS seen,
                          CAST(NULL AS DATE) AS died,
                          CAST('   ' AS VARCHAR(5)) AS blank
                        """)
                .get(0);
        assertThat(row.toString().toLowerCase())
                .isEqualTo("{\"id\":\"17\",\"big\":\"9007199254740993\",\"kept\":\"5.30\",\"whole\":\"1200\","
                        + "\"small\":\"0.0000001\",\"single_precision\":\"5.3\",\"double_precision\":\"36.6\","
                        + "\"whole_double\":\"7\",\"active\":\"true\",\"family\":\"каримов\",\"flag\":\"f\","
                        + "\"birth_date\":\"1980-02-01\",\"clock\":\"14:05:10\",\"seen\":\"2026-03-01t14:05:10.12\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void aMomentStandsInTheZoneOfTheSite(String database) throws SQLException {
        ObjectNode row = query(
                        database, "SELECT 1 AS id, TIMESTAMP WITH TIME ZONE '1979-12-31 20:00:00+00:00' AS birth_date")
                .get(0);
        assertThat(row.elements().next().asText()).isEqualTo("1");
        assertThat(row).last().satisfies(value -> assertThat(value.asText()).isEqualTo("1980-01-01T02:00:00+06:00"));
    }

    @Test
    void largeAndOddTypesOfH2() throws SQLException {
        ObjectNode row = query(
                        "h2",
                        "SELECT 1 AS id, CAST('" + "д".repeat(100_000)
                                + "' AS CLOB) AS note, CAST(X'00ff10' AS BLOB) AS scan,"
                                + " X'61' AS bytes, UUID '00000000-0000-4000-8000-000000000001' AS uid,"
                                + " JSON '{\"a\":1}' AS doc, CAST('NaN' AS DOUBLE PRECISION) AS odd")
                .get(0);
        assertThat(row.path("NOTE").asText()).hasSize(100_000);
        assertThat(row.path("SCAN").asText()).isEqualTo("AP8Q");
        assertThat(row.path("BYTES").asText()).isEqualTo("YQ==");
        assertThat(row.path("UID").asText()).isEqualTo("00000000-0000-4000-8000-000000000001");
        assertThat(row.path("DOC").asText()).isEqualTo("{\"a\":1}");
        assertThat(row.path("ODD").asText()).isEqualTo("NaN");
    }

    @Test
    void largeAndOddTypesOfPostgres() throws SQLException {
        ObjectNode row = query(
                        "postgresql",
                        "SELECT 1 AS id, repeat('д', 100000) AS note, '\\x00ff10'::bytea AS scan,"
                                + " '00000000-0000-4000-8000-000000000001'::uuid AS uid, '{\"a\": 1}'::jsonb AS doc,"
                                + " 'NaN'::numeric AS odd, 12.3400::numeric AS unlimited, false AS active,"
                                + " 'infinity'::timestamp AS never, ARRAY['a','b'] AS several, '14:05+05'::timetz AS clock")
                .get(0);
        assertThat(row.path("note").asText()).hasSize(100_000);
        assertThat(row.path("scan").asText()).isEqualTo("AP8Q");
        assertThat(row.path("uid").asText()).isEqualTo("00000000-0000-4000-8000-000000000001");
        assertThat(row.path("doc").asText()).isEqualTo("{\"a\": 1}");
        assertThat(row.path("odd").asText()).isEqualTo("NaN");
        assertThat(row.path("unlimited").asText()).isEqualTo("12.3400");
        assertThat(row.path("active").asText()).isEqualTo("false");
        assertThat(row.path("never").asText()).startsWith("+999999999-12-31");
        assertThat(row.path("several").asText()).isEqualTo("{a,b}");
        assertThat(row.path("clock").asText()).startsWith("14:05:00");
    }

    @Test
    void aQueryWithoutTheFeedsColumnsIsRefusedWithASentence() {
        assertThatThrownBy(() -> query("h2", "SELECT 1 AS number"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("The query has no column id, which the feed any needs; it has [NUMBER].");
        assertThatThrownBy(() -> query("h2", "SELECT 1 AS id, 2 AS \"id\""))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("the column id twice");
    }

    @Test
    void columnsThatTheFeedDoesNotKnowMayHaveTheSameName() throws SQLException {
        assertThat(query("h2", "SELECT 1 AS id, 2 AS \"x\", 3 AS \"x\"").get(0).toString())
                .isEqualTo("{\"ID\":\"1\",\"x\":\"2\",\"x (2)\":\"3\"}");
    }

    @Test
    void aValueThatTheDriverDoesNotHandOverIsNamedByItsColumnAndTheRestOfTheRowIsKept() throws SQLException {
        try (Connection connection = DriverManager.getConnection(H2);
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT 17 AS id, DATE '1980-02-01' AS birth_date, 'kept' AS comment")) {
            ResultSet broken = (ResultSet) Proxy.newProxyInstance(
                    ResultSet.class.getClassLoader(), new Class<?>[] {ResultSet.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("getObject") && arguments[0].equals(2)) {
                            throw new SQLException("Karimov is no date", "22007");
                        }
                        return method.invoke(result, arguments);
                    });
            result.next();
            JdbcRows rows = new JdbcRows(broken, ANY, TASHKENT);

            assertThatThrownBy(rows::row)
                    .isInstanceOfSatisfying(UnreadableColumnException.class, e -> {
                        assertThat(e.column()).isEqualToIgnoringCase("birth_date");
                        assertThat(e.getSQLState()).isEqualTo("22007");
                        assertThat(e.row().toString()).isEqualTo("{\"ID\":\"17\",\"COMMENT\":\"kept\"}");
                    })
                    .hasMessageNotContaining("Karimov");
        }
    }

    private static List<ObjectNode> query(String database, String sql) throws SQLException {
        String url = database.equals("h2") ? H2 : Postgres.newDatabase();
        String user = database.equals("h2") ? "sa" : "postgres";
        try (Connection connection = DriverManager.getConnection(url, user, user.equals("sa") ? "" : user);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            JdbcRows rows = new JdbcRows(result, ANY, TASHKENT);
            List<ObjectNode> read = new ArrayList<>();
            while (result.next()) {
                read.add(rows.row());
            }
            return read;
        }
    }
}
