package org.dhpbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dhpbridge.HapiJudge;
import org.dhpbridge.Shared;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theGuidesOwnExamplesGetTheVerdictThatHapiGives() throws IOException {
        ConformanceCheck check = new ConformanceCheck(ProfilePack.load(new HomeFiles(Path.of(".")), "uz-core-0.7.0"));
        StringBuilder out = new StringBuilder();
        try (Stream<Path> files = Files.list(Shared.folder().resolve("dhp/examples/0.7.0"))) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                ObjectNode resource = (ObjectNode) JSON.readTree(text);
                List<Issue> ours =
                        check.check(resource).stream().filter(Issue::isError).toList();
                List<SingleValidationMessage> hapi = HapiJudge.get().errors(text);
                out.append(file.getFileName()).append(ours.isEmpty() == hapi.isEmpty() ? " agree " : " DISAGREE ");
                out.append(ours.isEmpty()).append('\n');
                ours.forEach(i -> out.append("   ours ").append(i).append('\n'));
                hapi.forEach(i -> out.append("   hapi ")
                        .append(i.getLocationString())
                        .append(' ')
                        .append(i.getMessageId())
                        .append(' ')
                        .append(i.getMessage())
                        .append('\n'));
            }
        }
        Files.writeString(Path.of("/tmp/examples.txt"), out);
        assertThat(out.toString()).doesNotContain("DISAGREE");
    }
}
