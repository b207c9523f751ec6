package org.dhpbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CoverageTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new Coverage())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    private static JsonNode element(JsonNode report, String profile, String element) {
        for (JsonNode one : report.path("profiles")) {
            if (one.path("profile").asText().endsWith("/" + profile)) {
                for (JsonNode counts : one.path("elements")) {
                    if (counts.path("element").asText().equals(element)) {
                        return counts;
                    }
                }
            }
        }
        throw new AssertionError("no " + element + " of " + profile + " in " + report);
    }

    @Test
    void theSamplesAreCountedElementByElement() throws IOException {
        int exit = run("--json", "samples/hl7/registration-russian/in.hl7", "samples/hl7/update-uzbek-cyrillic/in.hl7");
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(exit).isZero();
        assertThat(report.path("messages").asInt()).isEqualTo(2);
        assertThat(report.path("notCarried")).anySatisfy(field -> {
            assertThat(field.path("field").asText()).isEqualTo("MSH-10");
            assertThat(field.path("messages").asInt()).isEqualTo(2);
            assertThat(field.path("why").asText()).isNotEmpty();
        });
        JsonNode birthDate = element(report, "uz-core-patient", "Patient.birthDate");
        assertThat(birthDate.path("sent").asInt()).isEqualTo(2);
        assertThat(birthDate.path("leftOut").asInt()).isZero();
        for (JsonNode profile : report.path("profiles")) {
            assertThat(profile.path("elements")).isNotEmpty();
            for (JsonNode counts : profile.path("elements")) {
                assertThat(counts.path("sent").asInt()
                                + counts.path("declaredAbsent").asInt()
                                + counts.path("leftOut").asInt())
                        .as(counts.toString())
                        .isEqualTo(profile.path("resources").asInt());
            }
        }
    }

    @Test
    void ofAFolderTheMessagesAreReadAndOtherFilesArePassedOver() {
        assertThat(run("samples/csv-lab-results")).isZero();
        assertThat(out.toString())
                .contains("uz-core-observation", "Observation.value[x]")
                .contains("declared");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFileThatIsNamedAndCannotBeReadIsSaid() {
        assertThat(run("samples/csv-lab-results/corrected/why.md")).isEqualTo(1);
        assertThat(err.toString()).contains("why.md");
    }

    @Test
    void aFileThatIsNotThereIsWrongUsage() {
        assertThat(run("no-such-file")).isEqualTo(2);
        assertThat(err.toString()).contains("no-such-file");
    }
}
