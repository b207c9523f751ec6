package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dhpbridge.mapping.MappingFixture.NAMESPACE;
import static org.dhpbridge.mapping.MappingFixture.at;
import static org.dhpbridge.mapping.MappingFixture.hl7;
import static org.dhpbridge.mapping.MappingFixture.one;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingsTest {

    private static final String MSH = "MSH|^~\\&|MIS|HOSP|||20260310||ADT^A08^ADT_A01|1|P|2.5.1";

    @TempDir
    Path home;

    private final Mappings mappings = MappingFixture.bundled();

    private ObjectNode patient(String pid) {
        return one(mappings.map(hl7(MSH, pid), null), "Patient");
    }

    @Test
    void allBundledMappingsCompile() {
        mappings.compileAll();
        assertThat(mappings.names()).contains("csv/lab-results", "csv/patients", "hl7v2/ADT_A01", "hl7v2/ORU_R01");
    }

    @Test
    void aSitesFileTakesThePlaceOfTheBundledOne() {
        MappingFixture.write(home, "mappings/codes/gender.csv", "from,to\nX,male\n");
        Mappings own = MappingFixture.in(home, Sites.of(NAMESPACE));
        ObjectNode tree = hl7(MSH, "PID|1||7^^^HOSP^MR||||19900101|X");
        Mapped mapped = own.map(tree, null);
        assertThat(one(mapped, "Patient").path("gender").asText()).isEqualTo("male");
        assertThat(mapped.mappingVersion())
                .as("a changed table makes another version")
                .isNotEqualTo(mappings.map(tree, null).mappingVersion())
                .hasSize(12);
    }

    @Test
    void aMistakeInAFileIsASentenceWithFileAndLine() {
        MappingFixture.write(home, "mappings/hl7v2/ADT_A01.jslt", "import \"own/broken.jslt\" as b\n{}\n");
        MappingFixture.write(home, "mappings/own/broken.jslt", "def f(x)\n  {\"a\" $x}\n");
        Mappings broken = MappingFixture.in(home, Sites.of(NAMESPACE));
        assertThatThrownBy(broken::compileAll)
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("mappings/own/broken.jslt line 2, column")
                .hasMessageNotContaining("Was expecting");
        assertThat(broken.map(hl7(MSH, "PID|1||7"), null).issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.isError()).isTrue());
    }

    @Test
    void whatAMappingCanMakeFollowsFromTheFunctionsThatItCalls() {
        MappingFixture.write(
                home,
                "mappings/hl7v2/ZZZ_Z01.jslt",
                "import \"own/parts.jslt\" as parts\n"
                        + "{\"resources\": [parts:used(.)]} // {\"resourceType\": \"Group\"}\n");
        MappingFixture.write(
                home,
                "mappings/own/parts.jslt",
                "def deep(x)\n  {\"resourceType\": \"Basic\"}\ndef used(x)\n  deep($x)\ndef unused(x)\n"
                        + "  {\"resourceType\": \"Person\"}\n");
        Mappings mappings = MappingFixture.in(home, Sites.of(NAMESPACE));
        assertThat(mappings.producedTypes("hl7v2/ZZZ_Z01")).containsExactly("Basic");
        assertThat(mappings.producedTypes("csv/patients")).containsExactly("Patient");
        assertThat(mappings.producedTypes("csv/lab-results"))
                .contains("DiagnosticReport", "Observation", "Patient", "ServiceRequest", "Specimen")
                .doesNotContain("Immunization", "MedicationDispense", "Organization");
    }

    @Test
    void aMissingImportNamesBothFiles() {
        MappingFixture.write(home, "mappings/hl7v2/ADT_A01.jslt", "import \"own/none.jslt\" as b\n{}\n");
        Mappings broken = MappingFixture.in(home, Sites.of(NAMESPACE));
        assertThatThrownBy(broken::compileAll)
                .hasMessageContaining("mappings/own/none.jslt does not exist")
                .hasMessageContaining("mappings/hl7v2/ADT_A01.jslt imports it");
    }

    @Test
    void filesThatImportOneAnotherAreNamed() {
        MappingFixture.write(home, "mappings/hl7v2/ADT_A01.jslt", "import \"own/a.jslt\" as a\n{}\n");
        MappingFixture.write(home, "mappings/own/a.jslt", "import \"own/b.jslt\" as b\ndef one() 1\n");
        MappingFixture.write(home, "mappings/own/b.jslt", "import \"own/a.jslt\" as a\ndef two() a:one() + 1\n");
        Mappings broken = MappingFixture.in(home, Sites.of(NAMESPACE));
        assertThatThrownBy(broken::compileAll)
                .hasMessageContaining("mappings/own/b.jslt imports mappings/own/a.jslt, which imports it in turn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            let of = 41 ~ def one() $of + 1                     | one:one()
            let of = number("41") ~ def one() $of + 1 | one:one()
            def nothing() 41 ~ def one() nothing() + 1 | one:one()
            let of = 41 ~ def one() . + 1 ~ one() + 1           | 42
            let of = 41 ~ def one() 3 ~ $of + one() - 2         | one(.)
            import "own/of.jslt" as of ~ def one() of(.) + 1    | one:one()
            import "own/own.jslt" as own ~ def one() own:its() + 1 | one:one()
            """)
    void anImportedFileMayHoldMoreThanFunctions(String file, String call) {
        MappingFixture.write(home, "mappings/own/of.jslt", "41");
        MappingFixture.write(home, "mappings/own/own.jslt", "let it = 41 def its() $it");
        MappingFixture.write(home, "mappings/own/one.jslt", file.replace('~', '\n'));
        Mapped mapped = MappingFixture.run(
                home,
                "import \"own/one.jslt\" as one\n{\"resources\": [{\"resourceType\": \"Basic\", \"id\": string(" + call
                        + ")}]}",
                "{}");
        assertThat(mapped.issues()).isEmpty();
        assertThat(mapped.resources())
                .singleElement()
                .satisfies(made -> assertThat(made.path("id").asText()).isEqualTo("42"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            def one() 1 +                   | mappings/own/one.jslt line 1
            def one() 1 ~ . +               | mappings/own/one.jslt line 2
            def one() 1 ~ ~ def two() three() | mappings/own/one.jslt line 3
            """)
    void aMistakeInAnImportedFileIsToldWithItsLine(String file, String told) {
        MappingFixture.write(home, "mappings/own/one.jslt", file.replace('~', '\n'));
        MappingFixture.write(
                home, "mappings/hl7v2/ADT_A01.jslt", "import \"own/one.jslt\" as one\n{\"a\": one:one()}\n");
        Mappings broken = MappingFixture.in(home, Sites.of(NAMESPACE));
        assertThatThrownBy(broken::compileAll).hasMessageContaining(told);
    }

    @Test
    void aVariableThatAnImportedFileDoesNotDeclareIsNoneOfWhoImportsIt() {
        MappingFixture.write(home, "mappings/own/one.jslt", "def one(row) $rwo");
        Mapped mapped = MappingFixture.run(
                home,
                "import \"own/one.jslt\" as one\nlet first = \"Basic\"\n"
                        + "{\"resources\": [{\"resourceType\": one:one(.), \"id\": \"1\"}]}",
                "{}");
        assertThat(mapped.resources()).isEmpty();
        assertThat(mapped.issues()).singleElement().satisfies(issue -> assertThat(issue.diagnostics())
                .contains("own/one.jslt line 1"));
    }

    @Test
    void aMappingThatStopsTellsItsPlaceButNoValue() {
        Mapped mapped = MappingFixture.run(home, "let a = 1\n{\"x\": number(.secret)}", "{\"secret\": \"Karimov\"}");
        assertThat(mapped.issues()).singleElement().satisfies(issue -> assertThat(issue.diagnostics())
                .contains("mappings/csv/test.jslt")
                .doesNotContain("Karimov"));
    }

    @Test
    void changedFilesAreTakenUpOnlyWhenTheSiteAsksForIt() {
        MappingFixture.write(home, "mappings/codes/gender.csv", "from,to\nX,male\n");
        Mappings fixed = MappingFixture.in(home, Sites.of(NAMESPACE));
        Mappings live = MappingFixture.in(home, Sites.of(NAMESPACE, "training-messages=false", "reload=true"));
        ObjectNode tree = hl7(MSH, "PID|1||7^^^HOSP^MR||||19900101|X");
        fixed.map(tree, null);
        live.map(tree, null);
        MappingFixture.write(home, "mappings/codes/gender.csv", "from,to\nX,female\n");
        assertThat(one(live.map(tree, null), "Patient").path("gender").asText()).isEqualTo("female");
        assertThat(one(fixed.map(tree, null), "Patient").path("gender").asText())
                .isEqualTo("male");
    }

    @Test
    void aTypeWithoutMappingNamesTheFileToWrite() {
        Mapped mapped = mappings.map(hl7("MSH|^~\\&|A|B|||2026||SIU^S12|1|P|2.5"), null);
        assertThat(mapped.mapping()).isNull();
        assertThat(mapped.issues()).singleElement().satisfies(issue -> assertThat(issue.diagnostics())
                .contains("mappings/hl7v2/SIU_S12.jslt"));
        assertThat(mappings.map(MappingFixture.json("{\"format\":\"csv\",\"feed\":\"beds\",\"rows\":[]}"), null)
                        .issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.diagnostics()).contains("mappings/csv/beds.yaml"));
    }

    @Test
    void aSitesOwnMappingIsFoundByItsName() {
        MappingFixture.write(
                home, "mappings/hl7v2/SIU_S12.jslt", "{\"resources\": [{\"resourceType\": \"Basic\", \"id\": \"1\"}]}");
        Mappings own = MappingFixture.in(home, Sites.of(NAMESPACE));
        assertThat(own.map(hl7("MSH|^~\\&|A|B|||2026||SIU^S12|1|P|2.5"), null).mapping())
                .isEqualTo("hl7v2/SIU_S12");
    }

    @Test
    void patientsOfTwoAuthoritiesWithTheSameNumberStayApart() {
        ObjectNode one = patient("PID|1||7^^^HOSP-1^MR");
        ObjectNode other = patient("PID|1||7^^^HOSP-2^MR");
        assertThat(one.path("id")).isNotEqualTo(other.path("id"));
        assertThat(at(one, "/identifier/0/system")).isNotEqualTo(at(other, "/identifier/0/system"));
        assertThat(mappings.identify(hl7(MSH, "PID|1||7^^^HOSP-1^MR")).subject())
                .isNotEqualTo(
                        mappings.identify(hl7(MSH, "PID|1||7^^^HOSP-2^MR")).subject());
    }

    @Test
    void theSameRecordAlwaysGetsTheSameId() {
        assertThat(patient("PID|1||7^^^HOSP^MR||A").path("id"))
                .isEqualTo(patient("PID|1||7^^^HOSP^MR||B").path("id"));
    }

    @Test
    void aNationalNumberOfAnyFormOfPidIsTheKey() {
        String pinfl = "30101900000011";
        for (String field : List.of(pinfl, pinfl + "^^^^NI", pinfl + "^^^PINFL", "7^^^HOSP^MR~" + pinfl + "^^^^NI")) {
            assertThat(mappings.identify(hl7(MSH, "PID|1||" + field)).subject())
                    .as(field.replace(pinfl, "…"))
                    .isEqualTo("https://dhp.uz/fhir/core/sid/pid/uz/ni|" + pinfl);
        }
    }

    @Test
    void aHospitalsNumberThatLooksNationalStaysTheHospitals() {
        assertThat(at(patient("PID|1||30101900000011^^^HOSP^MR"), "/identifier/0/system")
                        .asText())
                .isEqualTo(NAMESPACE + ":patient:HOSP");
    }

    @Test
    void aForeignPaperIsNotTakenForAnUzbekOne() {
        assertThat(at(patient("PID|1||D123^^^USA^DL"), "/identifier/0/system").asText())
                .startsWith(NAMESPACE);
        assertThat(at(patient("PID|1||X99^^^^PPN"), "/identifier/0/system").asText())
                .startsWith(NAMESPACE);
    }

    @Test
    void oddSexCodesBecomeUnknownBecauseOtherMeansAChangedSex() {
        for (String code : List.of("O", "A", "N", "U")) {
            assertThat(patient("PID|1||7^^^HOSP^MR|||||" + code).path("gender").asText())
                    .isEqualTo("unknown");
        }
    }

    @Test
    void thePatronymicGoesWhereTheSiteWantsIt() {
        ObjectNode tree = hl7(MSH, "PID|1||7^^^HOSP^MR||Karimov^Aziz^Sobirovich");
        assertThat(at(one(mappings.map(tree, null), "Patient"), "/name/0/suffix/0")
                        .asText())
                .isEqualTo("Sobirovich");
        Mappings given = MappingFixture.in(home, Sites.of(NAMESPACE, "patronymic=given", "training-messages=false"));
        assertThat(at(one(given.map(tree, null), "Patient"), "/name/0/given")).hasToString("[\"Aziz\",\"Sobirovich\"]");
    }

    @Test
    void aMessageWithoutPatientNumberIsRefusedWithTheFieldToFill() {
        Mapped mapped = mappings.map(hl7(MSH, "PID|1||||Karimov^Aziz"), null);
        assertThat(Issue.anyError(mapped.issues())).isTrue();
        assertThat(mapped.issues().get(0).diagnostics()).contains("PID-3").doesNotContain("Karimov");
        assertThat(mapped.subject()).isNull();
    }

    @Test
    void manyThreadsMapAtOnceAndKeepTheirReportsApart() throws Exception {
        ObjectNode good = hl7(MSH, "PID|1||7^^^HOSP^MR||||19900101|M");
        ObjectNode bad = hl7(MSH, "PID|1||7^^^HOSP^MR||||19901301|M");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> work = IntStream.range(0, 400)
                    .<Callable<Integer>>mapToObj(i -> () ->
                            mappings.map(i % 2 == 0 ? good : bad, null).issues().size())
                    .toList();
            List<Future<Integer>> done = threads.invokeAll(work);
            for (int i = 0; i < done.size(); i++) {
                assertThat(done.get(i).get()).isEqualTo(i % 2);
            }
        } finally {
            threads.shutdown();
        }
    }
}
