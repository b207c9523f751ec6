package org.dhpbridge.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.dhpbridge.mapping.CodeOverlay;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.playground.Outcome.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials in real processes: what a mapping does to its process does nothing to this one. */
class PlaygroundTest {

    private static final String PATIENTS = "mappings/csv/patients.jslt";
    private static final String ROW = "patient_id,family,given,gender,birth_date\nP1,Karimov,Otabek,M,1990-01-02\n";

    @TempDir
    Path home;

    private Outcome tried(Duration longest, String jslt) {
        return tried(longest, Map.of(PATIENTS, jslt), ROW);
    }

    private Outcome tried(Duration longest, Map<String, String> files, String input) {
        return new Playground(longest, 192)
                .run(new Trial(
                        home.toString(),
                        "uz-core-0.7.0",
                        Sites.of("urn:dhp-bridge:site:test"),
                        CodeOverlay.NONE,
                        files,
                        null,
                        input));
    }

    private Outcome tried(Map<String, String> files, String input) {
        return tried(Duration.ofMinutes(3), files, input);
    }

    @Test
    void aMessageIsMappedFilledAndCheckedWithItsTrace() {
        Outcome outcome = tried(Map.of(), ROW);

        assertThat(outcome.refused()).isNull();
        assertThat(outcome.messages()).hasSize(1);
        Outcome.Message message = outcome.messages().get(0);
        assertThat(message.resources().get(0).at("/name/0/family").asText()).isEqualTo("Karimov");
        assertThat(message.anatomy().resources().get(0).values())
                .anySatisfy(value -> assertThat(value.sources()).contains("column family"));
    }

    @Test
    void aMappingOfTheTrialStandsInThePlaceOfTheSitesAndIsWrittenNowhere() {
        Outcome outcome = tried(
                Map.of(PATIENTS, "{\"resources\": [{\"resourceType\": \"Patient\", \"id\": \"a\", \"active\": true}]}"),
                ROW);

        assertThat(outcome.messages().get(0).resources().get(0).path("active").asBoolean())
                .isTrue();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aDecimalKeepsItsDigitsOnItsWayBack() {
        Outcome outcome = tried(
                Map.of(
                        PATIENTS,
                        "{\"resources\": [{\"resourceType\": \"Patient\", \"id\": \"a\","
                                + " \"extension\": [{\"url\": \"urn:x\", \"valueDecimal\": decimal(\"1.50\")}]}]}"),
                ROW);

        assertThat(outcome.messages().get(0).resources().get(0).at("/extension/0/valueDecimal"))
                .hasToString("1.50");
    }

    @Test
    void ownColumnsAreDescribedInTheTrial() throws Exception {
        Path sample = Path.of("samples/own-columns/lab-windows-1251");
        String file = "mappings/csv/lab-windows-1251.yaml";
        String rows = new String(Files.readAllBytes(sample.resolve("results.csv")), "windows-1251");

        Outcome outcome = tried(Map.of(file, Files.readString(sample.resolve(file))), rows);

        assertThat(outcome.refused()).as(outcome.detail()).isNull();
        assertThat(outcome.messages()).isNotEmpty();
        assertThat(outcome.messages().get(0).resources()).isNotEmpty();
    }

    @Test
    void rowsInJsonNeedAFeedAndThatIsSaid() {
        Outcome outcome = tried(Map.of(), "[{\"patient_id\": \"P1\"}]");

        assertThat(outcome.refused()).isEqualTo(Refusal.INPUT);
        assertThat(outcome.detail()).contains("choose the feed").doesNotContain("mappings/csv/.yaml");
    }

    @Test
    void aMappingThatNeverEndsIsStopped() {
        assertThat(tried(
                                Duration.ofSeconds(15),
                                "def slow(n) if ($n < 2) 1 else slow($n - 1) + slow($n - 2)\nslow(200)")
                        .refused())
                .isEqualTo(Refusal.TIME);
    }

    @Test
    void aMappingThatFillsItsMemoryIsStopped() {
        assertThat(tried(Duration.ofMinutes(3), "def grow(s) grow($s + $s)\ngrow(.feed)")
                        .refused())
                .isEqualTo(Refusal.MEMORY);
    }

    @Test
    void aMappingThatCallsItselfWithoutEndIsTold() {
        assertThat(tried(Duration.ofMinutes(3), "def again(n) again($n + 1)\nagain(1)")
                        .refused())
                .isEqualTo(Refusal.RECURSION);
    }

    @Test
    void whatIsWrongInTheMappingIsToldWithItsPlace() {
        Outcome outcome = tried(Map.of(PATIENTS, "{\"resources\": [}"), ROW);

        assertThat(outcome.messages().get(0).anatomy().issues())
                .anySatisfy(note -> assertThat(note.sentence()).startsWith(PATIENTS + " line 1"));
    }

    @Test
    void aMappingReadsNoFileOutsideOfTheMappings() throws Exception {
        Files.writeString(home.resolve("secret.key"), "canary");

        Outcome outcome = tried(Map.of(PATIENTS, "import \"../secret.key\" as s\n{\"resources\": []}"), ROW);

        assertThat(outcome.messages().get(0).anatomy().issues())
                .anySatisfy(note -> assertThat(note.sentence()).contains("outside of mappings/"))
                .noneSatisfy(note -> assertThat(note.sentence()).contains("canary"));
    }

    @Test
    void whatIsTooLargeIsNotTried() {
        assertThat(tried(Map.of(), "x".repeat(300_001)).refused()).isEqualTo(Refusal.SIZE);
    }
}
