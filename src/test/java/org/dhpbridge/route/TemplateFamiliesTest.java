package org.dhpbridge.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** Each template shows all of itself (decision 16); what templates of one family have in common is the same in each. */
class TemplateFamiliesTest {

    private static final Path TEMPLATES = Path.of("routes/templates");

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "csv-files, hl7-files,  name folder settle poll",
        "sftp-files, csv-files, name charset delimiter",
        "amqp, jms,             name queue format feed charset delimiter consumers",
        "rabbitmq, jms,         name queue format feed charset delimiter consumers",
        "kafka, jms,            name format feed charset delimiter",
    })
    void aParameterThatSeveralHaveIsTheSameInEach(String template, String other, String shared) throws IOException {
        Map<String, Object> one = byName(template);
        Map<String, Object> like = byName(other);
        for (String name : shared.split(" ")) {
            assertThat(one).as(template).containsKey(name);
            assertThat(typeAndDefault(one.get(name))).as(name).isEqualTo(typeAndDefault(like.get(name)));
        }
    }

    /** Beside what a format, or the way to a server, needs. */
    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({"csv-files, hl7-files, ''", "sftp-files, csv-files, ''", "amqp, jms,            ''"})
    void familiesReadAlike(String template, String other, String apart) throws IOException {
        Map<String, Object> one = map(from(template).get("parameters"));
        Map<String, Object> like = map(from(other).get("parameters"));
        Map<String, Object> differing = new TreeMap<>();
        one.forEach((name, value) -> {
            if (like.containsKey(name) && !Objects.equals(value, like.get(name))) {
                differing.put(name, value);
            }
        });

        assertThat(String.join(" ", differing.keySet())).isEqualTo(apart);
    }

    /** Files, queues and senders: opened by their source, then received by the one route. */
    @Test
    void everySourceBeginsAlike() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            List<String> sources = files.map(
                            file -> file.getFileName().toString().replace(".yaml", ""))
                    .filter(name -> !name.equals("worker"))
                    .sorted()
                    .toList();

            assertThat(sources).hasSizeGreaterThan(8);
            for (String source : sources) {
                assertThat(from(source).get("steps").toString())
                        .as(source)
                        .contains("{bean={ref={{source}}, method=open}}", "{to=direct:receive}");
            }
        }
    }

    private static Map<String, Object> byName(String template) throws IOException {
        Map<String, Object> parameters = new HashMap<>();
        for (Object parameter : (List<?>) template(template).get("parameters")) {
            parameters.put(map(parameter).get("name").toString(), parameter);
        }
        return parameters;
    }

    private static String typeAndDefault(Object parameter) {
        Map<String, Object> known = map(parameter);
        String description = known.get("description").toString();
        return description.substring(0, description.indexOf(']') + 1) + " " + known.get("defaultValue");
    }

    private static Map<String, Object> from(String template) throws IOException {
        return map(map(template(template).get("route")).get("from"));
    }

    private static Map<String, Object> template(String name) throws IOException {
        List<Map<String, Object>> routes = new Yaml().load(Files.readString(TEMPLATES.resolve(name + ".yaml")));
        return map(routes.get(0).get("routeTemplate"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object yaml) {
        return (Map<String, Object>) yaml;
    }
}
