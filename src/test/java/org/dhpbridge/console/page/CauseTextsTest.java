package org.dhpbridge.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r5.model.OperationOutcome.IssueType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For every code that the sources give to a failure or a warning, people find words in their language. */
class CauseTextsTest {

    private static final Path JAVA = Path.of("src/main/java/org/dhpbridge");
    private static final Path MAPPINGS = Path.of("mappings");
    private static final String LITERAL = "(\"[a-z0-9-]+\")";
    private static final String CODE = "(\"[a-z0-9-]+\"|[A-Za-z]*\\.?[A-Z_]{3,})";
    private static final String ARGUMENT = "[^,;]+,\\s*";

    /** Where a code is given; the second group is the code or the constant that names it. */
    private static final List<Pattern> ERRORS = Stream.of(
                    "(Issue\\.error|MessageFailure\\.of|new Failure|Unreadable(?:File|Message)Exception)\\(\\s*" + CODE,
                    "(new SourceProblem)\\(\\s*" + ARGUMENT + CODE,
                    "((?<![A-Za-z])problem)\\((?:[^;]*?,)?\\s*" + LITERAL + "\\s*,",
                    "(report)\\(\\s*\"error\",\\s*" + CODE,
                    "(report\\.error|(?<![A-Za-z.])(?:error|wrong))\\(\\s*" + CODE + "\\s*,")
            .map(Pattern::compile)
            .toList();

    private static final List<Pattern> WARNINGS = Stream.of(
                    "(Issue\\.warning|new ReaderNote|(?<![A-Za-z.])note)\\(\\s*" + CODE,
                    "(report)\\(\\s*\"warning\",\\s*" + CODE,
                    "(notes\"\\)\\s*\\.addObject\\(\\)\\s*\\.put\\(\"code\"),\\s*" + CODE)
            .map(Pattern::compile)
            .toList();

    private static final Pattern IN_MAPPING = Pattern.compile("problem\\(\"(error|warning)\",\\s*\"([a-z-]+)\"");

    @ParameterizedTest
    @EnumSource
    void everyCodeOfAFailureIsExplained(Language language) throws IOException {
        Set<String> codes = codes(ERRORS);
        codes.addAll(ofMappings("error"));
        Arrays.stream(IssueType.values())
                .filter(type -> type != IssueType.NULL)
                .map(IssueType::toCode)
                .forEach(codes::add);
        codes.addAll(List.of("http-503", "unreachable"));

        assertThat(codes)
                .contains("binary", "feed", "message-kind", "group-too-long", "archive", "merged", "processing-id")
                .hasSizeGreaterThan(50);
        Texts texts = Texts.in(language);
        for (String code : codes) {
            assertThat(texts.cause(null, code)).as(code).isNotEqualTo(code);
            assertThat(texts.whatToDo(null, code)).as(code).isNotEqualTo(texts.t("cause.other.do"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeOfAWarningHasWords(Language language) throws IOException {
        Set<String> codes = codes(WARNINGS);
        codes.addAll(ofMappings("warning"));

        assertThat(codes).contains("misplaced", "line-break", "unknown-column", "batch-open", "not-carried");
        Set<String> keys = Words.in(language).keySet();
        assertThat(codes).allMatch(code -> keys.contains("warning." + code));
    }

    private static Set<String> ofMappings(String severity) throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String text : texts(MAPPINGS, ".jslt")) {
            Matcher problem = IN_MAPPING.matcher(text);
            while (problem.find()) {
                if (problem.group(1).equals(severity)) {
                    codes.add(problem.group(2));
                }
            }
        }
        return codes;
    }

    private static Set<String> codes(List<Pattern> patterns) throws IOException {
        List<String> all = texts(JAVA, ".java");
        Set<String> codes = new TreeSet<>();
        for (String text : all) {
            for (Pattern pattern : patterns) {
                Matcher given = pattern.matcher(text);
                while (given.find()) {
                    codes.addAll(resolved(given.group(2), text, all));
                }
            }
        }
        return codes;
    }

    /** The code itself, or what the constant stands for: of its own file, or of the class that it names. */
    private static Set<String> resolved(String code, String text, List<String> all) {
        if (code.startsWith("\"")) {
            return Set.of(code.substring(1, code.length() - 1));
        }
        int dot = code.indexOf('.');
        Pattern value = Pattern.compile("String " + code.substring(dot + 1) + " =\\s*\"([a-z-]+)\"");
        Set<String> found = new TreeSet<>();
        Stream<String> files = dot < 0
                ? Stream.of(text)
                : all.stream().filter(one -> one.contains("class " + code.substring(0, dot) + " "));
        files.map(value::matcher).filter(Matcher::find).map(one -> one.group(1)).forEach(found::add);
        assertThat(found).as(code).isNotEmpty();
        return found;
    }

    private static List<String> texts(Path folder, String end) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(end))
                    .filter(one -> !one.startsWith(JAVA.resolve("sandbox")) && !one.startsWith(JAVA.resolve("doctor")))
                    .sorted()
                    .toList()) {
                texts.add(Objects.requireNonNull(Files.readString(file)));
            }
        }
        return texts;
    }
}
