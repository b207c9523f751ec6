package org.dhpbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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
