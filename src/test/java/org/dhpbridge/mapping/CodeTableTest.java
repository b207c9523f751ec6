package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CodeTableTest {

    private static String to(CodeTable table, String source, String code) {
        return table.row(source, code).map(row -> row.path("to").asText("")).orElse("not in the table");
    }

    @Test
    void translatesToTheLetterWhenTheColumnIsNamedFrom() {
        CodeTable units = CodeTable.parse("units", "from,to\nmg/l,mg/L\nMl,mL\n");
        assertThat(to(units, "", "mg/l")).isEqualTo("mg/L");
        assertThat(to(units, "", "Ml")).isEqualTo("mL");
        assertThat(to(units, "", "Mg/l")).isEqualTo("not in the table");
    }

    @Test
    void ignoresLetterCaseBlanksAndApostrophesWhenTheColumnSaysSo() {
        CodeTable states = CodeTable.parse("states", "\ufefffrom_any_case,to\nFarg'ona viloyati,1730\n");
        assertThat(to(states, "", " FARGʻONA  viloyati")).isEqualTo("1730");
        assertThat(to(states, "", "Farg‘ona viloyati")).isEqualTo("1730");
    }

    @Test
    void readsWordsAlikeWithAndWithoutTheDotsOfYo() {
        CodeTable words = CodeTable.parse("words", "from_any_case,to\nотменён,cancelled\nлегкая,mild\nлёгкая,mild\n");
        assertThat(to(words, "", "Отменен")).isEqualTo("cancelled");
        assertThat(to(words, "", "ЛЁГКАЯ")).isEqualTo("mild");
        assertThatThrownBy(() -> CodeTable.parse("words", "from_any_case,to\nлегкая,mild\nлёгкая,severe\n"))
                .hasMessageContaining("line 3");
    }

    @Test
    void prefersTheRowOfTheSourceThatCoinedTheCode() {
        CodeTable tests = CodeTable.parse("tests", "from,source,to\n1,,a\n1,LAB-2,b\n");
        assertThat(to(tests, "LAB-2", "1")).isEqualTo("b");
        assertThat(to(tests, "LAB-3", "1")).isEqualTo("a");
    }

    @Test
    void countsARowOnlyWithTheWordsThatItNames() {
        String text =
                "from,source,to,if_unit,if_specimen\nGLU,,mass,mg/dL g/L,SER -\nGLU,,moles,mmol/L,SER\nHB,,any,,\n";
        CodeTable tests = CodeTable.parse("tests", text);
        assertThat(to(tests, "GLU", "mg/dL", "SER")).isEqualTo("mass");
        assertThat(to(tests, "GLU", "mg/dL", "-")).isEqualTo("mass");
        assertThat(to(tests, "GLU", "mmol/L", "SER")).isEqualTo("moles");
        assertThat(to(tests, "GLU", "mmol/L", "-")).isEqualTo("not in the table");
        assertThat(to(tests, "GLU", "g", "SER")).isEqualTo("not in the table");
        assertThat(to(tests, "GLU", "mg/dL", "UR")).isEqualTo("not in the table");
        assertThat(to(tests, "HB", "g", "UR")).isEqualTo("any");
        assertThat(to(tests, "LAB", "GLU"))
                .as("nothing is said, so nothing is asked")
                .isEqualTo("mass");
        CodeOverlay.Row over = new CodeOverlay.Row("tests", "", "GLU", Map.of("to", "other", "if_unit", "mg/dL"));
        CodeTable published = CodeTable.parse("tests", text).with(List.of(over));
        assertThat(to(published, "GLU", "mg/dL", "UR")).isEqualTo("other");
        assertThat(to(published, "GLU", "mmol/L", "SER")).isEqualTo("not in the table");
        assertThatThrownBy(() -> CodeTable.parse("tests", "from,to,if_unit\nGLU,a,g/L\nGLU,b,g/L\n"))
                .hasMessageContaining("line 3");
    }

    private static String to(CodeTable table, String code, String unit, String specimen) {
        return table.row(
                        "LAB",
                        code,
                        MappingFixture.JSON.createObjectNode().put("unit", unit).put("specimen", specimen))
                .map(row -> row.path("to").asText(""))
                .orElse("not in the table");
    }

    @Test
    void knowsWhatBecomesOfEverythingElse() {
        CodeTable table = CodeTable.parse("t", "# a comment\nfrom,to\na,b\n*,unknown\n");
        assertThat(table.otherwise()).get().returns("unknown", row -> row.path("to")
                .asText());
    }

    @Test
    void saysWhichLineIsWrong() {
        assertThatThrownBy(() -> CodeTable.parse("units", "from,to\na,b\nc,d,e\n"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("mappings/codes/units.csv line 3")
                .hasMessageContaining("3 columns");
        assertThatThrownBy(() -> CodeTable.parse("units", "from,to\na,b\na,c\n"))
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> CodeTable.parse("units", "code,to\na,b\n")).hasMessageContaining("'from_any_case'");
    }

    /** A result and its report are told in the same words (lab-results.csv): only HL7's own letters and FHIR's codes differ. */
    @Test
    void resultsAndReportsKnowTheSameWords() throws IOException {
        assertThat(words("report-status"))
                .isEqualTo(words("observation-status"))
                .isNotEmpty();
    }

    private static Set<String> words(String table) throws IOException {
        return Files.readAllLines(Path.of("mappings/codes", table + ".csv")).stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("from"))
                .filter(line -> line.indexOf(',') > 1 && !line.split(",")[0].equals(line.split(",")[1]))
                .collect(Collectors.toSet());
    }
}
