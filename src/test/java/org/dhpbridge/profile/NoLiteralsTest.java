package org.dhpbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that changes with the guide comes from the pack, so that another pack is enough to follow it. */
class NoLiteralsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OF_HL7 =
            List.of("http://hl7.org/", "http://terminology.hl7.org/", "urn:", "http://unitsofmeasure.org");
    private static final List<String> OF_EVERYBODY = List.of("http://loinc.org", "http://snomed.info/sct");

    @Test
    void noMappingAndNoClassHoldsAUrlOfTheGuide() throws IOException {
        Set<String> urls = new TreeSet<>();
        for (Path file : files(Path.of("profiles"), ".json")) {
            collect(JSON.readTree(file.toFile()), urls);
        }
        assertThat(urls)
                .contains(
                        "https://dhp.uz/fhir/core/StructureDefinition/uz-core-patient",
                        "https://dhp.uz/fhir/core/sid/pid/uz/ni",
                        "https://dhp.uz/fhir/core/StructureDefinition/gender-other")
                .hasSizeGreaterThan(200);
        List<Path> files = Stream.of(
                        files(Path.of("src/main/java"), ".java"),
                        files(Path.of("mappings"), ""),
                        files(Path.of("routes"), ""))
                .flatMap(List::stream)
                .toList();
        assertThat(files).hasSizeGreaterThan(100);
        for (Path file : files) {
            String text = Files.readString(file);
            assertThat(urls.stream().filter(url -> text.contains('"' + url + '"') || text.contains(',' + url)))
                    .as("%s must take these from the profile pack", file)
                    .isEmpty();
            assertThat(text)
                    .as("%s: no url of the guide may stand here, not even the beginning of one", file)
                    .doesNotContain("dhp.uz/fhir/core");
        }
    }

    private static List<Path> files(Path folder, String extension) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(extension))
                    .toList();
        }
    }

    private static void collect(JsonNode node, Set<String> urls) {
        if (node.isTextual() && node.asText().matches("https?://[^\\s|]+")) {
            String url = node.asText();
            if (OF_HL7.stream().noneMatch(url::startsWith) && !OF_EVERYBODY.contains(url)) {
                urls.add(url);
            }
        }
        node.forEach(child -> collect(child, urls));
    }
}
