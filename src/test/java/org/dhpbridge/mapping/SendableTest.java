package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dhpbridge.HapiJudge;
import org.dhpbridge.Shared;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.api.Test;

/** What the mappings make, after the absent filler: conformant by our check, and by HAPI with the official package. */
class SendableTest {

    /** The reason why these corpus messages are dead is in themselves: a discharge before its admission. */
    private static final String ENDS_BEFORE_IT_STARTS = "Encounter.actualPeriod";

    private final ProfilePack pack = Packs.usual();
    private final AbsentFiller filler = new AbsentFiller(pack);
    private final ConformanceCheck check = new ConformanceCheck(pack);

    @Test
    void everySampleThatIsNotRefusedIsConformant() throws IOException {
        Shared.folder();
        Map<String, List<String>> wrong = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("samples"))) {
            for (Path file : files.filter(f -> f.endsWith("expected.json")).toList()) {
                JsonNode expected = MappingFixture.JSON.readTree(file.toFile());
                for (JsonNode message : expected.isArray() ? expected : List.of(expected)) {
                    if (message.path("issues").findValuesAsText("severity").contains("error")) {
                        continue;
                    }
                    for (JsonNode resource : message.path("resources")) {
                        judge(file.toString(), (ObjectNode) resource, wrong);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyCorpusMessageThatIsNotRefusedIsConformant() {
        Mappings mappings = MappingFixture.bundled();
        Map<String, List<String>> wrong = new TreeMap<>();
        for (Path type : messages(Shared.folder().resolve("corpus/hl7v2"))) {
            for (Path file : messages(type)) {
                Mapped mapped = mappings.map(MappingFixture.hl7(bytes(file)), null);
                if (!Issue.anyError(mapped.issues())) {
                    mapped.resources()
                            .forEach(resource -> judge(file.getFileName().toString(), resource, wrong));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void judge(String source, ObjectNode resource, Map<String, List<String>> wrong) {
        filler.fill(resource);
        List<String> found = new ArrayList<>();
        List<Issue> own = check.check(resource).stream().filter(Issue::isError).toList();
        if (own.stream().anyMatch(issue -> ENDS_BEFORE_IT_STARTS.equals(issue.expression()))) {
            return;
        }
        own.forEach(issue -> found.add(issue.expression() + ": " + issue.diagnostics()));
        HapiJudge.get()
                .errors(resource.toString())
                .forEach(error -> found.add("HAPI " + error.getLocationString() + ": " + error.getMessage()));
        if (!found.isEmpty()) {
            wrong.computeIfAbsent(source + " " + resource.path("resourceType").asText(), k -> new ArrayList<>())
                    .addAll(found);
        }
    }

    private static List<Path> messages(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
