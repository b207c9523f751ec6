package org.dhpbridge.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents are true of the code, and stand alone. */
class DocumentsTest {

    private static final Path DOCS = Path.of("docs");
    private static final Path MAIN = Path.of("src/main/java/org/dhpbridge");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+(?:Test|Contract))(?:#(\\w+|\\*))?`");
    private static final Pattern CLASS_IN_A_ROOM = Pattern.compile("`(\\w+)` \\(`([A-Z]\\w+)`");

    /** Whoever has the repository alone cannot look there. The brackets keep this file out of what it finds. */
    private static final Pattern OUTSIDE = Pattern.compile(
            "\\bfarm[-]\\w|\\bthe (?:design|review)\\b|\\b(?:design|review)[.]md|design decision[ ]|platform[-]facts|[.][.]/shared"
                    + "|/wor[k]/|\\bissue #?\\d",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> FOLDERS =
            Set.of(".ci", "docs", "src", "mappings", "routes", "profiles", "samples", "benchmarks", "k8s", "docker");

    /** The one place that looks for reference material beside the project; its tests are skipped where there is none. */
    private static final Path REFERENCE_MATERIAL = TESTS.resolve("org/dhpbridge/Shared.java");

    @Test
    void everyInvariantIsHeldByATestThatIsThere() throws IOException {
        Map<String, List<Path>> tests = files(TESTS, ".java").stream()
                .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        List<String> missing = new ArrayList<>();
        int rows = 0;
        for (String line : Files.readAllLines(DOCS.resolve("invariants.md"))) {
            if (line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| never")) {
                rows++;
                List<MatchResult> named = NAMED_TEST.matcher(line).results().toList();
                if (named.isEmpty()) {
                    missing.add("no test holds: " + line);
                }
                for (MatchResult test : named) {
                    whyNot(tests.getOrDefault(test.group(1) + ".java", List.of()), test.group(2))
                            .ifPresent(why -> missing.add(test.group() + " " + why));
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(rows).isGreaterThan(20);
    }

    private static Optional<String> whyNot(List<Path> named, String method) throws IOException {
        if (named.size() != 1) {
            return Optional.of(named.isEmpty() ? "is not there" : "may be any of " + named);
        }
        if (method == null) {
            return Optional.of("names no method; #* when all of the class is the proof");
        }
        return method.equals("*") || Files.readString(named.get(0)).contains("void " + method + "(")
                ? Optional.empty()
                : Optional.of("is not there");
    }

    @Test
    void howItWorksNamesEveryRoom() throws IOException {
        List<String> told = Files.readAllLines(DOCS.resolve("how-it-works.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .toList();
        try (Stream<Path> rooms = Files.list(MAIN)) {
            assertThat(rooms.filter(Files::isDirectory)
                            .map(room -> "`" + room.getFileName() + "`")
                            .filter(room -> told.stream().noneMatch(cell -> cell.contains(room))))
                    .as("rooms without a row in the table of docs/how-it-works.md")
                    .isEmpty();
        }
    }

    @Test
    void howItWorksNamesEveryCommand() throws IOException {
        String told = Files.readAllLines(DOCS.resolve("how-it-works.md")).stream()
                .filter(line -> line.startsWith("| `cli`"))
                .findFirst()
                .orElseThrow();
        for (Path file : files(MAIN.resolve("cli"), ".java")) {
            for (String command : all("@Command\\(\\s*name = \"([\\w-]+)\"", Files.readString(file))) {
                if (!command.equals("dhp-bridge")) {
                    assertThat(told).contains("`" + command + "`");
                }
            }
        }
    }

    @Test
    void mappingNamesEveryMessageThatIsMapped() throws IOException {
        String chapter = Files.readString(DOCS.resolve("mapping.md"))
                .split("\n## What is mapped\n")[1]
                .split("\n## ")[0];
        Set<String> told = new TreeSet<>();
        for (String cell : all("(?m)^\\| ([^|]+) \\|", chapter)) {
            for (String messages : cell.split(", ")) {
                String[] words = messages.split(" ");
                for (String event : words) {
                    told.add(words[0] + "," + event);
                }
            }
        }

        assertThat(told)
                .containsAll(all("(?m)^(\\w+,\\w+),hl7v2/", Files.readString(Path.of("mappings/hl7v2/index.csv"))));
    }

    @Test
    void everyClassThatIsNamedWithItsRoomIsThere() throws IOException {
        List<String> named = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Path document : files(DOCS, ".md")) {
            for (MatchResult found : CLASS_IN_A_ROOM
                    .matcher(Files.readString(document))
                    .results()
                    .toList()) {
                Path room = MAIN.resolve(found.group(1));
                if (Files.isDirectory(room)) {
                    named.add(found.group());
                    if (files(room, "/" + found.group(2) + ".java").isEmpty()) {
                        missing.add(document + ": " + found.group());
                    }
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).hasSizeGreaterThan(2);
    }

    /** Sections, commands, links, pictures and the first column of every table. */
    @ParameterizedTest
    @ValueSource(strings = {"README.ru.md", "README.uz.md"})
    void theReadmeIsAsCompleteInEveryLanguage(String translation) throws IOException {
        String english = Files.readString(Path.of("README.md"));
        String other = Files.readString(Path.of(translation));

        assertThat(all("(?m)^(#+) ", other)).as("sections").isEqualTo(all("(?m)^(#+) ", english));
        assertThat(all("(?s)```\\w*\\n(.*?)```", other))
                .as("commands")
                .isEqualTo(all("(?s)```\\w*\\n(.*?)```", english));
        assertThat(all("(?m)^\\| (`.*?`(?:, `.*?`)*) \\|", other))
                .as("rows of tables")
                .isEqualTo(all("(?m)^\\| (`.*?`(?:, `.*?`)*) \\|", english));
        assertThat(new TreeSet<>(all("\\]\\((?!README)([^)]+)\\)", other)))
                .as("links")
                .isEqualTo(new TreeSet<>(all("\\]\\((?!README)([^)]+)\\)", english)));
        for (String link : all("\\]\\(([^)#]+)", other)) {
            assertThat(Path.of(link)).as(translation).exists();
        }
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Question, decision with parts of its own that may have a title each, price when there is one, what was not taken. */
    @Test
    void decisionsHaveOneForm() throws IOException {
        for (Path file : files(DOCS.resolve("decisions"), ".md")) {
            String name = file.getFileName().toString();
            assertThat(name).matches("\\d{4}-[a-z0-9-]+\\.md");
            String text = Files.readString(file);
            assertThat(text).as(name).startsWith("# " + Integer.parseInt(name.substring(0, 4)) + ". ");
            assertThat(all("(?m)^(#+ .*)", text)).as(name + ": headings").hasSize(1);
            List<String> titles = all("\n\n\\*\\*([^*]+)\\*\\*", text);
            assertThat(titles).as(name).startsWith("Question.", "Decision.").endsWith("Not taken.");
            List<String> parts = titles.subList(2, titles.size() - 1);
            if (!parts.isEmpty() && parts.get(parts.size() - 1).equals("Price.")) {
                parts = parts.subList(0, parts.size() - 1);
            }
            assertThat(parts)
                    .as(name + ": Price. and Not taken. are called so, and come last")
                    .noneMatch(part -> part.matches("(?i).*\\b(why not|not|price|costs?)\\b.*"));
        }
    }

    @ParameterizedTest
    @CsvSource({"uz, 2", "ru, 3"})
    void theConsoleSpeaksTheWordsOfTheGlossary(String language, int column) throws IOException {
        Properties console = console(language);
        Map<String, String> words = words(column);

        assertThat(words)
                .containsEntry("due", console.getProperty("state.due"))
                .containsEntry("superseded", console.getProperty("state.superseded"))
                .containsEntry("dead", console.getProperty("state.dead"))
                .containsEntry("replay", console.getProperty("action.replay"))
                .containsEntry("map", console.getProperty("message.mapping").toLowerCase(Locale.ROOT))
                .containsEntry("pack", console.getProperty("from.pack"))
                .containsEntry("warning", console.getProperty("severity.warning"))
                .containsEntry("ledger", console.getProperty("delivery.ledger.short"));
        assertThat(console.getProperty("from.setting")).contains(stem(language, words.get("site")));
    }

    /** Where it happened, as "on mapping": the word of the glossary, with the ending that the language gives it. */
    @ParameterizedTest
    @CsvSource({"en, 1", "uz, 2", "ru, 3"})
    void theConsoleNamesEachStepByItsWordOfTheGlossary(String language, int column) throws IOException {
        Properties console = console(language);
        Map<String, String> words = words(column);
        Set<String> steps = new TreeSet<>();
        for (String key : console.stringPropertyNames()) {
            if (key.startsWith("step.")) {
                String step = key.substring("step.".length());
                steps.add(step);
                assertThat(words).as("docs/glossary.md").containsKey(step);
                assertThat(console.getProperty(key))
                        .as(key)
                        .contains(stem(language, words.get(step.equals("push") ? "deliver" : step)));
            }
        }

        assertThat(steps).containsExactly("account", "check", "map", "push", "read", "receive", "transform");
    }

    /** A word without what its cases change: Russian ends a noun by its case, English drops a mute e. */
    private static String stem(String language, String word) {
        return switch (language) {
            case "ru" -> word.substring(0, word.length() - 1);
            case "en" -> word.endsWith("e") ? word.substring(0, word.length() - 1) : word;
            default -> word;
        };
    }

    private static Properties console(String language) throws IOException {
        Properties console = new Properties();
        try (Reader texts = Files.newBufferedReader(
                Path.of("src/main/resources/org/dhpbridge/console/text/console_" + language + ".properties"))) {
            console.load(texts);
        }
        return console;
    }

    private static Map<String, String> words(int column) throws IOException {
        return glossary().stream().collect(Collectors.toMap(row -> row[1].trim(), row -> row[column].trim()));
    }

    private static List<String[]> glossary() throws IOException {
        return Files.readAllLines(DOCS.resolve("glossary.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| word"))
                .map(line -> line.split("\\|"))
                .toList();
    }

    @Test
    void everyWordOfTheGlossaryHasItsThreeLanguages() throws IOException {
        List<String[]> rows = glossary();

        assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(5).allSatisfy(cell -> assertThat(
                        cell.isEmpty() || !cell.isBlank())
                .isTrue()));
        assertThat(rows.stream().map(row -> row[1].trim()).collect(Collectors.toSet()))
                .contains(
                        "receive",
                        "ledger",
                        "due",
                        "transform",
                        "read",
                        "map",
                        "account",
                        "fill absent",
                        "check",
                        "deliver",
                        "look",
                        "plan",
                        "write",
                        "superseded",
                        "dead",
                        "warning",
                        "replay");
    }

    @Test
    void nothingRefersToWhatIsNotInTheRepository() throws IOException {
        List<String> outside = new ArrayList<>();
        int looked = 0;
        for (Path file : ofTheRepository()) {
            looked++;
            OUTSIDE.matcher(text(file)).results().forEach(found -> outside.add(file + ": " + found.group()));
        }

        assertThat(outside)
                .as("say what is meant in docs/platform.md or docs/decisions and refer to that")
                .isEmpty();
        assertThat(looked).isGreaterThan(1000);
    }

    /** All but what a build, a run or a tool left. */
    private static List<Path> ofTheRepository() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> top = Files.list(Path.of(""))) {
            for (Path one : top.sorted().toList()) {
                if (Files.isRegularFile(one) && one.toString().matches(".*\\.(md|xml|yml|example)|Dockerfile")) {
                    all.add(one);
                } else if (Files.isDirectory(one) && FOLDERS.contains(one.toString())) {
                    all.addAll(files(one, ""));
                }
            }
        }
        all.remove(REFERENCE_MATERIAL);
        return all;
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException binary) {
            return "";
        }
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
