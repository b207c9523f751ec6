package org.dhpbridge.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.UnreadableMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSplitterTest {

    private static final CsvFeed LAB = Feeds.parse(
            "lab",
            """
            title: Results
            columns:
              order_id: {required: true}
              Test: {required: true}
              value: {}
              note:
            groupBy: [order_id]
            subject: [note, order_id]
            absent: {"н/д": unknown, "Отказ": asked-declined}
            """);

    @TempDir
    private Path folder;

    @Test
    void aLineThatRepeatsTheHeaderIsPassedOverAndToldWithTheMessageBehindIt() throws IOException {
        List<SourceItem> items =
                split("order_id,Test,value,note\n1,a,5,x\nORDER-ID,test,Value,note\n2,b,6,y\n3,c,7,z\n");
        assertThat(items)
                .extracting(item -> ((RawMessage) item).location())
                .containsExactly("line 2", "line 4", "line 5");
        assertThat(read(items.get(0)).has("notes")).isFalse();
        assertThat(read(items.get(1)).path("notes")).singleElement().satisfies(note -> assertThat(note.asText())
                .startsWith("line 3: this line repeats the header"));
        assertThat(read(items.get(2)).has("notes")).isFalse();
    }

    @Test
    void aHeaderInAnotherOrderCountsForTheRowsBehindIt() throws IOException {
        List<SourceItem> items = split("order_id,Test,value,note\n1,a,5,x\nNote,Value,Test,Order ID\ny,6,b,2\n");
        assertThat(items).extracting(item -> ((RawMessage) item).location()).containsExactly("line 2", "line 4");
        assertThat(read(items.get(1)).at("/rows/0/order_id").asText()).isEqualTo("2");
        assertThat(read(items.get(1)).at("/rows/0/Test").asText()).isEqualTo("b");
        assertThat(read(items.get(1)).at("/rows/0/value").asText()).isEqualTo("6");
        assertThat(read(items.get(1)).path("notes")).singleElement().satisfies(note -> assertThat(note.asText())
                .startsWith("line 3: this line names the columns anew"));
    }

    @Test
    void whatDosPutsBehindATextIsNoRowAndBytesOfZeroInOneAreDamage() throws IOException {
        List<SourceItem> items = split("order_id,Test,value\n1,a,5\n2\0,a,5\n\u001a3,a,5\n\u001a" + "\0".repeat(200));
        assertThat(items).hasSize(3);
        assertThat(items)
                .filteredOn(SourceProblem.class::isInstance)
                .singleElement()
                .satisfies(damaged -> assertThat(((SourceProblem) damaged).sentence())
                        .startsWith("The row holds bytes of zero (NUL)"));
        assertThat(read(items.get(2)).at("/rows/0/order_id").asText()).isEqualTo("3");
    }

    @Test
    void aDelimiterInsideOfATextIsNoDelimiterAtTheEndOfTheLine() throws IOException {
        List<SourceItem> items = split("order_id,Test,value,note\n1,a,5,\n2,b,6,3,\n");
        assertThat(items)
                .hasSize(2)
                .filteredOn(SourceProblem.class::isInstance)
                .singleElement()
                .satisfies(shifted -> {
                    assertThat(((SourceProblem) shifted).raw().location()).isEqualTo("line 3");
                    assertThat(((SourceProblem) shifted).sentence())
                            .startsWith("The row has 5 cells where the header has 4");
                });
        assertThat(split("order_id,Test,value,note\n1,a,5,,\n2,b,6,,\n"))
                .as("a delimiter at the end of every line")
                .allMatch(RawMessage.class::isInstance)
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jami: 2,,,,", "Итого,,,2,", ",,,,2"})
    void aLineOfTotalsIsNoRecord(String total) throws IOException {
        List<SourceItem> items = split("order_id,Test,value,note,more\n1,a,5,x,y\n" + total + "\n");
        assertThat(items)
                .hasSize(2)
                .filteredOn(SourceProblem.class::isInstance)
                .singleElement()
                .satisfies(told -> assertThat(((SourceProblem) told).sentence())
                        .startsWith("The row fills no more than 2 of 5 columns"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=\t", "SEP=\t", "\"sep=\t\"", "\"sep=\t\"\t\t"})
    void theFirstLineMayNameTheDelimiter(String hint) throws IOException {
        List<SourceItem> items = split(hint + "\r\norder_id\tTest\tvalue\r\n1\ta\t5\r\n");
        assertThat(items).extracting(item -> ((RawMessage) item).location()).containsExactly("line 3");
    }

    @Test
    void aRowThatOnlyLooksLikeTheHeaderIsARow() throws IOException {
        assertThat(split("order_id,Test,value,note\norder_id,test,value,other\n,,,note\n"))
                .hasSize(2);
    }

    @Test
    void linesBeforeTheHeaderArePassedOverWhenTheFeedSaysHowMany() throws IOException {
        CsvFeed feed = Feeds.parse("late", "columns: {a: {required: true}, b: {}}\nskip-lines: 3\n");
        Path file = Files.writeString(folder.resolve("late.csv"), "Analyser;X\n\n\"a;b\n\na;b\n1;2\n");
        List<String> locations = new ArrayList<>();
        try (CsvSplitter splitter = new CsvSplitter(Content.of(file), feed, CsvOptions.AS_DESCRIBED)) {
            splitter.forEachRemaining(item -> locations.add(((RawMessage) item).location()));
        }
        assertThat(locations).containsExactly("line 6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "1.5", "1001"})
    void skipLinesIsANumberOfLines(String lines) {
        assertThatThrownBy(() -> Feeds.parse("late", "columns: {a: {required: true}}\nskip-lines: " + lines))
                .hasMessageContaining("skip-lines must be the number of lines before the header, 0 to 1000");
    }

    @Test
    void groupsConsecutiveRowsIntoMessages() throws IOException {
        List<SourceItem> items = split("order_id,Test,value\n1,a,5\n1,b,6\n2,a,7\n1,c,8\n");
        assertThat(items)
                .extracting(item -> ((RawMessage) item).location())
                .containsExactly("lines 2-3", "line 4", "line 5");
        ObjectNode tree = read(items.get(0));
        assertThat(tree.toString())
                .isEqualTo("{\"format\":\"csv\",\"feed\":\"lab\",\"file\":\"in.csv\",\"rows\":["
                        + "{\"_line\":2,\"order_id\":\"1\",\"Test\":\"a\",\"value\":\"5\"},"
                        + "{\"_line\":3,\"order_id\":\"1\",\"Test\":\"b\",\"value\":\"6\"}]}");
        assertThat(LAB.subjectOf(tree, (column, text) -> true)).contains("1");
        assertThat(LAB.eventTimesOf(tree)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "UTF-8      ! ','  ! utf-8",
                "UTF-8      ! ';'  ! auto",
                "windows-1251 ! ';' ! windows-1251",
                "windows-1251 ! '|' ! auto",
                "UTF-16     ! '\t' ! utf-8",
                "UTF-16LE   ! ','  ! auto",
                "KOI8-R     ! ';'  ! auto"
            })
    void readsDelimitersAndCharacterSets(String charset, String delimiter, String setting) throws IOException {
        String text = "order_id,TEST,Value\r\n1,Гемоглобин крови общий,13\r\n".replace(",", delimiter);
        Path file = write(text.getBytes(Charset.forName(charset)));
        List<SourceItem> items = split(file, new CsvOptions(null, setting));
        assertThat(read(items.get(0)).at("/rows/0/Test").asText()).isEqualTo("Гемоглобин крови общий");
        assertThat(read(items.get(0)).at("/rows/0/value").asText()).isEqualTo("13");
    }

    @Test
    void readsWhatSpreadsheetsWrite() throws IOException {
        String text = "\uFEFFsep=;\r\n\"order_id\"; Test ;value;extra\r\n"
                + "1;\"two\nlines; \"\"quoted\"\"\"; 5,5 ;\u00A0x\u00A0;\r\n;;;\r\n\r\n2;b;н/д;ОТКАЗ\r\n";
        List<SourceItem> items = split(text);
        assertThat(items).hasSize(2);
        JsonNode row = read(items.get(0)).at("/rows/0");
        assertThat(row.get("Test").asText()).isEqualTo("two\nlines; \"quoted\"");
        assertThat(row.get("value").asText()).isEqualTo("5,5");
        assertThat(row.get("extra").asText()).isEqualTo("x");
        assertThat(((RawMessage) items.get(0)).location()).isEqualTo("lines 3-4");
        JsonNode absent = read(items.get(1)).at("/rows/0");
        assertThat(absent.get("_line").asInt()).isEqualTo(7);
        assertThat(absent.get("value").asText()).isEqualTo(AbsentMarker.of("unknown"));
        assertThat(absent.get("extra").asText()).isEqualTo(AbsentMarker.of("asked-declined"));
    }

    @Test
    void aRowThatDoesNotFitTheHeaderIsAProblemAndTheRestGoesOn() throws IOException {
        List<SourceItem> items = split("order_id,Test,value\n1,a\n2,b,6\n3,c,7,8\n4,d,9\n");
        assertThat(shape(items)).isEqualTo("problem line 2, problem line 4, line 3, line 5");
        SourceProblem problem = (SourceProblem) items.get(0);
        assertThat(problem.sentence()).contains("2 cells").contains("3 columns");
        assertThat(new String(problem.raw().payload(), StandardCharsets.UTF_8)).contains("1,a");
        assertThatThrownBy(() -> read(problem.raw()))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessage("line 2: " + problem.sentence());
    }

    @Test
    void aQuoteThatIsNeverClosedCostsOnlyItsRow() throws IOException {
        List<SourceItem> items = split("order_id,Test,value\n1,a,5\n2,\"b,6\n3,c,7\n4,\"d\",8\n5,e,9\n6,\"f,1\n7,g,2");
        assertThat(shape(items)).isEqualTo("problem line 3, line 2, line 4, line 5, problem line 7, line 6, line 8");
    }

    @Test
    void linesInsideOfABrokenRowAreNotTakenForRows() throws IOException {
        List<SourceItem> items = split("order_id,Test,value\n1,\"x\ny\",too,many,5\n2,b,6\n");
        assertThat(shape(items)).isEqualTo("problem line 2, problem line 3, line 4");
    }

    @Test
    void aRowWithoutEndDoesNotFillTheMemory() throws IOException {
        Path file = folder.resolve("in.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("order_id,Test,value\n1,\"never closed,5\n");
            for (int i = 2; i < 700_000; i++) {
                out.write(i + ",b,6\n");
            }
            out.write("x".repeat(9 << 20) + "\nlast,b,6\n");
        }
        List<SourceItem> items = split(file, CsvOptions.AS_DESCRIBED);
        assertThat(items).hasSize(700_001);
        assertThat(shape(items.subList(0, 2))).isEqualTo("problem line 2, line 3");
        assertThat(shape(items.subList(699_998, 700_001))).isEqualTo("problem line 700001, line 700000, line 700002");
        assertThat(((SourceProblem) items.get(699_998)).sentence())
                .contains("Its last " + ((9 << 20) - (4 << 20)) + " characters are left out here")
                .contains("in .done");
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 5 << 20})
    void nothingIsLeftOutOfABrokenRowThatCameByAWire(int length) throws IOException {
        String broken = "1," + "x".repeat(length) + "end";
        byte[] body = ("order_id,Test,value\n" + broken + "\n2,b,6\n").getBytes(StandardCharsets.UTF_8);

        List<SourceItem> items = split(Content.of("body", body), CsvOptions.AS_DESCRIBED);

        assertThat(shape(items)).isEqualTo("problem line 2, line 3");
        assertThat(new String(((SourceProblem) items.get(0)).raw().payload(), StandardCharsets.UTF_8)
                        .contains("\"text\":\"" + broken))
                .isTrue();
    }

    @Test
    void nothingIsLeftOutOfALongBrokenRowOfAFile() throws IOException {
        String broken = "1," + "x".repeat(1 << 20) + "end";

        List<SourceItem> items = split("order_id,Test,value\n" + broken + "\n2,b,6\n");

        assertThat(shape(items)).isEqualTo("problem line 2, line 3");
        assertThat(new String(((SourceProblem) items.get(0)).raw().payload(), StandardCharsets.UTF_8)
                        .contains("\"text\":\"" + broken))
                .isTrue();
    }

    @Test
    void theSameFileHasTheSameKeysAndAnotherFileHasOthers() throws IOException {
        List<String> keys = keys(split("order_id,Test\n1,a\n2,b\n"));
        assertThat(keys(split("order_id,Test\n1,a\n2,b\n"))).isEqualTo(keys).doesNotHaveDuplicates();
        assertThat(keys(split("order_id,Test\n1,a\n2,c\n"))).doesNotContainAnyElementsOf(keys);
        assertThat(keys.get(0)).matches("csv:lab:[0-9a-f]{64}:2");
    }

    @Test
    void aGroupLargerThanAMessageMayBeIsAProblem() throws IOException {
        String rows = "1,a\n".repeat(10_001) + "2,b\n";
        List<SourceItem> items = split("order_id,Test\n" + rows);
        assertThat(shape(items)).isEqualTo("problem lines 2-10001, problem line 10002, line 10003");
    }

    @ParameterizedTest
    @CsvSource({
        "'', empty",
        "'foo,bar\n1,2\n', header",
        "'order_id,order_id,Test\n1,2,3\n', header",
        "'\n\n', header",
        "'%PDF-1.4 order_id,Test', binary"
    })
    void filesThatAreNotOfTheFeedAreRefusedWithASentence(String text, String code) {
        assertThatThrownBy(() -> split(text))
                .isInstanceOfSatisfying(
                        UnreadableFileException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order_id,Test,value,\"note\n1,a,5,x\n2,b,6,y\n",
                "order_id,Test,value,\"note\n1,a,5,x",
                "order_id,Test,value,\"note\r1,a,5,\"+998 90\"\r2,b,6,y\r",
                "order_id,Test,value,\"note\r\n1,a,5,\", street\"\r\n2,b,6,y\r\n",
                "order_id,Test,value,\"note\n\", ward\",a,5,x\n2,b,6,y\n",
                "order_id,Test,value,\"note\n1,a,5,\"\n2,b,6,y\n"
            })
    void aQuoteInTheHeaderThatTakesInRowsIsToldAndNoRowIsLost(String text) {
        assertThatThrownBy(() -> split(text))
                .isInstanceOfSatisfying(
                        UnreadableFileException.class, e -> assertThat(e.code()).isEqualTo("header"))
                .hasMessageContaining("The first line holds a quote (\") that no other one closes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order_id,Test,\"Value\n\",\"Ф.И.О. пациента, полностью\nкак в \"\"паспорте\"\" (отчество)\"\n1,a,5,x\n",
                "\"Order\r\nID\";\"Test\";value;\"x, y\r\nz, 12345\"\r\n1;a;5;x\r\n",
            })
    void aNameMayStandOnSeveralLines(String text) throws IOException {
        List<SourceItem> items =
                split(write(text.getBytes(StandardCharsets.UTF_8)), new CsvOptions(CsvOptions.AUTO, CsvOptions.AUTO));
        assertThat(items).hasSize(1);
        JsonNode row = read(items.get(0)).at("/rows/0");
        assertThat(row.path("order_id").asText()).isEqualTo("1");
        assertThat(row.path("value").asText()).isEqualTo("5");
    }

    @Test
    void aFileInAnotherCharacterSetIsRefusedWithTheOneItLooksLike() throws IOException {
        Path file = write("order_id,Test\n1,Гемоглобин\n".getBytes(Charset.forName("windows-1251")));
        assertThatThrownBy(() -> split(file, CsvOptions.AS_DESCRIBED))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("windows-1251");
    }

    @ParameterizedTest
    @ValueSource(ints = {3000})
    void readsThousandsOfColumns(int columns) throws IOException {
        StringBuilder header = new StringBuilder("order_id,Test");
        StringBuilder row = new StringBuilder("1,a");
        for (int i = 0; i < columns; i++) {
            header.append(",column with a rather long name ").append(i);
            row.append(',').append(i);
        }
        List<SourceItem> items = split(header + "\n" + row + "\n");
        assertThat(read(items.get(0)).at("/rows/0").size()).isEqualTo(columns + 3);
    }

    @Test
    void aHundredThousandRowsStream() throws IOException {
        Path file = folder.resolve("in.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("order_id;Test;value\n");
            for (int i = 0; i < 100_000; i++) {
                out.write(i / 4 + ";Гемоглобин;" + i + "\n");
            }
        }
        try (CsvSplitter splitter = new CsvSplitter(Content.of(file), LAB, CsvOptions.AS_DESCRIBED)) {
            int messages = 0;
            while (splitter.hasNext()) {
                assertThat(read(splitter.next()).path("rows")).hasSize(4);
                messages++;
            }
            assertThat(messages).isEqualTo(25_000);
        }
    }

    @Test
    void rowsOfAGroupWithOthersBetweenAreToldWithTheLine() throws IOException {
        List<SourceItem> items = split("order_id,Test,value\n1,a,5\n1,b,5\n2,a,6\n1,a,7\n,a,8\n,a,9\n2,a,6\n");
        assertThat(items)
                .extracting(item -> read(item).path("notes").path(0).asText())
                .satisfiesExactly(
                        first -> assertThat(first).isEmpty(),
                        other -> assertThat(other).isEmpty(),
                        again -> assertThat(again)
                                .startsWith(
                                        "line 5: rows with the same order_id stand further above (the last in line 3)"),
                        unnumbered -> assertThat(unnumbered).isEmpty(),
                        unnumbered -> assertThat(unnumbered).isEmpty(),
                        again -> assertThat(again).contains("(the last in line 4)"));
    }

    @ParameterizedTest
    @CsvSource({
        "Blood group, Blood group",
        "qon_guruhi, qon_guruhi",
        "№ карты, № карты",
        "Группа крови, Группа крови",
        "Karimov Anvar 31501851234567, 4",
        "Karimov Anvar, 4",
        "Каримов А.Б., 4",
        "31501851234567, 4",
        "+998901112233, 4",
        "a very long text that no column of any table is called by, 4"
    })
    void aColumnThatTheFeedDoesNotKnowIsCalledByItsNameOnlyWhenThatLooksLikeOne(String header, String spoken)
            throws IOException {
        List<SourceItem> items = split("order_id,Test,value," + header + "\n1,a,5,x\n");
        assertThat(read(items.get(0)).path("unknownColumns"))
                .singleElement()
                .satisfies(name -> assertThat(name.asText()).isEqualTo(spoken));
        String key = spoken.equals("4") ? "_column_4" : header;
        assertThat(read(items.get(0)).at("/rows/0").path(key).asText()).isEqualTo("x");
    }

    private static String shape(List<SourceItem> items) {
        return items.stream()
                .map(item -> item instanceof SourceProblem problem
                        ? "problem " + problem.raw().location()
                        : ((RawMessage) item).location())
                .collect(Collectors.joining(", "));
    }

    private static List<String> keys(List<SourceItem> items) {
        return items.stream().map(item -> ((RawMessage) item).key()).toList();
    }

    private static ObjectNode read(SourceItem item) {
        RawMessage message = (RawMessage) item;
        return new MessageReader().read(message.contentType(), message.payload());
    }

    private List<SourceItem> split(String text) throws IOException {
        return split(write(text.getBytes(StandardCharsets.UTF_8)), CsvOptions.AS_DESCRIBED);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("in.csv"), bytes);
    }

    private static List<SourceItem> split(Path file, CsvOptions options) {
        return split(Content.of(file), options);
    }

    private static List<SourceItem> split(Content content, CsvOptions options) {
        try (CsvSplitter splitter = new CsvSplitter(content, LAB, options)) {
            List<SourceItem> items = new ArrayList<>();
            splitter.forEachRemaining(items::add);
            return items;
        }
    }
}
