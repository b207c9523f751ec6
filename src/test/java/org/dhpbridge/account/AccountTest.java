package org.dhpbridge.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.transform.Draft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {

    private static final String MSH = "MSH|^~\\&|LIS|LAB7|DHP|DHP|20260310101500||ORU^R01^ORU_R01|F1|P|2.5.1";
    private static final String ADT = MSH.replace("ORU^R01^ORU_R01", "ADT^A08^ADT_A01");
    private static final String PID = "PID|1||P-1001^^^LAB7^MR||Aliyeva^Anna||19800101|F";
    private static final String OBR = "OBR|1|O1|F1|PAN^Panel^L|||20260310080000||||||||||||||||||F";

    /** Claims of a mapping that a site might write: Observations of what {@code claims} says. */
    private static String mapping(String observations) {
        return """
                {"resources": [
                  {"resourceType": "Patient", "id": "p", "identifier": [{"value": "P-1001"}]},
                  {"resourceType": "ServiceRequest", "id": "r", "_accounts": accounts-for(.PATIENT_RESULT[0].ORDER_OBSERVATION[0].OBR)}
                ] + (%s)}
                """
                .formatted(observations);
    }

    @TempDir
    private Path home;

    @Test
    void aResultThatNoRecordCarriesIsAnErrorThatNamesIt() {
        Draft draft = AccountFixture.with(
                        home,
                        "hl7v2/ORU_R01.jslt",
                        mapping(
                                """
                                [for (.PATIENT_RESULT[0].ORDER_OBSERVATION[0].OBSERVATION)
                                  {"resourceType": "Observation", "id": .OBX."OBX-1", "valueString": "x", "_accounts": accounts-for(.OBX)}
                                  if (.OBX."OBX-1" != "2")]"""))
                .hl7(MSH, PID, OBR, "OBX|1|NM|A^A^L||1", "OBX|2|NM|B^B^L||2", "OBX|3|NM|C^C^L||3");
        assertThat(draft.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.isError()).isTrue();
            assertThat(issue.code()).isEqualTo("not-carried");
            assertThat(issue.field()).isEqualTo("OBX (segment 5)");
            assertThat(issue.diagnostics()).contains("this result is in no record", "mappings/hl7v2/ORU_R01.jslt");
        });
        assertThat(draft.resources()).noneMatch(resource -> resource.has("_accounts"));
    }

    @Test
    void entriesThatBecomeOneRecordAreNamedWhereTheyDiffer() {
        AccountFixture fixture = AccountFixture.with(
                home,
                "hl7v2/ADT_A01.jslt",
                """
                {"resources": [for (.DG1)
                  {"resourceType": "Condition", "id": "c", "code": {"text": "J18.9"}, "_accounts": accounts-for(.)}]}""");
        String diagnosis = "DG1|1||J18.9^Pneumonia^I10";
        assertThat(fixture.hl7(ADT, diagnosis, "DG1|2||J18.9^Pneumonia^I10").issues())
                .noneMatch(issue -> issue.code().equals("merged"));
        assertThat(fixture.hl7(ADT, diagnosis, "DG1|2||J18.9^Pneumonia^I10|left")
                        .issues())
                .filteredOn(issue -> issue.code().equals("merged"))
                .singleElement()
                .satisfies(issue -> {
                    assertThat(issue.isWarning()).isTrue();
                    assertThat(issue.field()).isEqualTo("DG1 (segment 3)");
                    assertThat(issue.diagnostics()).contains("one with DG1 (segment 2)", "differs in DG1-4");
                });
    }

    @Test
    void whatIsLeftOutWithAReasonIsAWarning() {
        Draft draft = AccountFixture.with(
                        home,
                        "hl7v2/ORU_R01.jslt",
                        mapping(
                                """
                                [for (.PATIENT_RESULT[0].ORDER_OBSERVATION[0].OBSERVATION)
                                  let none = not-carried(., "quality controls are not sent.")
                                  null]"""))
                .hl7(MSH, PID, OBR, "OBX|1|NM|A^A^L||1");
        assertThat(draft.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.isWarning()).isTrue();
            assertThat(issue.diagnostics()).isEqualTo("OBX (segment 4): quality controls are not sent.");
        });
    }

    @Test
    void aMappingThatNamesNoSegmentsIsCounted() {
        AccountFixture fixture = AccountFixture.with(
                home,
                "hl7v2/ORU_R01.jslt",
                """
                {"resources": [{"resourceType": "Observation", "id": "a", "valueString": "x"}]}""");
        assertThat(fixture.hl7(MSH, PID, "OBX|1|NM|A^A^L||1").issues()).noneMatch(Issue::isError);
        assertThat(fixture.hl7(MSH, PID, "OBX|1|NM|A^A^L||1", "OBX|2|NM|B^B^L||1")
                        .issues())
                .filteredOn(Issue::isError)
                .singleElement()
                .matches(issue -> issue.diagnostics().contains("has 2 of the kind result and became 1 records"));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "OBX|1|TX|A^A^L||one; OBX|2|TX|A^A^L||two; ''",
                "OBX|1|TX|A^A^L||one|||N|||F; OBX|2|TX|A^A^L||two; ''",
                "OBX|1|TX|A^A^L||one|||N; OBX|2|TX|A^A^L||two|||A; OBX-8",
                "OBX|1|TX|A^A^L||one||||||P; OBX|2|TX|A^A^L||two||||||F; OBX-11",
                "OBX|1|TX|A^A^L||one; OBX|2|TX|A^A^L||two|||||||||20260310; OBX-14",
                "OBX|1|TX|A^A^L||one; OBX|2|TX|B^B^L||two; OBX-3",
                "OBX|1|NM|A^A^L||1; OBX|2|NM|A^A^L||2; its value",
                "OBX|1|NM|A^A^L||1; OBX|2|NM|A^A^L||1; ''",
                "OBX|1|TX|A^A^L||one; OBX|2|TX|A^A^L||three; the text is not in the record"
            })
    void resultsThatShareARecordAreLinesOfOneTextOrTheSame(String first, String second, String difference) {
        Draft draft = AccountFixture.with(
                        home,
                        "hl7v2/ORU_R01.jslt",
                        mapping(
                                """
                                [{"resourceType": "Observation", "id": "o", "valueString": "one\\ntwo",
                                  "_accounts": accounts-for(.PATIENT_RESULT[0].ORDER_OBSERVATION[0].OBSERVATION)}]"""))
                .hl7(MSH, PID, OBR, first, second);
        List<Issue> errors = draft.issues().stream().filter(Issue::isError).toList();
        if (difference.isEmpty()) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors)
                    .singleElement()
                    .matches(issue -> issue.diagnostics().contains(difference)
                            && issue.field().contains("(segment 5)"));
        }
    }

    @Test
    void aRecordThatHasNotTheValueDoesNotCarryTheResult() {
        Draft draft = AccountFixture.with(
                        home,
                        "hl7v2/ORU_R01.jslt",
                        mapping(
                                """
                                [{"resourceType": "Observation", "id": "o",
                                  "_accounts": accounts-for(.PATIENT_RESULT[0].ORDER_OBSERVATION[0].OBSERVATION)}]"""))
                .hl7(MSH, PID, OBR, "OBX|1|NM|A^A^L||1");
        assertThat(draft.issues())
                .singleElement()
                .matches(issue -> issue.isError() && "OBX-5 (segment 4)".equals(issue.field()));
    }

    @Test
    void twoRecordsWithOneIdentityAreNeverSentAsOne() {
        Draft draft = AccountFixture.with(
                        home,
                        "hl7v2/ORU_R01.jslt",
                        mapping(
                                """
                                [for (.PATIENT_RESULT[0].ORDER_OBSERVATION[0].OBSERVATION)
                                  {"resourceType": "Observation", "id": "same", "valueString": first(.OBX."OBX-5"), "_accounts": accounts-for(.OBX)}]"""))
                .hl7(MSH, PID, OBR, "OBX|1|NM|A^A^L||1", "OBX|2|NM|A^A^L||2");
        assertThat(draft.issues())
                .singleElement()
                .matches(issue -> issue.isError()
                        && issue.code().equals("doubled")
                        && issue.diagnostics().contains("segments or rows 4, and 5"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "PID|1||P-1001^^^LAB7^MR~778899^^^OTHER^XX||A^B; ''",
                "PID|1||P-1001^^^LAB7^MR~P-1001^^^OTHER^XX||A^B; PID-3[2] (segment 2)",
                "PID|1||P-1001^^^LAB7^MR~\"\"^^^OTHER||A^B; ''"
            })
    void everyNumberOfThePatientIsSentOrNamed(String pid, String field) {
        Draft draft = AccountFixture.with(
                        home,
                        "hl7v2/ORU_R01.jslt",
                        """
                        {"resources": [
                          {"resourceType": "Patient", "id": "p", "identifier": [{"value": "p 1001"}, {"value": "778899"}]},
                          {"resourceType": "Observation", "id": "o", "valueString": "1", "_accounts": accounts-for(.)}]}""")
                .hl7(MSH, pid, OBR, "OBX|1|NM|A^A^L||1");
        assertThat(draft.issues().stream().map(Issue::field).toList())
                .isEqualTo(field.isEmpty() ? List.of() : List.of(field));
        assertThat(draft.issues()).noneMatch(Issue::isError);
    }

    @Test
    void aNoteThatIsInNoTextIsAWarning() {
        AccountFixture bundled = AccountFixture.bundled();
        String[] message = {MSH, PID, OBR, "OBX|1|NM|A^A^L||1||||||F", "NTE|1|L|haemolysed~new sample asked for"};
        assertThat(bundled.hl7(message).issues())
                .noneMatch(issue -> issue.code().equals("not-carried"));
        Draft draft = AccountFixture.with(
                        home,
                        "hl7v2/ORU_R01.jslt",
                        """
                        {"resources": [{"resourceType": "Observation", "id": "o", "valueString": "1", "note": [{"text": "haemolysed"}],
                          "_accounts": accounts-for(.)},
                          {"resourceType": "Patient", "id": "p", "identifier": [{"value": "P-1001"}]}]}""")
                .hl7(message);
        assertThat(draft.issues())
                .singleElement()
                .matches(issue -> issue.isWarning() && "NTE-3 (segment 5)".equals(issue.field()));
    }

    @Test
    void everyRowIsInARecord() {
        String rows =
                """
                {"format": "csv", "feed": "patients", "file": "f.csv", "rows": [
                  {"_line": 2, "patient_id": "1", "family": "A"}, {"_line": 3, "patient_id": "2", "family": "B"}]}""";
        assertThat(AccountFixture.bundled().rows(rows).issues()).noneMatch(Issue::isError);
        Draft draft = AccountFixture.with(
                        home,
                        "csv/patients.jslt",
                        """
                        {"resources": [{"resourceType": "Patient", "id": "p", "_accounts": accounts-for(.rows[0])}]}""")
                .rows(rows);
        assertThat(draft.issues()).filteredOn(Issue::isError).singleElement().matches(issue -> "line 3"
                .equals(issue.field()));
    }
}
