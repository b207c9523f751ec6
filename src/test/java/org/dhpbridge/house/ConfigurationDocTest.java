package org.dhpbridge.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** {@code docs/configuration.md} says what the settings' own declarations say. */
class ConfigurationDocTest {

    private static final Path DOC = Path.of("docs/configuration.md");
    private static final String HEAD =
            """
            # Configuration

            Set a property in `application.yml` (in the folder where the bridge starts, or under `dhp.home`), as an argument
            (`--dhp.workers=8`), or as an environment variable (`DHP_WORKERS=8`). An argument counts before the environment, and
            that before a file. A secret comes from a file (`dhp.oauth.client-secret-file`) or the environment, not from a file
            that is shared. After a change: restart, and `java -jar dhp-bridge.jar check`.

            Settings of Spring Boot are set in the same way; a bridge may need `server.port` (8080), `server.address` (127.0.0.1),
            `management.server.port` and `.address` ([operate.md](operate.md#who-may-use-the-api)), `spring.ssl.bundle.…`,
            `spring.mail.…` and `logging.structured.format.console` ([observability.md](observability.md)).

            Made from the settings' declarations; after a change: `mvn test -Dtest=ConfigurationDocTest -Ddhp.regenerate=true`.

            | property | default | what |
            | --- | --- | --- |
            """;

    @Test
    void theDocumentSaysWhatTheDeclarationsSay() throws Exception {
        StringBuilder doc = new StringBuilder(HEAD);
        properties().forEach((name, row) -> doc.append(row));
        if (Boolean.getBoolean("dhp.regenerate")) {
            Files.writeString(DOC, doc);
        }
        assertThat(Files.readString(DOC))
                .as("run: mvn test -Dtest=ConfigurationDocTest -Ddhp.regenerate=true")
                .isEqualTo(doc.toString());
    }

    private static Map<String, String> properties() throws Exception {
        PropertySource<?> defaults = new YamlPropertySourceLoader()
                .load("application.yml", new ClassPathResource("application.yml"))
                .get(0);
        Map<String, String> rows = new TreeMap<>();
        try (InputStream metadata =
                ConfigurationDocTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : new ObjectMapper().readTree(metadata).path("properties")) {
                String name = property.path("name").asText();
                String description = property.path("description").asText();
                assertThat(description).as("description of " + name).isNotBlank();
                rows.put(
                        name,
                        "| `%s` | %s | %s |%n"
                                .formatted(
                                        name,
                                        defaultOf(name, defaults, property),
                                        description
                                                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                                                .replace("|", "\\|"))
                                .replace(System.lineSeparator(), "\n"));
            }
        }
        return rows;
    }

    private static String defaultOf(String name, PropertySource<?> defaults, JsonNode property) {
        Object set = defaults.getProperty(name);
        JsonNode declared = property.path("defaultValue");
        String text = set != null ? set.toString() : declared.isArray() ? join(declared) : declared.asText();
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String join(JsonNode values) {
        StringBuilder text = new StringBuilder();
        values.forEach(value -> text.append(text.isEmpty() ? "" : ", ").append(value.asText()));
        return text.toString();
    }
}
