package org.dhpbridge.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.dhpbridge.home.HomeFiles;
import org.junit.jupiter.api.Test;

/** {@code docs/csv-feeds.md} says what the descriptors say; {@code -Ddhp.regenerate=true} writes it anew. */
class CsvFeedsDocTest {

    private static final Path DOC = Path.of("docs/csv-feeds.md");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final List<String> NINE = List.of(
            "allergies",
            "diagnoses",
            "encounters",
            "immunizations",
            "lab-results",
            "organizations",
            "patients",
            "practitioners",
            "vital-signs");

    @Test
    void theNineFeedsAreDocumented() throws IOException {
        TreeMap<String, CsvFeed> feeds = new TreeMap<>(new CsvFeeds(new HomeFiles(Path.of("target/no-home"))).all());
        assertThat(feeds.keySet()).containsExactlyElementsOf(NINE);
        StringBuilder doc = new StringBuilder(
                """
                # The CSV feeds

                Generated from `mappings/csv/*.yaml`. A file of a feed has these columns in its first line, in any order; capitals, blanks,
                `-` and `_` make no difference, and other columns are passed over. The separator may be `,` `;` tab or `|`, the character
                set UTF-8 or UTF-16, or what the source says (`routes/README.md`). Dates are `yyyy-MM-dd` or `dd.MM.yyyy`, a time may follow;
                decimals have a comma or a point. Columns of your own: [mapping.md](mapping.md).
                """);
        for (CsvFeed feed : feeds.values()) {
            describe(
                    doc,
                    feed,
                    YAML.readTree(
                            Path.of("mappings/csv/" + feed.name() + ".yaml").toFile()));
        }
        if (Boolean.getBoolean("dhp.regenerate")) {
            Files.writeString(DOC, doc);
        }
        assertThat(doc.toString()).isEqualTo(Files.readString(DOC));
    }

    private static void describe(StringBuilder doc, CsvFeed feed, JsonNode titles) {
        doc.append("\n## ")
                .append(feed.name())
                .append("\n\n")
                .append(titles.path("title").asText())
                .append(".\n\n```\n");
        doc.append(String.join(",", feed.columns().keySet()))
                .append("\n```\n\n| column | needed | what |\n| --- | --- | --- |\n");
        feed.columns().forEach((name, column) -> {
            String title = titles.at("/columns/" + name + "/title").asText();
            assertThat(title).as(feed.name() + " " + name).isNotEmpty();
            doc.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(column.required() ? "yes" : "")
                    .append(" | ");
            doc.append(title.replace("|", "\\|")).append(" |\n");
        });
        doc.append("\nWhom a row is about: the first filled one of ")
                .append(code(feed.subject()))
                .append('.');
        if (!feed.groupBy().isEmpty()) {
            doc.append(" Rows one after the other with the same ")
                    .append(parts(feed.groupBy()))
                    .append(" are one message.");
        }
        if (!feed.sameRecord().isEmpty()) {
            doc.append(" A later row of a file with the same ")
                    .append(parts(feed.sameRecord()))
                    .append(" that says something else is a correction, which is told.");
        }
        if (!feed.eventTime().isEmpty()) {
            doc.append(" When it happened: ").append(code(feed.eventTime())).append('.');
        }
        if (!feed.absent().isEmpty()) {
            doc.append(" Declared absent: ");
            doc.append(String.join(
                    ", ",
                    feed.absent().entrySet().stream()
                            .map(token -> "`" + token.getKey() + "` (" + token.getValue() + ")")
                            .toList()));
            doc.append('.');
        }
        doc.append('\n');
    }

    private static String parts(RowKey key) {
        return String.join(
                ", ",
                key.parts().stream()
                        .map(columns -> "`" + String.join("` or `", columns) + "`")
                        .toList());
    }

    private static String code(List<String> columns) {
        return String.join(
                ", ", columns.stream().map(column -> "`" + column + "`").toList());
    }
}
