package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.mapping.MappingFixture.hl7;
import static org.dhpbridge.mapping.MappingFixture.one;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that leaves opens at the other end, or the message is dead. */
class DocumentsTest {

    private static final byte[] PDF = ("%PDF-1.4\n" + "1 0 obj <</Type/Catalog>> endobj\n".repeat(20) + "%%EOF\n")
            .getBytes(StandardCharsets.US_ASCII);

    private static Mapped map(String... values) {
        List<String> segments = new ArrayList<>(List.of(
                "MSH|^~\\&|LIS|LAB|||20260310||ORU^R01^ORU_R01|1|P|2.5.1",
                "PID|1||7^^^HOSP^MR",
                "OBR|1||F-1^LIS|EKG^EKG^L|||20260310093000|||||||||||||||20260310120000||CUS|F"));
        for (int at = 0; at < values.length; at++) {
            segments.add("OBX|" + (at + 1) + "|ED|DOC^Report^L|" + (at + 1) + "|" + values[at] + "||||||F");
        }
        return MappingFixture.bundled().map(hl7(segments.toArray(String[]::new)), null);
    }

    private static JsonNode documents(Mapped mapped) {
        return one(mapped, "DiagnosticReport").path("presentedForm");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] slice(int from, int to) {
        return java.util.Arrays.copyOfRange(PDF, from, to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Base64", "BASE64", "base-64", "B64", "", "utf-8", "A", "\u0431\u0430\u0437\u0430"})
    void aPdfIsRecognisedWhateverItsEncodingIsCalled(String encoding) {
        JsonNode document =
                documents(map("^TEXT^plain^" + encoding + "^" + base64(PDF))).path(0);
        assertThat(Base64.getDecoder().decode(document.path("data").asText())).isEqualTo(PDF);
        assertThat(document.path("contentType").asText()).isEqualTo("application/pdf");
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a0000000d494844520000000049454e44ae426082, image/png",
        "ffd8ffe000104a46494600010100000100010000ffda0008010100003f00aaffd9, image/jpeg",
        "49492a0008000000fe000400, image/tiff",
        "7b5c727466315c616e736920746578747d, application/rtf"
    })
    void theFirstBytesTellTheKind(String hex, String mediaType) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (String written : List.of(base64(bytes), hex)) {
            JsonNode document = documents(map("^AP^^?^" + written)).path(0);
            assertThat(document.path("contentType").asText()).isEqualTo(mediaType);
            assertThat(document.path("data").asText()).isEqualTo(base64(bytes));
        }
    }

    @Test
    void aTextOfAnUnknownEncodingIsReadWhereItsBytesAreText() {
        String text = "Xulosa: oʻzgarishsiz. Заключение: без изменений.";
        JsonNode encoded = documents(map("^TEXT^plain^?^" + base64(text.getBytes(StandardCharsets.UTF_8))))
                .path(0);
        JsonNode plain = documents(map("^TEXT^plain^?^" + text)).path(0);
        assertThat(encoded.path("data")).isEqualTo(plain.path("data"));
        assertThat(new String(Base64.getDecoder().decode(plain.path("data").asText()), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void whatNobodyCanReadIsDead() {
        byte[] noise = new byte[60];
        new java.util.Random(1).nextBytes(noise);
        assertThat(map("^AP^^?^" + base64(noise)).issues())
                .anyMatch(issue -> issue.isError() && issue.diagnostics().startsWith("OBX-5"));
        assertThat(map("^AP^^Base64^no base64, surely").issues()).anyMatch(Issue::isError);
    }

    @Test
    void piecesThatAreEncodedOneByOneAreOneDocument() {
        assertWhole(map(
                "^AP^PDF^Base64^" + base64(slice(0, 100)),
                "^AP^PDF^Base64^" + base64(slice(100, 301)),
                "^AP^PDF^Base64^" + base64(slice(301, PDF.length))));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 41, 42, 43, 101})
    void anEncodedTextThatWasCutAnywhereIsOneDocument(int cut) {
        String text = base64(PDF);
        assertWhole(map("^AP^PDF^Base64^" + text.substring(0, cut), "^AP^PDF^Base64^" + text.substring(cut)));
    }

    private static void assertWhole(Mapped mapped) {
        assertThat(mapped.issues()).noneMatch(Issue::isError);
        assertThat(documents(mapped)).hasSize(1);
        assertThat(Base64.getDecoder().decode(documents(mapped).at("/0/data").asText()))
                .isEqualTo(PDF);
    }

    @Test
    void aDocumentWhoseLastPieceIsMissingIsDead() {
        assertThat(map("^AP^PDF^Base64^" + base64(slice(0, 100)), "^AP^PDF^Base64^" + base64(slice(100, 301)))
                        .issues())
                .anyMatch(issue -> issue.isError() && issue.diagnostics().contains("its end is not among them"));
    }

    /** JPEG: a small image inside of the head has an end of its own, and cameras write behind the end. */
    @ParameterizedTest
    @CsvSource({
        "false, 255044462d312e340a312030206f626a",
        "false, 89504e470d0a1a0a0000000d49484452",
        "false, ffd8ffe10006ffd8ffd9ffda0008010100003f00aa",
        "true,  ffd8ffe10006ffd8ffd9ffda0008010100003f00aaffd9",
        "true,  ffd8ffda0008010100003f00aaffd900000000000000000000000000000000000000000000000000000000000000000000000000000000"
                + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "false, 504b0304140000000800aaaaaaaaaaaa",
        "true,  504b0304140000000800504b05060000000001000100",
        "false, 474946383961aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "false, 7b5c727466315c616e73692074657874",
        "true,  3c68746d6c3e3c703e4d61746e"
    })
    void aDocumentInOnePieceThatBreaksOffIsDead(boolean whole, String hex) {
        Mapped mapped = map("^AP^^Base64^" + base64(HexFormat.of().parseHex(hex)));
        assertThat(mapped.issues().stream().anyMatch(Issue::isError)).isEqualTo(!whole);
        assertThat(documents(mapped)).hasSize(whole ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, true", "1, 2, false", "2, 3, false", "9, 10, false", "A, B, false"})
    void aNumberThatNoPieceHasIsAPieceThatIsMissing(String first, String second, boolean dead) {
        Mapped mapped = MappingFixture.bundled()
                .map(
                        hl7(
                                "MSH|^~\\&|LIS|LAB|||20260310||ORU^R01^ORU_R01|1|P|2.5.1",
                                "PID|1||7^^^HOSP^MR",
                                "OBR|1||F-1^LIS|EKG^EKG^L|||20260310093000|||||||||||||||20260310120000||CUS|F",
                                "OBX|1|ED|DOC^Report^L|" + first + "|^AP^^Base64^" + base64(slice(0, 60)) + "||||||F",
                                "OBX|2|ED|DOC^Report^L|" + second + "|^AP^^Base64^" + base64(slice(60, PDF.length))
                                        + "||||||F"),
                        null);
        assertThat(mapped.issues().stream().anyMatch(Issue::isError)).isEqualTo(dead);
        assertThat(documents(mapped)).hasSize(dead ? 0 : 1);
    }

    @Test
    void twoDocumentsOfOneTestStayTwo() {
        Mapped mapped = map("^AP^PDF^Base64^" + base64(PDF), "^AP^PDF^Base64^" + base64(PDF));
        assertThat(documents(mapped)).hasSize(2);
    }

    @Test
    void aPdfAloneInTheFirstComponentIsADocumentAndWordsThereAreAText() {
        assertThat(documents(map(base64(PDF)))).hasSize(1);
        String broken = base64(PDF).substring(0, 400) + "!" + base64(PDF).substring(401);
        assertThat(map(broken).issues())
                .as("it begins as a document, and cannot be read")
                .filteredOn(Issue::isError)
                .singleElement()
                .satisfies(issue -> assertThat(issue.toString()).contains("OBX", "begins as one of a known kind"));
        Mapped words = map("See the paper report");
        assertThat(documents(words).isMissingNode()).isTrue();
        assertThat(one(words, "Observation").path("valueString").asText()).isEqualTo("See the paper report");
    }
}
