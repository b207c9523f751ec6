package org.dhpbridge.source.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.source.UnreadableMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reader says of segments that do not stand as HL7 has them: never nothing. */
class StructureNotesTest {

    private static final String HEAD = "MSH|^~\\&|||||||%s\r";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "ORU^R01; PID|1~OBR|1~OBX|1|ST|A||x; ''",
                "ORU^R01; PID|1~OBR|1~OBX|1|ST|A||x~ZZZ|1; ''",
                "OUL^R22; PID|1~ORC|SC~OBR|1~OBX|1|ST|A||x~SPM|1|S11; misplaced segment 6 (SPM)",
                "ADT^A01; PID|1~EVN|A01; misplaced segment 3 (EVN)",
                "ADT^A01; EVN|A01~PID|1~PV1|1~SPM|1; misplaced segment 5 (SPM)",
                "ORU^R01; PID|1~OBR|1~HGB|13; unknown-segment segment 4 (HGB)",
                "ORU^R01; PID|1~OBR|1~OBX; empty-segment segment 4 (OBX)",
                "ORU^R01; PID|1~OBR|1~OBX|1|TX|A||first~NEG~second||||||F; line-break segment 4 (OBX)",
                "ORU^R01; PID|1~OBR|1||7!8|A; repetition OBR-3 (segment 3)",
                "ORU^R01; PID|1~OBR|1||7!7|A; ''",
                "ORU^R01; PID|1||7\\X41D1\\~OBR|1~OBX|1|ST|A||\\XD0\\\\XAF\\; value PID-3 (segment 2)",
                "ORU^R01; PID|1~OBR|1~OBX|1|TX|A||first~ADD| and second||||||F; ''"
            })
    void everySegmentInAnOddPlaceIsNamed(String kind, String segments, String expected) {
        List<String> notes = new ArrayList<>();
        for (JsonNode note : read(kind, segments).at("/message/notes")) {
            notes.add(note.path("code").asText() + " " + note.path("place").asText());
        }
        assertThat(String.join(", ", notes)).isEqualTo(expected);
    }

    @Test
    void aFurtherVisitWhereThereIsOneIsNotSaidToBeRead() {
        JsonNode notes =
                read("ADT^A01", "EVN|A01~PID|1~PV1|1|I~OBX|1|ST|A||x~PV1|2|O").at("/message/notes");
        assertThat(notes).hasSize(1);
        assertThat(notes.at("/0/place").asText()).isEqualTo("segment 6 (PV1)");
        assertThat(notes.at("/0/sentence").asText())
                .contains("that is there already")
                .doesNotContain("it was read");
    }

    @Test
    void aTextWithLineBreaksOfItsOwnIsKeptWholeWithTheFieldsBehindIt() {
        JsonNode obx = read("ORU^R01", "PID|1~OBR|1~OBX|1|TX|A||first:~NEG~second:~POS~end||||||F")
                .at("/PATIENT_RESULT/0/ORDER_OBSERVATION/0/OBSERVATION/0/OBX");
        assertThat(obx.at("/OBX-5/0").asText()).isEqualTo("first:\nNEG\nsecond:\nPOS\nend");
        assertThat(obx.at("/OBX-11").asText()).isEqualTo("F");
    }

    @Test
    void anAddendumGoesOnTheFieldBeforeIt() {
        JsonNode obx = read("ORU^R01", "PID|1~OBR|1~OBX|1|FT|A||one ~ADD|two ~ADD|three|||||F")
                .at("/PATIENT_RESULT/0/ORDER_OBSERVATION/0/OBSERVATION/0/OBX");
        assertThat(obx.at("/OBX-5/0").asText()).isEqualTo("one two three");
    }

    @Test
    void aSpecimenBehindTheResultsIsThatOfTheOrdersBeforeIt() {
        ObjectNode tree = read("OUL^R22", "PID|1~ORC|SC~OBR|1~OBX|1|ST|A||x~SPM|1|S11");
        assertThat(tree.path("SPECIMEN")).hasSize(1);
        assertThat(tree.at("/SPECIMEN/0/SPM/SPM-2/EIP-1/EI-1").asText()).isEqualTo("S11");
        assertThat(tree.at("/SPECIMEN/0/ORDER")).hasSize(1);
    }

    @Test
    void aLineBehindAResultThatHasEndedBelongsToNothing() {
        assertThatThrownBy(() -> read("ORU^R01", "PID|1~OBR|1~OBX|1|NM|A||1||||||F~--- end of report ---"))
                .isInstanceOfSatisfying(UnreadableMessageException.class, e -> assertThat(e.code())
                        .isEqualTo("line-break"))
                .hasMessageStartingWith("segment 4 (OBX): The line behind it ");
    }

    @Test
    void aPatientBehindTheNotesThatBeganHisGroupIsTheirs() {
        ObjectNode tree = read("ORU^R01", "NTE|1||note~PID|1||7~OBR|1~OBX|1|NM|A||1");

        assertThat(tree.path("PATIENT_RESULT")).hasSize(1);
        assertThat(tree.at("/PATIENT_RESULT/0/PATIENT/NTE")).hasSize(1);
        assertThat(tree.at("/PATIENT_RESULT/0/PATIENT/PID/PID-3")).hasSize(1);
    }

    @Test
    void anotherVaccineBeginsTheNextGroup() {
        ObjectNode tree = read("VXU^V04", "PID|1~ORC|RE||1~RXA|0|1~RXR|SC~RXA|0|2");

        assertThat(tree.path("ORDER")).hasSize(2);
        assertThat(tree.at("/message/notes")).isEmpty();
    }

    @Test
    void onePartOfAMessageIsNotReadAsTheWhole() {
        assertThatThrownBy(() -> read("ORU^R01", "PID|1~OBR|1~OBX|1|ST|A||x~DSC|CONT-1"))
                .isInstanceOfSatisfying(UnreadableMessageException.class, e -> assertThat(e.code())
                        .isEqualTo("fragment"));
        assertThat(read("ORU^R01|1|P|2.5.1||CONT-1", "PID|1~OBR|1")
                        .at("/message/notes/0/code")
                        .asText())
                .isEqualTo("fragment");
    }

    private static ObjectNode read(String kind, String segments) {
        String text = HEAD.formatted(kind) + segments.replace('~', '\r').replace('!', '~');
        return new Hl7Reader().read(text.getBytes(StandardCharsets.UTF_8), null);
    }
}
