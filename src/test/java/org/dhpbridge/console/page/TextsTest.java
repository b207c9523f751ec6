package org.dhpbridge.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessageFormat;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.signin.SignInProblem;
import org.dhpbridge.ledger.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {

    private static final Path FOLDER = Path.of("src/main/resources/org/dhpbridge/console/text");
    private static final Path TEMPLATES = Path.of("src/main/jte");
    private static final Pattern USED = Pattern.compile("page\\.t\\(\"([a-z0-9.-]+)\"[,)]");
    /** What is between tags, without jte's own lines and expressions. */
    private static final Pattern TEXT = Pattern.compile(">([^<>${}@]*[A-Za-z]{3,}[^<>${}@]*)<");

    private static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".jte"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyLanguageHasTheSameTextsWithTheSamePlaceholders(Language language) {
        Map<String, String> words = Words.in(language);

        assertThat(words.keySet()).isEqualTo(Words.in(Language.EN).keySet());
        Words.in(Language.EN).forEach((key, pattern) -> assertThat(arguments(words.get(key)))
                .as(key + " in " + language)
                .isEqualTo(arguments(pattern)));
    }

    private static Set<String> arguments(String pattern) {
        return new TreeSet<>(new MessageFormat(pattern).getArgumentNames());
    }

    @Test
    void uzbekIsWrittenWithItsOwnLettersAndNoOtherApostrophe() throws IOException {
        String uzbek = Files.readString(FOLDER.resolve("console_uz.properties"));

        assertThat(uzbek).doesNotContain("'", "`", "‘", "’");
        assertThat(uzbek).contains("ʻ");
        assertThat(uzbek.codePoints().filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.CYRILLIC))
                .isEmpty();
    }

    @Test
    void aStraightApostropheStandsNowhereForItQuotesPlaceholders() throws IOException {
        for (String language : List.of("en", "ru")) {
            assertThat(Files.readString(FOLDER.resolve("console_" + language + ".properties")))
                    .doesNotContain("'");
        }
    }

    /** The jar has only parts of ICU, beside the bridge's own classes. */
    @Test
    void theJarHasWhatTheTextsNeedOfIcu() throws Exception {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : all.split(File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().startsWith("icu4j")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader packaged =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> languages = packaged.loadClass(Language.class.getName());
            Class<?> texts = packaged.loadClass(Texts.class.getName());
            Method in = texts.getDeclaredMethod("in", languages);
            in.setAccessible(true);
            for (Language language : Language.values()) {
                Object there = in.invoke(
                        null, languages.getMethod("valueOf", String.class).invoke(null, language.name()));
                Texts here = Texts.in(language);
                assertThat(texts.getMethod("number", long.class).invoke(there, 1_234_567L))
                        .isEqualTo(here.number(1_234_567L));
                for (String key : List.of("age.days", "replay.title", "search.found", "replays.progress")) {
                    for (long count : new long[] {0, 1, 3, 12_345}) {
                        Object[] values = {count, count};
                        assertThat(texts.getMethod("t", String.class, Object[].class)
                                        .invoke(there, key, values))
                                .isEqualTo(here.t(key, values));
                    }
                }
            }
        }
    }

    @Test
    void everyTextThatATemplateNamesIsThere() throws IOException {
        Set<String> keys = Words.in(Language.EN).keySet();
        for (Path template : templates()) {
            Matcher used = USED.matcher(Files.readString(template));
            while (used.find()) {
                assertThat(keys).as(template.toString()).contains(used.group(1));
            }
        }
    }

    @Test
    void everyCodeHasAText() {
        Texts texts = Texts.in(Language.EN);
        Arrays.stream(SignInProblem.values()).forEach(problem -> {
            texts.t("problem." + problem.code());
            texts.t("problem." + problem.code() + ".do");
        });
        Arrays.stream(AuditAction.values()).forEach(action -> texts.t("action." + action.code()));
        Arrays.stream(State.values()).forEach(state -> texts.t("state." + state.code()));
        Section.ALL.forEach(section -> texts.t("section." + section.code()));
    }

    /** What a site's mapping calls a code of its own must not be taken for the key of another text. */
    @Test
    void textsOfCodesStandApartFromAllOthers() throws IOException {
        Set<String> keys = Words.in(Language.EN).keySet();
        for (Path template : templates()) {
            Matcher used = USED.matcher(Files.readString(template));
            while (used.find()) {
                assertThat(used.group(1))
                        .as(template.toString())
                        .doesNotMatch("(cause|warning|step|plan|history)\\..*");
            }
        }
        Texts texts = Texts.in(Language.EN);
        assertThat(texts.cause("map", "required.do")).isEqualTo("required.do");
        assertThat(texts.whatToDo("map", "required.do")).isEqualTo(texts.t("cause.other.do"));
        assertThat(texts.code("action.", "placed.created")).isEqualTo("placed.created");
    }

    @Test
    void noTemplateHasWordsOfItsOwn() throws IOException {
        for (Path template : templates()) {
            String html =
                    Files.readString(template).replaceAll("(?m)^[@!].*$", "").replaceAll("<code>[^<]*</code>", "");
            Matcher text = TEXT.matcher(html);
            while (text.find()) {
                assertThat(text.group(1).strip())
                        .as("untranslated in " + template)
                        .isIn("dhp-bridge", "");
            }
        }
    }

    @Test
    void noTemplateRunsScriptsOrStylesOfItsOwn() throws IOException {
        for (Path template : templates()) {
            assertThat(Files.readString(template))
                    .as(template.toString())
                    .doesNotContainPattern("\\sstyle=")
                    .doesNotContainPattern("\\son[a-z]+=")
                    .doesNotContain("hx-on", "javascript:", "js:", "$unsafe", "<style");
        }
    }

    @Test
    void russianHasItsPlurals() {
        Texts texts = Texts.in(Language.RU);

        assertThat(texts.age(Duration.ofMinutes(1))).isEqualTo("1 минута");
        assertThat(texts.age(Duration.ofMinutes(3))).isEqualTo("3 минуты");
        assertThat(texts.age(Duration.ofMinutes(11))).isEqualTo("11 минут");
        assertThat(texts.age(Duration.ofMinutes(21))).isEqualTo("21 минута");
    }

    @Test
    void timesAreThoseOfTheSiteWithTheirOffset() {
        assertThat(Texts.in(Language.UZ).time(Instant.parse("2026-11-28T20:30:05Z"), ZoneId.of("Asia/Tashkent")))
                .isEqualTo("2026-11-29 01:30:05 +05:00");
    }
}
