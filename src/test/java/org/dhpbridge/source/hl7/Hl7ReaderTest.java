package org.dhpbridge.source.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dhpbridge.Shared;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.source.UnreadableMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7ReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Hl7Reader reader = new Hl7Reader();

    @ParameterizedTest
    @ValueSource(strings = {"uzbek-cyrillic-windows-1251", "uzbek-latin-utf8", "russian-koi8-r", "analyser-2.3"})
    void readsHandWrittenMessagesAsExpected(String name) throws IOException {
        ObjectNode tree = reader.read(resource(name + "/in.hl7"), null);
        assertThat(tree.toPrettyString())
                .isEqualTo(JSON.readTree(resource(name + "/expected.json")).toPrettyString());
    }

    @Test
    void readsEveryMessageOfTheCorpusAndDropsNoSegment() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(Shared.folder().resolve("corpus/hl7v2"))) {
            files = found.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThan(300);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            ObjectNode tree = reader.read(bytes, null);
            long segments = new String(bytes, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.matches("[A-Z][A-Z0-9]{2}(\\|.*)?"))
                    .count();
            assertThat(tree.findValues("_segment")).as(file.toString()).hasSize((int) segments);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ADT^A08, ADT, A08, ADT_A01",
        "ADT^A08^ADT_A08, ADT, A08, ADT_A01",
        "ADT^Z99, ADT, Z99, ADT_A01",
        "ORU, ORU, R01, ORU_R01",
        "ORU^R01^ORU_R01, ORU, R01, ORU_R01",
        "ADT_A04, ADT, A04, ADT_A01",
        "adt^a40, ADT, A40, ADT_A39",
        "CUSTOM^PAT, CUSTOM, PAT,"
    })
    void infersTheStructureFromWhatTheHeaderSays(String kind, String type, String event, String structure) {
        JsonNode message = read("MSH|^~\\&|A|B|||2024||" + kind + "|1|P").get("message");
        assertThat(message.path("type").asText()).isEqualTo(type);
        assertThat(message.path("event").asText()).isEqualTo(event);
        assertThat(message.path("structure").asText(null)).isEqualTo(structure);
        assertThat(message.has("version")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'OBX|1|NM|GLU||5.1||||||F', segment 3 (OBX)", "'OBX|1|NM|GLU', segment 3 (OBX)", "'', segment 2 (PID)"
    })
    void aMessageThatIsGluedToTheOneBeforeItIsNoPartOfIt(String last, String place) {
        String message = "MSH|^~\\&|LIS|||||ORU^R01|1|P\rPID|1||7" + (last.isEmpty() ? "" : "\r" + last);
        assertThatThrownBy(() -> read(message + message))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining(place)
                .hasMessageContaining("A second message begins inside of this segment");
    }

    @Test
    void tellsTheTypeFromTheContentAndSaysSo() {
        JsonNode message = read("MSH|^~\\&|A\rPID|1\rOBR|1\rOBX|1|NM|X||1").get("message");
        assertThat(message.path("structure").asText()).isEqualTo("ORU_R01");
        assertThat(message.path("typeNote").asText()).contains("ORU");
        assertThat(read("MSH|^~\\&|A\rEVN|A03\rPID|1").at("/message/structure").asText())
                .isEqualTo("ADT_A03");
    }

    @Test
    void keepsExplicitNullDifferentFromEmpty() {
        JsonNode pid =
                read("MSH|^~\\&|||||||ADT^A01\rPID|1||\"\"||\"\"^Aziz^|||\"\"").get("PID");
        assertThat(pid.at("/PID-5/0/XPN-1/FN-1").asText()).isEqualTo(AbsentMarker.of("unknown"));
        assertThat(pid.at("/PID-8/CWE-1").asText()).isEqualTo(AbsentMarker.of("unknown"));
        assertThat(pid.at("/PID-3/0/CX-1").asText()).isEqualTo(AbsentMarker.of("unknown"));
        assertThat(pid.has("PID-4")).isFalse();
        assertThat(pid.at("/PID-5/0").has("XPN-3")).isFalse();
    }

    @Test
    void takesANullFlavourOnlyFromItsOwnCodingSystem() {
        JsonNode tree = read("MSH|^~\\&|||||||ORU^R01\rOBR|1||||\rOBX|1|CE|NA^Sodium^L||NASK^not asked^HL70353");
        JsonNode obx = tree.at("/PATIENT_RESULT/0/ORDER_OBSERVATION/0/OBSERVATION/0/OBX");
        assertThat(obx.at("/OBX-3/CWE-1").asText()).isEqualTo("NA");
        assertThat(obx.at("/OBX-5/0/CWE-1").asText()).isEqualTo(AbsentMarker.of("not-asked"));
        assertThat(obx.at("/OBX-5/0/CWE-2").asText()).isEqualTo("not asked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f § a|b^c&d~e\\f",
                "\\H\\bold\\N\\ \\.sk3\\x § bold    x",
                "\\XD0AF\\\\X20\\\\XD0B0\\ § Я а",
                "\\X0D0A\\x § x",
                "\\C2842\\plain\\M244200\\ § plain",
                "\\Z12\\kept § \\Z12\\kept",
                "C:\\temp\\x § C:\\temp\\x",
                "1\\.sp2\\2 § '1\n\n2'",
                "lone \\ § lone \\"
            })
    void undoesEscapes(String escaped, String plain) {
        JsonNode tree = read("MSH|^~\\&|||||||ADT^A01|||||||||UNICODE UTF-8\rOBX|1|FT|X||" + escaped.strip());
        assertThat(tree.at("/OBX/0/OBX-5/0").asText().strip()).isEqualTo(plain.strip());
    }

    @Test
    void readsOwnSeparatorsAndLooseLineEnds() {
        JsonNode tree = read(
                "\u000BMSH$*~!@$A*1.2*ISO$B$$$2024$$ADT*A01$7$P$2.3\n\n  PID$1$$5*4*M10*H@1@ISO\r\npv1$1$I\u001C\r");
        assertThat(tree.at("/MSH/MSH-3/HD-2").asText()).isEqualTo("1.2");
        assertThat(tree.at("/PID/PID-3/0/CX-4/HD-2").asText()).isEqualTo("1");
        assertThat(tree.at("/PV1/PV1-2/CWE-1").asText()).isEqualTo("I");
    }

    @Test
    void keepsWhatTheDictionaryHasNoPlaceFor() {
        JsonNode tree = read("MSH|^~\\&|||||||ADT^A01\rPID|1||||||19800101~19810101|M\rPV1|1|I\rPV1|2|O\rNTE|1||note");
        assertThat(tree.at("/PID/PID-7").asText()).isEqualTo("19800101");
        assertThat(tree.at("/PID/PID-7~/0").asText()).isEqualTo("19810101");
        assertThat(tree.at("/PV1~/0/PV1-1").asText()).isEqualTo("2");
        assertThat(tree.at("/NTE/0/NTE-3").toString()).contains("note");

        JsonNode parts =
                read("MSH|^~\\&|||||||ADT^A01\rPID|1||1^2^3^4^5^6^7^8^9^10^11^12^13&x||Smith & Sons||2024^9|M");
        assertThat(parts.at("/PID/PID-3/0/CX-13/2").asText()).isEqualTo("x");
        assertThat(parts.at("/PID/PID-7").asText()).isEqualTo("2024");
        assertThat(parts.at("/PID/PID-7^/0").asText()).isEqualTo("2024^9");

        JsonNode precise = read("MSH|^~\\&|||||||ADT^A01\rPID|1||||||2024^Y|M");
        assertThat(precise.at("/PID/PID-7").asText()).isEqualTo("2024");
        assertThat(precise.path("PID").has("PID-7^")).isFalse();
    }

    @Test
    void joinsTextThatWasBrokenIntoLines() {
        JsonNode tree = read("MSH|^~\\&|||||||ADT^A01\rOBX|1|TX|X||first\nsecond line\nTHIRD one|u\rAL1|1");
        assertThat(tree.at("/OBX/0/OBX-5/0").asText()).isEqualTo("first\nsecond line\nTHIRD one");
        assertThat(tree.at("/AL1/0/_segment").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1251, Каримова Дилноза, ''",
        "windows-1251, ИВАНОВ ПЁТР, 8859/1",
        "windows-1251, Тўраев Жўрабек, 8859/5",
        "windows-1251, Иванова Анна, 8859/5",
        "windows-1251, Абдуллаев Умид, 8859/5",
        "windows-1251, Цой Лев, UNICODE UTF-8",
        "KOI8-R, Ким Ян, 8859/5",
        "UTF-16LE, Ғуломов Ўткир, ''",
        "UTF-16BE, Ким Ян, ''",
        "KOI8-R, Иванова Мария, ASCII",
        "ISO-8859-5, Рахимов Бахром, ''",
        "ISO-8859-5, Рахимов Бахром, 8859/5",
        "IBM866, Сидоров Андрей, ''",
        "UTF-8, Рахимов Бахром, 8859/1",
        "UTF-8, Oʻktam Gʻafurov, ''",
        "windows-1252, Jürgen Müller, ''",
        "ISO-8859-1, Jürgen Müller, 8859/1"
    })
    void findsTheCharacterSet(String charset, String name, String label) {
        String message = "MSH|^~\\&|||||||ADT^A01|||||||||" + label + "\rPID|1||||" + name.replace(' ', '^');
        ObjectNode tree = reader.read(message.getBytes(Charset.forName(charset)), null);
        assertThat(tree.at("/PID/PID-5/0/XPN-1/FN-1").asText() + " "
                        + tree.at("/PID/PID-5/0/XPN-2").asText())
                .isEqualTo(name);
        boolean rightlyLabelled = label.equals("8859/5") && charset.equals("ISO-8859-5")
                || label.equals("8859/1") && charset.equals("ISO-8859-1")
                || label.isEmpty() && charset.startsWith("UTF-");
        assertThat(tree.at("/message").has("charsetNote")).isEqualTo(!rightlyLabelled);
    }

    @Test
    void aSettingGoesBeforeTheLabel() {
        byte[] message =
                "MSH|^~\\&|||||||ADT^A01|||||||||8859/5\rPID|1||||ЯЯ".getBytes(Charset.forName("windows-1251"));
        ObjectNode tree = reader.read(message, "windows-1251");
        assertThat(tree.at("/PID/PID-5/0/XPN-1/FN-1").asText()).isEqualTo("ЯЯ");
        assertThat(tree.at("/message/charset").asText()).isEqualTo("windows-1251");
        assertThat(tree.at("/message").has("charsetNote")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "MSH", "MSHABC", "hello", "MSHx^~\\&", "MSH|abc|", "MSH|^~\\&|\rMSH|^~\\&|"})
    void refusesWhatIsNoMessageWithASentence(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageEndingWith(".");
    }

    private ObjectNode read(String message) {
        return reader.read(message.getBytes(StandardCharsets.UTF_8), null);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Hl7ReaderTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
