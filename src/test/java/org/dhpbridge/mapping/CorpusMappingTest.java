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

/** Every message of the corpus, of all types, is mapped, or refused with a sentence that says why. */
class CorpusMappingTest {

    private static final Pattern REFERENCE = Pattern.compile("\"reference\":\"([^\"]+)\"");

    @TestFactory
    Stream<DynamicTest> everyMessageIsMappedOrRefusedWithAReason() {
        Mappings mappings = MappingFixture.bundled();
        return messages(Shared.folder().resolve("corpus/hl7v2"))
                .flatMap(CorpusMappingTest::messages)
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
        assertThat(mapped.issues()).noneMatch(issue -> issue.code().equals("exception"));
        if (Issue.anyError(mapped.issues())) {
            assertThat(mapped.issues()).filteredOn(Issue::isError).allSatisfy(issue -> assertThat(issue.diagnostics())
                    .matches("(?s).{40,}\\."));
        } else {
            assertThat(mapped.mapping()).startsWith("hl7v2/");
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
