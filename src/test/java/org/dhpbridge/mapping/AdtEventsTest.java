package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.mapping.MappingFixture.at;
import static org.dhpbridge.mapping.MappingFixture.hl7;
import static org.dhpbridge.mapping.MappingFixture.one;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdtEventsTest {

    private static final String PID = "PID|1||7^^^HOSP^MR||Karimov^Aziz";
    private static final String VISIT = "PV1|1|I|W2^1^1|||W1^1^1|" + "|".repeat(12) + "V-1" + "|".repeat(25);

    private final Mappings mappings = MappingFixture.bundled();

    private static String[] message(String event, String... segments) {
        return Stream.concat(
                        Stream.of(
                                "MSH|^~\\&|MIS|HOSP|||20260310||ADT^" + event + "|1|P|2.5.1",
                                "EVN|" + event + "|20260310||||20260309100000"),
                        Stream.of(segments))
                .toArray(String[]::new);
    }

    private Mapped adt(String event, String... segments) {
        return mappings.map(hl7(message(event, segments)), null);
    }

    private static List<ObjectNode> all(Mapped mapped, String type) {
        return mapped.resources().stream()
                .filter(r -> r.path("resourceType").asText().equals(type))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "A02, in-progress",
        "A05, planned",
        "A06, in-progress",
        "A07, in-progress",
        "A11, cancelled",
        "A12, in-progress",
        "A13, in-progress",
        "A09, in-progress",
        "A10, in-progress",
        "A14, planned",
        "A15, in-progress",
        "A16, in-progress",
        "A25, in-progress",
        "A26, in-progress",
        "A27, cancelled"
    })
    void theEventSaysHowFarTheVisitIs(String event, String status) {
        assertThat(one(adt(event, PID, VISIT + "20260301"), "Encounter")
                        .path("status")
                        .asText())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A11", "A13"})
    void whatIsTakenBackHasNoEndWhateverTimesTheMessageStillCarries(String event) {
        ObjectNode encounter = one(adt(event, PID, VISIT + "20260301|20260305"), "Encounter");
        assertThat(at(encounter, "/actualPeriod").has("end")).isFalse();
        assertThat(encounter.path("status").asText()).isNotEqualTo("completed");
    }

    @ParameterizedTest
    @CsvSource({
        "A12, status actualPeriod.end admission.dischargeDisposition location.active",
        "A13, status actualPeriod.end admission.dischargeDisposition",
        "A25, plannedEndDate",
        "A26, location.planned",
        "A08, ''",
        "A02, ''",
        "A31, ''"
    })
    void anEventTakesBackWhatItCancelsAndNoOther(String event, String elements) {
        Mapped mapped = adt(event, PID, VISIT + "20260301");
        String encounter = "Encounter/" + one(mapped, "Encounter").path("id").asText();
        assertThat(mapped.takenBack())
                .isEqualTo(elements.isEmpty() ? Map.of() : Map.of(encounter, Set.of(elements.split(" "))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A44", "A45"})
    void aVisitMovesToThePatientOfThePid(String event) {
        Mapped mapped = adt(event, PID, "MRG|8^^^HOSP^MR||||V-1", VISIT + "20260301");
        ObjectNode visit = one(mapped, "Encounter");
        assertThat(at(visit, "/subject/reference").asText())
                .isEqualTo("Patient/" + one(mapped, "Patient").path("id").asText());
        assertThat(visit.path("identifier"))
                .extracting(identifier -> identifier.path("value").asText())
                .containsExactly("V-1");
        assertThat(mapped.takenBack())
                .containsEntry("Encounter/" + visit.path("id").asText(), Set.of("subject"));
        assertThat(mapped.issues()).noneMatch(Issue::isError).hasSize(1);
    }

    @Test
    void aMoveThatAlsoGivesTheVisitAnotherNumberIsRefused() {
        assertThat(adt("A45", PID, "MRG|8^^^HOSP^MR||||V-0", VISIT + "20260301").issues())
                .anyMatch(issue -> issue.isError() && issue.diagnostics().contains("MRG-5"));
    }

    @Test
    void aMoveThatNamesNoVisitIsRefused() {
        assertThat(adt("A44", PID, "MRG|8^^^HOSP^MR||A-1").issues())
                .anyMatch(issue -> issue.isError() && issue.diagnostics().contains("MRG-5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ADT^A17", "ADT^A24", "ADT^A50", "ACK^A01", "ACK", "QBP^Q11", "QRY^A19", "MCF^", "SIU^S12", "RAS^O17",
                "MFN^M02"
            })
    void whatIsNotMappedHasAReasonOfItsOwn(String type) {
        Mapped mapped = mappings.map(hl7("MSH|^~\\&|MIS|HOSP|||20260310||" + type + "|1|P|2.5.1", PID), null);
        assertThat(mapped.resources()).isEmpty();
        assertThat(mapped.issues()).singleElement().satisfies(issue -> assertThat(issue.diagnostics())
                .contains("are not sent: "));
    }

    @ParameterizedTest
    @CsvSource({"T, training", "D, debugging", "T^I, training"})
    void whatIsMadeUpIsNotSentWhereTheSiteDoesNotSaySo(String processing, String purpose) {
        SiteSettings real = Sites.of(MappingFixture.NAMESPACE, "training-messages=false");
        String[] message = message("A04", PID, VISIT + "20260301");
        message[0] = message[0].replace("|P|", "|" + processing + "|");

        Mapped refused = MappingFixture.in(Path.of("target/no-home"), real).map(hl7(message), null);

        assertThat(refused.resources()).isEmpty();
        assertThat(refused.issues()).singleElement().satisfies(issue -> assertThat(issue.diagnostics())
                .contains("MSH-11", purpose));
        assertThat(mappings.map(hl7(message), null).resources()).hasSize(2);
    }

    @Test
    void aTransferTellsWhereThePatientWasAndIs() {
        ObjectNode encounter = one(adt("A02", PID, VISIT + "20260301"), "Encounter");
        assertThat(at(encounter, "/location/0/location/display").asText()).isEqualTo("W1 / 1 / 1");
        assertThat(at(encounter, "/location/0/status").asText()).isEqualTo("completed");
        assertThat(at(encounter, "/location/0/period/end").asText()).startsWith("2026-03-09T10:00");
        assertThat(at(encounter, "/location/1/location/display").asText()).isEqualTo("W2 / 1 / 1");
        assertThat(at(encounter, "/location/1/status").asText()).isEqualTo("active");
    }

    @Test
    void aVisitWithNeitherNumberNorAdmissionIsToldAsAWarning() {
        Mapped mapped = adt("A01", PID, "PV1|1|I");
        assertThat(all(mapped, "Encounter")).isEmpty();
        assertThat(mapped.issues())
                .anyMatch(issue -> issue.severity().equals("warning")
                        && issue.diagnostics().contains("PV1-19"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A18", "A34", "A40", "A47"})
    void aMergedRecordIsKeptAndLinkedToTheOneThatReplacesIt(String event) {
        Mapped mapped = adt(event, PID, "MRG|8^^^HOSP^MR");
        List<ObjectNode> patients = all(mapped, "Patient");
        assertThat(patients).hasSize(2);
        ObjectNode old = patients.get(1);
        assertThat(at(old, "/identifier/0/value").asText()).isEqualTo("8");
        assertThat(old.path("active").asBoolean(true)).isFalse();
        assertThat(at(old, "/link/0/type").asText()).isEqualTo("replaced-by");
        assertThat(at(old, "/link/0/other/reference").asText())
                .isEqualTo("Patient/" + patients.get(0).path("id").asText());
    }

    @Test
    void aRecordIsNotMergedWithItself() {
        Mapped mapped = adt("A40", PID, "MRG|7^^^HOSP^MR");
        assertThat(all(mapped, "Patient")).hasSize(1);
        assertThat(one(mapped, "Patient").has("active")).isFalse();
        assertThat(mapped.issues())
                .anyMatch(issue -> !issue.isError() && issue.diagnostics().contains("same number"));
    }

    @Test
    void everyNumberOfTheMergedRecordIsReplacedExceptTheOnesThatStay() {
        Mapped mapped = adt("A40", PID, "MRG|8^^^HOSP^MR~7^^^HOSP^MR~9^^^LAB^MR");
        List<ObjectNode> patients = all(mapped, "Patient");
        assertThat(patients).hasSize(3);
        assertThat(patients.subList(1, 3))
                .allSatisfy(old -> assertThat(at(old, "/link/0/other/reference").asText())
                        .isEqualTo("Patient/" + patients.get(0).path("id").asText()))
                .extracting(old -> at(old, "/identifier/0/value").asText())
                .containsExactly("8", "9");
        assertThat(mapped.issues()).isEmpty();
    }

    @Test
    void aMergeWithoutTheOldNumberIsRefused() {
        assertThat(adt("A40", PID, "MRG|").issues())
                .anyMatch(issue -> issue.isError() && issue.diagnostics().contains("MRG-1"));
    }

    @Test
    void aDiagnosisTakenBackIsEnteredInErrorAndNotDeleted() {
        ObjectNode condition = one(adt("A08", PID, "DG1|1||I10^x^I10" + "|".repeat(18) + "D"), "Condition");
        assertThat(at(condition, "/verificationStatus/coding/0/code").asText()).isEqualTo("entered-in-error");
    }

    @Test
    void theSameDiagnosisOfAVisitIsTheSameCondition() {
        assertThat(one(adt("A01", PID, VISIT, "DG1|1||I10^x^I10||20260301|A"), "Condition")
                        .path("id"))
                .isEqualTo(one(adt("A03", PID, VISIT, "DG1|3||I10^y^I10|||F"), "Condition")
                        .path("id"));
    }

    @Test
    void aPatientWithoutIdentifierIsRefusedUnlessTheSiteSaysOtherwise() {
        String[] message = message("A01", "PID|1||||Nomaʼlum", VISIT);
        assertThat(mappings.map(hl7(message), null).issues()).anyMatch(Issue::isError);

        Mappings temporary = MappingFixture.in(
                Path.of("target/no-home"),
                Sites.of(MappingFixture.NAMESPACE, "unidentified=temporary", "training-messages=false"));
        Mapped mapped = temporary.map(hl7(message), null);
        assertThat(mapped.issues()).noneMatch(Issue::isError);
        ObjectNode patient = one(mapped, "Patient");
        assertThat(at(patient, "/identifier/0/use").asText()).isEqualTo("temp");
        assertThat(mapped.subject()).endsWith(at(patient, "/identifier/0/value").asText());
        assertThat(one(temporary.map(hl7(message("A03", "PID|1", VISIT)), null), "Patient")
                        .path("id"))
                .isEqualTo(patient.path("id"));
    }
}
