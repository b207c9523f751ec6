package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.dhpbridge.mapping.trace.Leaf;
import org.junit.jupiter.api.Test;

/**
 * Nothing in the output that is not in the input or in a table: each value is looked for in the fields, table rows and pack
 * that its trace names. A constant of a mapping must stand in {@code constants.csv}; after a look at a new one, {@code mvn test
 * -Dtest=NothingInventedTest -Ddhp.regenerate=true} writes it there.
 */
class NothingInventedTest {

    private static final Path CONSTANTS = Path.of("src/test/resources/org/dhpbridge/mapping/constants.csv");

    @Test
    void noSampleSaysMoreThanItsInput() {
        check(Traces.ofSamples());
    }

    @Test
    void noMessageOfTheCorpusSaysMoreThanItsInput() {
        check(Traces.ofCorpus());
    }

    @Test
    void noFullMessageSaysMoreThanItsInput() {
        check(Traces.ofFullMessages());
    }

    private static void check(List<Traces.Trace> traces) {
        TreeSet<String> constants = new TreeSet<>(read(CONSTANTS));
        List<String> invented = new ArrayList<>();
        int leaves = 0;
        for (Traces.Trace trace : traces) {
            Map<String, List<String>> input = trace.input();
            for (Leaf leaf : trace.leaves()) {
                leaves++;
                Evidence evidence = new Evidence(leaf, trace.message(), input);
                String constant = constant(leaf);
                if (Boolean.getBoolean("dhp.regenerate") && evidence.isConstantOfTheMapping()) {
                    constants.add(constant);
                }
                if (!evidence.isFound() && !constants.contains(constant)) {
                    invented.add(trace.message().name() + ": " + leaf);
                }
            }
        }
        if (Boolean.getBoolean("dhp.regenerate")) {
            write(constants);
        }
        assertThat(leaves).isGreaterThan(1000);
        assertThat(invented)
                .as("values that are neither in the fields that the trace names, nor in a table, nor in %s", CONSTANTS)
                .isEmpty();
    }

    private static String constant(Leaf leaf) {
        return leaf.path().replaceAll("\\[\\d+]", "") + "," + leaf.value().asText();
    }

    private static List<String> read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(TreeSet<String> constants) {
        try {
            Files.createDirectories(CONSTANTS.getParent());
            Files.write(CONSTANTS, constants);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
