package org.dhpbridge.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.UnreadableFileException;

class CsvFuzzTest {

    private static final CsvFeed FEED = Feeds.parse("f", "columns: {a: {required: true}, b: {}}\ngroupBy: [a]");
    private static Path file;

    @BeforeContainer
    static void open() throws IOException {
        file = Files.createTempFile("fuzz", ".csv");
    }

    @AfterContainer
    static void close() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 1000)
    void anyBytesGiveMessagesOrAnUnreadableFile(@ForAll byte[] bytes) throws IOException {
        assertEveryItemIsReadableOrExplained(bytes);
    }

    @Property(tries = 3000)
    void anyRowsGiveMessagesOrProblems(@ForAll("rows") String rows, @ForAll byte[] noise) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("a,b,c\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(rows.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(noise);
        assertEveryItemIsReadableOrExplained(bytes.toByteArray());
    }

    private static void assertEveryItemIsReadableOrExplained(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        int items = 0;
        try (CsvSplitter splitter = new CsvSplitter(Content.of(file), FEED, new CsvOptions("auto", "auto"))) {
            while (splitter.hasNext()) {
                SourceItem item = splitter.next();
                items++;
                if (item instanceof RawMessage message) {
                    assertThat(new MessageReader()
                                    .read(message.contentType(), message.payload())
                                    .path("rows"))
                            .isNotEmpty();
                }
            }
        } catch (UnreadableFileException e) {
            assertThat(e).hasMessageEndingWith(".");
        }
        assertThat(items).isLessThanOrEqualTo(bytes.length);
    }

    @Provide
    Arbitrary<String> rows() {
        return Arbitraries.strings()
                .withChars("ab1,,,;\t|\"\"\n\n\r \u0000\uF8FFқ")
                .ofMaxLength(200);
    }
}
