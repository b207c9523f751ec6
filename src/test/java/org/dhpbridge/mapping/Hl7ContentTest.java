package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.mapping.MappingFixture.at;
import static org.dhpbridge.mapping.MappingFixture.hl7;
import static org.dhpbridge.mapping.MappingFixture.one;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.dhpbridge.absent.AbsentMarker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hl7ContentTest {

    private static final String MSH = "MSH|^~\\&|MIS|HOSP|||20260310||%s|1|P|2.5.1";
    private static final String PID = "PID|1||7^^^HOSP^MR";
    private static final String OBR = "OBR|1|P-1|F-1|CBC^Panel^L|||20260310093000|||||||||||||||20260310120000||HM|F";

    private final Mappings mappings = MappingFixture.bundled();

    private Mapped adt(String event, String... segments) {
        return map("ADT^" + event, segments);
    }

    private Mapped oru(String... segments) {
        return map("ORU^R01", segments);
    }

    private Mapped map(String type, String... segments) {
        String[] all = new String[segments.length + 1];
        all[0] = MSH.formatted(type);
        System.arraycopy(segments, 0, all, 1, segments.length);
        return mappings.map(hl7(all), null);
    }

    private List<ObjectNode> all(Mapped mapped, String type) {
        return mapped.resources().stream()
                .filter(r -> r.path("resourceType").asText().equals(type))
                .toList();
    }

    private ObjectNode observation(String obx) {
        return one(oru(PID, OBR, obx), "Observation");
    }

    @ParameterizedTest
    @CsvSource({
        "A01, 20260301080000, '', in-progress",
        "A04, '', '', in-progress",
        "A03, 20260301080000, 20260305100000, completed",
        "A08, 20260301080000, 20260305100000, completed",
        "A08, 20260301080000, '', in-progress"
    })
    void theEventAndTheTimesMakeTheStatusOfTheVisit(String event, String admitted, String discharged, String status) {
        String pv1 = "PV1|1|I" + "|".repeat(17) + "V-1" + "|".repeat(25) + admitted + "|" + discharged;
        ObjectNode encounter = one(adt(event, PID, pv1), "Encounter");
        assertThat(encounter.path("status").asText()).isEqualTo(status);
        assertThat(at(encounter, "/class/0/coding/0/code").asText()).isEqualTo("IMP");
        assertThat(at(encounter, "/type/0/coding/0/code").asText()).isEqualTo("mserv-0001-00004");
    }

    @Test
    void anUpdateThatSaysNothingOfTheStatusLeavesItOut() {
        assertThat(one(adt("A08", PID, "PV1|1|I" + "|".repeat(17) + "V-1"), "Encounter")
                        .has("status"))
                .isFalse();
    }

    @Test
    void oneVisitNumberIsOneEncounterThroughAllItsEvents() {
        String pv1 = "PV1|1|I" + "|".repeat(17) + "V-1";
        assertThat(one(adt("A01", PID, pv1), "Encounter").path("id"))
                .isEqualTo(one(adt("A03", PID, pv1), "Encounter").path("id"));
    }

    @Test
    void aVisitWithoutNumberIsKnownByItsPatientAndAdmission() {
        String pv1 = "PV1|1|I" + "|".repeat(42) + "20260301080000";
        Mapped mapped = adt("A01", PID, pv1);
        assertThat(one(mapped, "Encounter").path("id"))
                .isEqualTo(one(adt("A08", PID, pv1), "Encounter").path("id"));
        assertThat(mapped.issues()).isEmpty();
    }

    @Test
    void doctorsAreReferencesAndNeverResources() {
        Mapped mapped = adt("A01", PID, "PV1|1|I|||||D-1^Karimov^Aziz|" + "|".repeat(11) + "V-1");
        assertThat(mapped.resources()).hasSize(2);
        ObjectNode encounter = one(mapped, "Encounter");
        assertThat(at(encounter, "/participant/0/actor/identifier/value").asText())
                .isEqualTo("D-1");
        assertThat(at(encounter, "/participant/0/actor/display").asText()).isEqualTo("Karimov Aziz");
        assertThat(at(encounter, "/participant/0/type/0/coding/0/code").asText())
                .isEqualTo("ATND");
    }

    @Test
    void anExplicitNullIsHandedOnAsAnAbsentValue() {
        assertThat(AbsentMarker.reasonIn(one(adt("A08", PID + "||Karimov||\"\""), "Patient")
                        .path("birthDate")
                        .asText()))
                .isPresent();
    }

    @Test
    void anUzbekAddressHasCodesAndAForeignOneHasWords() {
        ObjectNode uzbek =
                one(adt("A08", PID + "|".repeat(8) + "Kocha 1^^Qarshi shahri^Qashqadaryo viloyati^^UZB"), "Patient");
        assertThat(at(uzbek, "/address/0/state").asText()).isEqualTo("1710");
        assertThat(at(uzbek, "/address/0/district").asText()).isEqualTo("1710401");
        assertThat(at(uzbek, "/address/0/country").asText()).isEqualTo("UZ");
        assertThat(at(uzbek, "/address/0").has("city"))
                .as("a town is no mahalla")
                .isFalse();
        ObjectNode foreign = one(adt("A08", PID + "|".repeat(8) + "Street 1^^Almaty^Almaty^^KAZ"), "Patient");
        assertThat(at(foreign, "/address/0/city").asText()).isEqualTo("Almaty");
        assertThat(at(foreign, "/address/0/country").asText()).isEqualTo("KZ");
    }

    @Test
    void anAddressWithoutCountryClaimsNone() {
        ObjectNode patient = one(adt("A08", PID + "|".repeat(8) + "Kocha 1^^Somewhere"), "Patient");
        assertThat(at(patient, "/address/0").has("country")).isFalse();
        assertThat(at(patient, "/address/0/text").asText()).isEqualTo("Kocha 1, Somewhere");
    }

    @Test
    void theChainOfALaboratoryOrderHangsTogether() {
        Mapped mapped = oru(PID, OBR, "OBX|1|NM|HGB^Hb^L||138|g/L|||||F", "SPM|1|^S-1||BLD");
        String patient = "Patient/" + one(mapped, "Patient").path("id").asText();
        String request =
                "ServiceRequest/" + one(mapped, "ServiceRequest").path("id").asText();
        String specimen = "Specimen/" + one(mapped, "Specimen").path("id").asText();
        ObjectNode observation = one(mapped, "Observation");
        ObjectNode report = one(mapped, "DiagnosticReport");
        assertThat(at(one(mapped, "Specimen"), "/request/0/reference").asText()).isEqualTo(request);
        assertThat(at(observation, "/basedOn/0/reference").asText()).isEqualTo(request);
        assertThat(at(observation, "/specimen/reference").asText()).isEqualTo(specimen);
        assertThat(at(observation, "/subject/reference").asText()).isEqualTo(patient);
        assertThat(at(report, "/result/0/reference").asText())
                .isEqualTo("Observation/" + observation.path("id").asText());
        assertThat(at(one(mapped, "ServiceRequest"), "/intent").asText()).isEqualTo("order");
        assertThat(at(one(mapped, "ServiceRequest"), "/status").asText()).isEqualTo("completed");
    }

    @Test
    void aCorrectionUpdatesTheObservationItCorrects() {
        ObjectNode first = observation("OBX|1|NM|HGB^Hb^L||138|g/L|||||P");
        ObjectNode corrected = observation("OBX|4|NM|HGB^Hb^L||135|g/L|||||C");
        assertThat(corrected.path("id")).isEqualTo(first.path("id"));
        assertThat(first.path("status").asText()).isEqualTo("preliminary");
        assertThat(corrected.path("status").asText()).isEqualTo("corrected");
        assertThat(observation("OBX|1|NM|HGB^Hb^L|2|138|g/L|||||F").path("id"))
                .as("another sub-id is another observation")
                .isNotEqualTo(first.path("id"));
    }

    @Test
    void twoPanelsOfOneOrderNumberStayApart() {
        Mapped mapped = oru(
                PID,
                OBR,
                "OBX|1|NM|A^A^L||1|g|||||F",
                OBR.replace("CBC^Panel", "BIO^Other"),
                "OBX|1|NM|A^A^L||2|g|||||F");
        assertThat(all(mapped, "DiagnosticReport")).hasSize(2);
        assertThat(all(mapped, "Observation")).hasSize(2);
        assertThat(mapped.issues()).isEmpty();
    }

    @Test
    void repeatedResultsOfOneCodeAreAllKeptAndLinesOfTextAreJoined() {
        Mapped numbers = oru(PID, OBR, "OBX|1|NM|A^A^L||1|g|||||F", "OBX|2|NM|A^A^L||2|g|||||F");
        assertThat(all(numbers, "Observation")).hasSize(2);
        assertThat(numbers.issues()).isEmpty();
        Mapped lines = oru(PID, OBR, "OBX|1|TX|R^R^L||one||||||F", "OBX|2|TX|R^R^L||two||||||F");
        assertThat(one(lines, "Observation").path("valueString").asText()).isEqualTo("one\ntwo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "NM;5.30;mmol/L;/valueQuantity/value;5.30",
                "NM;<0.1;mmol/L;/valueQuantity/comparator;<",
                "NM;нет;mmol/L;/valueString;нет mmol/L",
                "SN;>^100;mg/dL;/valueQuantity/comparator;>",
                "SN;^1^:^128;;/valueRatio/denominator/value;128",
                "SN;^2^-^4;/h;/valueRange/high/value;4",
                "ST;отрицательно;;/valueString;отрицательно",
                "CE;260385009^Negative^SCT;;/valueCodeableConcept/coding/0/system;http://snomed.info/sct",
                "DT;20260301;;/valueDateTime;2026-03-01",
                "TM;0830;;/valueTime;08:30:00",
                "NM;7;Mg/l;/valueQuantity/code;mg/L",
                "NM;7;^^^mg/L^milligram^UCUM;/valueQuantity/code;mg/L",
                "ST;<0.005;mIU/L;/valueQuantity/comparator;<",
                "TX;5.4;mmol/L;/valueQuantity/value;5.4",
                "'';88;umol/L;/valueQuantity/value;88",
                "ST;5-7;/hpf;/valueString;5-7 /hpf",
                "ST;5.4;;/valueString;5.4",
                "'';A2^A(II)^L;;/valueCodeableConcept/coding/0/code;A2",
                "DR;20260301^20260302;;/valuePeriod/end;2026-03-02",
                "DR;soon^later;;/valueString;soon - later",
                "NR;2^5;mg/dL;/valueRange/high/value;5",
                "NR;2^many;mg/dL;/valueString;2 - many mg/dL",
                "RP;a.jpg^PACS^IM^JPEG;;/valueAttachment/title;'a.jpg, PACS'",
                "NM;7;10^9/л;/valueQuantity/code;10*9/L"
            })
    void everyKindOfResultBecomesAValueOfItsKind(
            String kind, String value, String unit, String pointer, String expected) {
        String obx = "OBX|1|" + kind + "|T^Test^L||" + value + "|" + (unit == null ? "" : unit) + "|||||F";
        assertThat(at(observation(obx), pointer).asText()).isEqualTo(expected);
    }

    @Test
    void anUnknownUnitIsTextWithoutCode() {
        Mapped mapped = oru(PID, OBR, "OBX|1|NM|T^Test^L||7|zorks|||||F");
        ObjectNode observation = one(mapped, "Observation");
        assertThat(at(observation, "/valueQuantity/unit").asText()).isEqualTo("zorks");
        assertThat(at(observation, "/valueQuantity").has("code")).isFalse();
        assertThat(mapped.unmapped()).contains(new Unmapped("units", "", "zorks", "OBX-6 (segment 4)"));
    }

    @Test
    void resultsBehindTheSpecimenAreNotLost() {
        Mapped mapped = oru(PID, OBR, "OBX|1|NM|A^A^L||1|g|||||F", "SPM|1|^S-1||BLD", "OBX|2|NM|B^B^L||2|g|||||F");
        assertThat(all(mapped, "Observation")).hasSize(2);
    }

    @Test
    void aMeasurementOfAVisitWithoutATimeIsTheVisitsLatest() {
        String pv1 = "PV1|1|I" + "|".repeat(17) + "V-1";
        String weight = "OBX|1|NM|29463-7^Weight^LN||%s|kg|||||F";
        ObjectNode first = one(adt("A01", PID, pv1, weight.formatted("80")), "Observation");
        assertThat(one(adt("A08", PID, pv1, weight.formatted("79")), "Observation")
                        .path("id"))
                .isEqualTo(first.path("id"));
        assertThat(one(adt("A01", PID, pv1.replace("V-1", "V-2"), weight.formatted("80")), "Observation")
                        .path("id"))
                .isNotEqualTo(first.path("id"));
        assertThat(one(adt("A01", PID, pv1, weight.formatted("80") + "|||20260310"), "Observation")
                        .path("id"))
                .isNotEqualTo(first.path("id"));
        assertThat(all(adt("A01", PID, pv1, weight.formatted("80"), weight.formatted("81")), "Observation"))
                .as("two in one message are two")
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"MYSYS, 1", "L, 0", "99LAB, 0", "LN, 0", "HL70078, 0", "'', 0"})
    void aNameOfACodingSystemThatNobodyKnowsIsReported(String name, int times) {
        Mapped mapped = oru(PID, OBR, "OBX|1|CWE|1-8^Test^LN||A^Word^" + name + "||||||F");
        assertThat(mapped.unmapped().stream()
                        .filter(code -> code.table().equals("coding-systems"))
                        .map(Unmapped::code))
                .hasSize(times)
                .allMatch(name::equals);
        assertThat(at(one(mapped, "Observation"), "/valueCodeableConcept/text").asText())
                .isEqualTo("Word");
    }

    @Test
    void anUnknownPatientHasATemporaryNumberOfTheOrganizationOrOfNobody(@TempDir Path home) {
        SiteSettings temporary =
                Sites.of(MappingFixture.NAMESPACE, "unidentified=temporary", "training-messages=false");
        ObjectNode message = hl7(MSH.formatted("ADT^A01"), "PID|1||||Nomaʼlum", "PV1|1|E" + "|".repeat(17) + "V-1");
        ObjectNode nobody = one(MappingFixture.in(home, temporary).map(message, null), "Patient");
        assertThat(at(nobody, "/identifier/0/system").asText()).endsWith("/pid/uz/mrt");
        assertThat(at(nobody, "/identifier/0/type/coding/0/code").asText()).isEqualTo("MR");

        MappingFixture.write(home, "mappings/codes/organizations.csv", "from_any_case,to\nHOSP,302933388\n");
        ObjectNode known = one(MappingFixture.in(home, temporary).map(message, null), "Patient");
        assertThat(at(known, "/identifier/0/system").asText()).endsWith("/pid/uz/prn/302933388/mrt");
        assertThat(at(known, "/identifier/0/type/coding/0/code").asText()).isEqualTo("MRT");
        assertThat(at(known, "/identifier/0/use").asText()).isEqualTo("temp");
    }

    @Test
    void aReportWithoutOrderIsRefused() {
        assertThat(oru(PID).issues())
                .anyMatch(issue -> issue.isError() && issue.diagnostics().contains("OBR"));
    }
}
