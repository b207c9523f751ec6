package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhpbridge.Shared;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every message of the corpus that issue 2 names is mapped, or refused with a reason. */
class CorpusMappingTest {

    private static final Pattern REFERENCE = Pattern.compile("\"reference\":\"([^\"]+)\"");

    @TestFactory
    Stream<DynamicTest> everyMessageIsMappedOrRefusedWithAReason() {
        Mappings mappings = MappingFixture.bundled();
        return Stream.of("ADT_A01", "ADT_A03", "ADT_A04", "ADT_A08", "ORU_R01")
                .flatMap(
                        type -> messages(Shared.folder().resolve("corpus/hl7v2").resolve(type)))
                .map(file -> DynamicTest.dynamicTest(
                        file.getParent().getFileName() + " " + file.getFileName(), () -> check(mappings, file)));
    }

    private static Stream<Path> messages(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void check(Mappings mappings, Path file) throws IOException {
        Mapped mapped = mappings.map(MappingFixture.hl7(Files.readAllBytes(file)), null);
        assertThat(mapped.mapping()).startsWith("hl7v2/");
        assertThat(mapped.issues()).noneMatch(issue -> issue.code().equals("exception"));
        if (!Issue.anyError(mapped.issues())) {
            assertThat(mapped.subject()).isNotBlank();
            assertThat(mapped.resources()).isNotEmpty();
            hangsTogether(mapped.resources());
        }
        assertThat(mappings.map(MappingFixture.hl7(Files.readAllBytes(file)), null))
                .isEqualTo(mapped);
    }

    private static void hangsTogether(List<ObjectNode> resources) {
        Set<String> earlier = new HashSet<>();
        for (ObjectNode resource : resources) {
            String type = resource.path("resourceType").asText();
            assertThat(resource.at("/identifier/0/value").asText()).as(type).isNotBlank();
            assertThat(resource.at("/identifier/0/system").asText()).as(type).isNotBlank();
            assertThat(resource.at("/meta/profile/0").asText()).as(type).contains("uz-core");
            Matcher reference = REFERENCE.matcher(resource.toString());
            while (reference.find()) {
                assertThat(earlier)
                        .as("references of " + type + " point backwards")
                        .contains(reference.group(1));
            }
            earlier.add(type + "/" + resource.path("id").asText());
        }
    }
}
