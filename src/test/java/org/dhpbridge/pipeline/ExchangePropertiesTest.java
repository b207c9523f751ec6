package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a step hands to the next is its body, which has a type. Properties of an exchange are known by a string: we have Camel's own,
 * and the one of which decision 15 says why.
 */
class ExchangePropertiesTest {

    private static final Set<String> OURS = Set.of("filedUnder");
    private static final Pattern IN_JAVA =
            Pattern.compile("(?:xchange|done)\\s*\\.(?:set|get|remove)Property\\(\\s*([\\w.]+|\"[^\"]*\")"
                    + "|@ExchangeProperty\\(\\s*([\\w.]+|\"[^\"]*\")\\s*\\)");
    private static final Pattern IN_ROUTES =
            Pattern.compile("exchangeProperty(?:\\.|\\[|:\\s*)['\"]?(\\w+)|(setProperty|setProperties|removeProperty)");

    @Test
    void javaKnowsCamelsOwnAndOneOfOurs() throws IOException {
        Set<String> named = named(Path.of("src/main/java"), ".java", IN_JAVA);
        named.removeIf(name -> name.startsWith("Exchange."));

        assertThat(named).containsExactly("FILED_UNDER");
    }

    @Test
    void routesSetNoneAndReadTheOne() throws IOException {
        assertThat(named(Path.of("routes"), ".yaml", IN_ROUTES)).isEqualTo(OURS);
    }

    private static Set<String> named(Path folder, String ending, Pattern pattern) throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(ending)).toList()) {
                pattern.matcher(Files.readString(file))
                        .results()
                        .map(ExchangePropertiesTest::name)
                        .forEach(named::add);
            }
        }
        return named;
    }

    private static String name(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
