package org.dhpbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainTraceTest {

    private final StringWriter out = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new Explain()).setOut(new PrintWriter(out)).execute(args);
    }

    @Test
    void everyValueIsTracedAndTheRestIsAsWithoutATrace() throws IOException {
        String file = "samples/hl7/admission-uzbek-latin/in.hl7";
        assertThat(run(file)).isZero();
        JsonNode plain = new ObjectMapper().readTree(out.toString());
        out.getBuffer().setLength(0);
        assertThat(run("--trace", "--json", file)).isZero();
        JsonNode traced = new ObjectMapper().readTree(out.toString());
        assertThat(traced.path("resources")).isEqualTo(plain.path("resources"));
        assertThat(plain.has("trace")).isFalse();
        assertThat(traced.path("trace")).hasSize(leaves(plain.path("resources")));
        for (JsonNode entry : traced.path("trace")) {
            assertThat(entry.path("source").isArray()).isTrue();
            String from = entry.path("from").asText();
            if (from.equals("absent")) {
                assertThat(entry.path("absent").path("reason").asText()).isNotEmpty();
            } else if (!from.equals("profile")) {
                assertThat(entry.path("mapping").path("file").asText()).startsWith("mappings/");
                assertThat(entry.path("mapping").path("line").asInt()).isPositive();
            }
            assertThat(from.equals("input"))
                    .as(entry.toString())
                    .isEqualTo(!entry.path("source").isEmpty());
        }
        JsonNode family = entry(traced, "Patient.name[0].family");
        assertThat(family.path("source").get(0).asText()).isEqualTo("PID-5.1");
        assertThat(entry(traced, "Patient.gender").path("table").path("file").asText())
                .isEqualTo("mappings/codes/gender.csv");
    }

    @Test
    void fieldsThatNoMappingLooksAtAreListedWithTheReason(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("in.hl7"),
                "MSH|^~\\&|LIS|LAB7|DHP|DHP|20260310101500||ORU^R01^ORU_R01|F1|P|2.5.1\r"
                        + "PID|1||P-1001^^^LAB7^MR||Aliyeva^Anna||19800101|F||||||||||||||||mehmon\r"
                        + "OBR|1|O1|F1|GLU^Glucose^L|||20260310090000|||||||||||||||20260310101500||LAB|F\r"
                        + "OBX|1|NM|GLU^Glucose^L||5.1|mmol/L|||||F||secret\r"
                        + "OBX|2|NM|K^Potassium^L||4.1|mmol/L|||||F||secret\rZAP|1|secret\r");
        assertThat(run(file.toString())).isZero();
        JsonNode line = new ObjectMapper().readTree(out.toString());
        assertThat(line.path("notCarried"))
                .anySatisfy(entry -> {
                    assertThat(entry.path("field").asText()).isEqualTo("PID-24");
                    assertThat(entry.path("count").asInt()).isEqualTo(1);
                    assertThat(entry.path("why").asText()).isEqualTo("not an element that the platform asks for");
                })
                .anySatisfy(entry -> {
                    assertThat(entry.path("field").asText()).isEqualTo("OBX-13");
                    assertThat(entry.path("count").asInt()).isEqualTo(2);
                })
                .anySatisfy(entry -> assertThat(entry.path("field").asText()).isEqualTo("ZAP-2"))
                .noneSatisfy(entry -> assertThat(entry.path("field").asText()).startsWith("OBX-5"))
                .noneSatisfy(entry -> assertThat(entry.path("field").asText()).isEqualTo("PID-5"));
        assertThat(line.path("notCarried").toString()).doesNotContain("secret");
    }

    @Test
    void whatGoesBeyondTheDefinitionOfAFieldIsListed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("in.hl7"),
                "MSH|^~\\&|LIS|LAB7|DHP|DHP|20260310101500||ORU^R01^ORU_R01|F1|P|2.5.1\r"
                        + "PID|1||P-1001^^^LAB7^MR||Aliyeva^Anna||19800101~19800102|F^Ayol\r"
                        + "OBR|1|O1|F1~F2|GLU^Glucose^L|||20260310090000^08|||||||S^EDTA\r"
                        + "OBX|1|NM|GLU^Glucose^L~K^Potassium^L||5.1|mmol/L|||||F\r");
        assertThat(run(file.toString())).isZero();
        JsonNode line = new ObjectMapper().readTree(out.toString());
        assertThat(line.path("notCarried").findValuesAsText("field"))
                .contains("PID-7", "PID-8.2", "OBR-3", "OBR-7.2", "OBX-3")
                .doesNotContain("PID-8", "OBR-7", "OBX-5");
    }

    @Test
    void aColumnThatTheFeedDoesNotKnowIsListed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("patients.csv"),
                "patient_id,family,given,gender,birth_date,shoe\n1,A,B,F,1980-01-01,38\n2,C,D,M,1981-01-01,44\n");
        assertThat(run(file.toString())).isZero();
        List<String> lines = out.toString().lines().toList();
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.path("notCarried").toString()).contains("\"field\":\"shoe\",\"count\":1");
        assertThat(first.path("issues").toString()).contains("unknown-column");
        assertThat(lines.get(1)).contains("\"shoe\"").doesNotContain("unknown-column");
    }

    @Test
    void ofATableTheColumnsAreNamed() throws IOException {
        assertThat(run("--trace", "samples/csv-encounters/visits")).isZero();
        JsonNode first =
                new ObjectMapper().readTree(out.toString().lines().findFirst().orElseThrow());
        assertThat(entry(first, "Patient.name[0].family").path("source").get(0).asText())
                .isEqualTo("column family");
    }

    @Test
    void asTextAValueIsALine() {
        assertThat(run("--trace", "--text", "samples/hl7/admission-uzbek-latin/in.hl7"))
                .isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches(
                        "  Patient\\.name\\[0]\\.family = \".+\" <- PID-5\\.1 \\(mappings/uz-core/name\\.jslt:\\d+\\)"))
                .noneMatch(line -> line.startsWith("{"));
    }

    private static JsonNode entry(JsonNode line, String path) {
        for (JsonNode entry : line.path("trace")) {
            if (entry.path("path").asText().equals(path)) {
                return entry;
            }
        }
        throw new AssertionError("no " + path + " in " + line.path("trace"));
    }

    private static int leaves(JsonNode node) {
        if (node.isValueNode()) {
            return 1;
        }
        int sum = 0;
        for (JsonNode member : node) {
            sum += leaves(member);
        }
        return sum;
    }
}
