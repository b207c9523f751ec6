package org.dhpbridge.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn verify} does not build {@code benchmarks/}, whose poms have dependencies of their own. What the benchmarks use of the
 * bridge and of its libraries is compiled here all the same; only what JMH would bring is taken on trust.
 */
class BenchmarksTest {

    private static final Path BENCHMARKS = Path.of("benchmarks/src/main/java/org/dhpbridge/benchmarks");
    private static final Pattern OF_JMH = Pattern.compile("import org\\.openjdk\\.jmh\\.[\\w.]+\\.(\\w+);");

    @TempDir
    Path output;

    @Test
    void theyCompileButForJmh() throws IOException {
        assertThat(mistakes(sources(BENCHMARKS))).isEmpty();
    }

    @Test
    void theOneFromEndToEndCompiles() throws IOException {
        assertThat(mistakes(sources(Path.of("benchmarks/end-to-end/src/main/java"))))
                .isEmpty();
    }

    @Test
    void aCallThatTheBridgeDoesNotKnowIsAMistake() throws IOException {
        String fine = Files.readString(BENCHMARKS.resolve("FirstProfile.java"));
        Path wrong = output.resolve("FirstProfile.java");
        Files.writeString(wrong, fine.replace("ProfilePack.load(", "ProfilePack.loaded("));

        assertThat(mistakes(List.of(wrong))).singleElement().asString().contains("FirstProfile.java", "loaded");
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            assertThat(sources).isNotEmpty();
            return sources;
        }
    }

    private List<String> mistakes(List<Path> sources) throws IOException {
        Set<String> ofJmh = sources.stream().flatMap(BenchmarksTest::ofJmh).collect(Collectors.toSet());
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(found, Locale.ROOT, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "--release",
                    "17",
                    "-Xmaxerrs",
                    "10000",
                    "-d",
                    output.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            javac.getTask(new StringWriter(), files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .filter(one -> !isOfJmh(one, ofJmh))
                .map(one -> one.toString())
                .toList();
    }

    private static Stream<String> ofJmh(Path source) {
        try {
            return OF_JMH
                    .matcher(Files.readString(source))
                    .results()
                    .map((MatchResult type) -> type.group(1))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An import of JMH, or a type that one would have brought. */
    private static boolean isOfJmh(Diagnostic<?> mistake, Set<String> types) {
        String text = mistake.getMessage(Locale.ROOT);
        return text.startsWith("package org.openjdk.jmh.")
                || text.startsWith("cannot find symbol")
                        && types.stream()
                                .anyMatch(type -> text.matches("(?s).*symbol: +(class|variable) " + type + "\\b.*"));
    }
}
