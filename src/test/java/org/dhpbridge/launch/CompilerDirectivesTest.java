package org.dhpbridge.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each in a JVM of its own, which the directives would otherwise stay in. */
class CompilerDirectivesTest {

    @Test
    void theJvmTakesThemInTheirOrder() throws Exception {
        assertThat(run(Printed.class))
                .containsSubsequence("java/lang/invoke/*.*", "com/fasterxml/jackson/core/*.*", "matching: *.*")
                .doesNotContain("could not be given");
    }

    @Test
    void aTemporaryFolderWithASpaceInItsNameIsNoObstacle(@TempDir Path folder) throws Exception {
        Path spaced = Files.createDirectory(folder.resolve("a folder"));

        assertThat(run(Printed.class, "-Djava.io.tmpdir=" + spaced)).contains("com/fasterxml/jackson/core/*.*");
        assertThat(spaced).isEmptyDirectory();
    }

    @Test
    void withoutAPlaceForTheFileTheBridgeStartsAndSaysWhatItMisses(@TempDir Path folder) throws Exception {
        assertThat(run(Printed.class, "-Djava.io.tmpdir=" + folder.resolve("none")))
                .contains("compiler directives could not be given", "NoSuchFileException")
                .doesNotContain("com/fasterxml");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no quote in a file's name")
    void aFolderWhoseNameTheCommandCannotTakeIsNoObstacleToTheStart(@TempDir Path folder) throws Exception {
        Path quoted = Files.createDirectory(folder.resolve("a\"b"));

        assertThat(run(Printed.class, "-Djava.io.tmpdir=" + quoted)).contains("compiler directives could not be given");
        assertThat(quoted).isEmptyDirectory();
    }

    @Test
    void aJavaThatWasCutDownToLessModulesStartsTheBridge() throws Exception {
        assertThat(run(Added.class, "--limit-modules=java.base,java.management"))
                .contains("compiler directives could not be given", "started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:-TieredCompilation", "-XX:CompilationMode=high-only"})
    void withoutTheFirstCompilerTheSecondOneTakesAll(String option) throws Exception {
        assertThat(run(Printed.class, option)).doesNotContain("com/fasterxml").doesNotContain("could not be given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dhp.compile-all=true", "dhp.compileAll=yes", "dhp.compile_all=ON"})
    void whoWantsAllCompiledGivesNone(String setting) throws Exception {
        assertThat(run(Added.class, "-D" + setting)).contains("started without directives");
        assertThat(start(List.of(), Added.class, List.of("--" + setting), Map.of()))
                .contains("started without directives");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DHP_COMPILE_ALL", "DHP_COMPILEALL"})
    void aVariableOfTheEnvironmentWillDo(String name) throws Exception {
        assertThat(start(List.of(), Added.class, List.of(), Map.of(name, "1"))).contains("started without directives");
    }

    @Test
    void theBridgeKnowsWhetherTheyWereGiven() throws Exception {
        assertThat(run(Added.class)).contains("started with directives");
    }

    @Test
    void anArgumentCountsBeforeThePropertyAndThatBeforeTheVariable() throws Exception {
        Map<String, String> variable = Map.of("DHP_COMPILE_ALL", "true");
        List<String> property = List.of("-Ddhp.compile-all=false");

        assertThat(start(property, Added.class, List.of(), variable)).contains("started with directives");
        assertThat(start(property, Added.class, List.of("--dhp.compile-all=true"), Map.of()))
                .contains("started without directives");
    }

    /** Adds the directives, and goes on. */
    static final class Added {
        public static void main(String[] args) {
            CompilerDirectives.add(args);
            System.out.println("started " + (CompilerDirectives.areGiven() ? "with" : "without") + " directives");
        }
    }

    /** Adds the directives, and prints what the JVM has of them. */
    static final class Printed {
        public static void main(String[] args) throws Exception {
            CompilerDirectives.add(args);
            System.out.println(ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "compilerDirectivesPrint",
                            null,
                            null));
        }
    }

    private static String run(Class<?> main, String... options) throws Exception {
        return start(List.of(options), main, List.of(), Map.of());
    }

    private static String start(
            List<String> options, Class<?> main, List<String> arguments, Map<String, String> variables)
            throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", "target/classes" + File.pathSeparator + "target/test-classes", main.getName()));
        command.addAll(arguments);
        Path said = Files.createTempFile("said", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().putAll(variables);
            Process process = builder.start();
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly();
            assertThat(ended).isTrue();
            assertThat(process.exitValue()).isZero();
            return Files.readString(said);
        } finally {
            Files.delete(said);
        }
    }
}
