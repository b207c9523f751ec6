package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.mapping.MappingFixture.hl7;
import static org.dhpbridge.mapping.MappingFixture.one;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number that a source gives is kept, each in its place, and one that others may have too is secondary. */
class NumbersBesideTest {

    private static ObjectNode resource(String type, String pid, String orc, String obr, String spm) {
        return one(
                MappingFixture.bundled()
                        .map(
                                hl7(
                                        "MSH|^~\\&|LIS|LAB7|||20260310||ORU^R01^ORU_R01|1|P|2.5.1",
                                        "PID|1|" + pid,
                                        "ORC|RE|" + orc,
                                        "OBR|1|" + obr + "|GLU^Glucose^L|||20260310093000|||||||||||||||||||F",
                                        "OBX|1|NM|GLU^Glucose^L||5.1|mmol/L|||||F",
                                        "SPM|1|" + spm + "||SER"),
                                null),
                type);
    }

    private static List<String> identifiers(ObjectNode resource) {
        return StreamSupport.stream(resource.path("identifier").spliterator(), false)
                .map(identifier -> identifier.path("value").asText()
                        + (identifier.path("use").asText().equals("secondary") ? " secondary" : ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "777001^LAB7, 777001, site:sandbox:specimen:LAB7",
        "777001&LAB9, 777001, site:sandbox:specimen:LAB9",
        "S-1^F-1, F-1;S-1 secondary, site:sandbox:specimen:LAB7",
        "S-1&MIS^F-1&LAB9, F-1;S-1 secondary, site:sandbox:specimen:LAB9",
        "^F-1, F-1, site:sandbox:specimen:LAB7"
    })
    void aSpecimenHasThePlacersAndTheFillersNumber(String spm, String numbers, String system) {
        ObjectNode specimen = resource("Specimen", "|7^^^HOSP^MR", "P-1|F-1", "P-1|F-1", spm);
        assertThat(identifiers(specimen)).containsExactly(numbers.split(";"));
        assertThat(specimen.at("/identifier/0/system").asText()).endsWith(system);
    }

    @ParameterizedTest
    @CsvSource({"P-1|F-1, P-1, F-1/GLU", "P-1|F-1|G-1, G-1, F-1/GLU;P-1 secondary", "P-1, P-1, P-1/GLU"})
    void anOrderHasTheNumbersOfPlacerFillerAndGroup(String orc, String requisition, String numbers) {
        ObjectNode order = resource("ServiceRequest", "|7^^^HOSP^MR", orc, "|", "S-1");
        assertThat(order.at("/requisition/value").asText()).isEqualTo(requisition);
        assertThat(identifiers(order)).containsExactly(numbers.split(";"));
    }

    @ParameterizedTest
    @CsvSource({
        "CARD-1^^^CLINIC|7^^^HOSP^MR|OLD-2^^^OLDHIS, 7;CARD-1 secondary;OLD-2 secondary",
        "7|7^^^HOSP^MR|7, 7",
        "7^^^OTHER|7^^^HOSP^MR|, 7;7 secondary",
        "|7^^^HOSP^MR|30101900000011^^^^NI, 7;30101900000011",
        "CARD-1^^^CLINIC||OLD-2^^^OLDHIS, CARD-1;OLD-2"
    })
    void aPersonKeepsTheNumbersBesideTheList(String numbers, String expected) {
        assertThat(identifiers(resource("Patient", numbers, "P-1|F-1", "P-1|F-1", "S-1")))
                .containsExactly(expected.split(";"));
    }

    @ParameterizedTest
    @CsvSource({"ACC-1^^^HOSP^AN, 7;ACC-1 secondary", "'', 7", "NULL, 7"})
    void anAccountIsNobodysIdentity(String account, String expected) {
        ObjectNode patient =
                resource("Patient", "|7^^^HOSP^MR" + "|".repeat(15) + account, "P-1|F-1", "P-1|F-1", "S-1");
        assertThat(identifiers(patient)).containsExactly(expected.split(";"));
    }

    @Test
    void wordsThatLostLettersHarmNoRecordThatHasANumberOfItsOwn() {
        Mapped numbered = diagnosis("DG1|1||^Ги\ufffdертония||20260401|A||||||||||||||D-1^MIS|A");
        assertThat(numbered.issues()).noneMatch(Issue::isError);
        assertThat(one(numbered, "Condition").at("/identifier/0/value").asText())
                .isEqualTo("D-1");

        Mapped unnumbered = diagnosis("DG1|1||^Ги\ufffdертония||20260401|A");
        assertThat(unnumbered.issues())
                .filteredOn(Issue::isError)
                .singleElement()
                .satisfies(issue -> assertThat(issue.diagnostics()).startsWith("DG1-3 (segment 4)"));
    }

    private static Mapped diagnosis(String dg1) {
        return MappingFixture.bundled()
                .map(
                        hl7(
                                "MSH|^~\\&|MIS|HOSP|||20260401||ADT^A01^ADT_A01|1|P|2.5.1||||||UNICODE UTF-8",
                                "PID|1||7^^^HOSP^MR",
                                "PV1|1|I|||||||||||||||||V-1",
                                dg1),
                        null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1203", " 1203\u00a0", "\u202a1203\u202c", "\u200e1203", "1\u200b203", "１２０３"})
    void whatNobodySeesIsNoPartOfANumber(String number) {
        Mapped mapped = MappingFixture.bundled()
                .map(
                        hl7(
                                "MSH|^~\\&|MIS|HOSP|||20260401||ADT^A28^ADT_A05|1|P|2.5.1||||||UNICODE UTF-8",
                                "PID|1||" + number + "^^^HOSP^MR"),
                        null);
        assertThat(one(mapped, "Patient").at("/identifier/0/value").asText()).isEqualTo("1203");
    }
}
