package org.dhpbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dhpbridge.Shared;
import org.dhpbridge.home.HomeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilePackTest {

    static final HomeFiles HOME = new HomeFiles(Path.of("."));

    static Stream<ProfilePack> packsOf070() {
        return Stream.of(
                ProfilePack.load(HOME, "uz-core-0.7.0"),
                ProfilePack.load(
                        HOME,
                        Shared.folder()
                                .resolve("dhp/packages/uz.dhp.core-0.7.0.tgz")
                                .toAbsolutePath()
                                .toString()));
    }

    @ParameterizedTest
    @MethodSource("packsOf070")
    void aMappingAsksForNamesAndGetsTheGuidesUrls(ProfilePack pack) {
        assertThat(pack.id()).isEqualTo("uz.dhp.core#0.7.0");
        assertThat(pack.profileFor("Observation"))
                .contains("https://dhp.uz/fhir/core/StructureDefinition/uz-core-observation");
        assertThat(pack.profileFor("Observation", "socioeconomic"))
                .contains("https://dhp.uz/fhir/core/StructureDefinition/uz-core-socioeconomic-observation");
        assertThat(pack.profileFor("ServiceRequest", "laboratory"))
                .contains("https://dhp.uz/fhir/core/StructureDefinition/uz-core-servicerequest-laboratory");
        assertThat(pack.identifier("Patient", "nationalId").orElseThrow().toString())
                .isEqualTo("{\"use\":\"official\",\"type\":{\"coding\":[{\"system\":"
                        + "\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"NI\"}]},"
                        + "\"system\":\"https://dhp.uz/fhir/core/sid/pid/uz/ni\"}");
        assertThat(pack.identifierSlices("Organization"))
                .hasSize(5)
                .extracting(IdentifierSlice::system)
                .contains("https://dhp.uz/fhir/core/sid/org/uz/soliq");
        assertThat(pack.coding("Encounter.class", "AMB")
                        .orElseThrow()
                        .path("system")
                        .asText())
                .isEqualTo("http://terminology.hl7.org/CodeSystem/v3-ActCode");
        assertThat(pack.coding("Encounter.class", "XYZ")).isEmpty();
        assertThat(pack.extensionUrl("gender-other"))
                .contains("https://dhp.uz/fhir/core/StructureDefinition/gender-other");
        assertThat(pack.extensionUrl("nationality"))
                .contains("https://dhp.uz/fhir/core/StructureDefinition/patient-nationality");
        assertThat(pack.extensionUrl("Patient.extension:citizenship"))
                .contains("http://hl7.org/fhir/StructureDefinition/patient-citizenship");
        assertThat(pack.extensionUrl("data-absent-reason"))
                .contains("http://hl7.org/fhir/StructureDefinition/data-absent-reason");
        assertThat(pack.namingSystem("uzb-soliq")).contains("https://dhp.uz/fhir/core/sid/org/uz/soliq");
        assertThat(pack.pattern("Encounter.type:nationalType").orElseThrow().toString())
                .isEqualTo("{\"coding\":[{\"system\":"
                        + "\"https://terminology.dhp.uz/fhir/core/CodeSystem/encounter-type-cs\"}]}");
    }

    @ParameterizedTest
    @MethodSource("packsOf070")
    void everyProfileOfThePackCompiles(ProfilePack pack) {
        assertThat(pack.profiledTypes()).hasSizeGreaterThan(30);
        for (String type : pack.profiledTypes()) {
            for (String canonical : pack.profilesOf(type)) {
                assertThat(pack.profile(canonical)).isPresent();
            }
        }
    }

    @Test
    void aPackNeedsNothingOfHapisDefinitionsToGiveItsFirstProfile() throws IOException {
        List<String> runtime = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("hapi-fhir-validation"))
                .toList();
        Process bridge = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        String.join(File.pathSeparator, runtime),
                        "org.dhpbridge.DhpBridge",
                        "explain",
                        "samples/hl7/registration-russian/in.hl7")
                .redirectErrorStream(true)
                .start();
        try (InputStream out = bridge.getInputStream()) {
            assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8)).contains("\"resourceType\":\"Patient\"");
        }
    }

    @Test
    void aSliceThatAnOlderGuideLacksStandsForItsElement() {
        ProfilePack older = ProfilePack.load(HOME, "uz-core-0.3.0");
        assertThat(older.element("Encounter.type:nationalType")).isEmpty();
        assertThat(older.coding("Encounter.type:nationalType", "mserv-0001-00003")
                        .orElseThrow()
                        .path("system")
                        .asText())
                .endsWith("encounter-type-cs");
        assertThat(older.coding("Encounter.type:nationalType", "no-such-code")).isEmpty();
    }
}
