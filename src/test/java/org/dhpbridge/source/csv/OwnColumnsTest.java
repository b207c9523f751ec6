package org.dhpbridge.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.rows.RowMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnColumnsTest {

    private static final String GOOD = "feed: patients§columns: {NO: patient_id, FAM: family}§";

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "feed: patient§columns: {NO: patient_id} ! feed names patient, which is no documented feed; those are [allergies",
                GOOD + "colour: red ! the key colour is not known; known are [title, feed, columns",
                "feed: patients§columns: {NO: patient_id, FAM: famly} ! column FAM names famly, which the feed patients does not"
                        + " have; it has [patient_id, facility",
                "feed: patients§columns: {NO: patient_id} ! no column is said to be family, which the feed patients needs",
                "feed: patients§columns: [NO] ! columns must be a map",
                GOOD + "columns: {} ! not well-formed",
                "feed: patients§columns: {NO: patient_id, FAM: family, fam: given} ! column fam stands twice",
                GOOD + "optional: [SEX] ! optional names SEX, which is not among columns; those are [NO, FAM]",
                GOOD + "group-by: SEX ! groupBy names SEX",
                GOOD + "formats: {SEX: excel} ! formats names SEX",
                GOOD + "formats: {NO: dd.QX} ! dd.QX is no pattern of a date or time",
                GOOD + "formats: {NO: comma} ! comma is no pattern of a date or time",
                GOOD + "formats: {NO: dd.MM.yy} ! has a year of two digits",
                GOOD + "formats: {NO: {decimal: x}} ! decimal must be . or ,",
                GOOD + "formats: {NO: {decimals: ','}} ! the key decimals is not known; known are [decimal, thousands]",
                GOOD + "defaults: {sex: F} ! defaults names sex, which the feed patients does not have",
                GOOD + "defaults: {gender: [F]} ! defaults of gender must be a text",
                GOOD + "absent: {'-': gone} ! the reason \"gone\"; allowed are [as-text",
                GOOD + "absent: {SEX: {'-': unknown}} ! absent names SEX",
                GOOD + "codes: {SEX: {1: M}} ! codes names SEX",
                GOOD + "codes: {NO: [1]} ! codes of NO must be the name of a table",
                GOOD + "only: {NO: {}} ! only of NO must be a text",
                GOOD + "delimiter: '-' ! delimiter must be",
                GOOD + "charset: klingon ! charset klingon is not known"
            })
    void saysWhatIsWrongWithADescriptor(String yaml, String mistake) throws IOException {
        describe(yaml.replace('§', '\n'));
        assertThatThrownBy(() -> new CsvFeeds(new HomeFiles(home)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mappings/csv/mine.yaml")
                .hasMessageContaining(mistake);
    }

    @Test
    void aFileThatLacksAColumnIsRefusedUnlessItIsOptional() throws IOException {
        describe("feed: patients\ncolumns: {NO: patient_id, FAM: family, TEL: phone}\noptional: [TEL]\n");
        CsvFeed feed = new CsvFeeds(new HomeFiles(home)).named("mine");
        assertThat(first(feed, "no;Fam\n1;A\n")).contains("\"NO\":\"1\",\"FAM\":\"A\"");
        assertThatThrownBy(() -> first(feed, "NO;TEL\n1;2\n"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("lacks the column FAM of the feed mine");
    }

    @Test
    void rowsThatAreNotWantedArePassedOver() throws IOException {
        describe("feed: patients\ncolumns: {NO: patient_id, FAM: family}\nonly: {Kind: [Patient, child]}\n");
        CsvFeed feed = new CsvFeeds(new HomeFiles(home)).named("mine");
        String csv = "NO,FAM,KIND\n1,A,staff\n2,B,PATIENT\n3,C,\n";
        assertThat(first(feed, csv)).contains("\"NO\":\"2\"");
        String json = "[{\"no\":1,\"kind\":\"staff\"},{\"no\":2,\"kind\":\"Child\"}]";
        try (MessageSplitter body = new RowMessages(feed).json(json.getBytes(StandardCharsets.UTF_8), "", "")) {
            assertThat(((RawMessage) body.next()).location()).isEqualTo("row 2");
            assertThat(body.hasNext()).isFalse();
        }
    }

    @Test
    void aFileIsRecognisedByItsOwnColumns() throws IOException {
        describe("feed: patients\ncolumns: {NO: patient_id, FAM: family}\n");
        CsvFeeds feeds = new CsvFeeds(new HomeFiles(home));
        Path file = Files.writeString(home.resolve("in.csv"), "FAM,NO\n1,2\n");
        assertThat(feeds.recognise(Content.of(file), CsvOptions.AS_DESCRIBED))
                .hasValueSatisfying(feed -> assertThat(feed.name()).isEqualTo("mine"));
    }

    private static String first(CsvFeed feed, String text) {
        Content content = Content.of("in.csv", text.getBytes(StandardCharsets.UTF_8));
        try (CsvSplitter splitter = new CsvSplitter(content, feed, CsvOptions.AS_DESCRIBED)) {
            RawMessage message = (RawMessage) splitter.next();
            assertThat(splitter.hasNext()).isFalse();
            return new String(message.payload(), StandardCharsets.UTF_8);
        }
    }

    private void describe(String yaml) throws IOException {
        Files.createDirectories(home.resolve("mappings/csv"));
        Files.writeString(home.resolve("mappings/csv/mine.yaml"), yaml);
    }
}
