package org.dhpbridge.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A setting is declared once, in a record of settings, and whoever needs it is given that record. */
class SettingsTest {

    private static final Path MAIN = Path.of("src/main/java/org/dhpbridge");

    /** The check of an installation looks at settings one by one: it tells what is wrong with those that cannot be bound. */
    private static final String DOCTOR = "doctor/";

    /** Read by name, for at that moment no settings are bound: before the context, in a condition, or in a tool without a bridge. */
    private static final Map<String, Set<String>> BEFORE_SETTINGS_ARE_BOUND = Map.of(
            "access/ApiKeyFile.java", Set.of("dhp.api.token-file", "dhp.home"),
            "access/Exposure.java", Set.of("dhp.api.behind-proxy"),
            "cli/ConsoleLink.java", Set.of("dhp.console.enabled", "dhp.home"),
            "cli/OfflineSettings.java", Set.of("dhp.home", "dhp.ledger", "dhp.profile-pack"),
            "console/signin/ConsoleFeature.java", Set.of("dhp.console.enabled"),
            "sandbox/SandboxConfiguration.java", Set.of("dhp.environment"),
            "start/StartChecks.java", Set.of("dhp.home"));

    private static final Pattern READ_BY_NAME = Pattern.compile(
            "(?:\\.(?:getProperty|getRequiredProperty|bind|bindOrCreate)|\\btext)\\(\\s*\"(dhp\\.[\\w.-]+)\""
                    + "|\\bname = \"(dhp\\.[\\w.-]+)\"");
    private static final Pattern VALUE = Pattern.compile("@Value\\(\"\\$\\{(dhp\\.[^}:]+)");

    @Test
    void noBeanTakesASettingByItsName() throws IOException {
        List<String> taken = new ArrayList<>();
        for (Map.Entry<String, String> source : sources().entrySet()) {
            VALUE.matcher(source.getValue())
                    .results()
                    .forEach(value -> taken.add(source.getKey() + ": " + value.group(1)));
        }

        assertThat(taken)
                .as("take the record of settings that declares it (BridgeSettings for the bridge as a whole)")
                .isEmpty();
    }

    @Test
    void settingsAreReadByNameOnlyWhereNoneAreBound() throws IOException {
        Map<String, Set<String>> read = new TreeMap<>();
        for (Map.Entry<String, String> source : sources().entrySet()) {
            Set<String> names = READ_BY_NAME
                    .matcher(source.getValue())
                    .results()
                    .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!names.isEmpty() && !source.getKey().startsWith(DOCTOR)) {
                read.put(source.getKey(), names);
            }
        }

        assertThat(read).isEqualTo(new TreeMap<>(BEFORE_SETTINGS_ARE_BOUND));
    }

    @Test
    void noSettingIsDeclaredTwice() throws IOException {
        try (InputStream metadata = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            List<String> names = new ArrayList<>();
            for (JsonNode property : new ObjectMapper().readTree(metadata).path("properties")) {
                names.add(property.path("name").asText());
            }

            assertThat(names).hasSizeGreaterThan(80).doesNotHaveDuplicates();
        }
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(MAIN.relativize(file).toString(), Files.readString(file));
            }
        }
        return sources;
    }
}
