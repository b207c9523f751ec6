package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFunctionsTest {

    @TempDir
    Path home;

    private Mapped mapped(String expression, String input) {
        return MappingFixture.run(
                home, "{\"resources\": [{\"resourceType\": \"Basic\", \"result\": " + expression + "}]}", input);
    }

    private JsonNode result(String expression, String input) {
        return mapped(expression, input).resources().get(0).path("result");
    }

    private JsonNode result(String expression) {
        return result(expression, "{}");
    }

    @Test
    void anImpossibleDateIsLeftOutAndToldWithItsPlaceAndTargetButNotItsValue() {
        Mapped mapped = mapped(
                "date(.birth_date, place(., \"birth_date\"), \"Patient.birthDate\")",
                "{\"_line\": 12, \"birth_date\": \"1985-13-40\"}");
        assertThat(mapped.resources().get(0).has("result")).isFalse();
        Issue issue = mapped.issues().get(0);
        assertThat(issue.severity()).isEqualTo("warning");
        assertThat(issue.expression()).isEqualTo("Patient.birthDate");
        assertThat(issue.diagnostics())
                .startsWith("line 12, column birth_date:")
                .contains("Patient.birthDate", "yyyy-MM-dd or dd.MM.yyyy")
                .doesNotContain("1985");
    }

    @ParameterizedTest
    @CsvSource({
        "'date(.v, null, \"Patient.birthDate\")', 1985-13-40",
        "'date-time(.v)', 00000000",
        "'end-date-time(.v, null, null, \"20260310\", null)', 20260309",
        "'clock-time(.v)', 25:00"
    })
    void whereTheSiteWantsItStrictWhatIsLeftOutIsAnError(String call, String written) {
        MappingFixture.write(
                home,
                "mappings/csv/test.jslt",
                "{\"resources\": [{\"resourceType\": \"Basic\", \"result\": " + call + "}]}");
        String input = "{\"v\": \"" + written + "\"}";
        SiteSettings strict = Sites.of(MappingFixture.NAMESPACE, "strict-dates=true");

        Mapped refused = MappingFixture.in(home, strict).map(MappingFixture.json(input), "csv/test");
        assertThat(refused.issues()).singleElement().matches(Issue::isError);

        Mapped sent =
                MappingFixture.in(home, Sites.of(MappingFixture.NAMESPACE)).map(MappingFixture.json(input), "csv/test");
        assertThat(sent.issues()).singleElement().matches(issue -> !issue.isError());
        assertThat(sent.resources().get(0).has("result")).isFalse();
    }

    @Test
    void anInstantIsNotInventedForADateWithoutTime() {
        Mapped mapped = mapped("instant(.t)", "{\"t\": \"2025-03-01\"}");
        assertThat(mapped.resources().get(0).has("result")).isFalse();
        assertThat(mapped.issues()).hasSize(1);
        assertThat(mapped.issues().get(0).diagnostics()).contains("no time of day");
        assertThat(result("instant(.t)", "{\"t\": \"202503011405\"}").asText()).isEqualTo("2025-03-01T14:05:00+05:00");
    }

    @Test
    void theLatestOfSeveralMomentsIsTakenAndOddOnesArePassedOver() {
        assertThat(result("moment([\"20250301\", \"odd\", \"20250302\", \"2024\"])")
                        .asText())
                .isEqualTo("2025-03-02T00:00+05:00");
    }

    @ParameterizedTest
    @CsvSource({"1405, 14:05:00", "140510.5, 14:05:10.5", "08:30, 08:30:00"})
    void readsTimesOfDay(String written, String time) {
        assertThat(result("clock-time(.t)", "{\"t\": \"" + written + "\"}").asText())
                .isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({"'5,30', 5.30", "5.30, 5.30", "'1 234,5', 1234.5", "-0.5, -0.5", "+7, 7", "'1,5E3', 1.5E+3", "007, 7"})
    void readsDecimalsWithTheirDigits(String written, String number) {
        assertThat(result("decimal(.n)", "{\"n\": \"" + written + "\"}").decimalValue())
                .hasToString(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5,3 g", "1.234,5", "1,2,3", "five", "12 34", "1-2", "NaN", "--1"})
    void whatIsNoNumberIsNothing(String written) {
        assertThat(result("decimal(.n)", "{\"n\": \"" + written + "\"}").isMissingNode())
                .isTrue();
    }

    @Test
    void everyFunctionHandsAnAbsentValueOn() {
        String marker = AbsentMarker.of("asked-declined");
        for (String call : new String[] {
            "date(.v)",
            "date-time(.v)",
            "instant(.v)",
            "clock-time(.v)",
            "decimal(.v)",
            "first(.v)",
            "first([.v])",
            "translate(\"gender\", .v)",
            "pack-code(\"Patient.gender\", .v)",
            "pack-code(\"Patient.gender\", translate(\"gender\", .v))",
            "pack-identifier(\"Patient\", \"nationalId\", .v)",
            "pinfl(.v)",
            "passport(.v)",
            "join-text([.v, null, .v], \" \")"
        }) {
            Mapped mapped = mapped(call, "{\"v\": \"" + marker + "\"}");
            assertThat(mapped.resources().get(0).path("result").asText())
                    .as(call)
                    .isEqualTo(marker);
            assertThat(mapped.issues()).as(call).isEmpty();
            assertThat(mapped.unmapped()).as(call).isEmpty();
        }
    }

    @Test
    void textsAreJoinedWithoutBlanksAndAbsentOnes() {
        assertThat(result(
                                "join-text([\"a\", null, \" \", .v, \" b \"], \", \")",
                                "{\"v\": \"" + AbsentMarker.of("masked") + "\"}")
                        .asText())
                .isEqualTo("a, b");
    }

    @Test
    void knownTellsAValueFromAnAbsentOne() {
        assertThat(result("known(.v)", "{\"v\": \"" + AbsentMarker.of("masked") + "\"}")
                        .isMissingNode())
                .isTrue();
        assertThat(result("known(.v)", "{\"v\": \"x\"}").asText()).isEqualTo("x");
    }

    @Test
    void membersAreGroupedInTheOrderOfTheirFirst() {
        assertThat(result("[for (group(.rows, \"k\")) size(.)]", "{\"rows\": [{\"k\": 1}, {\"k\": 2}, {\"k\": 1}]}"))
                .hasToString("[2,1]");
    }

    @Test
    void aCodeThatNoTableKnowsIsReportedOnceWithItsPlaceAndGivesNothing() {
        Mapped mapped = mapped(
                "[translate(\"units\", .u, \"OBX-6\"), translate(\"units\", .u, \"OBX-6\")]", "{\"u\": \"zorks\"}");
        assertThat(mapped.unmapped()).containsExactly(new Unmapped("units", "", "zorks", "OBX-6"));
        assertThat(mapped.resources().get(0).path("result")).hasToString("[null,null]");
    }

    @Test
    void aCodeWithAnEmptyTargetIsKnownToHaveNone() {
        assertThat(mapped("translate(\"name-use\", \"A\")", "{}").unmapped()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Mg/l, mg/L",
        "Ml, mL",
        "Mmol/L, mmol/L",
        "мкмоль/л, umol/L",
        "µmol/l, umol/L",
        "μg/dL, ug/dL",
        "10^9/л, 10*9/L"
    })
    void oddUnitsAreTranslatedByTheTable(String written, String ucum) {
        assertThat(result("translate(\"units\", .u)", "{\"u\": \"" + written + "\"}")
                        .asText())
                .isEqualTo(ucum);
    }

    @ParameterizedTest
    @CsvSource({
        "hosp, '', '', urn:dhp-bridge:site:sandbox:patient:hosp",
        "ПОЛИКЛИНИКА 5, '', '',"
                + " urn:dhp-bridge:site:sandbox:patient:%D0%9F%D0%9E%D0%9B%D0%98%D0%9A%D0%9B%D0%98%D0%9D%D0%98%D0%9A%D0%90%205",
        "hosp, 1.2.3.4, ISO, urn:oid:1.2.3.4",
        "hosp, 9.9.9, ISO, urn:dhp-bridge:site:sandbox:patient:hosp",
        "'', https://h.uz/id, URI, https://h.uz/id",
        "'', '', '', urn:dhp-bridge:site:sandbox:patient"
    })
    void theAuthorityMakesTheSystemOfAnIdentifier(String name, String universal, String type, String system) {
        String call = "authority-system(\"patient\", .name, .universal, .type)";
        String input = "{\"name\": \"%s\", \"universal\": \"%s\", \"type\": \"%s\"}".formatted(name, universal, type);
        assertThat(result(call, input).asText()).isEqualTo(system);
    }

    @Test
    void aWrongCheckDigitIsAWarningAndThePinflIsKept() {
        Mapped mapped = mapped("pinfl(.p, \"PID-3\")", "{\"p\": \"30101900000012\"}");
        assertThat(mapped.resources().get(0).path("result").asText()).isEqualTo("30101900000012");
        assertThat(mapped.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.isError()).isFalse();
            assertThat(issue.diagnostics()).startsWith("PID-3:").doesNotContain("30101900000012");
        });
    }

    @Test
    void thePackGivesCanonicalsSystemsAndCodes() {
        assertThat(result("pack-profile(\"Patient\")").asText()).endsWith("/uz-core-patient");
        assertThat(result("pack-identifier(\"Patient\", \"nationalId\", \"1\")")
                        .path("value")
                        .asText())
                .isEqualTo("1");
        assertThat(result("pack-coding(\"Encounter.class\", \"IMP\")")
                        .path("system")
                        .asText())
                .endsWith("/v3-ActCode");
        assertThat(result("pack-extension(\"gender-other\")").asText()).endsWith("/gender-other");
        assertThat(result("pack-naming-system(\"diagnostic-report-id\")").asText())
                .endsWith("/diagnostic-report-id");
    }

    @Test
    void aCodeOutsideTheValueSetIsReportedAndLeftOut() {
        Mapped mapped = mapped("pack-coding(\"Encounter.class\", \"PRENC\", \"PV1-2\")", "{}");
        assertThat(mapped.resources().get(0).has("result")).isFalse();
        assertThat(mapped.unmapped()).containsExactly(new Unmapped("Encounter.class", "", "PRENC", "PV1-2"));
    }
}
