package org.dhpbridge.console.page;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The console's texts as their files have them: pattern by key. */
final class Words {

    private static final String FILE = "src/main/resources/org/dhpbridge/console/text/console_%s.properties";

    private Words() {}

    static Map<String, String> in(Language language) {
        Properties file = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of(FILE.formatted(language.code())))) {
            file.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> words = new TreeMap<>();
        file.forEach((key, pattern) -> words.put((String) key, (String) pattern));
        return words;
    }
}
