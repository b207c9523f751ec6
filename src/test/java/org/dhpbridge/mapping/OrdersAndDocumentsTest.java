package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.mapping.MappingFixture.at;
import static org.dhpbridge.mapping.MappingFixture.hl7;
import static org.dhpbridge.mapping.MappingFixture.one;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersAndDocumentsTest {

    private static final String PID = "PID|1||7^^^HOSP^MR";
    private static final String OBR = "OBR|1|P-1^MIS|F-1^LIS|CBC^Panel^L";

    private final Mappings mappings = MappingFixture.bundled();

    private Mapped map(String type, String... segments) {
        return mappings.map(
                hl7(Stream.concat(
                                Stream.of("MSH|^~\\&|LIS|LAB|||20260310||" + type + "|77|P|2.5.1"), Stream.of(segments))
                        .toArray(String[]::new)),
                null);
    }

    private static List<ObjectNode> all(Mapped mapped, String type) {
        return mapped.resources().stream()
                .filter(r -> r.path("resourceType").asText().equals(type))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ORM^O01", "OML^O21", "OMG^O19"})
    void anOrderIsAServiceRequestWithoutAReport(String type) {
        Mapped mapped = map(type, PID, "ORC|NW|P-1^MIS", OBR, "DG1|1||I10^x^I10");
        ObjectNode request = one(mapped, "ServiceRequest");
        assertThat(request.path("status").asText()).isEqualTo("active");
        assertThat(at(request, "/reason/0/reference/reference").asText())
                .isEqualTo("Condition/" + one(mapped, "Condition").path("id").asText());
        assertThat(all(mapped, "DiagnosticReport")).isEmpty();
    }

    @Test
    void theOrderAndItsResultAreTheSameServiceRequest() {
        assertThat(one(map("OML^O21", PID, "ORC|NW|P-1^MIS|F-1^LIS", OBR), "ServiceRequest")
                        .path("id"))
                .isEqualTo(one(map("ORU^R01", PID, OBR, "OBX|1|NM|A^A^L||1|g|||||F"), "ServiceRequest")
                        .path("id"));
    }

    @Test
    void anOrderBySpecimenFindsItsSpecimen() {
        Mapped mapped = map(
                "OML^O33^OML_O33",
                PID,
                "SPM|1|S-1||BLD",
                "ORC|NW|P-1^MIS",
                OBR,
                "ORC|NW|P-2^MIS",
                "OBR|2|P-2^MIS||X^X^L");
        assertThat(all(mapped, "ServiceRequest")).hasSize(2);
        assertThat(one(mapped, "Specimen").path("request")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"OUL^R21", "OUL^R22", "OUL^R23", "OUL^R24"})
    void anAnalysersResultsAreFoundWhereverTheStructurePutsThem(String type) {
        String[] segments = type.endsWith("R21")
                ? new String[] {PID, OBR, "OBX|1|NM|A^A^L||1|g|||||F"}
                : type.endsWith("R24")
                        ? new String[] {PID, OBR, "SPM|1|S-1||BLD", "OBX|1|NM|A^A^L||1|g|||||F"}
                        : new String[] {PID, "SPM|1|S-1||BLD", "SAC|1|C-1", OBR, "OBX|1|NM|A^A^L||1|g|||||F"};
        Mapped mapped = map(type, segments);
        assertThat(mapped.issues()).noneMatch(Issue::isError);
        assertThat(at(one(mapped, "Observation"), "/valueQuantity/value").asInt())
                .isEqualTo(1);
        assertThat(one(mapped, "DiagnosticReport").path("result")).hasSize(1);
    }

    @Test
    void aPointOfCareResultIsMappedFromItsOwnStructure() {
        Mapped mapped = map("ORU^R32^ORU_R30", PID, "ORC|NW", OBR, "OBX|1|NM|GLU^Glucose^L||5.4|mmol/L|||||F");
        assertThat(at(one(mapped, "Observation"), "/valueQuantity/value").decimalValue())
                .hasToString("5.4");
    }

    @Test
    void resultsWithoutAnOrderAreSentWithoutMakingOneUp() {
        Mapped mapped = map("ORU^R01", PID, "OBX|1|NM|GLU^Glucose^L||5.4|mmol/L|||||F");
        assertThat(mapped.issues()).noneMatch(Issue::isError);
        assertThat(one(mapped, "Observation").has("basedOn")).isFalse();
        assertThat(all(mapped, "ServiceRequest")).isEmpty();
        assertThat(all(mapped, "DiagnosticReport")).isEmpty();
    }

    @Test
    void anEnclosedDocumentIsPresentedByTheReport() {
        Mapped mapped = map("ORU^R01", PID, OBR, "OBX|1|ED|PDF^Report^L||^application^PDF^Base64^SGVsbG8=||||||F");
        assertThat(all(mapped, "Observation")).isEmpty();
        ObjectNode report = one(mapped, "DiagnosticReport");
        assertThat(at(report, "/presentedForm/0/contentType").asText()).isEqualTo("application/pdf");
        assertThat(at(report, "/presentedForm/0/data").asText()).isEqualTo("SGVsbG8=");
    }

    @ParameterizedTest
    @CsvSource({"A, Hello", "Hex, 48656c6c6f", "Base64, SGVsbG8="})
    void aDocumentIsReadInEachOfHl7sEncodings(String encoding, String data) {
        Mapped mapped = map("ORU^R01", PID, OBR, "OBX|1|ED|D^D^L||^text^PLAIN^" + encoding + "^" + data + "||||||F");
        assertThat(at(one(mapped, "DiagnosticReport"), "/presentedForm/0/data").asText())
                .isEqualTo("SGVsbG8=");
    }

    @Test
    void aDocumentThatIsNotWhatItSaysIsRefused() {
        assertThat(map("ORU^R01", PID, OBR, "OBX|1|ED|D^D^L||^text^PLAIN^Base64^<text>||||||F")
                        .issues())
                .anyMatch(issue -> issue.isError() && issue.diagnostics().contains("OBX-5"));
    }

    @Test
    void subIdsKeepResultsOfOneTestApart() {
        Mapped mapped = map("ORU^R01", PID, OBR, "OBX|1|NM|A^A^L|1|5|g|||||F", "OBX|2|NM|A^A^L|2|6|g|||||F");
        assertThat(all(mapped, "Observation"))
                .extracting(
                        observation -> at(observation, "/identifier/0/value").asText())
                .containsExactly("F-1/CBC/A/1", "F-1/CBC/A/2");
    }

    @ParameterizedTest
    @CsvSource({
        "CP, A, completed",
        "PA, A, completed",
        "RE, A, not-done",
        "NA, A, not-done",
        "'', A, completed",
        "CP, D, entered-in-error"
    })
    void theStatusOfAnImmunizationIsWhatTheCompletionAndTheActionSay(String completion, String action, String status) {
        String rxa = "RXA|0|1|20260301||08^Hep B^CVX|0.5|mL" + "|".repeat(13) + completion + "|" + action;
        assertThat(one(map("VXU^V04", PID, "ORC|RE||IM-1", rxa), "Immunization")
                        .path("status")
                        .asText())
                .isEqualTo(status);
    }

    @Test
    void vaccinesOfOneOrderNumberAreDifferentImmunizations() {
        Mapped mapped = map(
                "VXU^V04",
                PID,
                "ORC|RE||IM-1",
                "RXA|0|1|20260301||08^a^CVX|1",
                "ORC|RE||IM-1",
                "RXA|0|1|20260301||03^b^CVX|1");
        assertThat(all(mapped, "Immunization")).hasSize(2);
    }

    @Test
    void theSameDispenseIsFoundAgainAndTheNextOneOfThePrescriptionIsAnother() {
        String rxd = "RXD|%s|C07AB02^Metoprolol^WC|20260312113000|30|TAB||RX-1";
        ObjectNode first = one(map("RDS^O13", PID, "ORC|RE|RX-1", rxd.formatted(1)), "MedicationDispense");
        ObjectNode again = one(map("RDS^O13", PID, "ORC|CA|RX-1", rxd.formatted(1)), "MedicationDispense");
        ObjectNode next = one(map("RDS^O13", PID, "ORC|RE|RX-1", rxd.formatted(2)), "MedicationDispense");
        assertThat(again.path("id")).isEqualTo(first.path("id")).isNotEqualTo(next.path("id"));
        assertThat(first.path("status").asText()).isEqualTo("completed");
        assertThat(again.path("status").asText()).isEqualTo("cancelled");
        assertThat(first.at("/medication/concept/coding/0/code").asText()).isEqualTo("C07AB02");
    }

    @Test
    void whatIsOrderedForAProblemHasTheProblemAsItsReason() {
        Mapped mapped = map("PPR^PC1", PID, "PRB|AD|20260310|E11^Diabet^I10|M-1", "ORC|NW|Z-1", "OBR|1|Z-1||HBA1C");
        assertThat(one(mapped, "ServiceRequest")
                        .at("/reason/0/reference/reference")
                        .asText())
                .isEqualTo("Condition/" + one(mapped, "Condition").path("id").asText());

        Mapped unsaid = map("PPR^PC1", PID, "PRB|AD|20260310|E11^Diabet^I10|M-1", "ORC|NW|Z-1");
        assertThat(unsaid.resources()).hasSize(2);
        assertThat(unsaid.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.severity()).isEqualTo("warning");
            assertThat(issue.diagnostics()).contains("no OBR");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIU^S12", "RDE^O11", "OMP^O09", "DFT^P03"})
    void whatThePlatformHasNoProfileForIsRefusedWithThatReason(String type) {
        assertThat(map(type, PID).issues()).singleElement().satisfies(issue -> assertThat(issue.diagnostics())
                .contains("no UZ Core profile"));
    }
}
