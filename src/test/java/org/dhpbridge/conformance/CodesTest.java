package org.dhpbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which codes beside the value set of an element are told. */
class CodesTest {

    private static ConformanceCheck check;

    @BeforeAll
    static void loads() {
        check = new ConformanceCheck(ProfilePack.load(new HomeFiles(Path.of("target/no-home")), "uz-core-0.7.0"));
    }

    private static List<Issue> about(String expression, String json) throws IOException {
        ObjectNode resource = (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
        return check.check(resource).stream()
                .filter(issue ->
                        issue.expression() != null && issue.expression().startsWith(expression))
                .toList();
    }

    @Test
    void anIdentifierOfAKindThatFhirHasNotListedIsNothingToTell() throws IOException {
        assertThat(
                        about(
                                "Encounter.identifier",
                                "{'resourceType':'Encounter','identifier':[{'type':{'coding':["
                                        + "{'system':'http://terminology.hl7.org/CodeSystem/v2-0203','code':'VN'}]},'system':'urn:x','value':'7'}]}"))
                .isEmpty();
    }

    @Test
    void aKindThatItsCodeSystemDoesNotHaveIsAnErrorAsEver() throws IOException {
        assertThat(
                        about(
                                "Encounter.identifier",
                                "{'resourceType':'Encounter','identifier':[{'type':{'coding':["
                                        + "{'system':'http://terminology.hl7.org/CodeSystem/v2-0203','code':'KARTA'}]},'system':'urn:x','value':'7'}]}"))
                .extracting(Issue::severity)
                .containsOnly("error");
    }

    @Test
    void aReportOfATypeThatTheProfileHasNotListedIsAWarningThatSaysWhatToDo() throws IOException {
        assertThat(about(
                        "DiagnosticReport.code",
                        "{'resourceType':'DiagnosticReport','code':{'coding':["
                                + "{'system':'http://loinc.org','code':'58410-2'}]}}"))
                .singleElement()
                .satisfies(issue -> {
                    assertThat(issue.severity()).isEqualTo("warning");
                    assertThat(issue.diagnostics())
                            .contains("(extensible)", "lab-rep-01", "Where one of them says the same");
                });
    }

    @Test
    void ofARequiredSetOneOfItsCodesIsAskedFor() throws IOException {
        assertThat(about("Patient.gender", "{'resourceType':'Patient','gender':'mann'}"))
                .filteredOn(Issue::isError)
                .extracting(Issue::diagnostics)
                .anyMatch(sentence -> sentence.endsWith("Send one of them."));
    }
}
