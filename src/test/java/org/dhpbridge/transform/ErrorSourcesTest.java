package org.dhpbridge.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.conformance.ResourceCheck;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.junit.jupiter.api.Test;

/** An error of the check names the fields of the input that the element came from. */
class ErrorSourcesTest {

    private static final String MESSAGE = String.join(
            "\r",
            "MSH|^~\\&|LIS|LAB|||20260310||ORU^R01|1|P|2.5.1",
            "PID|1||7^^^HOSP^MR",
            "OBR|1||F-1|CBC^Panel^L|||20260310093000|||||||||||||||20260310120000||HM|F",
            "OBX|1|NM|A^A^L||1|g|||||F",
            "OBX|2|ST|B^B^L||text||||||F",
            "");

    private static List<Issue> errors(String type, String expression) {
        HomeFiles files = new HomeFiles(Path.of("target/no-home"));
        ProfilePack pack = Packs.usual();
        ResourceCheck refusal =
                resource -> type.equals(resource.path("resourceType").asText())
                        ? List.of(
                                Issue.error("invariant", expression, "A rule does not hold."),
                                Issue.warning("invariant", expression, "Another rule does not hold."))
                        : List.of();
        Transform transform = new Transform(
                new MessageReader(new Hl7Reader()),
                new Mappings(files, pack, Sites.of("urn:dhp-bridge:site:test")),
                new AbsentFiller(pack),
                refusal);
        Draft draft = transform.read(
                new RawMessage("application/hl7-v2", MESSAGE.getBytes(StandardCharsets.UTF_8), "1", "test"));
        return transform.inspect(transform.fillAbsent(transform.mapWith(null, draft))).issues().stream()
                .filter(issue -> issue.code().equals("invariant"))
                .toList();
    }

    @Test
    void theFieldsOfTheElementStandInTheSentence() {
        assertThat(errors("DiagnosticReport", "DiagnosticReport.effective"))
                .extracting(Issue::diagnostics)
                .containsExactly(
                        "DiagnosticReport.effective (OBR-7): A rule does not hold.", "Another rule does not hold.");
    }

    @Test
    void ofSeveralSegmentsTheOneIsNamed() {
        assertThat(errors("Observation", "Observation.value"))
                .extracting(Issue::diagnostics)
                .anyMatch(
                        sentence -> sentence.startsWith("Observation.value (OBX[1]-") && sentence.contains("OBX[1]-5"))
                .anyMatch(
                        sentence -> sentence.startsWith("Observation.value (OBX[2]-") && sentence.contains("OBX[2]-5"));
    }

    @Test
    void anElementThatNoFieldMadeIsLeftAsItIs() {
        assertThat(errors("DiagnosticReport", "DiagnosticReport.conclusion"))
                .extracting(Issue::diagnostics)
                .contains("A rule does not hold.");
    }
}
