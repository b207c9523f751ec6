package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnRowTest {

    private static final String SEEN =
            "{\"resources\": [for (.rows) {\"resourceType\": \"Seen\", \"id\": ._line, \"row\": .}]}";

    @TempDir
    Path home;

    /** What a mapping would read of the row. */
    private JsonNode seen(String yaml, String row) {
        Mapped mapped = mapped(yaml, row);
        assertThat(mapped.issues()).isEmpty();
        return mapped.resources().get(0).path("row");
    }

    private Mapped mapped(String yaml, String row) {
        MappingFixture.write(home, "mappings/csv/mine.yaml", yaml);
        MappingFixture.write(home, "mappings/csv/mine.jslt", SEEN);
        return MappingFixture.in(home, Sites.of(MappingFixture.NAMESPACE)).map(tree(row), null);
    }

    private static ObjectNode tree(String row) {
        return MappingFixture.json("{\"format\":\"csv\",\"feed\":\"mine\",\"rows\":[{\"_line\":2," + row + "}]}");
    }

    private static String patients(String more) {
        return "feed: patients\n"
                + "columns: {NO: patient_id, FIO: family given patronymic, BORN: birth_date, SEX: gender, TEL: [phone,"
                + " mobile]}\n" + more;
    }

    @Test
    void columnsAreNamedDividedRepeatedAndJoined() {
        JsonNode row = seen(
                "feed: patients\ncolumns: {NO: patient_id, FIO: family given patronymic, TEL: [phone, mobile], STREET:"
                        + " address, HOUSE: address}\ndefaults: {country: UZ, gender: F}",
                "\"NO\":\"7\",\"FIO\":\"Каримов Жасур Абдулла"
                        + " ўғли\",\"TEL\":\"1\",\"STREET\":\"Navoiy\",\"HOUSE\":\"5\",\"gender\":\"not named, so not"
                        + " read\"");
        assertThat(row.path("patient_id").asText()).isEqualTo("7");
        assertThat(row.path("family").asText()).isEqualTo("Каримов");
        assertThat(row.path("given").asText()).isEqualTo("Жасур");
        assertThat(row.path("patronymic").asText()).isEqualTo("Абдулла ўғли");
        assertThat(row.path("mobile").asText()).isEqualTo("1");
        assertThat(row.path("address").asText()).isEqualTo("Navoiy 5");
        assertThat(row.path("country").asText()).isEqualTo("UZ");
        assertThat(row.path("gender").asText()).isEqualTo("F");
        assertThat(row.path("_columns").path("address").asText()).isEqualTo("STREET + HOUSE");
    }

    @Test
    void codesAreTranslatedAndAnEmptyOneIsNothing() {
        String yaml = patients("codes: {SEX: {1: M, ж: F, 9: , \"*\": U}}\n");
        assertThat(seen(yaml, "\"NO\":\"7\",\"SEX\":\"Ж\"").path("gender").asText())
                .isEqualTo("F");
        assertThat(seen(yaml, "\"NO\":\"7\",\"SEX\":\"?\"").path("gender").asText())
                .isEqualTo("U");
        assertThat(seen(yaml, "\"NO\":\"7\",\"SEX\":\"9\"").has("gender")).isFalse();
    }

    @Test
    void aTableOfCodesReportsWhatItLacks() {
        MappingFixture.write(home, "mappings/codes/our-sex.csv", "from_any_case,to\nerkak,M\n");
        String yaml = patients("codes: {SEX: our-sex}\n");
        assertThat(seen(yaml, "\"NO\":\"7\",\"SEX\":\"Erkak\"").path("gender").asText())
                .isEqualTo("M");
        Mapped mapped = mapped(yaml, "\"NO\":\"7\",\"SEX\":\"x\"");
        assertThat(mapped.unmapped()).containsExactly(new Unmapped("our-sex", "", "x", "line 2, column SEX"));
    }

    @Test
    void aTableThatIsNotThereIsFoundAtStart() {
        MappingFixture.write(home, "mappings/csv/mine.yaml", patients("codes: {SEX: our-sex}\n"));
        assertThatThrownBy(() -> MappingFixture.in(home, Sites.of(MappingFixture.NAMESPACE))
                        .compileAll())
                .isInstanceOf(MappingException.class)
                .hasMessage("mappings/csv/mine.yaml: codes of SEX names the table our-sex, but there is no file"
                        + " mappings/codes/our-sex.csv. Write it, or correct the name.");
    }

    @Test
    void absentTokensAreOfTheFeedTheDescriptorOrAColumn() {
        String yaml = patients("absent: {\"-\": masked, SEX: {x: not-asked}}\ndefaults: {given: nobody}\n");
        JsonNode row = seen(yaml, "\"NO\":\"7\",\"FIO\":\"-\",\"SEX\":\"X\",\"BORN\":\"н/д\",\"TEL\":\"x\"");
        assertThat(row.path("family").asText()).contains("masked");
        assertThat(row.path("given").asText())
                .as("no default in the place of a declared absence")
                .contains("masked");
        assertThat(row.path("gender").asText()).contains("not-asked");
        assertThat(row.path("birth_date").asText()).contains("unknown");
        assertThat(row.path("phone").asText()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dd.MM.yyyy             | 07.11.1979        | 1979-11-07",
                "MM/dd/yyyy             | 11/07/1979        | 1979-11-07",
                "yyyyMMdd               | 19791107          | 1979-11-07",
                "d MMM yyyy             | 7 nov 1979        | 1979-11-07",
                "dd.MM.yyyy[ H:mm]      | 07.11.1979 8:05   | 1979-11-07T08:05:00",
                "dd.MM.yyyy[ H:mm]      | 07.11.1979        | 1979-11-07",
                "dd.MM.yyyy HH:mm:ssXXX | 07.11.1979 08:05:01+05:00 | 1979-11-07T08:05:01+05:00",
                "MM.yyyy                | 11.1979           | 1979-11",
                "yyyy                   | 1979              | 1979",
                "excel                  | 45123             | 2023-07-16",
                "excel                  | 45123.5           | 2023-07-16T12:00:00",
                "excel                  | 45123,75          | 2023-07-16T18:00:00",
                "excel                  | 45123.0           | 2023-07-16",
                "excel                  | 45123.999999999   | 2023-07-17",
                "excel                  | 1                 | 1900-01-01",
                "excel                  | 61                | 1900-03-01",
                "excel                  | 0.25              | 06:00:00",
                "excel-1904             | 43661             | 2023-07-16",
                "'[dd.MM.yyyy, excel]'  | 31018             | 1984-12-02"
            })
    void datesAreReadInTheFormsThatAreNamed(String form, String written, String read) {
        JsonNode row =
                seen(patients("formats: {BORN: " + quoted(form) + "}\n"), "\"NO\":\"7\",\"BORN\":\"" + written + "\"");
        assertThat(row.path("birth_date").asText()).isEqualTo(read);
    }

    private static String quoted(String form) {
        return form.startsWith("[") ? form : "\"" + form + "\"";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dd.MM.yyyy | 31.02.1979",
                "dd.MM.yyyy | 1979-11-07",
                "dd.MM.yyyy | 45123",
                "excel | 07.11.1979",
                "excel | 60",
                "excel | 99999999",
                "excel | 0"
            })
    void aDateInAnotherFormIsLeftOutAndToldWithTheSitesOwnColumn(String form, String written) {
        Mapped mapped = mapped(
                patients("formats: {BORN: " + form + "}\ndefaults: {birth_date: 1900}"),
                "\"NO\":\"7\",\"BORN\":\"" + written + "\"");
        assertThat(mapped.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.isError()).isFalse();
            assertThat(issue.diagnostics())
                    .startsWith("line 2, column BORN: this is no " + form)
                    .doesNotContain(written);
        });
        assertThat(mapped.resources().get(0).path("row").has("birth_date"))
                .as("neither the text nor the default")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "','   | ''  | 5,30       | 5.30",
                "','   | ' ' | 1 240,5    | 1240.5",
                "','   | '.' | 1.240,5    | 1240.5",
                "'.'   | ',' | 1,240      | 1240",
                "'.'   | ',' | 1,240.50   | 1240.50",
                "','   | ''  | <0,5       | <0.5",
                "','   | ''  | >= 12      | >= 12",
                "','   | ''  | -1,5       | -1.5",
                "','   | ''  | отриц.     | отриц.",
                "','   | ''  | A/B 1,5    | A/B 1,5"
            })
    void numbersAreReadWithTheSignsThatAreNamed(String decimal, String thousands, String written, String read) {
        assertThat(seen(results(decimal, thousands), "\"R\":\"" + written + "\"")
                        .path("value")
                        .asText())
                .isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"',' | '' | 1.240", "'.' | ',' | 5,3", "',' | '' | 1 240", "',' | '.' | 12.40,5", "'.' | '' | 5.3."
            })
    void aNumberThatCouldBeOfAnotherSizeIsAnError(String decimal, String thousands, String written) {
        List<Issue> issues =
                mapped(results(decimal, thousands), "\"R\":\"" + written + "\"").issues();
        assertThat(issues).singleElement().satisfies(issue -> assertThat(issue.diagnostics())
                .startsWith("line 2, column R: this number is not written as 1"));
    }

    private static String results(String decimal, String thousands) {
        return "feed: lab-results\n"
                + "columns: {NO: patient_id, O: order_id, T: test_code, R: value}\n"
                + "formats: {R: {decimal: \""
                + decimal + "\", thousands: \"" + thousands + "\"}}\n";
    }

    @Test
    void halfOfAJoinedMomentIsNone() {
        Mapped mapped = mapped(
                "feed: vital-signs\ncolumns: {NO: patient_id, D: measured_at, T: measured_at}\n"
                        + "formats: {D: dd.MM.yyyy, T: \"H:mm\"}\n",
                "\"NO\":\"7\",\"D\":\"31.02.2026\",\"T\":\"8:05\"");
        assertThat(mapped.issues()).hasSize(1);
        assertThat(mapped.resources().get(0).path("row").has("measured_at")).isFalse();
        JsonNode row = seen(
                "feed: vital-signs\ncolumns: {NO: patient_id, D: measured_at, T: measured_at}\n"
                        + "formats: {D: dd.MM.yyyy, T: \"H:mm\"}\n",
                "\"NO\":\"7\",\"D\":\"28.02.2026\",\"T\":\"8:05\"");
        assertThat(row.path("measured_at").asText()).isEqualTo("2026-02-28 08:05:00");
    }

    @Test
    void theDocumentedFeedReadsItUnlessTheSiteWroteAMapping() {
        MappingFixture.write(home, "mappings/csv/mine.yaml", patients(""));
        Mappings mappings = MappingFixture.in(home, Sites.of(MappingFixture.NAMESPACE));
        mappings.compileAll();
        Mapped mapped = mappings.map(tree("\"NO\":\"7\",\"FIO\":\"A\",\"BORN\":\"31.02.1979\""), null);
        assertThat(mapped.mapping()).isEqualTo("csv/mine");
        assertThat(mapped.subject()).isEqualTo(MappingFixture.NAMESPACE + ":patient|7");
        assertThat(MappingFixture.one(mapped, "Patient").at("/name/0/family").asText())
                .isEqualTo("A");
        assertThat(mapped.issues()).singleElement().satisfies(issue -> assertThat(issue.diagnostics())
                .startsWith("line 2, column BORN: this is not a date"));
        MappingFixture.write(home, "mappings/csv/mine.yaml", patients("defaults: {country: UZ}\n"));
        Mappings changed = MappingFixture.in(home, Sites.of(MappingFixture.NAMESPACE));
        assertThat(changed.map(tree("\"NO\":\"7\",\"FIO\":\"A\""), null).mappingVersion())
                .as("another descriptor is another version")
                .isNotEqualTo(mapped.mappingVersion())
                .hasSize(12);
    }

    @Test
    void excelsDaysAreReadInColumnsOfDatesOnlyAndTold() {
        Mappings mappings = MappingFixture.bundled();
        Mapped mapped = mappings.map(
                MappingFixture.json(
                        "{\"format\":\"csv\",\"feed\":\"patients\",\"rows\":[{\"_line\":2,\"patient_id\":\"45123\","
                                + "\"family\":\"A\",\"birth_date\":\"31018\",\"updated_at\":\"46083.5\"}]}"),
                null);
        assertThat(MappingFixture.one(mapped, "Patient").path("birthDate").asText())
                .isEqualTo("1984-12-02");
        assertThat(mapped.subject()).endsWith("|45123");
        assertThat(mapped.eventTime()).isEqualTo("2026-03-02T12:00:00+05:00");
        assertThat(mapped.issues())
                .hasSize(2)
                .allSatisfy(issue -> assertThat(issue.isError()).isFalse())
                .anySatisfy(issue -> assertThat(issue.diagnostics())
                        .startsWith("line 2, column birth_date: this is a number, not a date"));
        assertThat(mappings.map(
                                MappingFixture.json("{\"format\":\"csv\",\"feed\":\"patients\",\"rows\":[{\"_line\":2,"
                                        + "\"patient_id\":\"1\",\"family\":\"A\",\"birth_date\":\"99999\"}]}"),
                                null)
                        .issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.isError()).isFalse());
    }

    @Test
    void aClockMayHaveOneDigitForItsHour() {
        Mapped mapped = MappingFixture.bundled()
                .map(
                        MappingFixture.json("{\"format\":\"csv\",\"feed\":\"patients\",\"rows\":[{\"_line\":2,"
                                + "\"patient_id\":\"1\",\"family\":\"A\",\"updated_at\":\"01.03.2026 8:05\"}]}"),
                        null);
        assertThat(mapped.eventTime()).isEqualTo("2026-03-01T08:05:00+05:00");
    }
}
