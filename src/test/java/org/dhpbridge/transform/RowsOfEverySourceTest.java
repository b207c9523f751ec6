package org.dhpbridge.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.source.csv.CsvOptions;
import org.dhpbridge.source.csv.CsvSplitter;
import org.dhpbridge.source.rows.JdbcRows;
import org.dhpbridge.source.rows.RowMessages;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row says the same in a file, a JSON body and a table: what is no value is none in all of them, and what contradicts itself is told. */
class RowsOfEverySourceTest {

    private static final HomeFiles FILES = new HomeFiles(Path.of("target/no-home"));
    private static final CsvFeed FEED = new CsvFeeds(FILES).named("patients");
    private static final List<String> COLUMNS =
            List.of("patient_id", "pinfl", "passport", "family", "given", "gender", "birth_date", "phone");

    private final Transform transform =
            Conversion.of(FILES, Packs.usual(), Sites.of("urn:test:site")).transform();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "all is well,                 17, 31503850010015, AA1234567, Karimov, Aziz, M, 1985-03-15, +998901234567",
                "another birth date inside,   17, 31503850010015, ,          Karimov, Aziz, M, 1986-03-15, ",
                "another sex inside,          17, 31503850010015, ,          Karimov, Aziz, F, 1985-03-15, ",
                "one digit,                   17, 11111111111111, AA0000000, Karimov, Aziz, M, 1985-03-15, ",
                "nobody,                      NULL, N/A, -,                  Karimov, Aziz, M, 1985-03-15, ",
                "NULL of a dump,              17, (null), \\N,               Karimov, NULL, M, 1985-03-15, null",
                "a formula,                   =\"00017\", '31503850010015, , Karimov, Aziz, M, 1985-03-15, ",
                "a shortened number,          17, 3.15039E+13, ,             Karimov, Aziz, M, 1985-03-15, ",
                "dummies,                     17, , ,                        -,       ?,    M, 1985-03-15, 0",
                "errors of a spreadsheet,     17, , ,                        Karimov, #N/A, M, ####,       #REF!",
                "a day of Excel,              17, , ,                        Karimov, Aziz, M, 31121,      ",
            })
    void saysTheSame(
            String what,
            String id,
            String pinfl,
            String passport,
            String family,
            String given,
            String sex,
            String born,
            String phone)
            throws SQLException {
        List<String> cells = new ArrayList<>();
        for (String cell : new String[] {id, pinfl, passport, family, given, sex, born, phone}) {
            cells.add(cell == null ? "" : cell);
        }

        List<String> file = said(csv(cells));

        assertThat(said(json(cells))).as("JSON").isEqualTo(file);
        assertThat(said(table(cells))).as("table").isEqualTo(file);
    }

    /** The resources, and the issues without where they were found. */
    private List<String> said(RawMessage message) {
        Draft draft = transform.mapWith(null, transform.read(message));
        List<String> said = new ArrayList<>();
        draft.resources().forEach(resource -> said.add(resource.toString()));
        for (Issue issue : draft.issues()) {
            said.add((issue.severity() + " " + issue.code() + " " + issue.diagnostics())
                    .replaceAll("\\b(line|row) [0-9]+", "row"));
        }
        return said;
    }

    private static RawMessage csv(List<String> cells) {
        List<String> quoted = cells.stream()
                .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                .toList();
        String file = String.join(",", COLUMNS) + "\n" + String.join(",", quoted) + "\n";
        return only(new CsvSplitter(
                Content.of("patients.csv", file.getBytes(StandardCharsets.UTF_8)),
                FEED,
                new CsvOptions("auto", "auto")));
    }

    private static RawMessage json(List<String> cells) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < COLUMNS.size(); i++) {
            row.put(COLUMNS.get(i), cells.get(i));
        }
        return only(new RowMessages(FEED).json(row.toString().getBytes(StandardCharsets.UTF_8), "", ""));
    }

    private static RawMessage table(List<String> cells) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            columns.add("'" + cells.get(i).replace("'", "''") + "' AS \"" + COLUMNS.get(i) + '"');
        }
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT " + String.join(", ", columns))) {
            JdbcRows rows = new JdbcRows(result, FEED, ZoneId.of("Asia/Tashkent"));
            result.next();
            return only(new RowMessages(FEED).messages(List.of(rows.row()).iterator(), "", ""));
        }
    }

    private static RawMessage only(MessageSplitter splitter) {
        try (splitter) {
            SourceItem item = splitter.next();
            return (RawMessage) item;
        }
    }
}
