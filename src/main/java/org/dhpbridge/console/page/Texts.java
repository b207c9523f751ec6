package org.dhpbridge.console.page;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.NumberFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The words of the console in one language, with its plurals (ICU), and times in the site's zone. */
public final class Texts {

    private static final Map<Language, Texts> ALL = new EnumMap<>(Language.class);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String HTTP = "http-";
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx");
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");

    static {
        for (Language language : Language.values()) {
            ALL.put(language, new Texts(language));
        }
    }

    private final Language language;
    private final Properties words = new Properties();

    private Texts(Language language) {
        this.language = language;
        String file = "/org/dhpbridge/console/text/console_" + language.code() + ".properties";
        try (InputStream in = Texts.class.getResourceAsStream(file)) {
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + " in the jar", e);
        }
    }

    /** Those of a language. */
    public static Texts in(Language language) {
        return ALL.get(language);
    }

    /** The language of these words. */
    public Language language() {
        return language;
    }

    /**
     * @param values what stands for {@code {0}}, {@code {1}}, …
     * @throws IllegalArgumentException when there is no such text: a test sees to it that there is in every language
     */
    public String t(String key, Object... values) {
        String pattern = words.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException("The console has no text " + key + " in " + language.code());
        }
        return new MessageFormat(pattern, language.locale()).format(values);
    }

    /** The text under a prefix and a code, or the code itself where it is none that the console knows. */
    public String code(String prefix, String code) {
        return isName(code) && words.containsKey(prefix + code) ? t(prefix + code) : code;
    }

    /**
     * Why a message failed.
     *
     * @param step where; null when that is not known
     * @param code of the failure; what the console does not know, as a code of a site's own mapping, stands for itself
     */
    public String cause(String step, String code) {
        String key = known(step, code, "");
        return key == null ? code : t(key, status(code));
    }

    /** What to do about it, for the same. */
    public String whatToDo(String step, String code) {
        String key = known(step, code, ".do");
        return t(key == null ? "cause.other.do" : key, status(code));
    }

    /** A code may mean something of its own at a step. */
    private String known(String step, String code, String part) {
        if (!isName(code)) {
            return null;
        }
        String name = code.startsWith(HTTP) ? "http" : code;
        return Stream.of("cause." + name + "." + step + part, "cause." + name + part)
                .filter(words::containsKey)
                .findFirst()
                .orElse(null);
    }

    /** A code of a site may be anything: with a dot in it, it would be the key of some other text. */
    private static boolean isName(String code) {
        return code.indexOf('.') < 0;
    }

    private static String status(String code) {
        return code.startsWith(HTTP) ? code.substring(HTTP.length()) : "";
    }

    /** With the language's own grouping. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(language.locale()).format(number);
    }

    /** Day and time in the zone, with its offset. */
    public String time(Instant instant, ZoneId zone) {
        var time = instant.atZone(zone);
        return DAY_AND_TIME.format(time) + " " + OFFSET.format(time);
    }

    String hour(Instant instant, ZoneId zone) {
        return HOUR.format(instant.atZone(zone));
    }

    /** How long ago, in one unit. */
    public String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return t("age.seconds", seconds);
        }
        if (seconds < 3600) {
            return t("age.minutes", seconds / 60);
        }
        if (seconds < 2 * 86_400) {
            return t("age.hours", seconds / 3600);
        }
        return t("age.days", seconds / 86_400);
    }
}
