package org.dhpbridge.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.source.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFeedTest {

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "columns: {a: {required: true}}§colour: red ! the key colour is not known",
                "columns: {a: {required: true, kind: x}} ! column a: the key kind is not known",
                "title: y ! columns must name at least one column",
                "columns: {a: {}} ! no column is required",
                "columns: {a: {required: maybe}} ! required must be true or false",
                "columns: {a: {required: true}}§groupBy: [b] ! groupBy names b",
                "columns: {a: {required: true}}§sameRecord: [a | b] ! sameRecord names b",
                "columns: {a: {required: true}}§absent: {x: gone} ! the reason \"gone\"",
                "columns: {a: {required: true}}§delimiter: '-' ! delimiter must be",
                "columns: {a: {required: true}}§charset: klingon ! charset klingon is not known",
                "columns: {a: {required: true}}§columns: {} ! not well-formed",
                "'- a' ! must be a map"
            })
    void saysWhatIsWrongWithADescriptor(String yaml, String mistake) {
        assertThatThrownBy(() -> Feeds.parse("f", yaml.replace('§', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mappings/csv/f.yaml")
                .hasMessageContaining(mistake);
    }

    @Test
    void recognisesTheMostSpecificFeedOfAFile() throws IOException {
        describe("people", "columns: {id: {required: true}}");
        describe("people-more", "columns: {id: {required: true}, name: {required: true}}");
        describe("people-titled", "columns: {ID: {required: true}, name: {required: true}, title: {}}");
        CsvFeeds feeds = new CsvFeeds(new HomeFiles(home));
        assertThat(recognised(feeds, "ID;other\n1;2\n")).isEqualTo("people");
        assertThat(recognised(feeds, "name,id\n1,2\n")).isEqualTo("people-more");
        assertThat(recognised(feeds, "name\tid\ttitle\n1\t2\t3\n")).isEqualTo("people-titled");
        assertThat(recognised(feeds, "x,y\n1,2\n")).isEqualTo("none");
        assertThatThrownBy(() -> feeds.named("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mappings/csv/nobody.yaml");
    }

    private String recognised(CsvFeeds feeds, String text) throws IOException {
        Path file = Files.writeString(home.resolve("in.csv"), text);
        return feeds.recognise(Content.of(file), CsvOptions.AS_DESCRIBED)
                .map(CsvFeed::name)
                .orElse("none");
    }

    private void describe(String name, String yaml) throws IOException {
        Files.createDirectories(home.resolve("mappings/csv"));
        Files.writeString(home.resolve("mappings/csv/" + name + ".yaml"), yaml);
    }
}
