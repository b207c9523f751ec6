package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.ledger.Postgres;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.source.csv.CsvOptions;
import org.dhpbridge.source.csv.CsvSplitter;
import org.dhpbridge.source.rows.JdbcRows;
import org.dhpbridge.source.rows.RowMessages;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of databases and of JSON bodies become what the same rows in a CSV file become, by the same mappings. */
class RowsMappingTest {

    private static final MessageReader READER = new MessageReader();
    private final CsvFeeds feeds = new CsvFeeds(new HomeFiles(Path.of("target/no-home")));
    private final Mappings mappings = MappingFixture.bundled();

    @TestFactory
    Stream<DynamicTest> theSamplesOfAllFeedsAsJsonBodies() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("samples"))) {
            return folders
                    .filter(folder -> folder.getFileName().toString().startsWith("csv-"))
                    .flatMap(RowsMappingTest::cases)
                    .map(folder -> DynamicTest.dynamicTest(folder.toString(), () -> asBody(folder)))
                    .toList()
                    .stream();
        }
    }

    private static Stream<Path> cases(Path folder) {
        try (Stream<Path> cases = Files.list(folder)) {
            return cases.sorted().toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Columns in capitals and numbers as JSON numbers, as a queue or a database delivers them. */
    private void asBody(Path folder) {
        CsvFeed feed = feeds.named(folder.getParent().getFileName().toString().substring("csv-".length()));
        List<Mapped> fromFile = new ArrayList<>();
        ArrayNode body = MappingFixture.JSON.createArrayNode();
        try (CsvSplitter file = new CsvSplitter(Content.of(folder.resolve("in.csv")), feed, CsvOptions.AS_DESCRIBED)) {
            file.forEachRemaining(item -> {
                if (!(item instanceof RawMessage message)) {
                    return;
                }
                ObjectNode tree = read(message);
                fromFile.add(mappings.map(tree, null));
                tree.path("rows").forEach(row -> body.add(capitals(row, feed)));
            });
        }
        List<Mapped> fromBody = new ArrayList<>();
        new RowMessages(feed)
                .json(body.toString().getBytes(StandardCharsets.UTF_8), "", "")
                .forEachRemaining(item -> fromBody.add(mappings.map(read((RawMessage) item), null)));
        assertThat(fromBody).isNotEmpty().hasSameSizeAs(fromFile);
        for (int i = 0; i < fromFile.size(); i++) {
            assertThat(fromBody.get(i).resources()).isEqualTo(fromFile.get(i).resources());
            assertThat(fromBody.get(i).subject()).isEqualTo(fromFile.get(i).subject());
            assertThat(fromBody.get(i).eventTime()).isEqualTo(fromFile.get(i).eventTime());
            assertThat(fromBody.get(i).mapping()).isEqualTo(fromFile.get(i).mapping());
            assertThat(fromBody.get(i).issues())
                    .hasSameSizeAs(withoutLines(fromFile.get(i).issues()));
        }
    }

    /** A body has no lines of which something could be said. */
    private static List<Issue> withoutLines(List<Issue> issues) {
        return issues.stream()
                .filter(issue ->
                        !issue.code().equals("structure") || !issue.field().startsWith("line"))
                .toList();
    }

    private static ObjectNode capitals(JsonNode row, CsvFeed feed) {
        ObjectNode capitals = MappingFixture.JSON.createObjectNode();
        row.properties().stream().filter(cell -> !cell.getKey().equals("_line")).forEach(cell -> {
            String text = asWritten(cell.getValue().asText(), feed);
            String label = cell.getKey().toUpperCase(Locale.ROOT);
            if (text.matches("[1-9]\\d{0,8}(\\.\\d+)?")) {
                capitals.put(label, new java.math.BigDecimal(text));
            } else {
                capitals.put(label, text);
            }
        });
        return capitals;
    }

    private static String asWritten(String cell, CsvFeed feed) {
        return AbsentMarker.reasonIn(cell)
                .map(reason -> feed.absent().entrySet().stream()
                        .filter(token -> token.getValue().equals(reason))
                        .findFirst()
                        .orElseThrow()
                        .getKey())
                .orElse(cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void typedRowsOfAQueryBecomeObservations(String database) throws SQLException {
        String url = database.equals("h2") ? "jdbc:h2:mem:" : Postgres.newDatabase();
        String user = database.equals("h2") ? "sa" : "postgres";
        try (Connection connection = DriverManager.getConnection(url, user, user.equals("sa") ? "" : user);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE result (order_no BIGINT, patient BIGINT, born DATE, sex CHAR(1), test VARCHAR(20),"
                            + " amount NUMERIC(8, 2), unit VARCHAR(10), taken TIMESTAMP, released TIMESTAMP WITH TIME ZONE,"
                            + " state CHAR(1), remark VARCHAR(10))");
            statement.execute("INSERT INTO result VALUES"
                    + " (1000, 17, DATE '1980-02-01', 'F', 'HGB', 132.00, 'г/л', TIMESTAMP '2026-03-01 08:05:00',"
                    + " TIMESTAMP WITH TIME ZONE '2026-03-01 05:00:00+00:00', 'F', NULL),"
                    + " (1000, 17, DATE '1980-02-01', 'F', 'GLU', 5.30, 'ммоль/л', TIMESTAMP '2026-03-01 08:05:00',"
                    + " TIMESTAMP WITH TIME ZONE '2026-03-01 05:00:00+00:00', 'F', NULL)");
            Mapped mapped;
            try (ResultSet result = statement.executeQuery(
                    "SELECT order_no AS order_id, patient AS patient_id,"
                            + " born AS birth_date, sex AS gender, test AS test_code, amount AS \"value\", unit, taken AS collected,"
                            + " released AS issued, state AS status, remark AS \"comment\" FROM result ORDER BY order_no, test DESC")) {
                mapped = mapped(result);
            }
            assertThat(mapped.issues()).isEmpty();
            assertThat(mapped.subject()).isEqualTo(MappingFixture.NAMESPACE + ":patient|17");
            assertThat(mapped.eventTime()).isEqualTo("2026-03-01T10:00:00+05:00");
            assertThat(MappingFixture.one(mapped, "Patient").path("birthDate").asText())
                    .isEqualTo("1980-02-01");
            assertThat(mapped.resources().toString())
                    .contains("\"value\":132.00")
                    .contains("\"value\":5.30")
                    .contains("\"effectiveDateTime\":\"2026-03-01T08:05:00+05:00\"")
                    .contains("\"issued\":\"2026-03-01T10:00:00+05:00\"");
        }
    }

    private Mapped mapped(ResultSet result) throws SQLException {
        CsvFeed feed = feeds.named("lab-results");
        JdbcRows reader = new JdbcRows(result, feed, ZoneId.of("Asia/Tashkent"));
        List<ObjectNode> rows = new ArrayList<>();
        while (result.next()) {
            rows.add(reader.row());
        }
        try (MessageSplitter items = new RowMessages(feed).messages(rows.iterator(), "", "results")) {
            Mapped mapped = mappings.map(read((RawMessage) items.next()), null);
            assertThat(items.hasNext()).isFalse();
            return mapped;
        }
    }

    @Test
    void issuesNameTheColumnAsTheSourceDoes() {
        Mapped mapped = body("patients", "{\"PATIENT_ID\": 1, \"Family\": \"A\", \"Birth Date\": \"31.02.2020\"}");
        assertThat(mapped.issues())
                .extracting(issue -> issue.diagnostics())
                .singleElement()
                .satisfies(text -> assertThat(text).startsWith("row 1, column Birth Date: this is not a date"));
    }

    @Test
    void twoColumnsThatMeanTheSameAreAnError() {
        Mapped mapped = body("patients", "{\"patient_id\": 1, \"family\": \"A\", \"FAMILY\": \"B\"}");
        assertThat(mapped.issues())
                .anyMatch(issue -> issue.isError() && issue.diagnostics().contains("column FAMILY"));
    }

    private Mapped body(String feed, String body) {
        try (MessageSplitter items =
                new RowMessages(feeds.named(feed)).json(body.getBytes(StandardCharsets.UTF_8), "", "")) {
            return mappings.map(read((RawMessage) items.next()), null);
        }
    }

    private static ObjectNode read(RawMessage message) {
        return READER.read(message.contentType(), message.payload());
    }
}
