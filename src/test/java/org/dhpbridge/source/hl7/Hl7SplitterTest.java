package org.dhpbridge.source.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.UnreadableMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7SplitterTest {

    private static final String FIRST = "MSH|^~\\&|A||||||ADT^A01|1\rPID|1||77\r";
    private static final String SECOND = "MSH|^~\\&|A||||||ADT^A03|2\rPID|1||88\r";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%1$s%2$s",
                "\uFEFF%1$s\uFEFF%2$s",
                "FHS|^~\\&|X\rBHS|^~\\&|X\r%1$s%2$sBTS|2\rFTS|1\r",
                "FHS|^~\\&|X\rBHS|^~\\&|X\r%1$s%2$sBTS\rFTS\r",
                "BHS|^~\\&|X\r%1$s%2$sBTS",
                "\u000B%1$s\u001C\r\u000B%2$s\u001C\r",
                "\r\n\n  %1$s\r\r\n\n%2$s\n\n"
            })
    void cutsAFileIntoItsMessages(String file) {
        for (String lineEnd : List.of("\r", "\n", "\r\n")) {
            String text = file.formatted(FIRST, SECOND).replace("\r", lineEnd);
            List<SourceItem> items = split(text.getBytes(StandardCharsets.UTF_8));
            assertThat(items).hasSize(2).allMatch(RawMessage.class::isInstance);
            assertThat(keys(items)).isEqualTo(keys(split((FIRST + SECOND).getBytes(StandardCharsets.UTF_8))));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "BHS|^~\\&|X\r%s%sBTS|3\r, BTS-1 does not say",
        "FHS|^~\\&|X\rBHS|^~\\&|X\r%s%sBTS|2\rFTS|2\r, FTS-1 does not say",
        "FHS|^~\\&|X\rBHS|^~\\&|X\r%s%sBTS|2\r, has no FTS at its end",
        "%s%sBTS|1\r, BTS-1 does not say"
    })
    void anEnvelopeThatIsNotTrueIsADeadLetterOfItsOwnAndTheMessagesGoOn(String file, String sentence) {
        byte[] bytes = file.replace("\\r", "\r").formatted(FIRST, SECOND).getBytes(StandardCharsets.UTF_8);
        List<SourceItem> items = split(bytes);
        assertThat(items).hasSize(3).filteredOn(RawMessage.class::isInstance).hasSize(2);
        SourceProblem problem = (SourceProblem) items.get(2);
        assertThat(problem.code()).isEqualTo("batch-count");
        assertThat(problem.sentence()).contains(sentence);
        assertThat(split(bytes))
                .extracting(Hl7SplitterTest::key)
                .contains(problem.raw().key());
        byte[] otherDay = new String(bytes, StandardCharsets.UTF_8)
                .replace("||77", "||99")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(split(otherDay))
                .extracting(Hl7SplitterTest::key)
                .doesNotContain(problem.raw().key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FHS|^~\\&|X\r", "BHS|^~\\&|X\r", "FHS|^~\\&|X\rBHS|^~\\&|X\r"})
    void theLastMessageOfABatchWithoutAnEndSaysSo(String head) {
        MessageReader reader = new MessageReader(new Hl7Reader());
        String file = head.replace("\\r", "\r") + FIRST + SECOND;
        List<SourceItem> items = split(file.getBytes(StandardCharsets.UTF_8));
        assertThat(items).hasSize(2).allMatch(RawMessage.class::isInstance);
        RawMessage first = (RawMessage) items.get(0);
        RawMessage last = (RawMessage) items.get(1);
        assertThat(reader.read(first.contentType(), first.payload()).at("/message/notes"))
                .isEmpty();
        assertThat(reader.read(last.contentType(), last.payload())
                        .at("/message/notes/0/code")
                        .asText())
                .isEqualTo("batch-open");
        assertThat(Hl7Reader.contentType(last.contentType(), last.payload(), "windows-1251"))
                .isEqualTo("application/hl7-v2; charset=windows-1251; batch=open");
    }

    @Test
    void aLineOfATextThatIsCalledAsATrailerIsNoneWhereNothingIsToBeEnded() {
        String file = FIRST + "OBX|1|TX|a||Sent to\rBTS\rfor typing\rOBX|2|ST|b||x\r";
        assertThat(split(file.getBytes(StandardCharsets.UTF_8))).singleElement().satisfies(item -> assertThat(
                        new String(((RawMessage) item).payload(), StandardCharsets.UTF_8))
                .contains("OBX|2"));
    }

    @Test
    void aMessageThatTheFileBreaksOffInIsAProblem() {
        String file = "BHS|^~\\&|X\r" + FIRST + SECOND.substring(0, SECOND.length() - 2);
        List<SourceItem> items = split(file.getBytes(StandardCharsets.UTF_8));
        assertThat(items).hasSize(2);
        assertThat(((SourceProblem) items.get(1)).code()).isEqualTo("broken-off");
    }

    @Test
    void saysWhereAMessageStands() {
        List<SourceItem> items = split((FIRST + SECOND).getBytes(StandardCharsets.UTF_8));
        assertThat(((RawMessage) items.get(1)).location()).isEqualTo("message 2, byte " + FIRST.length());
        assertThat(((RawMessage) items.get(1)).contentType()).isEqualTo("application/hl7-v2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void readsUtf16(String charset) {
        String text = FIRST.replace("77", "77^^^Қўқон\uD83D\uDE00") + SECOND;
        SourceItem item = split(text.getBytes(Charset.forName(charset))).get(0);
        RawMessage message = (RawMessage) item;
        assertThat(message.contentType()).isEqualTo("application/hl7-v2; charset=UTF-8");
        assertThat(new MessageReader(new Hl7Reader())
                        .read(message.contentType(), message.payload())
                        .at("/PID/PID-3/0/CX-4/HD-1")
                        .asText())
                .isEqualTo("Қўқон\uD83D\uDE00");
    }

    @Test
    void keepsJunkAsAProblemAndGoesOn() {
        List<SourceItem> items = split(("Export of 2024\rby HIS\r" + FIRST).getBytes(StandardCharsets.UTF_8));
        SourceProblem junk = (SourceProblem) items.get(0);
        assertThat(junk.code()).isEqualTo("junk");
        assertThat(new String(junk.raw().payload(), StandardCharsets.UTF_8)).isEqualTo("Export of 2024\rby HIS\r");
        assertThat(items).hasSize(2);
        assertThatThrownBy(() -> new MessageReader(new Hl7Reader())
                        .read(junk.raw().contentType(), junk.raw().payload()))
                .isInstanceOf(UnreadableMessageException.class);
    }

    /** A line end that is missing says nothing by itself; fields that others have do. */
    @ParameterizedTest
    @CsvSource({
        "true,  OBX|1|NM|A||5|g|||||F_OBX|2|NM|B||15",
        "true,  OBX|1|NM|B||15",
        "true,  OBX|1|TX|B||two_lines of a text",
        "false, OBX|1|NM|A||5|g|||||F_OBX|2|NM|B||15|g|||||F",
        "false, OBX|1|NM|A||5|g|||||F|||20260310_OBX|2|NM|B||15|g|||||F",
        "false, OBX|1|NM|A||5|g_OBX|2|NM|B||15|g",
        "true,  NTE|1|L|a|b_NTE|2|L|c",
        "false, NTE|1|L|a",
        "false, PID|1||77"
    })
    void aMessageThatBreaksOffAtTheEndOfItsFileSaysSo(boolean cut, String segments) {
        String text = "MSH|^~\\&|A||||||ORU^R01|1\r" + segments.replace('_', '\r');
        assertThat(isCut(FIRST + text, true)).isEqualTo(cut);
        assertThat(isCut(FIRST + text + "\r", true)).isFalse();
        assertThat(isCut(FIRST + text + "\u001C\r", true)).isFalse();
        assertThat(isCut(text, false)).as("came whole").isFalse();
    }

    @Test
    void aResultIsComparedWithThoseOfTheMessageBefore() {
        String habit = "MSH|^~\\&|A||||||ORU^R01|%d\rOBX|1|NM|A||5|g";
        assertThat(isCut(habit.formatted(1) + '\r' + habit.formatted(2), true)).isFalse();
        assertThat(isCut(habit.formatted(1) + "|\r" + habit.formatted(2), true)).isTrue();
    }

    private static boolean isCut(String file, boolean mayBreakOff) {
        RawMessage last = null;
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        try (Hl7Splitter splitter = new Hl7Splitter(new ByteArrayInputStream(bytes), null, 10_000, mayBreakOff)) {
            while (splitter.hasNext()) {
                last = (RawMessage) splitter.next();
            }
        }
        JsonNode notes = new MessageReader(new Hl7Reader())
                .read(last.contentType(), last.payload())
                .at("/message/notes");
        boolean told = notes.findValuesAsText("code").contains("cut-off");
        assertThat(Hl7Reader.contentType(last.contentType(), last.payload(), "windows-1251")
                        .endsWith("; end=cut"))
                .isEqualTo(told);
        return told;
    }

    @Test
    void aMessageOverTheLimitBecomesAProblemAndTheRestGoesOn() {
        String large = "MSH|^~\\&|A||||||ADT^A01|9\rOBX|1|TX|||" + "x".repeat(5000) + "\rOBX|2|TX|||y\r";
        List<SourceItem> items = new ArrayList<>();
        byte[] file = (FIRST + large + SECOND).getBytes(StandardCharsets.UTF_8);
        try (Hl7Splitter splitter = new Hl7Splitter(new ByteArrayInputStream(file), null, 1000)) {
            splitter.forEachRemaining(items::add);
        }
        assertThat(items).hasSize(3);
        SourceProblem problem = (SourceProblem) items.get(1);
        assertThat(problem.code()).isEqualTo("too-long");
        assertThat(problem.raw().payload()).hasSizeLessThanOrEqualTo(1000);
        assertThat(((RawMessage) items.get(2)).location()).startsWith("message 3");
    }

    @ParameterizedTest
    @CsvSource({"cp1251, windows-1251", "win1251, windows-1251", "8859/5, ISO-8859-5", "UNICODE UTF-8, UTF-8"})
    void aSettingOfTheCharacterSetGoesWithEveryMessageByTheNameThatAllKnow(String setting, String name) {
        try (Hl7Splitter splitter =
                new Hl7Splitter(new ByteArrayInputStream(FIRST.getBytes(StandardCharsets.UTF_8)), setting, 10_000)) {
            assertThat(((RawMessage) splitter.next()).contentType()).isEqualTo("application/hl7-v2; charset=" + name);
        }
        assertThat(Hl7Reader.contentType("application/hl7-v2", new byte[0], setting))
                .isEqualTo("application/hl7-v2; charset=" + name);
    }

    @Test
    void filesThatAreNoHl7AreRefusedWithASentence() {
        assertThat(refusal(new byte[0])).isEqualTo("empty");
        assertThat(refusal("hello\nworld".getBytes(StandardCharsets.UTF_8))).isEqualTo("not-hl7");
        assertThat(refusal(new byte[] {'P', 'K', 3, 4, 0, 0, 0})).isEqualTo("binary");
        assertThat(refusal(new byte[100])).isEqualTo("binary");
    }

    @Test
    void aFileOfManyMessagesStreams() {
        int count = 100_000;
        byte[] one = FIRST.getBytes(StandardCharsets.UTF_8);
        Stream<InputStream> parts = IntStream.range(0, count).mapToObj(i -> new ByteArrayInputStream(one));
        try (Hl7Splitter splitter = new Hl7Splitter(new SequenceInputStream(enumeration(parts)), null, 1000)) {
            int seen = 0;
            while (splitter.hasNext()) {
                splitter.next();
                seen++;
            }
            assertThat(seen).isEqualTo(count);
        }
    }

    private static Enumeration<InputStream> enumeration(Stream<InputStream> parts) {
        var iterator = parts.iterator();
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return iterator.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return iterator.next();
            }
        };
    }

    private static String refusal(byte[] file) {
        try {
            split(file);
            return "none";
        } catch (UnreadableFileException e) {
            assertThat(e).hasMessageEndingWith(".");
            return e.code();
        }
    }

    private static List<String> keys(List<SourceItem> items) {
        return items.stream().map(item -> ((RawMessage) item).key()).toList();
    }

    static List<SourceItem> split(byte[] file) {
        try (Hl7Splitter splitter = new Hl7Splitter(new ByteArrayInputStream(file), null, Hl7Splitter.DEFAULT_LIMIT)) {
            List<SourceItem> items = new ArrayList<>();
            splitter.forEachRemaining(items::add);
            return Collections.unmodifiableList(items);
        }
    }

    private static String key(SourceItem item) {
        return item instanceof SourceProblem problem ? problem.raw().key() : ((RawMessage) item).key();
    }
}
