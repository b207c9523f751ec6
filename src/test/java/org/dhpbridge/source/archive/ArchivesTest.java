package org.dhpbridge.source.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.source.csv.CsvOptions;
import org.dhpbridge.source.hl7.Hl7Splitter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {

    private static final String HL7 =
            "MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A01^ADT_A01|%s|P|2.5\rPID|1||%s^^^HOSP1^MR\r";
    private static final String CSV =
            "patient_id,family,given,gender,birth_date\nP1,Azizov,Bek,M,1990-01-02\nP2,short\n";

    @TempDir
    Path folder;

    private SourceFiles sources;

    @BeforeEach
    void open() {
        sources = new SourceFiles(() -> new CsvFeeds(new HomeFiles(folder)));
    }

    @Test
    void everyEntryIsReadAndItsNameStandsInTheLocation() throws IOException {
        Path zip = zip(
                "day.zip",
                "a/one.hl7",
                message("C1") + message("C2"),
                "__MACOSX/._one.hl7",
                "x",
                "two.hl7",
                message("C3"));

        assertThat(items(sources.hl7(Content.of(zip), "")))
                .extracting(RawMessage::location)
                .containsExactly(
                        "a/one.hl7, message 1, byte 0",
                        "a/one.hl7, message 2, byte " + message("C1").length(),
                        "two.hl7, message 1, byte 0");
    }

    @Test
    void whatIsPackedHasTheSameKeysAsWhatIsNot() throws IOException {
        Path plain = Files.writeString(folder.resolve("p.csv"), CSV);
        Path gzip = gzip("p.csv.gz", CSV.getBytes(StandardCharsets.UTF_8));
        Path zip = zip("p.zip", "p.csv", CSV);

        List<String> keys = keys(sources.csv(Content.of(plain), "patients", CsvOptions.AS_DESCRIBED));
        assertThat(keys).hasSize(2);
        assertThat(keys(sources.csv(Content.of(gzip), "patients", CsvOptions.AS_DESCRIBED)))
                .isEqualTo(keys);
        assertThat(keys(sources.csv(Content.of(zip), "patients", CsvOptions.AS_DESCRIBED)))
                .isEqualTo(keys);
        assertThat(keys(sources.recognised(Content.of(zip)))).isEqualTo(keys);
    }

    @Test
    void anEntryThatIsNoneOfItsKindKeepsNobodyBackAndIsSaidAtTheEnd() throws IOException {
        Path zip = zip("mixed.zip", "readme.txt", "Dear colleague", "one.hl7", message("C1"), "two.hl7", message("C2"));
        List<RawMessage> read = new ArrayList<>();

        assertThatThrownBy(() -> {
                    try (MessageSplitter splitter = sources.hl7(Content.of(zip), "")) {
                        while (splitter.hasNext()) {
                            read.add((RawMessage) splitter.next());
                        }
                    }
                })
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("the rest of it was taken")
                .hasMessageContaining("In readme.txt: ");
        assertThat(read).hasSize(2);
    }

    @Test
    void whatCannotBeUnpackedIsRefusedBeforeTheFirstMessage() throws IOException {
        byte[] good = Files.readAllBytes(zip("good.zip", "one.hl7", message("C1"), "two.hl7", message("C2")));
        refused("day.zip", encrypted(good), "encrypted", "one.hl7");
        refused("day.zip", Arrays.copyOf(good, good.length / 2), "damaged or incomplete");
        refused("day.zip", flipped(good), "damaged or incomplete", "one.hl7");
        refused("day.zip", Files.readAllBytes(zip("none.zip", "folder/", "")), "holds no file");
        refused(
                "day.xlsx",
                Files.readAllBytes(zip("x.zip", "[Content_Types].xml", "<Types/>")),
                "save the sheet as CSV");
        byte[] gzip = Files.readAllBytes(gzip("g.gz", message("C1").getBytes(StandardCharsets.UTF_8)));
        refused("day.gz", Arrays.copyOf(gzip, gzip.length - 6), "damaged or incomplete");
        refused("day.gz", Files.readAllBytes(gzip("twice.gz", gzip)), "unpack it");
        refused(
                "day.zip",
                Files.readAllBytes(zip("nested.zip", "inner.zip", new String(good, StandardCharsets.ISO_8859_1))),
                "In inner.zip",
                "not inside of another");
    }

    @Test
    void anArchiveThatGrowsAbsurdlyIsRefused() throws IOException {
        Limits small = new Limits(2, 20, 1000, 1 << 20);
        byte[] zeros = new byte[100_000];
        Arrays.fill(zeros, (byte) 'M');
        String many = new String(zeros, StandardCharsets.US_ASCII);
        Path bomb = zip("bomb.zip", "one.hl7", many);
        assertThatThrownBy(() -> unpack(bomb, small)).hasMessageContaining("the entry one.hl7", "Exports are never");
        Path gzip = gzip("bomb.gz", zeros);
        assertThatThrownBy(() -> unpack(gzip, small)).hasMessageContaining("Exports are never packed like this");
        Path crowd = zip("crowd.zip", "1", "x", "2", "x", "3", "x");
        assertThatThrownBy(() -> unpack(crowd, small)).hasMessageContaining("holds 3 files; up to 2");
    }

    private static void unpack(Path file, Limits limits) {
        new Archives(limits)
                .open(Content.of(file), text -> {
                    try {
                        return new Hl7Splitter(text.open(), null, Hl7Splitter.DEFAULT_LIMIT);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .close();
    }

    private void refused(String name, byte[] bytes, String... words) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        assertThatThrownBy(() -> items(sources.hl7(Content.of(file), "")))
                .as(words[0])
                .isInstanceOf(UnreadableFileException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    /** The flag of encryption in the headers before and after the data. */
    private static byte[] encrypted(byte[] zip) {
        byte[] bytes = zip.clone();
        for (int i = 0; i + 10 < bytes.length; i++) {
            if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
                bytes[i + 8] |= 1;
            }
        }
        bytes[6] |= 1;
        return bytes;
    }

    private static byte[] flipped(byte[] zip) {
        byte[] bytes = zip.clone();
        bytes[60] ^= 0x55;
        return bytes;
    }

    private static String message(String id) {
        return HL7.formatted(id, id);
    }

    private static List<String> keys(MessageSplitter splitter) {
        return items(splitter).stream().map(RawMessage::key).toList();
    }

    private static List<RawMessage> items(MessageSplitter splitter) {
        List<RawMessage> items = new ArrayList<>();
        try (splitter) {
            splitter.forEachRemaining(
                    item -> items.add(item instanceof SourceProblem problem ? problem.raw() : (RawMessage) item));
        }
        return items;
    }

    private Path zip(String name, String... namesAndTexts) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.ISO_8859_1));
                zip.closeEntry();
            }
        }
        return file;
    }

    private Path gzip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }
}
