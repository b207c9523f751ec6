package org.dhpbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhpbridge.HapiJudge;
import org.dhpbridge.Shared;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

    static final ObjectMapper JSON = new ObjectMapper();

    /** What HAPI says of codes whose system it does not have, and of the display languages of R5. */
    private static final Pattern NOT_AT_HAND =
            Pattern.compile("Unable to expand ValueSet|ValueSet/languages|Unknown code 'http://terminology.hl7.org");

    private final ProfilePack pack = Packs.usual();
    private final ConformanceCheck check = new ConformanceCheck(pack);

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Shared.folder().resolve("dhp/examples/0.7.0"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theGuidesOwnExamplesGetTheVerdictThatHapiGives(Path file) throws IOException {
        ObjectNode resource = (ObjectNode) JSON.readTree(file.toFile());
        List<Issue> ours = check.check(resource).stream().filter(Issue::isError).toList();
        String[] profiles = resource.path("meta").has("profile")
                ? new String[0]
                : pack.profileFor(resource.path("resourceType").asText()).stream()
                        .toArray(String[]::new);
        List<SingleValidationMessage> hapi = HapiJudge.get().decided(resource.toString(), profiles);
        if (hapi.stream().noneMatch(m -> NOT_AT_HAND.matcher(m.getMessage()).find())) {
            assertThat(ours.isEmpty()).as("ours: %s, HAPI: %s", ours, hapi).isEqualTo(hapi.isEmpty());
        }
    }
}
